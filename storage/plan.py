"""What works and the programme consist of: milestones, risks, deviations, decisions and the rest, in order.

Withdrawn entries are left out everywhere but in the history.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, and_, col, func, select, union_all

from storage.swedish import fold
from storage.tables import (
    Crossing,
    Decision,
    Dependency,
    Deviation,
    Milestone,
    Risk,
    StatusUpdate,
)
from storage.tables.entry import SearchedEntry
from storage.words import DecisionState

Row = TypeVar("Row", bound=SearchedEntry)

TABLES = tuple(SearchedEntry.__subclasses__())
"""Every kind of entry that a work consists of."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries: of one work, of the programme itself (`project_id` None), or `everywhere`; closed ones too."""

    project_id: int | None = None
    everywhere: bool = True
    closed: bool = False


def listed(session: Session, table: type[Row], scope: Scope, count: int, skip: int = 0) -> Sequence[Row]:
    """A page of the entries of a kind: the open ones first; risks by weight, milestones by date."""
    open_first = [col(getattr(table, table.__closed_by__)).is_not(None)] if table.__closed_by__ else []
    query = select(table).where(*_conditions(table, scope))
    ordered = query.order_by(*open_first, *table.in_order(), col(table.id))
    return session.exec(ordered.offset(skip).limit(count)).all()


def number_of(session: Session, table: type[SearchedEntry], scope: Scope) -> int:
    """How many entries of a kind there are."""
    return session.exec(select(func.count()).select_from(table).where(*_conditions(table, scope))).one()


def _conditions(table: type[SearchedEntry], scope: Scope) -> list[Any]:
    conditions: list[Any] = [col(table.withdrawn_at).is_(None)]
    if not scope.everywhere:
        conditions.append(table.of_work(scope.project_id))
    if table.__closed_by__ and not scope.closed:
        conditions.append(col(getattr(table, table.__closed_by__)).is_(None))
    return conditions


def decisions(
    session: Session, scope: Scope, state: DecisionState, count: int, skip: int = 0
) -> tuple[Sequence[Decision], int]:
    """A page of the decisions in a state and their number: needed ones the soonest first, others the newest."""
    query = select(Decision).where(*_conditions(Decision, scope), Decision.state == state)
    on, id_ = col(Decision.ends_on), col(Decision.id)
    soonest, newest = (on.is_(None), on, id_), (on.is_(None), on.desc(), id_.desc())
    ordered = query.order_by(*(soonest if state is DecisionState.REQUESTED else newest))
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    return session.exec(ordered.offset(skip).limit(count)).all(), total


def risk_matrix(session: Session, scope: Scope) -> Mapping[tuple[int, int], int]:
    """How many open risks there are of each probability and consequence: {(probability, consequence): number}."""
    rows = session.exec(
        select(Risk.probability, Risk.consequence, func.count())
        .where(*_conditions(Risk, scope), col(Risk.closed_on).is_(None))
        .group_by(col(Risk.probability), col(Risk.consequence))
    )
    return {(probability, consequence): number for probability, consequence, number in rows}


def crossing_cost(session: Session, scope: Scope) -> tuple[Decimal, int]:
    """What the crossings cost together, in kronor, and how many have no cost (rules 4 and 8: computed)."""
    columns = select(func.sum(Crossing.cost), func.count() - func.count(col(Crossing.cost)))
    total, without = session.exec(columns.select_from(Crossing).where(*_conditions(Crossing, scope))).one()
    return total or Decimal(), without


def same_dependency(session: Session, work_id: int | None, other_id: int | None, outside: str) -> Dependency | None:
    """The dependency that already says this, if there is one."""
    on_this = col(Dependency.other_id).is_not_distinct_from(other_id)
    rows = session.exec(
        select(Dependency)
        .where(Dependency.project_id == work_id, on_this, col(Dependency.withdrawn_at).is_(None))
        .order_by(col(Dependency.id))
    )
    return next((row for row in rows if other_id is not None or fold(row.outside) == fold(outside)), None)


@dataclass(frozen=True, slots=True)
class Pending:
    """What a person who asks for a work must know now. `on`: since when, or by when at the latest."""

    table: str
    id: int
    text: str
    who: str
    when_text: str
    on: date | None


