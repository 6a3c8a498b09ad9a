"""The programme's own figures: budget, resources, measures and their values, trends. None that was withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlmodel import Session, col, func, select

from storage.grouping import grouped
from storage.swedish import fold
from storage.tables import BudgetLine, Measure, Observation, Resource, Trend

Yearly = TypeVar("Yearly", BudgetLine, Resource)


def budget(session: Session, year: int) -> Sequence[BudgetLine]:
    """A year's rows, the stated sums too, as they were entered; a part may come before its whole."""
    return _of_year(session, BudgetLine, year)


def budget_years(session: Session) -> Sequence[int]:
    """The years that have a budget, the newest first."""
    return _years(session, BudgetLine)


def parts(session: Session, row_id: int) -> Sequence[BudgetLine]:
    """The rows of the budget that are parts of this one."""
    query = select(BudgetLine).where(BudgetLine.parent_id == row_id, col(BudgetLine.withdrawn_at).is_(None))
    return session.exec(query.order_by(col(BudgetLine.position), col(BudgetLine.id))).all()


def line_names(session: Session) -> Mapping[int, str]:
    """What each row of the budget is called, in any year."""
    query = select(BudgetLine.id, BudgetLine.name).where(col(BudgetLine.withdrawn_at).is_(None))
    return dict(session.exec(query).all())


def resources(session: Session, year: int) -> Sequence[Resource]:
    """A year's roles, the stated sums too, as they were entered."""
    return _of_year(session, Resource, year)


def resource_years(session: Session) -> Sequence[int]:
    """The years that have resources, the newest first."""
    return _years(session, Resource)


def _of_year(session: Session, table: type[Yearly], year: int) -> Sequence[Yearly]:
    query = select(table).where(col(table.year) == year, col(table.withdrawn_at).is_(None))
    return session.exec(query.order_by(col(table.position), col(table.id))).all()


def _years(session: Session, table: type[Yearly]) -> Sequence[int]:
    query = select(table.year).where(col(table.withdrawn_at).is_(None)).distinct()
    return session.exec(query.order_by(col(table.year).desc())).all()


def next_position(session: Session, table: type[Yearly], year: int) -> int:
    """The position of a new row of a year: last."""
    last = session.exec(select(func.max(col(table.position))).where(col(table.year) == year)).one()
    return (last or 0) + 1


def measures(session: Session, name: str = "") -> Sequence[Measure]:
    """All measures, in the order in which they came; or those with exactly this name, case and å ä ö aside.

    Several works may have a measure of the same name.
    """
    query = select(Measure).where(col(Measure.withdrawn_at).is_(None))
    if name:
        query = query.where(Measure.key == fold(name))
    return session.exec(query.order_by(col(Measure.id))).all()


def observations(session: Session, measure_ids: Collection[int]) -> Mapping[int, list[Observation]]:
    """The values of each of these measures, the oldest first."""
    query = select(Observation).where(
        col(Observation.measure_id).in_(measure_ids), col(Observation.withdrawn_at).is_(None)
    )
    rows = session.exec(query.order_by(col(Observation.on), col(Observation.id)))
    return grouped(((each.measure_id, each) for each in rows), measure_ids)


def trends(session: Session, start: date | None = None, end: date | None = None) -> Sequence[Trend]:
    """Trends of periods that touch these days, or all; the newest period first, in the order of entry."""
    query = select(Trend).where(col(Trend.withdrawn_at).is_(None))
    if start is not None:
        query = query.where(col(Trend.ends_on) >= start)
    if end is not None:
        query = query.where(col(Trend.starts_on) <= end)
    return session.exec(query.order_by(col(Trend.ends_on).desc(), col(Trend.id))).all()
