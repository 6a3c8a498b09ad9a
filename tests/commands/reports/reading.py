"""A report's blocks, read back: what a section says of a work, what a table says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commands.message import Fact
from commands.reports.facts.blocks import (
    Block,
    Cell,
    Dated,
    FactList,
    Heading,
    Lamp,
    Lamps,
    Points,
    Prose,
    Section,
    Strip,
    Table,
)
from commands.reports.facts.context import ReportContext
from commands.reports.facts.lights import Light


@dataclass(frozen=True)
class WorkSection:
    """What a section says of a work."""

    name: str
    light: Light
    change: str
    reported: str
    facts: tuple[Fact, ...]
    ratings: tuple[Lamp, ...]
    trend: tuple[Lamp, ...]
    earlier: tuple[Dated, ...]
    parts: dict[str, list[Block]]

    @property
    def missing(self) -> bool:
        return self.light.state == "unreported"

    def text(self, heading: str = "") -> str:
        """The words under a small heading; those above the first under ""."""
        return "\n\n".join(block.text for block in self.parts.get(heading, ()) if isinstance(block, Prose))

    def labelled(self, heading: str) -> list[Fact]:
        lists = [block.items for block in self.parts.get(heading, ()) if isinstance(block, FactList)]
        return [fact for items in lists for fact in items]

    def points(self, heading: str) -> list[str]:
        return [item for block in self.parts.get(heading, ()) if isinstance(block, Points) for item in block.items]


def works(report: ReportContext, chapter: str = "works") -> list[WorkSection]:
    found = report.chapter(chapter)
    return [_read(section) for section in found.sections] if found else []


def _read(section: Section) -> WorkSection:
    strip = next(block for block in section.blocks if isinstance(block, Strip))
    parts: dict[str, list[Block]] = {"": []}
    under = ""
    for block in section.blocks:
        if isinstance(block, Heading):
            under = block.text
        parts.setdefault(under, []).append(block)
    lamps = {block.title: block.items for block in section.blocks if isinstance(block, Lamps)}
    return WorkSection(
        section.title,
        strip.light,
        strip.change,
        strip.note,
        next((block.items for block in parts[""] if isinstance(block, FactList)), ()),
        lamps.get("Läget för varje dimension", ()),
        lamps.get("Läget i de senaste rapporterna", ()),
        tuple(block for block in section.blocks if isinstance(block, Dated)),
        parts,
    )


def table_of(report: ReportContext, key: str) -> Table | None:
    return next((each for each in report.blocks() if isinstance(each, Table) and each.key == key), None)


def texts(table: Table) -> tuple[tuple[str, ...], ...]:
    """Each row's words alone; a light without words by its name."""
    return tuple(
        tuple(cell.text or (cell.light.name if cell.light else "") for cell in each) for each in table.rows
    )


def rows(report: ReportContext, key: str) -> tuple[tuple[str, ...], ...]:
    """The words of a table's rows; () when it has none or is not there."""
    table = table_of(report, key)
    return texts(table) if table else ()


def cells(report: ReportContext, key: str) -> Sequence[tuple[Cell, ...]]:
    table = table_of(report, key)
    return table.rows if table else ()


def said(report: ReportContext, chapter: str) -> list[str]:
    """The texts of a chapter: prose and points, those of its sections too."""
    found = report.chapter(chapter)
    blocks = [*found.blocks, *(block for section in found.sections for block in section.blocks)] if found else []
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Prose):
            texts.append(block.text)
        elif isinstance(block, Points):
            texts.extend(block.items)
    return texts


def changes(report: ReportContext) -> tuple[str, ...]:
    """What has changed since the period before."""
    chapter = report.chapter("glance")
    sections = [section for section in chapter.sections if section.key == "changes"] if chapter else []
    return tuple(
        item
        for section in sections
        for block in section.blocks
        if isinstance(block, Points)
        for item in block.items
    )
