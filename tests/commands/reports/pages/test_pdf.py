"""The PDF: accessible (PDF/UA-1), with real tables, as typed, dated by its content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO

import page
import pikepdf
import pytest

from commands.reports import FORMATS
from commands.reports.facts.blocks import Lamps, Table
from commands.reports.facts.context import ReportContext
from commands.reports.pages import typesetting
from commands.reports.pages.typesetting import TypesettingError
from storage.words import ReportKind
from tests.commands.reports.pdf_reading import beside_the_text, elements, pages_of, read
from tests.commands.reports.sample import compiled

Sample = Callable[..., ReportContext]
Rendered = Callable[..., bytes]

render = FORMATS["pdf"].render
CREATED = datetime(2026, 6, 30, tzinfo=UTC)
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def findings(pdf: bytes) -> list[str]:
    """What the checker of PDF/UA-1 has to say."""
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


@pytest.fixture(scope="module")
def report(rendered: Rendered) -> bytes:
    return rendered("pdf")


@pytest.fixture
def document(report: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(report)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("kind", "works"), [*((kind, 6) for kind in ReportKind), (ReportKind.HALF_YEAR, 0), (ReportKind.HALF_YEAR, 14)]
)
def test_nothing_is_found_wrong_in_a_report_of_any_kind_and_size(
    rendered: Rendered, kind: ReportKind, works: int
) -> None:
    assert findings(rendered("pdf", kind, works)) == []


def test_the_file_is_dated_by_the_context(document: pikepdf.Pdf) -> None:
    assert str(document.docinfo["/CreationDate"]).startswith("D:20260630")


def test_language_and_title(document: pikepdf.Pdf) -> None:
    assert str(document.Root.Lang) == "sv-SE"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as metadata:
        assert metadata["dc:title"].startswith("Halvårsrapport januari–juni\u00a02026 – Programmet Exempel")


def test_bookmarks_name_chapters_and_works(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        names = [item.title for item in outline.root]
        assert names[1:4] == ["Sammanfattning", "Portföljen i korthet", "Utvecklingsarbeten i portföljen"]
        works = [item.title for item in outline.root[3].children]
    assert works[:2] == [
        "Organisationsöverskridande multidisciplinärt demensarbete",
        "Samverkan för påverkbar slutenvård",
    ]
    assert len(works) == 6


def test_every_table_has_header_cells_and_only_in_its_head(sample: Sample, document: pikepdf.Pdf) -> None:
    found = [
        each for each in sample().blocks() if isinstance(each, Lamps) or (isinstance(each, Table) and each.rows)
    ]
    tables = list(elements(document.Root.StructTreeRoot, "/Table"))
    assert len(tables) == len(found)
    for table in tables:
        assert len(list(elements(table, "/THead"))) == 1
        for head in elements(table, "/THead"):
            assert not list(elements(head, "/TD"))
            for cell in elements(head, "/TH"):
                attributes = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
                assert attributes[0].Scope == "/Column"
        for body in elements(table, "/TBody"):
            assert not list(elements(body, "/TH"))
            assert list(elements(body, "/TD"))


def test_every_picture_is_described_in_words(document: pikepdf.Pdf) -> None:
    texts = [str(figure.Alt) for figure in elements(document.Root.StructTreeRoot, "/Figure")]
    assert [text.split()[0] for text in texts] == ["Diagram", "Stapeldiagram", "Tidslinje"]


def test_header_rows_are_repeated_on_every_page_of_a_long_table(rendered: Rendered) -> None:
    pdf = rendered("pdf", ReportKind.HALF_YEAR, 14)
    assert read(pdf).count("Samverkansparter") == 1
    assert beside_the_text(pdf).count("Samverkansparter") >= 1


@pytest.mark.parametrize(
    ("kind", "works"), [(ReportKind.HALF_YEAR, 14), (ReportKind.HALF_YEAR, 6), (ReportKind.YEAR, 6)]
)
def test_a_heading_row_is_never_alone_at_the_foot_of_a_page(
    rendered: Rendered, kind: ReportKind, works: int
) -> None:
    """The row that is the table's own head, not a repeated one, is on the same page as the first row of the body."""
    with pikepdf.open(BytesIO(rendered("pdf", kind, works))) as opened:
        for table in elements(opened.Root.StructTreeRoot, "/Table"):
            head, body = (next(elements(table, kind)) for kind in ("/THead", "/TBody"))
            assert _page_of(head) == _page_of(next(elements(body, "/TR")))


def _page_of(node: pikepdf.Object) -> tuple[int, int]:
    """The page of the first marked content inside."""
    if "/Pg" in node:
        return node.Pg.objgen
    kids = node.K if isinstance(node.K, pikepdf.Array) else [node.K]
    return next(_page_of(kid) for kid in kids if isinstance(kid, pikepdf.Dictionary))


def test_a_month_fits_one_page(rendered: Rendered) -> None:
    assert len(pages_of(rendered("pdf", ReportKind.STATE))) == 1


def test_pages_are_numbered(report: bytes) -> None:
    with pikepdf.open(BytesIO(report)) as opened:
        count = len(opened.pages)
    said = beside_the_text(report)
    assert f"Sida 2 av {count}" in said
    assert f"Sida {count} av {count}" in said


def test_who_has_not_reported_is_never_left_out(report: bytes) -> None:
    assert "Ej rapporterat" in read(report)


def test_hostile_text_breaks_no_standard(hostile_file: Callable[[str], bytes]) -> None:
    assert findings(hostile_file("pdf")) == []


def test_right_to_left_text_is_drawn_from_right_to_left() -> None:
    found = compiled(works=1, text=lambda text: "שלום مرحبا" if text.startswith("Två av tre") else text)
    pdf = render(found)
    assert findings(pdf) == []
    said = read(pdf)
    assert "שלום"[::-1] in said
    assert "مرحبا"[::-1] in said


def test_what_typst_refuses_is_raised_as_a_fault() -> None:
    with pytest.raises(TypesettingError, match="alt"):
        typesetting.tagged_pdf({"main.typ": '#set document(title: "x")\n#image("a.svg")', "a.svg": EMPTY}, CREATED)


def test_text_of_people_is_data_to_typst() -> None:
    page_ = '#set document(title: "x")\n#json("data.json")'
    pdf = typesetting.tagged_pdf({"main.typ": page_, "data.json": '"#panic() $x$"'}, CREATED)
    assert read(pdf) == "#panic() $x$"
