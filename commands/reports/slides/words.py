"""Blocks as plain text: in full for the notes of a slide, and the lines that a slide itself shows as words."""

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


def lines_of(block: Block) -> Iterator[str]:
    """The lines that are shown as words; none of a block that is drawn."""
    match block:
        case Prose():
            yield from (line for line in block.text.split("\n") if line.strip())
        case Points():
            yield from block.items
        case Heading():
            yield block.text
        case FactList():
            yield from (f"{fact.label}: {fact.value}" for fact in block.items)
        case Strip() | Lamps() | Dated() | Table() | Picture():
            pass
        case _:
            assert_never(block)


def in_words(blocks: Sequence[Block], rows: Sequence[tuple[Cell, ...]] | None = None) -> str:
    """Every word of the blocks; of a table only `rows` when they are given."""
    return "\n".join(line for block in blocks for line in _in_words(block, rows))


def _in_words(block: Block, rows: Sequence[tuple[Cell, ...]] | None) -> Iterator[str]:
    match block:
        case Prose() | Heading():
            yield block.text
        case Points():
            yield from (f"• {item}" for item in block.items)
        case FactList():
            yield from lines_of(block)
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
            yield block.title
            yield " | ".join(column.label for column in block.columns)
            yield from (" | ".join(map(_cell, row)) for row in (block.rows if rows is None else rows))
        case _:
            assert_never(block)


def _cell(cell: Cell) -> str:
    light = cell.light.name if cell.light and not cell.text else ""
    return " ".join(filter(None, (light, cell.text, f"({cell.note})" if cell.note else "")))
