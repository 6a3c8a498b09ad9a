"""What Alembic runs; Database brings the connection, already in a transaction and holding the lock."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from storage.tables import metadata
from storage.tables.columns import Exact, Kronor


def _render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write plain SQLAlchemy types, so that an old migration does not need today's code, or SQLModel's."""
    if kind != "type":
        return False
    if isinstance(item, Kronor):
        return "sa.BigInteger()"
    if isinstance(item, Exact):
        return "sa.String()"
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if isinstance(item, Enum) and not item.native_enum:
        return f"sa.String(length={item.length})"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render_item,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
