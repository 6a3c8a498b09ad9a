"""Blocks as plain text: what the notes of a slide say in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from commands.reports.facts.blocks import (
    Block,
    Cell,
    Dated,
    FactList,
    Heading,
    Lamps,
    Picture,
    Points,
    Prose,
    Strip,
    Table,
)


def in_words(blocks: Sequence[Block], rows: Sequence[tuple[Cell, ...]] | None = None) -> str:
    """Every word of the blocks; of a table only `rows` when they are given."""
    return "\n".join(line for block in blocks for line in _lines(block, rows))


def _lines(block: Block, rows: Sequence[tuple[Cell, ...]] | None) -> Iterator[str]:
    match block:
        case Prose() | Heading():
            yield block.text
        case Points():
            yield from (f"• {item}" for item in block.items)
        case FactList():
            yield from (f"{fact.label}: {fact.value}" for fact in block.items)
        case Strip():
            yield f"{block.light.name}. {block.change}".strip()
            yield block.note
        case Lamps():
            yield ", ".join(f"{lamp.label}: {lamp.light.name.lower()}" for lamp in block.items)
        case Dated():
            yield f"{block.date}, {block.light.name.lower()}: {block.text}"
        case Picture():
            yield block.alt
        case Table():
            yield from _rows(block, block.rows if rows is None else rows)
        case _:
            assert_never(block)


def _rows(table: Table, rows: Sequence[tuple[Cell, ...]]) -> Iterator[str]:
    yield table.title
    yield " | ".join(column.label for column in table.columns)
    for row in rows:
        yield " | ".join(cell_words(cell) for cell in row)


def cell_words(cell: Cell) -> str:
    """What a cell says."""
    light = cell.light.name if cell.light and not cell.text else ""
    return " ".join(filter(None, (light, cell.text, f"({cell.note})" if cell.note else "")))
