"""Tables on slides: the size of type, the widths of columns and the height of rows follow from what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from pptx.util import Emu, Mm

from commands.reports.facts.blocks import Cell, Table
from commands.reports.slides.shapes import (
    ABOVE,
    ASIDE,
    HIGH,
    LEFT,
    TOP,
    WIDE,
    light_run,
    plain_table,
    prepared,
    run,
)
from commands.reports.slides.type import POINT, SIZES, height, shortened
from commands.reports.templates.colours import ACCENT, CARD, INK, LIGHTS, MUTED, WASH, WHITE

Row = tuple[Cell, ...]
SMALLEST_NOTE = 12
LONGEST_CELL, LONGEST_LABEL = 120, 30
"""Characters; the whole text is in the notes."""
MOST_SPARE = Mm(11)
"""So much higher than its words a row may be, to fill the slide."""
BANDS = (WHITE, CARD)
LETTER_OF_A_WORD = 0.5
"""A word alone has no narrow spaces in it, and must never be broken: its letters are reckoned wider."""


def fitted(table: Table, most: int) -> tuple[int, list[tuple[Row, ...]]]:
    """The largest size of type that needs no more slides than the smallest, and the rows of each slide."""
    *larger, smallest = [(size, _pages(table, size, most)) for size in SIZES if _is_whole(table, size)]
    return next((each for each in larger if len(each[1]) == len(smallest[1])), smallest)


def _is_whole(table: Table, size: int) -> bool:
    """Whether no word breaks; at the smallest size one may."""
    return size == SIZES[-1] or sum(_needs(table, size)) <= WIDE


def _pages(table: Table, size: int, most: int) -> list[tuple[Row, ...]]:
    """The rows on as few slides as hold them, filled as evenly as can be."""
    head, *heights = _heights(table, table.rows, size)
    tried = [_ends(heights, (HIGH - head) * share // 20, most) for share in range(10, 21)]
    ends = [0, *min(tried, key=len)]
    return [table.rows[start:end] for start, end in pairwise(ends)]


def _ends(heights: Sequence[int], room: int, most: int) -> list[int]:
    """After which rows a new slide begins."""
    ends, used, count = [], 0, 0
    for place, own in enumerate(heights):
        if count and (used + own > room or count == most):
            ends.append(place)
            used, count = 0, 0
        used, count = used + own, count + 1
    return [*ends, len(heights)]


def draw(slide: Any, table: Table, rows: Sequence[Row], size: int) -> None:
    """Add some rows of a table, over the whole width and, where they are enough, height."""
    heights = _heights(table, rows, size)
    spare = min(max(HIGH - sum(heights), 0) // len(heights), MOST_SPARE)
    shape = plain_table(slide, len(heights), len(table.columns), (LEFT, TOP, WIDE, sum(heights)), table.title)
    for place, own in enumerate(heights):
        shape.rows[place].height = Emu(own + (spare if place else 0))
    widths = _widths(table, size)
    for place, column in enumerate(table.columns):
        shape.columns[place].width = Emu(widths[place])
        head = prepared(shape.cell(0, place), WASH, right=column.numeric)
        run(head, shortened(column.label, LONGEST_LABEL), ACCENT, size, bold=True)
    sums = table.rows[len(table.rows) - table.sums :]
    for number, row in enumerate(rows, 1):
        is_sum = any(row is each for each in sums)
        for place, cell in enumerate(row):
            fill = LIGHTS[cell.wash][2] if cell.wash else WASH if is_sum else BANDS[number % 2]
            paragraph = prepared(shape.cell(number, place), fill, right=table.columns[place].numeric)
            _cell(paragraph, shape.cell(number, place), cell, size, bold=is_sum)


def _cell(paragraph: Any, cell: Any, source: Cell, size: int, *, bold: bool) -> None:
    if source.light:
        light_run(paragraph, source.light, _words(source), size, bold=bold)
    else:
        run(paragraph, _words(source), INK, size, bold=bold)
    if source.note:
        note = cell.text_frame.add_paragraph()
        note.alignment = paragraph.alignment
        run(note, shortened(source.note, LONGEST_CELL), MUTED, _note(size))


def _words(source: Cell) -> str:
    text = shortened(source.text, LONGEST_CELL)
    return text or source.light.name if source.light else f"    {text}" if source.part else text


def _note(size: int) -> int:
    return max(size - 4, SMALLEST_NOTE)


def _heights(table: Table, rows: Sequence[Row], size: int) -> list[int]:
    """Of the head and of each row, in EMU."""
    insides = [width - 2 * ASIDE for width in _widths(table, size)]
    labels = [
        height([shortened(column.label, LONGEST_LABEL)], size, inside)
        for column, inside in zip(table.columns, insides, strict=True)
    ]
    owns = [max(_high(cell, size, inside) for cell, inside in zip(row, insides, strict=True)) for row in rows]
    return [own + 2 * ABOVE for own in (max(labels), *owns)]


def _high(cell: Cell, size: int, inside: int) -> int:
    symbol = "xx" if cell.light else ""
    words = height([symbol + _words(cell)], size, inside)
    return words + (height([shortened(cell.note, LONGEST_CELL)], _note(size), inside) if cell.note else 0)


def _widths(table: Table, size: int) -> list[int]:
    """The columns' shares of the slide, widened at the cost of the others where a word would break."""
    whole = sum(column.width for column in table.columns)
    shares = [WIDE * column.width // whole for column in table.columns]
    needs = _needs(table, size)
    lacking = sum(max(need - share, 0) for need, share in zip(needs, shares, strict=True))
    spare = sum(max(share - need, 0) for need, share in zip(needs, shares, strict=True))
    taken = min(lacking / spare, 1) if spare else 0
    given = min(spare / lacking, 1) if lacking else 0
    return [
        int(share + (need - share) * (given if need > share else taken))
        for need, share in zip(needs, shares, strict=True)
    ]


def _needs(table: Table, size: int) -> list[int]:
    """How wide each column must be for no word to break."""
    return [max(_longest_words(table, place, size)) for place in range(len(table.columns))]


def _longest_words(table: Table, place: int, size: int) -> Iterator[int]:
    """How wide the longest word of each cell in a column is, at most a third of the slide."""
    texts = [(shortened(table.columns[place].label, LONGEST_LABEL), size)]
    for row in table.rows:
        symbol = "x\N{NO-BREAK SPACE}" if row[place].light else ""
        texts += [(symbol + _words(row[place]), size), (row[place].note, _note(size))]
    for text, points in texts:
        longest = max(map(len, text.split(" ")), default=0)
        yield min(int(longest * points * POINT * LETTER_OF_A_WORD) + 2 * ASIDE, WIDE // 3)
