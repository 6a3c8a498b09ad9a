"""The data of a report's charts: what each format draws in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Field as Tagged

from commands.reports.facts.lights import Light


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One work's state for each month of `History.months`."""

    name: str
    lights: tuple[Light, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Works × months."""

    months: tuple[str, ...]
    rows: tuple[HistoryRow, ...]
    chart: Literal["history"] = "history"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint in the timeline: where (0–1 of the axis), and whether it is done."""

    at: float
    done: bool


@dataclass(frozen=True, slots=True)
class Span:
    """One work in the timeline, from 0 to 1 of the axis; an end that is not known, or outside, is open."""

    name: str
    start: float
    end: float
    open_start: bool
    open_end: bool
    dated: bool
    checkpoints: tuple[Checkpoint, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """Where a year begins, and its name."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Works over time. `today` is 0–1 of the axis, or None outside it."""

    ticks: tuple[Tick, ...]
    today: float | None
    rows: tuple[Span, ...]
    chart: Literal["timeline"] = "timeline"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line's amounts as numbers to draw and as words to read, in the order of `Bars.series`."""

    name: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts beside each other: budget against outcome, or counts of years."""

    series: tuple[str, ...]
    unit: str
    rows: tuple[Bar, ...]
    chart: Literal["bars"] = "bars"


Chart = Annotated[History | Timeline | Bars, Tagged(discriminator="chart")]


def in_parts(data: Chart, most: int) -> Iterator[Chart]:
    """The chart as several with at most so many rows each; nothing without rows."""
    for start in range(0, len(data.rows), most):
        rows: Any = data.rows[start : start + most]
        yield replace(data, rows=rows)
