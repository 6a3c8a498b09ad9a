"""The report as slides (directive, section 7): what the steering body looks at together, the rest in the notes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from commands._swedish import number
from commands.reports.context import (
    Block,
    Chapter,
    Heading,
    Picture,
    Points,
    Prose,
    ReportContext,
    Section,
    Strip,
    Table,
    cleaned,
)
from commands.reports.ooxml import with_fixed_times
from commands.reports.pptx_deck import Deck
from commands.reports.pptx_words import in_words

MOST_WORKS = 24
"""Slides of single works: the worst ones; all stand in the report."""
MOST_TABLES = 4
"""Slides that one table may fill."""
ROWS = 9
LONGEST_SLIDE, LONGEST_CELL = 850, 110
"""Characters that fit; the whole text stands in the notes."""
LONGEST_ASIDE = 500
"""Words no longer than this that explain a table or a picture stand in its notes only."""


def render(context: ReportContext) -> bytes:
    """Return the report as .pptx; the same context gives the same bytes."""
    context = cleaned(context)
    deck = Deck(context.report.value)
    front = context.front
    facts = "\n".join(f"{fact.label}: {fact.value}" for fact in front.facts)
    deck.cover(front.title, f"{front.programme}\n{front.status}", f"{front.programme}\n{front.status}\n{facts}")
    for chapter in context.chapters:
        if chapter.slides:
            _chapter(deck, chapter)
    created = datetime.fromisoformat(context.created)
    properties = deck.show.core_properties
    properties.title = f"{front.title} – {front.programme}"[:255]
    properties.author = properties.last_modified_by = front.programme[:255]
    properties.subject, properties.language = front.status[:255], "sv-SE"
    properties.created = properties.modified = created.astimezone(UTC)
    properties.revision = 1
    saved = io.BytesIO()
    deck.save(saved)
    return with_fixed_times(saved.getvalue(), created)


def _chapter(deck: Deck, chapter: Chapter) -> None:
    _blocks(deck, chapter.title, chapter.blocks)
    works = [each for each in chapter.sections if _is_work(each)]
    for section in chapter.sections:
        if not _is_work(section):
            _blocks(deck, section.title, section.blocks)
    for section in works[:MOST_WORKS]:
        deck.work(section.title, section.blocks, in_words(section.blocks))
    if left := works[MOST_WORKS:]:
        text = (
            f"{number(len(left))} arbeten till står i rapporten. De som behöver mest uppmärksamhet har visats här."
        )
        deck.words(chapter.title, (text,), in_words([Points(tuple(each.title for each in left))]))


def _is_work(section: Section) -> bool:
    return any(isinstance(block, Strip) for block in section.blocks)


def _blocks(deck: Deck, title: str, blocks: Sequence[Block]) -> None:
    """The slides of a part: its words first, then each table and picture on a slide of its own."""
    words: list[Block] = [block for block in blocks if isinstance(block, Prose | Points | Heading)]
    words += [Prose(block.empty) for block in blocks if isinstance(block, Table) and not block.rows and block.empty]
    others = [
        block
        for block in blocks
        if isinstance(block, Table | Picture) and (isinstance(block, Picture) or block.rows)
    ]
    is_aside = bool(others) and len(in_words(words)) < LONGEST_ASIDE
    if words and not is_aside:
        _words(deck, title, words, in_words(words))
    for block in others:
        heading = title if len(others) == 1 else block.title
        if isinstance(block, Table):
            _table(deck, heading, block, in_words(words))
        else:
            deck.picture(heading, block, in_words(words) if is_aside else "")


def _words(deck: Deck, title: str, blocks: Sequence[Block], note: str) -> None:
    for place, page in enumerate(_pages(list(_lines(blocks)))):
        deck.words(title if place == 0 else f"{title} (forts. {place + 1})", page, note)


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Prose():
                yield from (part for part in block.text.split("\n") if part.strip())
            case Points():
                yield from block.items
            case Heading():
                yield block.text


def _pages(lines: list[str]) -> Iterator[tuple[str, ...]]:
    """Part lines over slides; one that is too long for a slide is cut there, and whole in the notes."""
    page: list[str] = []
    for line in lines:
        shown = shortened(line, LONGEST_SLIDE)
        if page and sum(map(len, page)) + len(shown) > LONGEST_SLIDE:
            yield tuple(page)
            page = []
        page.append(shown)
    if page:
        yield tuple(page)


def shortened(text: str, most: int) -> str:
    """The beginning of a text, marked with … where it goes on."""
    return text if len(text) <= most else f"{text[: most - 2].rstrip()} …"


def _table(deck: Deck, title: str, table: Table, note: str) -> None:
    starts = range(0, len(table.rows), ROWS)
    for place, start in enumerate(starts[:MOST_TABLES]):
        rows = table.rows[start : start + ROWS]
        left = len(table.rows) - start - len(rows)
        last = place == MOST_TABLES - 1 and left
        deck.table(
            title if place == 0 else f"{title} (forts. {place + 1})",
            table,
            rows,
            LONGEST_CELL,
            f"{number(left)} rader till står i rapporten." if last else "",
            "\n\n".join(filter(None, (note, in_words([table], rows)))),
        )
