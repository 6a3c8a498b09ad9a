"""What a report of a period is compiled from: a fixed number of queries, however many works there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlmodel import Session, col, func, or_, select

from storage.tables import AuditEntry, Label, Party, Project, StatusUpdate
from storage.tables.entry import Entry
from storage.words import State

Kept = TypeVar("Kept", bound=Entry)
Named = TypeVar("Named", Project, Party, Label)


class StateAt(NamedTuple):
    """That an entry gave a work a state at a time."""

    at: datetime
    state: State


def works(session: Session, since: datetime) -> Sequence[Project]:
    """Every work that was open at that time or later, in no order: included, followed and ideas alike."""
    closed = col(Project.closed_at)
    return session.exec(select(Project).where(or_(closed.is_(None), closed >= since))).all()


def updates(session: Session, start: datetime, end: datetime) -> Mapping[int, list[StatusUpdate]]:
    """Each work's entries that count, start ≤ time < end, oldest first. A work without any has no key."""
    found: dict[int, list[StatusUpdate]] = defaultdict(list)
    rows = session.exec(
        select(StatusUpdate)
        .where(col(StatusUpdate.withdrawn_at).is_(None), col(StatusUpdate.at) >= start, col(StatusUpdate.at) < end)
        .order_by(col(StatusUpdate.at), col(StatusUpdate.id))
    )
    for update in rows:
        found[update.project_id].append(update)
    return dict(found)


def newest(session: Session, end: datetime, count: int) -> Mapping[int, list[StateAt]]:
    """Each work's last `count` entries that count before `end`, oldest first. A work without any has no key."""
    newest_first = col(StatusUpdate.at).desc(), col(StatusUpdate.id).desc()
    place = func.row_number().over(partition_by=col(StatusUpdate.project_id), order_by=newest_first)
    numbered = (
        select(StatusUpdate.id, place.label("place"))
        .where(col(StatusUpdate.withdrawn_at).is_(None), col(StatusUpdate.at) < end)
        .subquery()
    )
    rows = session.exec(
        select(StatusUpdate.project_id, StatusUpdate.at, StatusUpdate.state)
        .join(numbered, numbered.c.id == col(StatusUpdate.id))
        .where(numbered.c.place <= count)
        .order_by(col(StatusUpdate.at), col(StatusUpdate.id))
    )
    found: dict[int, list[StateAt]] = defaultdict(list)
    for project_id, at, state in rows:
        found[project_id].append(StateAt(at, State(state)))
    return dict(found)


def current(session: Session, table: type[Kept]) -> Sequence[Kept]:
    """Every entry of a table that was not taken back, in the order it came."""
    return session.exec(select(table).where(col(table.withdrawn_at).is_(None)).order_by(col(table.id))).all()


def by_number(session: Session, table: type[Named]) -> Mapping[int, Named]:
    """Every row of a table by its number: what entries refer to."""
    return {row.id: row for row in session.exec(select(table).order_by(col(table.id)))}


def changes(session: Session, tables: Collection[str], start: datetime, end: datetime) -> Sequence[AuditEntry]:
    """What was changed in these tables, start ≤ time < end, oldest first."""
    return session.exec(
        select(AuditEntry)
        .where(col(AuditEntry.at) >= start, col(AuditEntry.at) < end, col(AuditEntry.table_name).in_(tables))
        .order_by(col(AuditEntry.at), col(AuditEntry.id))
    ).all()
