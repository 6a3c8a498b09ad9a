"""The PDF: accessible (PDF/UA-1), as typed, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import page
import pikepdf
import pytest

from commands._swedish import clean
from commands.reports import FORMATS, typesetting
from commands.reports.context import ReportContext, from_json, to_json
from commands.reports.typesetting import TypesettingError

Sample = Callable[..., ReportContext]
Hostile = tuple[ReportContext, list[str]]
Squeeze = Callable[[str], str]
Rendered = Callable[[str, int], bytes]

render = FORMATS["pdf"].render
CREATED = datetime(2026, 6, 30, tzinfo=UTC)
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def findings(pdf: bytes) -> list[str]:
    """What the checker of PDF/UA-1 has to say."""
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


@cache
def characters(to_unicode: bytes) -> dict[int, str]:
    """Read which characters each glyph number of a font stands for."""
    table: dict[int, str] = {}
    for kind, body in re.findall(rb"begin(bfchar|bfrange)(.*?)endbf", to_unicode, re.DOTALL):
        numbers = [bytes.fromhex(found.decode()) for found in re.findall(rb"<([0-9A-Fa-f]*)>", body)]
        width = 2 if kind == b"bfchar" else 3
        for entry in zip(*[iter(numbers)] * width, strict=True):
            first, last, text = int.from_bytes(entry[0]), int.from_bytes(entry[-2]), entry[-1].decode("utf-16-be")
            for step in range(last - first + 1):
                table[first + step] = text[:-1] + chr(ord(text[-1]) + step)
    return table


ARTIFACT = -1  # the running header, the page number, repeated rows, lines: not part of the text itself


def drawn(sheet: Any) -> dict[int, str]:
    """What one page says, for each piece of marked content; an ActualText stands for what is drawn in it."""
    fonts = {
        name: characters(font.ToUnicode.read_bytes()) for name, font in sheet.Resources.get("/Font", {}).items()
    }
    said: dict[int, str] = {}
    table: dict[int, str] = {}
    pieces, replaced = [ARTIFACT], [False]
    stream: Any = pikepdf.parse_content_stream(sheet)
    for operands, operator in stream:
        text = ""
        match str(operator):
            case "Tf":
                table = fonts[str(operands[0])]
            case "BDC" | "BMC":
                properties = operands[1] if len(operands) > 1 else {}
                pieces.append(int(properties.get("/MCID", pieces[-1])))
                text = str(properties.get("/ActualText", "")) if not replaced[-1] else ""
                replaced.append(replaced[-1] or "/ActualText" in properties)
            case "EMC":
                pieces.pop()
                replaced.pop()
            case "Tj" | "TJ" if not replaced[-1]:
                for piece in [operands[0]] if str(operator) == "Tj" else operands[0]:
                    codes = bytes(piece) if isinstance(piece, pikepdf.String) else b""
                    text += "".join(table[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))
        said[pieces[-1]] = said.get(pieces[-1], "") + text
    return said


@cache
def pages_of(pdf: bytes) -> dict[Any, dict[int, str]]:
    """What each page says, by the number of its object; both readings below need it, and it takes seconds."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {sheet.objgen: drawn(sheet) for sheet in document.pages}


def read(pdf: bytes) -> str:
    """Read the text as a screen reader does: in the order of the structure."""
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = pages_of(pdf)

        def said(node: Any, at: Any) -> Iterator[str]:
            if isinstance(node, int):
                yield pages[at].get(node, "")
            elif isinstance(node, pikepdf.Array):
                for child in node:
                    yield from said(child, at)
            elif isinstance(node, pikepdf.Dictionary) and node.get("/Type") != "/OBJR":
                here = node.Pg.objgen if "/Pg" in node else at
                yield from said(int(node.MCID) if "/MCID" in node else node.get("/K", pikepdf.Array()), here)

        return "".join(said(document.Root.StructTreeRoot, None))


def beside_the_text(pdf: bytes) -> str:
    """The running headers and footers, and the header rows that are repeated."""
    return "".join(said.get(ARTIFACT, "") for said in pages_of(pdf).values())


