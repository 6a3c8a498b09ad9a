"""The blocks that a report is made of, the same for every format, and the sections and chapters that hold them.

A new chapter needs no new kind of block, so that a report that was frozen long ago can still be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field as Tagged

from commands.message import Fact
from commands.reports.facts.charts import Chart
from commands.reports.facts.lights import Light, StateKey

TEXT_WIDTH = 160
"""Millimetres between the margins of an A4 page: what the widths of a table's columns add up to."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table holds in one place: words, a light before them, a small note below. `wash` tints it as a state.

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


def row(*cells: str | Light | Cell) -> tuple[Cell, ...]:
    """Make a table's row: plain words and bare lights become cells."""
    return tuple(
        Cell(each) if isinstance(each, str) else Cell("", each) if isinstance(each, Light) else each
        for each in cells
    )


def table(  # noqa: PLR0913
    key: str,
    title: str,
    widths: Mapping[str, int],
    rows: Iterable[Iterable[str | Light | Cell]],
    empty: str = "",
    *,
    numeric: Collection[str] = (),
    sums: int = 0,
    dense: bool = False,
) -> Table:
    """Make a table from its columns' headings and widths; the `numeric` ones hold numbers."""
    columns = tuple(Column(label, width, label in numeric) for label, width in widths.items())
    return Table(key, title, columns, tuple(row(*each) for each in rows), empty, sums, dense)


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
    """The state of a work, how it has changed, and a note on when and by whom that was reported."""

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
class Picture:
    """A picture with its caption and what it shows in words; its data is a table in the same report."""

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
