"""What all entries share (storage/tables/entry.py): found, changed, taken back, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from storage.tables import AuditEntry, Deviation, Person, Project, StatusUpdate
from storage.tables.entry import Entry

Kind = TypeVar("Kind", bound=Entry)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an entry: when, by whom ("" for the operator), through what, each column's [before, after]."""

    at: datetime
    by: str
    source: str
    action: str
    columns: Mapping[str, Sequence[Any]]


def get(session: Session, table: type[Kind], id_: int) -> Kind | None:
    """One entry, a withdrawn one too."""
    return session.get(table, id_)


def locked(session: Session, table: type[Kind], id_: int) -> Kind | None:
    """One entry as it is now, held until the transaction ends."""
    return session.get(table, id_, with_for_update=True, populate_existing=True)


def exists(session: Session, table: type[Entry] | type[StatusUpdate], id_: int) -> bool:
    """Whether there is such an entry, and it was not withdrawn."""
    found: Any = session.get(table, id_)
    return found is not None and found.withdrawn_at is None


def add(session: Session, entry: Entry) -> None:
    """Save a new entry, so that it has its number."""
    session.add(entry)
    session.flush()


def change(session: Session, entry: Entry, values: Mapping[str, object]) -> list[str]:
    """Set these columns; the names of those that became something else. The version grows if any did."""
    different = [name for name, value in values.items() if getattr(entry, name) != value]
    for name in different:
        setattr(entry, name, values[name])
    if different:
        entry.version += 1
        add(session, entry)
    return different


def withdraw(session: Session, entry: Entry, person_id: int | None, now: datetime) -> None:
    """Mark an entry as taken back. It stays, and its history too."""
    entry.withdrawn_at, entry.withdrawn_by_id = now, person_id
    entry.version += 1
    add(session, entry)


def changes(session: Session, entry: Entry) -> Sequence[Change]:
    """All that happened to an entry, the newest first (rule 11: nothing is overwritten)."""
    rows = session.exec(
        select(AuditEntry, Person)
        .join(Person, col(Person.id) == col(AuditEntry.person_id), isouter=True)
        .where(AuditEntry.table_name == entry.__tablename__, AuditEntry.row_id == str(entry.id))
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    )
    return [
        Change(row.at, person.name if person else "", row.source, row.action, json.loads(row.changes))
        for row, person in rows
    ]


def works_of(
    session: Session, table: type[StatusUpdate] | type[Deviation], ids: Collection[int]
) -> Mapping[int, Project]:
    """Which work each of these entries is about; those of the programme itself are left out."""
    rows = session.exec(
        select(table.id, Project)
        .join(Project, col(Project.id) == col(table.project_id))
        .where(col(table.id).in_(ids))
    )
    return dict(rows.all())
