"""The coordinator's own words out of a report's Word file, after it was edited in Word."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from docx import Document
from docx.text.paragraph import Paragraph

from commands._message import UserError
from commands._words import REPORT_PARTS
from commands.reports.word_file import checked_word_file
from storage.swedish import fold
from storage.words import ReportPart


def read_texts(content: bytes) -> Mapping[ReportPart, str]:
    """The paragraphs under each heading that names a part, until the next heading. Tables are compiled: left out.

    UserError when it is no Word file, too large, or has none of the headings.
    """
    document = Document(BytesIO(checked_word_file(content)))
    parts = {fold(word): part for part, word in REPORT_PARTS.items()}
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


def _is_heading(paragraph: Paragraph) -> bool:
    style = paragraph.style
    return style is not None and (style.name or "").lower().startswith(("heading", "rubrik", "title"))
