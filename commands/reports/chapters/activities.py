"""Seminars and other activities of the period (annual report, table 1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from commands.reports.chapters.wording import capitalised
from commands.reports.facts.blocks import Cell, Section, table
from commands.reports.facts.gather import Facts
from commands.swedish.dates import short_date
from commands.swedish.text import NO_BREAK, number
from commands.swedish.words import FORMATS
from commands.works.leaders import written_name
from storage.tables import Activity

LONGEST_EVENT = timedelta(days=7)  # from the first day to the last: what takes longer goes on rather than is held
_WIDTHS = {"När": 23, "Titel": 40, "Format": 18, "Målgrupp": 25, "Föreläsare och kommentar": 35, "Deltagare": 19}


def activities(facts: Facts) -> Section:
    """Table 1: the seminars in order of time, then everything else; what recurs comes last."""
    arranged = (*facts.activities.dated, *facts.activities.undated)
    ordered = sorted(arranged, key=lambda each: not each.is_seminar)
    listed = table(
        "activities",
        f"Seminarier och aktiviteter {facts.period.title()}",
        _WIDTHS,
        (_row(facts, each) for each in ordered),
        "Inga seminarier eller aktiviteter är registrerade för perioden.",
        numeric=("Deltagare",),
    )
    return Section("activities", "Seminarier och aktiviteter", (listed,))


def _row(facts: Facts, activity: Activity) -> Iterator[str | Cell]:
    speakers = (written_name(each) for each in facts.speakers[activity.id])
    title = f"{activity.title} (inställt)" if activity.cancelled_at else activity.title
    yield _when(facts, activity)
    yield Cell(title, note="lärseminarium" if activity.is_seminar else activity.kind)
    yield FORMATS[activity.format].capitalize() if activity.format else ""
    yield activity.audience
    yield "\n".join(filter(None, (*speakers, activity.comment)))
    yield "" if activity.attended is None or activity.cancelled_at else number(activity.attended)


def _when(facts: Facts, activity: Activity) -> str:
    """Write a day of the period as "2 februari"; a stretch or what recurs as it was written."""
    start, end = activity.starts_on, activity.ends_on
    several_years = facts.period.start.year != facts.period.end.year
    if start is not None and end in (None, start):
        shown = short_date(start).replace(" ", NO_BREAK)
        return f"{shown} {start.year}" if several_years else shown
    return capitalised(activity.when_text) or "–".join(short_date(day) for day in (start, end) if day is not None)


def held(facts: Facts) -> list[Activity]:
    """What took place in the period and is over; cancelled ones aside, and what recurs or goes on."""
    today = facts.day(facts.now)
    return [
        each
        for each in facts.activities.dated
        if not each.cancelled_at and (last := _last_day(each)) and last <= today
    ]


def ongoing(facts: Facts) -> list[Activity]:
    """What recurred or went on in the period; cancelled ones aside."""
    today = facts.day(facts.now)
    return [
        each
        for each in (*facts.activities.dated, *facts.activities.undated)
        if not each.cancelled_at and _last_day(each) is None and (each.starts_on is None or each.starts_on <= today)
    ]


def _last_day(activity: Activity) -> date | None:
    """The last day of an event; None of what recurs or goes on."""
    start, end = activity.starts_on, activity.ends_on
    if activity.is_seminar and end is None:
        return start  # a seminar is one day
    return end if start and end and end - start < LONGEST_EVENT else None
