"""The programme's own figures: budget, resources, measures and their values, trends. None that was withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, func, select

from storage.swedish import fold
from storage.tables import BudgetLine, Measure, Observation, Resource, Trend


def budget(session: Session, year: int) -> Sequence[BudgetLine]:
    """A year's rows, the stated sums too, as they were entered; a part may come before its whole."""
    query = select(BudgetLine).where(BudgetLine.year == year, col(BudgetLine.withdrawn_at).is_(None))
    return session.exec(query.order_by(col(BudgetLine.position), col(BudgetLine.id))).all()


def budget_years(session: Session) -> Sequence[int]:
    """The years that have a budget, the newest first."""
    query = select(BudgetLine.year).where(col(BudgetLine.withdrawn_at).is_(None)).distinct()
    return session.exec(query.order_by(col(BudgetLine.year).desc())).all()


def resources(session: Session, year: int) -> Sequence[Resource]:
    """A year's roles, the stated sums too, as they were entered."""
    query = select(Resource).where(Resource.year == year, col(Resource.withdrawn_at).is_(None))
    return session.exec(query.order_by(col(Resource.position), col(Resource.id))).all()


def resource_years(session: Session) -> Sequence[int]:
    """The years that have resources, the newest first."""
    query = select(Resource.year).where(col(Resource.withdrawn_at).is_(None)).distinct()
    return session.exec(query.order_by(col(Resource.year).desc())).all()


def next_position(session: Session, table: type[BudgetLine] | type[Resource], year: int) -> int:
    """The position of a new row of a year: last."""
    last = session.exec(select(func.max(col(table.position))).where(col(table.year) == year)).one()
    return (last or 0) + 1


def measures(session: Session) -> Sequence[Measure]:
    """All measures, in the order in which they came."""
    query = select(Measure).where(col(Measure.withdrawn_at).is_(None))
    return session.exec(query.order_by(col(Measure.id))).all()


def measures_called(session: Session, name: str) -> Sequence[Measure]:
    """The measures with exactly this name, case and å ä ö aside; several works may have one of the same name."""
    query = select(Measure).where(Measure.key == fold(name), col(Measure.withdrawn_at).is_(None))
    return session.exec(query.order_by(col(Measure.id))).all()


def observations(session: Session, measure_ids: Collection[int]) -> Mapping[int, list[Observation]]:
    """The values of each of these measures, the oldest first."""
    found: dict[int, list[Observation]] = {id_: [] for id_ in measure_ids}
    query = select(Observation).where(
        col(Observation.measure_id).in_(measure_ids), col(Observation.withdrawn_at).is_(None)
    )
    for each in session.exec(query.order_by(col(Observation.on), col(Observation.id))):
        found[each.measure_id].append(each)
    return found


def trends(session: Session, start: date | None = None, end: date | None = None) -> Sequence[Trend]:
    """Trends of periods that touch these days, or all; the newest period first, in the order of entry."""
    query = select(Trend).where(col(Trend.withdrawn_at).is_(None))
    if start is not None:
        query = query.where(col(Trend.ends_on) >= start)
    if end is not None:
        query = query.where(col(Trend.starts_on) <= end)
    return session.exec(query.order_by(col(Trend.ends_on).desc(), col(Trend.id))).all()
