"""The report as slides (directive, section 7): what the steering body looks at together, the rest in the notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TypeVar

from commands.reports.compiling.kinds import KINDS
from commands.reports.facts.blocks import Block, Chapter, Heading, Picture, Points, Prose, Section, Strip, Table
from commands.reports.facts.charts import in_parts
from commands.reports.facts.context import ReportContext, cleaned
from commands.reports.slides import work as pptx_work
from commands.reports.slides.deck import Deck, room_for
from commands.reports.slides.table import fitted
from commands.reports.slides.type import shortened
from commands.reports.slides.words import in_words, lines_of
from commands.reports.word.ooxml import set_properties, with_fixed_times
from commands.swedish.text import number

Part = TypeVar("Part")
MOST_WORKS = 24
"""Slides of single works: the worst ones; all are in the report."""
MOST_TABLES = 5
"""Slides that one table, or one text, may fill."""
ROWS, BARS, LINES = 14, 6, 12
"""At most so many rows of a table, groups of bars, or lines of another picture are on one slide."""
LONGEST_SLIDE = 850
"""Characters of one paragraph that fit; the whole text is in the notes."""
LONGEST_ASIDE = 500
"""Words no longer than this that explain a table or a picture are in its notes only."""


def render(context: ReportContext) -> bytes:
    """Return the report as .pptx; the same context gives the same bytes."""
    context = cleaned(context)
    front = context.front
    deck = Deck(KINDS[context.report], f"{front.programme} · {front.status}")
    facts = "\n".join(f"{fact.label}: {fact.value}" for fact in front.facts)
    deck.cover(front.title, f"{front.programme}\n{front.status}", f"{front.programme}\n{front.status}\n{facts}")
    for chapter in context.chapters:
        if chapter.slides:
            _chapter(deck, chapter)
    created = datetime.fromisoformat(context.created)
    set_properties(deck.show.core_properties, asdict(front), created)
    saved = io.BytesIO()
    deck.save(saved)
    return with_fixed_times(saved.getvalue(), created)


def _chapter(deck: Deck, chapter: Chapter) -> None:
    chapter = _with_counts(deck, chapter)
    _blocks(deck, chapter.title, chapter.blocks)
    works = [each for each in chapter.sections if _is_work(each)]
    for section in chapter.sections:
        if not _is_work(section):
            _blocks(deck, section.title, section.blocks)
    for section in works[:MOST_WORKS]:
        pptx_work.work(deck.slide(section.title, in_words(section.blocks)), section.blocks)
    if left := works[MOST_WORKS:]:
        text = (
            f"{number(len(left))} arbeten till står i rapporten. De som behöver mest uppmärksamhet har visats här."
        )
        deck.words(chapter.title, (text,), in_words([Points(tuple(each.title for each in left))]))


def _is_work(section: Section) -> bool:
    return any(isinstance(block, Strip) for block in section.blocks)


def _with_counts(deck: Deck, chapter: Chapter) -> Chapter:
    """Show the counts with the changes beside them; return the chapter with what is left to show."""
    counted = next((each for each in chapter.blocks if isinstance(each, Table) and each.key == "counts"), None)
    if counted is None:
        return chapter
    section = next((each for each in chapter.sections if each.key == "changes"), None)
    blocks = section.blocks if section else (Prose("Inget arbete har bytt läge."),)
    changes = [line for block in blocks for line in lines_of(block)]
    heading = section.title if section else "Förändrat sedan förra perioden"
    words = [block for block in chapter.blocks if isinstance(block, Prose)]
    slide = deck.slide(counted.title, in_words([*words, counted, Heading(heading), *blocks]))
    pptx_work.counts(slide, counted, heading, changes)
    _, all_shown = pptx_work.beside(changes)
    return replace(
        chapter,
        blocks=tuple(block for block in chapter.blocks if block is not counted),
        sections=tuple(each for each in chapter.sections if each is not section or not all_shown),
    )


def _blocks(deck: Deck, title: str, blocks: Sequence[Block]) -> None:
    """The slides of a part: its words first, then each table and picture on slides of its own."""
    words: list[Block] = [block for block in blocks if isinstance(block, Prose | Points | Heading)]
    words += [Prose(block.empty) for block in blocks if isinstance(block, Table) and not block.rows and block.empty]
    others = [
        block
        for block in blocks
        if (isinstance(block, Table) and block.rows) or (isinstance(block, Picture) and block.data.rows)
    ]
    is_aside = bool(others) and len(in_words(words)) < LONGEST_ASIDE
    if words and not is_aside:
        _words(deck, title, words, in_words(words))
    for block in others:
        named = block.title if isinstance(block, Table | Picture) else title
        heading = title if len(others) == 1 and not _is_lights(block) else named
        if isinstance(block, Table):
            _table(deck, heading, block, in_words(words))
        elif isinstance(block, Picture):
            _picture(deck, heading, block, in_words(words) if is_aside else "")


def _is_lights(block: Block) -> bool:
    """The table at a glance keeps its name although the counts beside it have been shown."""
    return isinstance(block, Table) and block.key == "lights"


def _numbered(title: str, parts: Sequence[Part]) -> Iterator[tuple[str, Part]]:
    """Each part with the title of its slide, which says its place when they are several."""
    for place, part in enumerate(parts, 1):
        yield f"{title} ({number(place)} av {number(len(parts))})" if len(parts) > 1 else title, part


def _words(deck: Deck, title: str, blocks: Sequence[Block], note: str) -> None:
    pages = list(_pages(line for block in blocks for line in lines_of(block)))
    shown = pages[:MOST_TABLES]
    if len(pages) > len(shown):
        shown[-1] = (*shown[-1][:-1], "Resten står i rapporten.")
    for heading, page in _numbered(title, shown):
        deck.words(heading, page, note)


def _pages(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Part lines over slides; one that is too long for a slide is cut there, and whole in the notes."""
    page: list[str] = []
    for line in lines:
        shown = shortened(line, LONGEST_SLIDE)
        if page and not room_for([*page, shown]):
            yield tuple(page)
            page = []
        page.append(shown)
    if page:
        yield tuple(page)


def _table(deck: Deck, title: str, table: Table, note: str) -> None:
    size, pages = fitted(table, ROWS)
    shown = pages[:MOST_TABLES]
    rest = [row for page in pages[MOST_TABLES:] for row in page]
    for heading, rows in _numbered(title, shown):
        left = rest if rows is shown[-1] else []
        words = "\n\n".join(filter(None, (note, in_words([table], (*rows, *left)))))
        deck.table(heading, table, (rows, size), len(left), words)


def _picture(deck: Deck, title: str, picture: Picture, note: str) -> None:
    """Show it in parts that can be read from afar; the columns of the history hold any number of works."""
    data = picture.data
    most = {"bars": BARS, "timeline": LINES}.get(data.chart, len(data.rows))
    parts = [replace(picture, data=part) for part in in_parts(data, most)]
    for heading, part in _numbered(title, parts[:MOST_TABLES]):
        deck.picture(heading, part, note)
