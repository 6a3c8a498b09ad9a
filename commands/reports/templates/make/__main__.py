"""Write every file that is made, over the one that there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from commands.reports.pages.typesetting import FONTS
from commands.reports.templates import TEMPLATES
from commands.reports.templates.make.box_font import box_font
from commands.reports.templates.make.slides import slides
from commands.reports.templates.make.word import word
from commands.reports.word.ooxml import with_fixed_times

MADE = datetime(2026, 11, 28, tzinfo=UTC)
"""Dates every file alike: what is made again is the same to the byte."""


def _archive(document: Any) -> bytes:
    """The file of a document of python-docx or python-pptx."""
    saved = BytesIO()
    document.save(saved)
    return with_fixed_times(saved.getvalue(), MADE)


MADE_FILES: Mapping[Path, Callable[[], bytes]] = {
    TEMPLATES / "report.docx": lambda: _archive(word()),
    TEMPLATES / "one_page" / "report.docx": lambda: _archive(word(one_page=True)),
    TEMPLATES / "report.pptx": lambda: _archive(slides()),
    FONTS / "LagetBox.ttf": box_font,
}

if __name__ == "__main__":
    for path, made in MADE_FILES.items():
        path.write_bytes(made())
