"""The formats say the same, as it was typed, and cost nothing before they are used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import lxml.html
import pikepdf
import pytest
from docx.oxml.ns import qn
from jinja2 import UndefinedError

from commands.reports import FORMATS
from commands.reports.facts.blocks import Prose
from commands.reports.facts.context import ReportContext, as_data, from_json, to_json
from commands.reports.pages.typesetting import TypesettingError
from storage.words import ReportKind
from tests.commands.reports import pdf_reading, pptx_reading

Rendered = Callable[..., bytes]
Sample = Callable[..., ReportContext]
Texts = Callable[[bool], list[str]]
Squeeze = Callable[[str], str]


def bookmarks(items: list[pikepdf.OutlineItem]) -> list[str]:
    return [title for item in items for title in (item.title, *bookmarks(item.children))]


def in_word(file: bytes) -> str:
    """All text of body, header and footer, in order, and what is heard of pictures and tables."""
    document = docx.Document(BytesIO(file))
    section = document.sections[0]
    parts = (document.element.body, section.header._element, section.footer._element)
    text = "".join(element.text or "" for part in parts for element in part.iter(qn("w:t")))
    pictures = (each.get("descr", "") for each in document.element.body.iter(qn("wp:docPr")))
    tables = (each.get(qn("w:val"), "") for each in document.element.body.iter(qn("w:tblCaption")))
    return "".join((text, *pictures, *tables))


def in_html(file: bytes) -> str:
    page = lxml.html.document_fromstring(file.decode())
    return str(page.text_content()) + "".join(page.xpath("//@aria-label"))


READ: dict[str, Callable[[bytes], str]] = {
    "pdf": lambda file: pdf_reading.read(file) + pdf_reading.beside_the_text(file),
    "docx": in_word,
    "pptx": pptx_reading.read,
    "html": in_html,
}


@pytest.mark.parametrize("word", list(FORMATS))
def test_everything_comes_out_as_it_was_typed(
    hostile_file: Callable[[str], bytes], texts_of: Texts, squeezed: Squeeze, word: str
) -> None:
    said = squeezed(READ[word](hostile_file(word)))
    expected = texts_of(word == "pptx")
    assert len(expected) > (100 if word == "pptx" else 200)
    assert [words for words in expected if words not in said] == []


NOT_TOLD = {
    "Den tredje piloten startar i september. Nollmätningen följs upp i oktober.",  # by then it has been done, or not
    "Styrgruppen är utsedd och den första piloten är igång.",  # in the period before
    *("Region Exempel", "Exempelby kommun"),  # their short names are used
    "Jag får vård när jag behöver den",  # what the programme is for is in the annual report
    *("En vård som är nära, jämlik och lätt att lita på.", "Vården och omsorgen samordnar sig bättre."),
    *("Beslut om införande av programmet", "Länsledning Exempel", "Start."),  # that decision was made years before
}


def test_every_field_that_was_typed_is_in_the_report(hostile: ReportContext, typed: list[tuple[str, str]]) -> None:
    said = str(as_data(hostile))
    assert {usual for usual, words in typed if words[1:8] not in said} == NOT_TOLD


@pytest.mark.parametrize("word", list(FORMATS))
@pytest.mark.parametrize("kind", [ReportKind.HALF_YEAR, ReportKind.STATE])
def test_the_same_context_gives_the_same_bytes(
    sample: Sample, rendered: Rendered, word: str, kind: ReportKind
) -> None:
    again = from_json(to_json(sample(kind)))
    assert FORMATS[word].render(again) == rendered(word, kind)


@pytest.mark.parametrize("works", [0, 6])
def test_every_format_has_the_same_headings_in_the_same_order(rendered: Rendered, works: int) -> None:
    half = ReportKind.HALF_YEAR
    with pikepdf.open(BytesIO(rendered("pdf", half, works))) as pdf, pdf.open_outline() as outline:
        in_pdf = bookmarks(outline.root)
    paragraphs = docx.Document(BytesIO(rendered("docx", half, works))).paragraphs
    headings = [p.text for p in paragraphs if p.style is not None and p.style.name in ("Heading 1", "Heading 2")]
    page = lxml.html.document_fromstring(rendered("html", half, works).decode())
    assert in_pdf == ["Innehåll", *headings]
    assert [each.text_content() for each in page.xpath("//main//h2 | //main//h3")] == headings


def test_the_libraries_are_loaded_only_when_a_report_is_made() -> None:
    heavy = "{'typst', 'docxtpl', 'docx', 'pptx', 'lxml'}"
    code = f"import sys, commands.reports; print(sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_media_types_and_suffixes() -> None:
    assert FORMATS["pdf"].media_type == "application/pdf"
    assert {word: each.suffix for word, each in FORMATS.items()} == {
        word: f".{word}" for word in ("pdf", "docx", "pptx", "html")
    }


@pytest.mark.parametrize("word", ["html", "pdf", "docx"])
def test_a_block_of_no_known_kind_is_not_left_out(sample: Sample, word: str) -> None:
    context = sample()
    unknown: Any = replace(Prose("x"), kind="video")  # type: ignore[arg-type]
    first = replace(context.chapters[0], blocks=(unknown,))
    with pytest.raises((UndefinedError, TypesettingError), match=r"unknown.block"):
        FORMATS[word].render(replace(context, chapters=(first, *context.chapters[1:])))