_OF: Any = bindparam("work")


def _pending(table: type[SearchedEntry], *columns: Any, is_open: Any) -> Any:
    named = sa.literal(table.__tablename__)
    return sa.select(named, *columns).where(
        col(table.project_id) == _OF, col(table.withdrawn_at).is_(None), is_open
    )


_NOTHING = sa.literal("")
_PENDING = union_all(
    _pending(
        Deviation,
        col(Deviation.id),
        col(Deviation.what),
        _NOTHING,
        _NOTHING,
        col(Deviation.happened_on).label("day"),
        is_open=col(Deviation.closed_on).is_(None),
    ),
    _pending(
        Decision,
        col(Decision.id),
        col(Decision.title),
        col(Decision.body),
        col(Decision.when_text),
        col(Decision.ends_on).label("day"),
        is_open=col(Decision.state) == DecisionState.REQUESTED,
    ),
    _pending(
        Milestone,
        col(Milestone.id),
        col(Milestone.what),
        col(Milestone.who),
        col(Milestone.when_text),
        col(Milestone.ends_on).label("day"),
        is_open=col(Milestone.done_on).is_(None),
    ),
)
"""Made once: every question about a work's status asks it."""


def pending(session: Session, work_id: int) -> Sequence[Pending]:
    """A work's open deviations, needed decisions and milestones ahead, in one statement; what has no day last."""
    rows = [Pending(*row) for row in session.connection().execute(_PENDING, {"work": work_id})]
    return sorted(rows, key=lambda row: (row.on or date.max, row.id))


@dataclass(frozen=True, slots=True)
class Happened:
    """Which entry was made when: the name of its table, and its number there."""

    at: datetime
    table: str
    id: int


def history(session: Session, work_id: int, count: int, skip: int = 0) -> Sequence[Happened]:
    """All that was entered about a work, status updates too, withdrawn ones too, newest first."""
    about: list[tuple[Any, Any, Any]] = [(table, col(table.created_at), table.of_work(work_id)) for table in TABLES]
    about.append((StatusUpdate, col(StatusUpdate.at), col(StatusUpdate.project_id) == work_id))
    return _newest(session, about, count, skip)


def search(session: Session, words: Sequence[str], count: int) -> Sequence[Happened]:
    """The entries that hold all these words, newest first; parts of compounds count. Words are folded here."""
    keys = [fold(word) for word in words]

    def holds(table: Any) -> Any:
        counts = col(table.withdrawn_at).is_(None)
        return and_(counts, *(col(table.folded).contains(key, autoescape=True) for key in keys))

    found: list[tuple[Any, Any, Any]] = [(table, col(table.created_at), holds(table)) for table in TABLES]
    return _newest(session, [*found, (StatusUpdate, col(StatusUpdate.at), holds(StatusUpdate))], count)


def _newest(session: Session, sources: Sequence[tuple[Any, Any, Any]], count: int, skip: int = 0) -> list[Happened]:
    """Each table's own newest are enough: no page can need more of one."""
    parts = []
    for table, at, which in sources:
        newest = sa.select(at.label("at"), sa.literal(table.__tablename__).label("name"), col(table.id).label("id"))
        limited = newest.where(which).order_by(at.desc(), col(table.id).desc()).limit(count + skip).subquery()
        parts.append(sa.select(limited))
    union = union_all(*parts).subquery()
    query = sa.select(union).order_by(union.c.at.desc(), union.c.name.desc(), union.c.id.desc())
    return [Happened(*row) for row in session.connection().execute(query.offset(skip).limit(count))]


def rows_of(session: Session, happened: Collection[Happened]) -> Mapping[tuple[str, int], Any]:
    """The rows themselves: {(table, number): row}; a query for each kind that is among them."""
    found: dict[tuple[str, int], Any] = {}
    tables: tuple[Any, ...] = (*TABLES, StatusUpdate)
    for table in tables:
        ids = [each.id for each in happened if each.table == table.__tablename__]
        if ids:
            rows = session.exec(select(table).where(col(table.id).in_(ids)))
            found |= {(table.__tablename__, row.id): row for row in rows}
    return found
