"""A report as data for a template, with what a format adds to its blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commands.reports.facts.context import Block, ReportContext, as_data


def with_blocks(context: ReportContext, add: Callable[[Block, dict[str, Any]], None]) -> dict[str, Any]:
    """Return `as_data(context)` after `add` has seen every block beside its data."""
    data = as_data(context)
    for chapter, made in zip(context.chapters, data["chapters"], strict=True):
        parts = [(chapter.blocks, made["blocks"])]
        parts += [
            (section.blocks, held["blocks"])
            for section, held in zip(chapter.sections, made["sections"], strict=True)
        ]
        for blocks, plain in parts:
            for block, as_plain in zip(blocks, plain, strict=True):
                add(block, as_plain)
    return data
