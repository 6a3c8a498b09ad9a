"""What a report says: plain, already formatted Swedish strings in a few kinds of block, the same for every format.

Dates, numbers and order are settled when a report is compiled; a template only places what it gets. The frozen
report keeps this as JSON, and the same context gives the same bytes again. A new chapter needs no new kind of
block, so that a report that was frozen long ago can still be read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from pydantic import Field as Tagged
from pydantic import TypeAdapter

from commands.message import Fact
from commands.reports.facts.lights import Light, StateKey
from commands.swedish.text import clean
from storage.words import ReportKind

TEXT_WIDTH = 160
"""Millimetres between the margins of an A4 page: what the widths of a table's columns add up to."""


@dataclass(frozen=True, slots=True)
class Front:
    """The front page. `status` is "Utkast" or "Fastställd"; it and the title stand in the running header too."""

    programme: str
    title: str
    status: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: words, a light before them, a small note below. `wash` tints it as a state.

    `part` marks a row that is a part of the one above ("varav"): it is indented, and not added again.
    """

    text: str
    light: Light | None = None
    note: str = ""
    wash: StateKey | None = None
    part: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and width (about millimetres of TEXT_WIDTH; their shares count); numbers to the right."""

    label: str
    width: int
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table. The last `sums` rows are sums; `empty` is said when it has no rows; `dense` is small."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    sums: int = 0
    dense: bool = False
    kind: Literal["table"] = "table"

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Each row's words alone; a light without words by its name."""
        return tuple(
            tuple(cell.text or (cell.light.name if cell.light else "") for cell in each) for each in self.rows
        )


def row(*cells: str | Light | Cell) -> tuple[Cell, ...]:
    """Make a table's row: plain words and bare lights become cells."""
    return tuple(
        Cell(each) if isinstance(each, str) else Cell("", each) if isinstance(each, Light) else each
        for each in cells
    )


@dataclass(frozen=True, slots=True)
class Prose:
    """Text of a person or of ours, kept as typed: blank lines part its paragraphs."""

    text: str
    kind: Literal["prose"] = "prose"


@dataclass(frozen=True, slots=True)
class Points:
    """A bulleted list."""

    items: tuple[str, ...]
    kind: Literal["points"] = "points"


@dataclass(frozen=True, slots=True)
class Heading:
    """A small heading inside a section."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class FactList:
    """Labels with values."""

    items: tuple[Fact, ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Strip:
    """The state of a work, how it has changed, and a note on when and by whom that was told."""

    light: Light
    change: str
    note: str
    kind: Literal["strip"] = "strip"


@dataclass(frozen=True, slots=True)
class Lamp:
    """A light under a label: a dimension, or a date."""

    label: str
    light: Light


@dataclass(frozen=True, slots=True)
class Lamps:
    """Lights beside each other; `title` says what they are, to those who hear and not see it."""

    title: str
    items: tuple[Lamp, ...]
    kind: Literal["lamps"] = "lamps"


@dataclass(frozen=True, slots=True)
class Dated:
    """An earlier entry: its date, its state and its words."""

    date: str
    light: Light
    text: str
    kind: Literal["dated"] = "dated"


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


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption and what it shows in words; its data stands as a table in the same report."""

    title: str
    alt: str
    data: Chart
    kind: Literal["picture"] = "picture"


Block = Annotated[
    Prose | Points | Heading | FactList | Strip | Lamps | Dated | Table | Picture, Tagged(discriminator="kind")
]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter, under a heading of its own."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter. `slides`: it belongs in a presentation too. `apart`: it begins on a page of its own."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    slides: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Everything that a report says. `created` (ISO, with offset) dates the files' own metadata."""

    created: str
    report: ReportKind
    front: Front
    chapters: tuple[Chapter, ...]

    def chapter(self, key: str) -> Chapter | None:
        """The chapter of this key, if the report has it."""
        return next((each for each in self.chapters if each.key == key), None)

    def blocks(self) -> Iterator[Block]:
        """Every block, in reading order."""
        for chapter in self.chapters:
            yield from chapter.blocks
            for section in chapter.sections:
                yield from section.blocks

    def table(self, key: str) -> Table | None:
        """The table of this key, if the report has it."""
        return next((each for each in self.blocks() if isinstance(each, Table) and each.key == key), None)


REPORT: TypeAdapter[ReportContext] = TypeAdapter(ReportContext)


def as_data(context: ReportContext) -> dict[str, Any]:
    """Return the context as plain dicts, lists and strings: what every template gets.

    What no document can hold (control characters, broken surrogates) goes: one library drops it, the next one
    prints "_x000B_".
    """
    data: dict[str, Any] = _cleaned(asdict(context))
    return data


def cleaned(context: ReportContext) -> ReportContext:
    """Return the same report without what no document can hold."""
    return REPORT.validate_python(as_data(context))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value, limit=sys.maxsize)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, tuple | list) else value


def to_json(context: ReportContext) -> str:
    """Return the JSON that a frozen report keeps."""
    return json.dumps(as_data(context), ensure_ascii=False)


def from_json(text: str) -> ReportContext:
    """Read what `to_json` wrote; raises pydantic.ValidationError when it is something else."""
    return REPORT.validate_json(text)
