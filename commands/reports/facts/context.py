"""What a report says: plain, already formatted Swedish strings in a few kinds of block, the same for every format.

Dates, numbers and order are settled when a report is compiled; a template only places what it gets. The frozen
report keeps this as JSON, and the same context gives the same bytes again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from commands.message import Fact
from commands.reports.facts.blocks import Block, Chapter, Section
from commands.swedish.text import clean
from storage.words import ReportKind


@dataclass(frozen=True, slots=True)
class Front:
    """The front page. `status` is "Utkast" or "Fastställd"; it and the title are in the running header too."""

    programme: str
    title: str
    status: str
    facts: tuple[Fact, ...]


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

    def parts(self) -> Iterator[Chapter | Section]:
        """Every chapter with its sections, in reading order."""
        for chapter in self.chapters:
            yield chapter
            yield from chapter.sections

    def blocks(self) -> Iterator[Block]:
        """Every block, in reading order."""
        return (block for part in self.parts() for block in part.blocks)


@cache
def _report() -> TypeAdapter[ReportContext]:
    """Made when a report is first read: it takes longer than all else that is imported here."""
    return TypeAdapter(ReportContext)


def as_data(context: ReportContext) -> dict[str, Any]:
    """Return the context as plain dicts, lists and strings: what every template gets.

    What no document can hold (control characters, broken surrogates) goes: one library drops it, the next one
    prints "_x000B_".
    """
    data: dict[str, Any] = _cleaned(asdict(context))
    return data


def with_blocks(context: ReportContext, add: Callable[[Block, dict[str, Any]], None]) -> dict[str, Any]:
    """Return `as_data(context)` after `add` has seen every block beside its data."""
    data = as_data(context)
    parts = (part for chapter in data["chapters"] for part in (chapter, *chapter["sections"]))
    blocks = (block for part in parts for block in part["blocks"])
    for block, plain in zip(context.blocks(), blocks, strict=True):
        add(block, plain)
    return data


def cleaned(context: ReportContext) -> ReportContext:
    """Return the same report without what no document can hold."""
    return _report().validate_python(as_data(context))


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
    return _report().validate_json(text)