def elements(node: Any, kind: str) -> Iterator[Any]:
    """Yield the structure elements of one kind, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            if child.get("/S") == kind:
                yield child
            yield from elements(child, kind)


@pytest.fixture(scope="module")
def report(rendered: Rendered) -> bytes:
    return rendered("pdf", 6)


@pytest.fixture
def document(report: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(report)) as opened:
        yield opened


@pytest.mark.parametrize("number", [0, 1, 6, 29])
def test_nothing_is_found_wrong_in_a_report_of_any_size(rendered: Rendered, number: int) -> None:
    assert findings(rendered("pdf", number)) == []


def test_the_same_context_gives_the_same_bytes(sample: Sample, report: bytes) -> None:
    assert render(from_json(to_json(sample()))) == report


def test_the_file_is_dated_by_the_context(document: pikepdf.Pdf) -> None:
    assert str(document.docinfo["/CreationDate"]).startswith("D:20260630")


def test_language_and_title(document: pikepdf.Pdf) -> None:
    assert str(document.Root.Lang) == "sv-SE"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as metadata:
        assert metadata["dc:title"].startswith("Halvårsrapport januari–juni\u00a02026 – Programmet Exempel")


def test_bookmarks_name_sections_and_works(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        names = [item.title for item in outline.root]
        assert names[1:4] == ["Sammanfattning", "Portföljen i korthet", "Utvecklingsarbeten i portföljen"]
        works = [item.title for item in outline.root[3].children]
    assert works[:2] == ["BarnSäkert", "Samverkan för påverkbar slutenvård"]
    assert len(works) == 6


def test_every_table_has_header_cells_and_only_in_its_head(document: pikepdf.Pdf) -> None:
    tables = list(elements(document.Root.StructTreeRoot, "/Table"))
    assert len(tables) == 7 + 6 + 7  # captioned, dimensions of the six that reported, trends
    for table in tables:
        assert len(list(elements(table, "/THead"))) == 1
        for head in elements(table, "/THead"):
            assert not list(elements(head, "/TD"))
            for cell in elements(head, "/TH"):
                assert (
                    cell.A[0].Scope == "/Column" if isinstance(cell.A, pikepdf.Array) else cell.A.Scope == "/Column"
                )
        for body in elements(table, "/TBody"):
            assert not list(elements(body, "/TH"))
            assert list(elements(body, "/TD"))


def test_the_chart_is_described_in_words(document: pikepdf.Pdf) -> None:
    (figure,) = elements(document.Root.StructTreeRoot, "/Figure")
    assert str(figure.Alt).startswith("Diagram över läget per månad")


def test_header_rows_are_repeated_on_every_page_of_a_long_table(rendered: Rendered) -> None:
    pdf = rendered("pdf", 29)
    assert read(pdf).count("Samverkansparter") == 1
    assert beside_the_text(pdf).count("Samverkansparter") >= 1


def test_pages_are_numbered(report: bytes) -> None:
    with pikepdf.open(BytesIO(report)) as opened:
        count = len(opened.pages)
    said = beside_the_text(report)
    assert f"Sida 2 av {count}" in said
    assert f"Sida {count} av {count}" in said


def test_who_has_not_reported_is_never_left_out(report: bytes) -> None:
    assert "Inget rapporterades under perioden. Senast 12 december 2025" in read(report)


def test_hostile_text_comes_out_as_typed_from_every_field(hostile: Hostile, squeezed: Squeeze) -> None:
    context, typed = hostile
    pdf = render(context)
    assert findings(pdf) == []
    said = squeezed(read(pdf)) + squeezed(beside_the_text(pdf))
    alternative = squeezed(clean(context.history.alt, 10_000))  # heard, not drawn
    assert [words for words in typed if words not in said and words != alternative] == []


def test_long_text_is_kept_whole(sample: Sample, squeezed: Squeeze) -> None:
    texts = ["ord " * 750, "x" * 3000, "🎉" * 500, "rad\n" * 200, "å\n\n\n\nä"]
    lengthened = iter(texts)
    context = sample(5, lambda text: next(lengthened, "kort") if text.startswith("Ett påhittat") else text)
    file = render(context)
    assert findings(file) == []
    said = squeezed(read(file))
    assert {words: said.count(squeezed(words)) for words in texts} == dict.fromkeys(texts, 2)  # section, table


def test_right_to_left_text_is_drawn_from_right_to_left(sample: Sample, squeezed: Squeeze) -> None:
    pdf = render(sample(1, lambda text: "שלום مرحبا" if text.startswith("Två av tre") else text))
    assert findings(pdf) == []
    said = read(pdf)
    assert "שלום"[::-1] in said
    assert "مرحبا"[::-1] in said


def test_what_typst_refuses_is_told_as_a_fault() -> None:
    with pytest.raises(TypesettingError, match="alt"):
        typesetting.tagged_pdf({"main.typ": '#set document(title: "x")\n#image("a.svg")', "a.svg": EMPTY}, CREATED)


def test_text_of_people_is_data_to_typst() -> None:
    page_ = '#set document(title: "x")\n#json("data.json")'
    pdf = typesetting.tagged_pdf({"main.typ": page_, "data.json": '"#panic() $x$"'}, CREATED)
    assert read(pdf) == "#panic() $x$"
