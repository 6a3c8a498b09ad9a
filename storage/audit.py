"""Who changed what, when, from where: a row for each change, in the transaction of the change itself.

A table class with `__audited__ = True` is followed. A column with `info={"secret": True}` is named but its
contents are not kept. Only what goes through a Session is seen: an UPDATE or DELETE statement on an audited
table, or a cascade inside the database, passes by unrecorded, so use none.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from sqlalchemy import ClauseElement, event, insert, inspect
from sqlalchemy.orm import InstanceState, Mapper, Session

from storage.tables.audit import AuditEntry

AUTHOR: Final = "author"  # where a Session's `info` keeps the Author
_HIDDEN: Final = "***"


@dataclass(frozen=True)
class Author:
    """Who writes, through what, and when (UTC)."""

    person_id: int | None
    actor: str
    source: str
    at: datetime


def _audited(row: object) -> bool:
    return getattr(row, "__audited__", False)


@event.listens_for(Mapper, "mapper_configured")
def _keep_what_was(mapper: Mapper[Any], model: type) -> None:
    """Load a column that is set while it is not loaded, as after a savepoint: else "before" would be unknown."""
    if _audited(model):
        for attribute in mapper.column_attrs:
            attribute.class_attribute.impl.active_history = True


def refuse_expressions(session: Session, *_: object) -> None:
    """Stop a column from being set to an SQL expression: what became of it is never seen (before_flush event)."""
    for row in (*session.new, *session.dirty):
        if _audited(row) and any(isinstance(value, ClauseElement) for value in vars(row).values()):
            raise TypeError(f"an audited column of {type(row).__name__} is set to an SQL expression")


def record(session: Session, *_: object) -> None:
    """Add an AuditEntry for each audited row that this flush wrote (SQLAlchemy's after_flush event)."""
    author: Author = session.info[AUTHOR]
    entries = [
        {
            "at": author.at,
            "person_id": author.person_id,
            "actor": author.actor,
            "source": author.source,
            "table_name": state.mapper.local_table.description,
            "row_id": "/".join(str(part) for part in state.mapper.primary_key_from_instance(state.obj())),
            "action": action,
            "changes": json.dumps(changes, default=_plain, ensure_ascii=False),
        }
        for state, action, changes in _written(session)
    ]
    if entries:
        # Not through the unit of work: it is in the middle of this very flush.
        session.connection().execute(insert(AuditEntry), entries)


def _written(session: Session) -> Iterator[tuple[InstanceState[Any], str, dict[str, list[Any]]]]:
    """Each audited row of this flush: an update only where a column really changed."""
    groups = (("insert", session.new), ("update", session.dirty), ("delete", session.deleted))
    for action, rows in groups:
        for row in rows:
            if not _audited(row):
                continue
            state: InstanceState[Any] = inspect(row)
            changes = _changes(state, action)
            if changes or action != "update":
                yield state, action, changes


def _changes(state: InstanceState[Any], action: str) -> dict[str, list[Any]]:
    """Before and after of each column: of those that changed, or of all that hold something."""
    changes = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if action == "update":
            before, after = history.deleted, history.added
        else:
            held = history.added or history.unchanged
            before, after = (held, ()) if action == "delete" else ((), held)
        pair = [before[0] if before else None, after[0] if after else None]
        if pair[0] == pair[1]:
            continue
        if attribute.columns[0].info.get("secret"):
            pair = [None if value is None else _HIDDEN for value in pair]
        changes[attribute.key] = pair
    return changes


def _plain(value: object) -> str:
    """What JSON cannot say, as text."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return f"{len(value)} bytes, sha256 {hashlib.sha256(value).hexdigest()}"
    raise TypeError(f"an audited column holds a {type(value).__name__}")
