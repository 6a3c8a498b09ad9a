"""Pictures for chat: the states of twelve months, of the portfolio or of one work and its dimensions.

A reference names what is drawn, the last day and the zone, so that the same link shows the same period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session

from commands.lookup import called
from commands.reports.chapters.glance import months_until
from commands.reports.chapters.wording import begun
from commands.reports.facts.blocks import Picture
from commands.reports.facts.charts import History, HistoryRow
from commands.reports.facts.gather import WORST_FIRST
from commands.reports.facts.lights import STATES_SHOWN, Light, light
from commands.reports.pages import charts
from commands.swedish.day_words import written_day
from commands.swedish.text import counted, in_order, listing
from storage import period_facts, projects, statuses
from storage.tables import Project, StatusUpdate
from storage.words import Standing, State

PORTFOLIO = "portfolio"


def reference(subject: str, part: int, on: date, zone: tzinfo) -> str:
    """What a link to a picture names; `subject` is PORTFOLIO or the number of a work, `part` counts from 1."""
    return f"picture/{subject}/{part}/{on.isoformat()}/{zone}"


def open_picture(session: Session, reference_: str) -> tuple[str, bytes]:
    """Draw what a reference names: the file's name and its PNG. LookupError when it names nothing."""
    try:
        _, subject, part, day, zone = reference_.split("/", 4)
        on, place = date.fromisoformat(day), ZoneInfo(zone)
        drawn = dict(enumerate(pictures(session, subject, on, place), 1))
        return f"läget-{on.isoformat()}-{part}.png", charts.as_png(drawn[int(part)])
    except (ValueError, KeyError, ZoneInfoNotFoundError) as unknown:
        raise LookupError(reference_) from unknown


def pictures(session: Session, subject: str, on: date, zone: tzinfo) -> list[charts.Chart]:
    """The pictures of a subject, several where there are many works. LookupError for a work that is not there."""
    made = _portfolio(session, on, zone) if subject == PORTFOLIO else _work(session, int(subject), on, zone)
    return list(charts.drawn(made))


def _portfolio(session: Session, on: date, zone: tzinfo) -> Picture:
    start, end = _bounds(on, zone)
    open_works = in_order(period_facts.works(session, end), called)
    included = [work for work in open_works if work.standing is Standing.INCLUDED]
    works = included or [work for work in open_works if work.standing is Standing.FOLLOWED]
    works.sort(key=lambda work: WORST_FIRST.index(work.latest_state))
    told = period_facts.updates(session, start, end)
    rows = [HistoryRow(called(work), _lights(told.get(work.id, ()), on, zone)) for work in works]
    now = [work.latest_state for work in works]
    shares = [f"{light(state).name.lower()} {now.count(state)}" for state in STATES_SHOWN]
    alt = (
        f"Läget månad för månad i tolv månader för {counted(len(works), 'arbete', 'arbeten')}, det sämsta först. "
        f"Senaste läge: {listing(shares)}."
    )
    return Picture("Läget månad för månad", alt, History(_months(on), tuple(rows)))


def _work(session: Session, number: int, on: date, zone: tzinfo) -> Picture:
    work = projects.get(session, number)
    if work is None:
        raise LookupError(number)
    entries = period_facts.updates(session, *_bounds(on, zone)).get(work.id, [])
    judged = statuses.dimensions(session, [entry.id for entry in entries])
    rows = [HistoryRow("Läget", _lights(entries, on, zone))]
    for label in statuses.dimension_labels(session):
        states = {entry.id: judged[entry.id][label.id] for entry in entries if label.id in judged.get(entry.id, {})}
        rows.append(HistoryRow(begun(label.text), _lights(entries, on, zone, states)))
    return Picture(called(work), _told(work, rows[0], on), History(_months(on), tuple(rows)))


def _told(work: Project, row: HistoryRow, on: date) -> str:
    told = [
        f"{month.split()[0]} {each.name.lower()}"
        for month, each in zip(_months(on), row.lights, strict=True)
        if each.state != "unreported"
    ]
    said = listing(told[-6:]) if told else "inget rapporterat"
    return f"Läget månad för månad i tolv månader för {called(work)}, och för varje dimension. Läget: {said}."


def _bounds(on: date, zone: tzinfo) -> tuple[datetime, datetime]:
    first = next(iter(months_until(on)))
    start, end = (datetime.combine(day, time(), zone) for day in (first, on + timedelta(days=1)))
    return start.astimezone(UTC), end.astimezone(UTC)


def _months(on: date) -> tuple[str, ...]:
    return tuple(f"{written_day(month, 'MMMM')[:3]} {month.year}" for month in months_until(on))


def _lights(
    entries: Sequence[StatusUpdate], on: date, zone: tzinfo, states: Mapping[int, State] | None = None
) -> tuple[Light, ...]:
    """The last state of each month; of a dimension when `states` says what each entry judged it."""
    told = {
        entry.at.astimezone(zone).date().replace(day=1): entry.state if states is None else states[entry.id]
        for entry in entries
        if states is None or entry.id in states
    }
    return tuple(light(told.get(month)) for month in months_until(on))
