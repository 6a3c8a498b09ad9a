"""The coordinator's own words out of a report's Word file, after it was edited in Word."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from docx import Document
from docx.text.paragraph import Paragraph

from commands.message import UserError
from commands.reports.facts.blocks import Points, Prose
from commands.reports.facts.context import ReportContext
from commands.reports.word.word_file import checked_word_file
from commands.swedish.words import REPORT_PARTS
from storage.swedish import fold
from storage.words import ReportPart

_ALSO = {"slutsatser": ReportPart.CLOSING}
"""What the annual report and the evaluation call the same part."""


def read_texts(content: bytes) -> Mapping[ReportPart, str]:
    """The paragraphs under each heading that names a part, until the next heading. Tables are compiled: left out.

    UserError when it is no Word file, too large, or has none of the headings.
    """
    document = Document(BytesIO(checked_word_file(content)))
    parts = {fold(word): part for part, word in REPORT_PARTS.items()} | _ALSO
    found: dict[ReportPart, list[str]] = {}
    current: ReportPart | None = None
    for paragraph in document.paragraphs:
        if _is_heading(paragraph):
            current = parts.get(fold(paragraph.text.lstrip("0123456789. ")))
            if current is not None:
                found[current] = []
        elif current is not None and paragraph.text.strip():
            found[current].append(paragraph.text.strip())
    if not found:
        named = ", ".join(word.capitalize() for word in REPORT_PARTS.values())
        raise UserError(f"I filen finns ingen av rubrikerna {named}. Hämta rapporten som Word och ändra i den.")
    return {part: "\n\n".join(lines) for part, lines in found.items()}


def edited(texts: Mapping[ReportPart, str], context: ReportContext) -> Mapping[ReportPart, str]:
    """Those of `texts` that differ from what the report said when it was handed out, without what is registered.

    The trends are points between the coordinator's own words: they come from the database every time.
    """
    own = {}
    for part, text in texts.items():
        prose, points = _said(context, part)
        lines = [line for line in text.split("\n\n") if line not in points]
        if lines != prose:
            own[part] = "\n\n".join(lines)
    return own


def _said(context: ReportContext, part: ReportPart) -> tuple[list[str], set[str]]:
    """The paragraphs and the points of a part in the compiled report."""
    blocks = [block for each in context.parts() if each.key == part.value for block in each.blocks]
    prose = [line.strip() for each in blocks if isinstance(each, Prose) for line in each.text.split("\n")]
    points = {item.strip() for each in blocks if isinstance(each, Points) for item in each.items}
    return [line for line in prose if line], points


def _is_heading(paragraph: Paragraph) -> bool:
    style = paragraph.style
    return style is not None and (style.name or "").lower().startswith(("heading", "rubrik", "title"))
