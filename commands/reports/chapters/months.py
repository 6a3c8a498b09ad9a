"""The states of twelve months: what a report's history and the chat's pictures show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, tzinfo

from commands.reports.facts.lights import Light, light
from commands.swedish.day_words import written_day
from storage.period_facts import StateAt
from storage.tables import StatusUpdate

MONTHS_SHOWN = 12


def months_until(last: date) -> list[date]:
    """The first day of each of the months that end with the one of `last`."""
    ends = last.year * 12 + last.month
    return [date(month // 12, month % 12 + 1, 1) for month in range(ends - MONTHS_SHOWN, ends)]


def month_names(last: date) -> tuple[str, ...]:
    """The same months as columns: "jun 2026"."""
    return tuple(f"{written_day(month, 'MMMM')[:3]} {month.year}" for month in months_until(last))


def by_month(entries: Iterable[StatusUpdate | StateAt], last: date, zone: tzinfo) -> tuple[Light, ...]:
    """The last state of each of those months; the entries are in order of time."""
    latest = {each.at.astimezone(zone).date().replace(day=1): each.state for each in entries}
    return tuple(light(latest.get(month)) for month in months_until(last))
