"""How a report words what several chapters say: spans, names of works, what changed, labels of entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from commands.lookup import called
from commands.reports.facts.gather import Facts, WorkFacts
from commands.reports.facts.lights import UNJUDGED, Light, light
from commands.swedish.dates import Period, long_date, short_date, shown_when
from commands.swedish.text import listing, number
from commands.swedish.words import STATES
from storage.words import State

PROGRAMME = "Programmet"
MOST_NAMES = 8  # in one sentence
_RANK: dict[State | None, int] = {State.GREEN: 0, State.YELLOW: 1, State.RED: 2}
FOLLOWED_INSTEAD = "Inget arbete ingår i portföljen; tabellerna visar i stället de arbeten som följs."


def begun(text: str) -> str:
    """A text with a capital first, the rest as it was typed: "IT-stöd" stays so."""
    return text[:1].upper() + text[1:]


def span(period: Period) -> str:
    """Write "1 januari–30 juni 2026", over several years "1 januari 2021–31 december 2024"."""
    first = short_date(period.start) if period.start.year == period.end.year else long_date(period.start)
    return f"{first}–{long_date(period.end)}"


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
    """What stands under the state in a table: how it was in the period before, where that is another state."""
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


def belongs_to(facts: Facts, project_id: int | None) -> str:
    """The work that an entry is about; the programme when it is about none."""
    work = facts.entries.works.get(project_id or 0)
    return called(work) if work else PROGRAMME


def shown_ids(facts: Facts) -> set[int | None]:
    """The works that the report tells of, and None for the programme."""
    return {None, *(work.project.id for work in (*facts.included, *facts.followed))}


def ordered(facts: Facts, ids: Iterable[int | None]) -> list[int | None]:
    """Works in the order of the report, the programme first."""
    places: dict[int | None, int] = {None: -1}
    places |= {work.project.id: n for n, work in enumerate((*facts.included, *facts.followed))}
    return sorted(set(ids), key=lambda id_: (places.get(id_, len(places)), id_ or 0))


def when_shown(text: str, start: date | None, end: date | None) -> str:
    """A time as it was written, or what it means."""
    if text:
        return shown_when(text)
    return "–".join(long_date(day) for day in dict.fromkeys((start, end)) if day)


def names(works: Sequence[WorkFacts]) -> str:
    """List works by name: "A, B och C"; only their number when they are many."""
    if len(works) > MOST_NAMES:
        return f"{number(len(works))} arbeten"
    return listing([work.name for work in works])
