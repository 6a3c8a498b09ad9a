"""What a half-yearly report says: plain, already formatted Swedish strings, the same for every format.

Dates, numbers and order are settled here once; a template only places them. The frozen report keeps this as
JSON, and the same context gives the same bytes again.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from commands._message import Fact
from commands._swedish import clean
from commands._words import MARKS, MEANINGS, STATES, UNREPORTED
from storage.words import State

StateKey = Literal["green", "yellow", "red", "unreported"]


@dataclass(frozen=True, slots=True)
class Light:
    """A state as it is shown. `state` picks the colour; symbol and words stand beside it, never colour alone."""

    state: StateKey
    symbol: str
    name: str
    meaning: str


def light(state: State | None) -> Light:
    """Return the light of a state; None is "ej rapporterat"."""
    if state is None:
        return Light("unreported", MARKS[None], UNREPORTED.capitalize(), "")
    return Light(state.value, MARKS[state], STATES[state].capitalize(), MEANINGS[state])


UNJUDGED = Light("unreported", MARKS[None], "Ej bedömt", "")
"""A dimension of which an entry says nothing."""


STATES_SHOWN: tuple[State | None, ...] = (State.GREEN, State.YELLOW, State.RED, None)
"""The order in which states are counted and explained."""


@dataclass(frozen=True, slots=True)
class Front:
    """The front page. `status` is "Utkast" or "Fastställd"; it and the title stand in the running header too."""

    programme: str
    title: str
    status: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A captioned table; `empty` is what the report says when there are no rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many works have a state now, how many had it in the period before, and the difference.

    `light` is None for the total.
    """

    label: str
    light: Light | None
    now: str
    before: str
    change: str


@dataclass(frozen=True, slots=True)
class LightRow:
    """One work in the traffic-light table; `ratings` follow `Glance.dimensions`."""

    name: str
    light: Light
    change: str
    ratings: tuple[Light, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """The portfolio at a glance."""

    text: str
    counts: tuple[Count, ...]
    total: Count
    dimensions: tuple[str, ...]
    rows: tuple[LightRow, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One work's state for each month of `History.months`."""

    name: str
    lights: tuple[Light, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Works × months: what the chart draws and the appendix repeats as a table. `alt` says it in words."""

    title: str
    months: tuple[str, ...]
    rows: tuple[HistoryRow, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Rating:
    """The state of one dimension of a work."""

    dimension: str
    light: Light


@dataclass(frozen=True, slots=True)
class Deviation:
    """What differs from the plan, why, and what is done about it; cause and action may be missing ("")."""

    what: str
    cause: str
    action: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One earlier status entry in the trend of a work."""

    date: str
    light: Light


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier entry of the same period told: its date, its state and its words."""

    date: str
    light: Light
    text: str


@dataclass(frozen=True, slots=True)
class Work:
    """One work, included or followed.

    `reported` says when and by whom, or when it last did; `missing` marks the latter.
    """

    name: str
    description: str
    facts: tuple[Fact, ...]
    light: Light
    change: str
    reported: str
    missing: bool
    ratings: tuple[Rating, ...]
    done: str
    next: str
    deviations: tuple[Deviation, ...]
    decisions: tuple[str, ...]
    earlier: tuple[Earlier, ...]
    trend: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """An early idea: shorter."""

    name: str
    description: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Everything that a half-yearly report says. `created` (ISO, with offset) dates the files' own metadata."""

    created: str
    front: Front
    summary: tuple[str, ...]
    glance: Glance
    history: History
    works: tuple[Work, ...]
    followed: tuple[Work, ...]
    ideas: tuple[Brief, ...]
    seminars: ReportTable
    portfolio: ReportTable
    recommendations: ReportTable
    sources: ReportTable


REPORT: TypeAdapter[ReportContext] = TypeAdapter(ReportContext)


def as_data(context: ReportContext) -> dict[str, Any]:
    """Return the context as plain dicts, lists and strings: what every template gets.

    What no document can hold (control characters, broken surrogates) goes: one library drops it, the next one
    prints "_x000B_".
    """
    data: dict[str, Any] = _cleaned(asdict(context))
    return data


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value, limit=sys.maxsize)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, tuple) else value


def to_json(context: ReportContext) -> str:
    """Return the JSON that a frozen report keeps."""
    return json.dumps(as_data(context), ensure_ascii=False)


def from_json(text: str) -> ReportContext:
    """Read what `to_json` wrote; raises pydantic.ValidationError when it is something else."""
    return REPORT.validate_json(text)
