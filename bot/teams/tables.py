"""Tables: a grid where a phone can show it, else row by row in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from bot.teams import limits
from bot.teams.cards import Element, Run, rich, weight
from commands.message import Table
from commands.swedish.words import MARKS

_NOTHING = "–"
_COLUMN_WIDTHS = (1, 6)
"""The narrowest and the widest column beside each other."""


def rows(table: Table) -> Iterator[Element]:
    """The rows as elements of their own, to be put in as many messages as it takes."""
    for row in table.rows:
        named, others = _named(table, row)
        lines = [*rich(named), *rich(others, spacing="None")]
        if not lines:
            continue
        box = {"type": "Container", "separator": True, "spacing": "Small", "items": lines}
        if weight(box) <= limits.BLOCK:
            yield box
        else:
            yield from lines


def is_grid(table: Table) -> bool:
    """Whether a phone shows the table as a grid without breaking words."""
    widths = _widths(table)
    return (
        0 < len(widths) <= limits.TABLE_COLUMNS
        and sum(widths) <= limits.TABLE_WIDTH
        and all(len(row) == len(widths) for row in (table.columns, *table.rows))
        and all("\n" not in cell for row in table.rows for cell in row)
        and all(column.strip() for column in table.columns)
    )


def grids(table: Table) -> Iterator[tuple[Element, int]]:
    """The rows in as many grids as it takes, each below the headings, with how many rows it has.

    A Table's first row is its headings unless it says otherwise.
    """
    head = _grid_row(table.columns, bold=True)
    part: list[Element] = []
    used = 0
    for row in map(_grid_row, table.rows):
        cost = weight(row)
        if part and (len(part) == limits.ROWS or used + cost > limits.CARD * 3 // 4):
            yield _grid(table, [head, *part]), len(part)
            part, used = [], 0
        part.append(row)
        used += cost
    yield _grid(table, [head, *part]), len(part)


def _grid(table: Table, shown: list[Element]) -> Element:
    narrowest, widest = _COLUMN_WIDTHS
    share = max(1, max(_widths(table)) // widest)
    columns = [{"width": max(narrowest, round(each / share))} for each in _widths(table)]
    return {"type": "Table", "showGridLines": False, "columns": columns, "rows": shown}


def _grid_row(cells: tuple[str, ...], *, bold: bool = False) -> Element:
    shown = [rich([Run(cell if cell.strip() else _NOTHING, bold=bold)]) for cell in cells]
    return {"type": "TableRow", "cells": [{"type": "TableCell", "items": each} for each in shown]}


def _widths(table: Table) -> list[int]:
    """The longest of each column."""
    columns = zip_longest(table.columns, *table.rows, fillvalue="")
    return [max(len(cell) for cell in column) for column in columns]


def _named(table: Table, row: tuple[str, ...]) -> tuple[list[Run], list[Run]]:
    """What the row is about, its state first; then the other cells behind their headings."""
    lead = table.naming
    first = [n for n, cell in enumerate(row) if n <= lead and cell.strip()]
    states = [n for n, cell in enumerate(row) if n > lead and _is_state(cell)]
    named = [row[n].strip() for n in (*states, *first)]
    labels = dict(enumerate(table.columns))
    others = [
        (labels.get(n, ""), cell.strip())
        for n, cell in enumerate(row)
        if n > lead and n not in states and cell.strip()
    ]
    rest: list[Run] = []
    for n, (label, cell) in enumerate(others):
        rest.append(Run(f"{' · ' if n else ''}{f'{label}: ' if label else ''}{cell}", small=True))
    return [Run(" · ".join(named), bold=True)] if named else [], rest


def _is_state(cell: str) -> bool:
    """Whether the cell is a shape and a word or a few."""
    return cell[:1] in MARKS.values() and cell[1:2] == " " and len(cell) <= limits.TABLE_WIDTH
