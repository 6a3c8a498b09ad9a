"""Checkpoints, needed decisions and the report itself: on which days they are reminded of, and to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from commands.reminders.ladder import DAY, DEFAULT, Dates, working_day_before, working_days_before
from storage import dues
from storage.absences import Away
from storage.dues import Dated

CHECKPOINT_DAYS, DECISION_DAYS, REPORT_DAYS = (7, 0), (10, 0), (3, 1, 0)
"""How many working days before its last day each is reminded of."""
_MAX_AHEAD = timedelta(days=70)
"""No reminder comes earlier than this: ten working days, and a silent month."""


@dataclass(frozen=True, slots=True)
class PointReminder:
    """A checkpoint or a decision that a person is reminded of, and on whose behalf when they are a deputy."""

    point: Dated
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class ReportDue:
    """The report of a round that is soon to be delivered, and how far it has come."""

    dates: Dates
    progress: dues.ReportProgress


def reminded_on(last_day: date, days_before: Sequence[int], silent: Collection[int]) -> frozenset[date]:
    """The days on which something with that last day is reminded of; never a day off.

    What would fall in a silent month comes before it.
    """
    last = working_day_before(last_day + DAY)
    return frozenset(_before_silence(working_days_before(last, each), silent) for each in days_before)


def _before_silence(day: date, silent: Collection[int]) -> date:
    while day.month in silent and len(silent) < 12:
        day = working_day_before(day)
    return day


def checkpoints_on(session: Session, on: date) -> Sequence[Dated]:
    """The checkpoints to remind of that day."""
    return _on(on, dues.checkpoints(session, on, on + _MAX_AHEAD), CHECKPOINT_DAYS)


def decisions_on(session: Session, on: date) -> Sequence[Dated]:
    """The needed decisions to remind of that day."""
    return _on(on, dues.decisions(session, on, on + _MAX_AHEAD), DECISION_DAYS)


def _on(on: date, some: Iterable[Dated], days_before: Sequence[int]) -> Sequence[Dated]:
    silent = DEFAULT.silent_months
    return [each for each in some if on in reminded_on(each.last_day, days_before, silent)]


def reports_on(session: Session, nearby: Iterable[Dates], on: date) -> Iterator[ReportDue]:
    """The rounds whose report is soon to be delivered, that day, and is not: not compiled, a draft, or not sent."""
    for dates in nearby:
        if dates.delivery and on in reminded_on(dates.delivery, REPORT_DAYS, ()):
            found = dues.report_of(session, dates.period.label)
            if not found.is_delivered:
                yield ReportDue(dates, found)


def recipients(
    point: Dated, leaders: Mapping[int, Collection[int]], away: Mapping[int, Away], coordinators: Collection[int]
) -> Iterator[tuple[int, PointReminder]]:
    """Who is reminded: the person responsible, else the work's leaders, else the coordinators.

    A person who is away is replaced by the deputy that they have named, if any.
    """
    of_work = leaders.get(point.work_id, ()) if point.work_id is not None else ()
    for person_id in [point.person_id] if point.person_id is not None else of_work or coordinators:
        absent = away.get(person_id)
        if absent is None:
            yield person_id, PointReminder(point)
        elif absent.deputy_id is not None:
            yield absent.deputy_id, PointReminder(point, absent.name)
