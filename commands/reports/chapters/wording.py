"""How a report words what several chapters say: spans, names of works, what changed, labels of entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from commands.lookup import called
from commands.reports.facts.blocks import Cell
from commands.reports.facts.gather import Facts, WorkFacts
from commands.reports.facts.lights import UNJUDGED, Light, light
from commands.swedish.dates import Period, long_date, short_date, shown_when
from commands.swedish.text import MINUS, listing, number
from commands.swedish.words import STATES
from storage.tables import StatusUpdate
from storage.tables.entry import Entry
from storage.words import State

Kept = TypeVar("Kept", bound=Entry)
PROGRAMME = "Programmet"
MOST_NAMES = 8  # in one sentence
_RANK: dict[State | None, int] = {State.GREEN: 0, State.YELLOW: 1, State.RED: 2}
FOLLOWED_INSTEAD = "Inget arbete ingår i portföljen; tabellerna visar i stället de arbeten som följs."


def capitalised(text: str) -> str:
    """A text with a capital first, the rest as it was typed: "IT-stöd" stays so."""
    return text[:1].upper() + text[1:]


def span(period: Period) -> str:
    """Write "1 januari–30 juni 2026", over several years "1 januari 2021–31 december 2024"."""
    first = short_date(period.start) if period.start.year == period.end.year else long_date(period.start)
    return f"{first}–{long_date(period.end)}"


def signed(difference: Decimal | int) -> str:
    """Write a change with its sign: "+3", "−1 000", "0"."""
    return f"+{number(difference)}" if difference > 0 else number(difference).replace("-", MINUS)


def shown_number(value: Decimal | int | None) -> str:
    """A number as it is written; nothing where it is not known."""
    return "" if value is None else number(value)


def moved(work: WorkFacts) -> int:
    """How a work has moved since the period before: below 0 better, above 0 worse, 0 unchanged or unknown."""
    if work.state is None or work.state_before is None:
        return 0
    return _RANK[work.state] - _RANK[work.state_before]


def ratings(facts: Facts, work: WorkFacts) -> tuple[Light, ...]:
    """The state of each dimension of the programme, in its order."""
    return tuple(
        light(work.judged[label.id]) if label.id in work.judged else UNJUDGED for label in facts.dimensions
    )


def change_of(facts: Facts, work: WorkFacts) -> str:
    """The words under the state in a table: how it was in the period before, where that is another state."""
    if facts.is_new(work):
        return "ny i portföljen"
    if work.state is work.state_before:
        return ""
    return f"var {STATES[work.state_before]}" if work.state_before else "förra: ej rapporterat"


def changed(facts: Facts, work: WorkFacts) -> str:
    """The same beside the state in the work's own section."""
    was = change_of(facts, work)
    if not was or not moved(work):
        return was.capitalize() if was or work.state is None else "Oförändrat"
    return f"{'Förbättrat' if moved(work) < 0 else 'Försämrat'}: {was}"


def state_cell(facts: Facts, work: WorkFacts) -> Cell:
    """The state of a work in a table, tinted, with what it was under it."""
    shown = light(work.state)
    return Cell("", shown, note=change_of(facts, work), wash=shown.state)


def belongs_to(facts: Facts, project_id: int | None) -> str:
    """The work that an entry is about; the programme when it is about none."""
    work = facts.entries.works.get(project_id or 0)
    return called(work) if work else PROGRAMME


def reported_on(facts: Facts, entries: Iterable[Kept]) -> list[Kept]:
    """Those of the entries that are about the programme or a work of this report."""
    known = _places(facts)
    return [each for each in entries if each.project_id in known]


def in_report_order(facts: Facts, entries: Iterable[Kept]) -> list[Kept]:
    """The same in the order of the report's works, the programme first."""
    places = _places(facts)
    return sorted(reported_on(facts, entries), key=lambda each: places[each.project_id])


def _places(facts: Facts) -> dict[int | None, int]:
    return {None: -1, **{work.project.id: place for place, work in enumerate(facts.works)}}


def when_shown(text: str, start: date | None, end: date | None) -> str:
    """A time as it was written, or what it means."""
    if text:
        return shown_when(text)
    return "–".join(long_date(day) for day in dict.fromkeys((start, end)) if day)


def when_reported(facts: Facts, entry: StatusUpdate, by: str) -> str:
    """Write "3 maj 2026 av Anna Exempel"; `by` may be ""."""
    return f"{long_date(facts.day(entry.at))}{f' av {by}' if by else ''}"


def names(works: Sequence[WorkFacts]) -> str:
    """List works by name: "A, B och C"; only their number when they are many."""
    if len(works) > MOST_NAMES:
        return f"{number(len(works))} arbeten"
    return listing([work.name for work in works])
