"""Tables: as Slack's own where it takes them, else row by row in words."""

from __future__ import annotations

from collections.abc import Iterator

from bot.slack import limits
from bot.slack.blocks import Block, Run, rich
from commands.message import Table

_BLANK = " "
"""Slack refuses an empty cell."""


def as_blocks(table: Table) -> list[Block]:
    """The table as blocks of their own messages, headings repeated; as lines when it is too wide or too wordy."""
    head = _cells(table.columns, _width(table))
    room = limits.TABLE_TEXT - _length(head)
    rows = [_cells(row, _width(table)) for row in table.rows]
    if not 0 < len(head) <= limits.TABLE_COLUMNS or any(_length(row) > room for row in ((), *rows)):
        return [*rich([Run(" · ".join(table.columns))]), *as_lines(table)]
    look = [{"is_wrapped": True} for _ in head]
    return [
        {"type": "table", "column_settings": look, "rows": [[_cell(text) for text in row] for row in (head, *part)]}
        for part in _parts(rows, room)
    ]


def as_lines(table: Table) -> list[Block]:
    """Each row in two lines: what it is about, then the other cells behind their headings."""
    return rich(run for row in table.rows for run in _line(table, row))


def _parts(rows: list[tuple[str, ...]], room: int) -> Iterator[list[tuple[str, ...]]]:
    """The rows in parts of what a table holds beside its headings."""
    part: list[tuple[str, ...]] = []
    used = 0
    for row in rows:
        if len(part) == limits.TABLE_ROWS - 1 or used + _length(row) > room:
            yield part
            part, used = [], 0
        part.append(row)
        used += _length(row)
    yield part


def _line(table: Table, row: tuple[str, ...]) -> Iterator[Run]:
    """The row up to the cell that names it, then the others behind their headings."""
    lead = table.naming + 1
    labels = (*table.columns, *[""] * len(row))
    others = [f"{label}: {cell}" if label else cell for label, cell in zip(labels, row, strict=False)]
    yield Run(" · ".join(cell for cell in row[:lead] if cell.strip()) + "\n", bold=True)
    yield Run(" · ".join(each for each, cell in zip(others[lead:], row[lead:], strict=True) if cell.strip()) + "\n")


def _width(table: Table) -> int:
    return max((len(table.columns), *(len(row) for row in table.rows)))


def _cells(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return tuple(cell if cell.strip() else _BLANK for cell in (*row, *[_BLANK] * (width - len(row))))


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": text}


def _length(row: tuple[str, ...]) -> int:
    return sum(len(cell) for cell in row)
