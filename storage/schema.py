"""The revisions of the schema, as Alembic finds them in storage/migrations."""

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.errors import SchemaNotCurrent


def revisions() -> list[str]:
    """Every revision of this program, oldest first."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return [script.revision for script in scripts.walk_revisions()][::-1]


def after(revision: str | None) -> list[str]:
    """The revisions that are newer than this one, oldest first. Raises SchemaNotCurrent for an unknown one."""
    known = revisions()
    if revision is not None and revision not in known:
        raise SchemaNotCurrent(revision, known[-1])
    return known if revision is None else known[known.index(revision) + 1 :]


def alembic_config(connection: Connection | None = None) -> Config:
    """What alembic.ini would say, so that an installed package needs none."""
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
