"""Which reporting rounds there are: those that a coordinator has set, and for other half-years those proposed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlmodel import Session

from commands.reminders.ladder import CLOSES, DAY, Dates, Ladder, at, proposed
from commands.swedish.dates import Period, local, parse_period
from storage import rounds
from storage.tables import Round

_HALF_YEAR = timedelta(days=183)
_MAX_AFTER_DEADLINE = timedelta(days=90)
"""No round goes on for longer after its deadline: three working days, and the silent months between."""


def rounds_near(session: Session, day: date, zone: ZoneInfo) -> list[Dates]:
    """The rounds of the half-year of that day, the one before and the one after, and all that are set for later.

    The earliest deadline comes first. One query.
    """
    periods = [_half_year(day + shift) for shift in (-_HALF_YEAR, timedelta(0), _HALF_YEAR)]
    rows = rounds.near(session, [each.label for each in periods], day - _MAX_AFTER_DEADLINE)
    as_set = {row.period: dates_of(row, zone) for row in rows}
    others = [found for each in periods if each.label not in as_set and (found := _proposed(each))]
    return sorted([*as_set.values(), *others], key=lambda each: (each.deadline, each.period.label))


def current_round(session: Session, day: date, zone: ZoneInfo) -> Dates:
    """The current round on that day: the one in progress, else the next."""
    return next(each for each in rounds_near(session, day, zone) if each.ends >= day)


def round_of(session: Session, period: Period, zone: ZoneInfo) -> Dates | None:
    """The round of a period, as set or as proposed; None when there is none."""
    row = rounds.get(session, period.label)
    return dates_of(row, zone) if row else proposed(period)


def dates_of(row: Round, zone: ZoneInfo) -> Dates:
    """What a row says. A round that was set after it opened is announced when it was set, in the daytime."""
    created = local(row.created_at, zone)
    known_on = created.date() if created.time() < CLOSES else created.date() + DAY
    ladder = Ladder(
        tuple(_numbers(row.days_before)), row.days_after, row.list_after, frozenset(_numbers(row.silent_months))
    )
    period = parse_period(row.period, row.opens_on)
    return Dates(period, row.opens_on, row.deadline_on, row.delivery_on, ladder, known_on)


def opening(dates: Dates, zone: ZoneInfo) -> datetime:
    """The moment from which a report counts in the round: the beginning of its first day."""
    return at(dates.opens, time(0), zone)


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",") if each]


def _half_year(day: date) -> Period:
    return _period(f"{day.year}-{1 if day.month < 7 else 2}")


@lru_cache(maxsize=64)
def _period(label: str) -> Period:
    return parse_period(label, date(2000, 1, 1))  # the label says which year


@lru_cache(maxsize=64)
def _proposed(period: Period) -> Dates | None:
    return proposed(period)
