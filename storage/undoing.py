"""What a person did lately, whatever it was: the record of changes knows, for every kind of entry alike."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import AuditEntry

_NOT_ENTERED_BY_HAND = ("import", "example")
"""The sources of what came from a file."""
_MAX_ACTS = 100


@dataclass(frozen=True, slots=True)
class Act:
    """A row that was added (`is_new`) or changed, by the name of its table and its number."""

    table: str
    id: int
    is_new: bool


def latest(session: Session, person_id: int | None, since: datetime, tables: Collection[str]) -> Sequence[Act]:
    """What this person added or changed in these tables since then, the newest first; not what was withdrawn."""
    rows = session.exec(
        select(AuditEntry)
        .where(
            col(AuditEntry.person_id).is_not_distinct_from(person_id),
            AuditEntry.at >= since,
            col(AuditEntry.table_name).in_(tables),
            col(AuditEntry.source).not_in(_NOT_ENTERED_BY_HAND),
        )
        .order_by(col(AuditEntry.id).desc())
        .limit(_MAX_ACTS)
    )
    return [
        Act(row.table_name, int(row.row_id), row.action == "insert")
        for row in rows
        if row.action == "insert" or "withdrawn_at" not in json.loads(row.changes)
    ]
