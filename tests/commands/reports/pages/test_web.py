"""The web page: in one file, with headings in order, tables that say what their rows are, and nothing to fetch."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import lxml.html
import pytest

from commands.reports.facts.blocks import Picture
from commands.reports.facts.context import ReportContext
from storage.words import ReportKind

Sample = Callable[..., ReportContext]
Rendered = Callable[..., bytes]


@pytest.fixture(scope="module")
def page(rendered: Rendered) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(rendered("html").decode())


@pytest.mark.parametrize("kind", list(ReportKind))
def test_nothing_is_fetched(rendered: Rendered, kind: ReportKind) -> None:
    text = rendered("html", kind).decode()
    found = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?([^\"')\s>]+)", text)
    assert [each for each in found if not each.startswith("#")] == []
    assert "@import" not in text


def test_language_title_and_one_heading_of_the_first_level(page: lxml.html.HtmlElement) -> None:
    assert page.get("lang") == "sv"
    assert page.findtext(".//title").startswith("Halvårsrapport januari–juni\u00a02026 – Programmet Exempel")
    assert len(page.findall(".//h1")) == 1


def test_no_level_of_heading_is_skipped(page: lxml.html.HtmlElement) -> None:
    levels = [int(each.tag[1]) for each in page.iter("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_contents_lead_to_the_chapters(page: lxml.html.HtmlElement) -> None:
    anchors = [link.get("href") for link in page.findall(".//nav//a")]
    ids = [each.get("id") for each in page.iter("h2")]
    assert anchors == [f"#{each}" for each in ids]
    assert len(set(ids)) == len(ids)


def test_tables_have_captions_and_headers_of_columns_and_rows(page: lxml.html.HtmlElement) -> None:
    tables = page.findall(".//table")
    assert len(tables) > 15
    for place, table in enumerate(tables, 1):
        assert table.findtext("caption/b") == f"Tabell {place}:"
        columns = [each.get("scope") for each in table.findall("thead/tr/th")]
        assert set(columns) == {"col"}
        for row in table.findall("tbody/tr"):
            assert row[0].get("scope") == "row"
            assert len(row) == len(columns)


def test_every_picture_is_described_in_words(sample: Sample, page: lxml.html.HtmlElement) -> None:
    found = [each.get("aria-label") for each in page.xpath("//*[@role='img']")]
    assert found == [block.alt for block in sample().blocks() if isinstance(block, Picture)]


def test_the_words_of_people_are_no_markup(hostile_file: Callable[[str], bytes]) -> None:
    text = hostile_file("html").decode()
    assert '<b> "mål' not in text
    assert "Stöd &amp; råd &lt;b&gt;" in text


def test_a_month_has_no_contents(rendered: Rendered) -> None:
    assert b"<nav" not in rendered("html", ReportKind.STATE)
