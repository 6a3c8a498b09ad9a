"""Pictures for chat: the states of twelve months, of the portfolio or of one work and its dimensions.

A reference names what is drawn, the last day and the zone, so that the same link shows the same period.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session

from commands.lookup import called
from commands.reports.chapters.months import by_month, month_names, months_until
from commands.reports.chapters.wording import capitalised
from commands.reports.facts.blocks import Picture
from commands.reports.facts.charts import History, HistoryRow
from commands.reports.facts.gather import WORST_FIRST
from commands.reports.facts.lights import STATES_SHOWN, light
from commands.reports.pages import charts
from commands.swedish.text import counted, in_order, listing
from storage import labels, period_facts, projects, statuses
from storage.period_facts import StateAt
from storage.tables import Project
from storage.words import LabelKind, Standing

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
    updates = period_facts.updates(session, start, end)
    rows = [HistoryRow(called(work), by_month(updates.get(work.id, ()), on, zone)) for work in works]
    now = [work.latest_state for work in works]
    shares = [f"{light(state).name.lower()} {now.count(state)}" for state in STATES_SHOWN]
    alt = (
        f"Läget månad för månad i tolv månader för {counted(len(works), 'arbete', 'arbeten')}, det sämsta först. "
        f"Senaste läge: {listing(shares)}."
    )
    return Picture("Läget månad för månad", alt, History(month_names(on), tuple(rows)))


def _work(session: Session, number: int, on: date, zone: tzinfo) -> Picture:
    work = projects.get(session, number)
    if work is None:
        raise LookupError(number)
    entries = period_facts.updates(session, *_bounds(on, zone)).get(work.id, [])
    judged = statuses.dimensions(session, [entry.id for entry in entries])
    rows = [HistoryRow("Läget", by_month(entries, on, zone))]
    for label in labels.of_kinds(session, LabelKind.DIMENSION):
        rated = [(entry.at, judged.get(entry.id, {}).get(label.id)) for entry in entries]
        states = [StateAt(at, state) for at, state in rated if state]
        rows.append(HistoryRow(capitalised(label.text), by_month(states, on, zone)))
    return Picture(called(work), _in_words(work, rows[0], on), History(month_names(on), tuple(rows)))


def _in_words(work: Project, row: HistoryRow, on: date) -> str:
    months = [
        f"{month.split()[0]} {each.name.lower()}"
        for month, each in zip(month_names(on), row.lights, strict=True)
        if each.state != "unreported"
    ]
    said = listing(months[-6:]) if months else "inget rapporterat"
    return f"Läget månad för månad i tolv månader för {called(work)}, och för varje dimension. Läget: {said}."


def _bounds(on: date, zone: tzinfo) -> tuple[datetime, datetime]:
    first, *_ = months_until(on)
    start, end = (datetime.combine(day, time(), zone) for day in (first, on + timedelta(days=1)))
    return start.astimezone(UTC), end.astimezone(UTC)
