"""The formats say the same, and cost nothing before they are used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO

import docx
import pikepdf
import pytest

from commands.reports import FORMATS

Rendered = Callable[[str, int], bytes]


def bookmarks(items: list[pikepdf.OutlineItem]) -> list[str]:
    return [title for item in items for title in (item.title, *bookmarks(item.children))]


@pytest.mark.parametrize("number", [0, 1, 6])
def test_every_format_has_the_same_headings_in_the_same_order(rendered: Rendered, number: int) -> None:
    with pikepdf.open(BytesIO(rendered("pdf", number))) as pdf, pdf.open_outline() as outline:
        in_pdf = bookmarks(outline.root)
    paragraphs = docx.Document(BytesIO(rendered("docx", number))).paragraphs
    in_word = [p.text for p in paragraphs if p.style is not None and p.style.name in ("Heading 1", "Heading 2")]
    assert in_pdf == ["Innehåll", *in_word]


def test_the_libraries_are_loaded_only_when_a_report_is_made() -> None:
    code = "import sys, commands.reports; print(sorted({'typst', 'docxtpl', 'docx'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_media_types_and_suffixes() -> None:
    assert FORMATS["pdf"].media_type == "application/pdf"
    assert {word: fmt.suffix for word, fmt in FORMATS.items()} == {"pdf": ".pdf", "docx": ".docx"}
