"""The Word file: sound, accessible, restylable, as typed, the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openxml_audit
import pytest
from docx.oxml.ns import qn

from commands._swedish import clean
from commands.reports import FORMATS
from commands.reports.context import ReportContext, from_json, to_json
from commands.reports.docx_template import TEMPLATE, build

Sample = Callable[..., ReportContext]
Hostile = tuple[ReportContext, list[str]]
Squeeze = Callable[[str], str]
Rendered = Callable[[str, int], bytes]

render = FORMATS["docx"].render


def findings(file: bytes, folder: Path) -> list[str]:
    """What the checker of the file format has to say."""
    path = folder / "report.docx"
    path.write_bytes(file)
    result = openxml_audit.OpenXmlValidator(max_errors=50).validate(str(path))
    return [f"{error.part_uri}: {error.description}" for error in result.errors]


def read(file: bytes) -> str:
    """All text of body, header and footer, in order."""
    document = docx.Document(BytesIO(file))
    section = document.sections[0]
    parts = (document.element.body, section.header._element, section.footer._element)
    return "".join(element.text or "" for part in parts for element in part.iter(qn("w:t")))


def styled(document: Any, *names: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name in names]


@pytest.fixture(scope="module")
def report(rendered: Rendered) -> bytes:
    return rendered("docx", 6)


@pytest.fixture
def document(report: bytes) -> Any:
    return docx.Document(BytesIO(report))


@pytest.mark.parametrize("number", [0, 1, 6, 29])
def test_nothing_is_found_wrong_in_a_report_of_any_size(rendered: Rendered, tmp_path: Path, number: int) -> None:
    assert findings(rendered("docx", number), tmp_path) == []


def test_the_same_context_gives_the_same_bytes(sample: Sample, report: bytes) -> None:
    assert render(from_json(to_json(sample()))) == report


def test_the_template_in_the_repository_can_be_made_again(tmp_path: Path) -> None:
    build(tmp_path / "halfyear.docx")
    made, kept = docx.Document(str(tmp_path / "halfyear.docx")), docx.Document(str(TEMPLATE))
    assert [paragraph.text for paragraph in made.paragraphs] == [paragraph.text for paragraph in kept.paragraphs]


def test_language_title_and_dates(document: Any) -> None:
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "sv-SE"
    properties = document.core_properties
    assert properties.title == "Halvårsrapport januari–juni\u00a02026 – Programmet Exempel i Västernorrland"
    assert properties.language == "sv-SE"
    assert properties.created == properties.modified
    assert properties.created.isoformat() == "2026-06-30T07:00:00+00:00"


def test_no_part_of_another_kind_came_along_from_the_empty_template(document: Any) -> None:
    assert not [rel for rel in document.part.rels.values() if rel.reltype.endswith("stylesWithEffects")]


def test_every_table_has_a_repeated_header_row_and_the_width_of_the_page(document: Any) -> None:
    assert len(document.tables) == 7 + 6 + 7  # captioned, dimensions of the six that reported, trends
    for table in document.tables:
        flags = [
            row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows
        ]
        assert flags == [True] + [False] * (len(flags) - 1)
        widths = [sum(cell.width for cell in row.cells) for row in table.rows]
        assert all(abs(width.mm - 160) < 0.5 for width in map(docx.shared.Emu, widths))


def test_captions_are_numbered_one_by_one_and_stay_fields(document: Any) -> None:
    fields = list(document.element.body.iter(qn("w:fldSimple")))
    assert [field.get(qn("w:instr")).split()[:2] for field in fields] == [
        ["SEQ", kind] for kind in ("Tabell", "Tabell", "Figur", "Tabell", "Tabell", "Tabell", "Tabell", "Tabell")
    ]
    captions = [
        "".join(part.text for part in p._p.iter(qn("w:t")))
        for p in document.paragraphs
        if p.style.name == "Caption"
    ]
    assert captions[0] == "Tabell 1: Antal arbeten efter läge"
    assert captions[2] == "Figur 1: Läget månad för månad"
    assert captions[-1] == "Tabell 7: Läget månad för månad"


def test_contents_are_filled_in_and_lead_to_the_headings(document: Any) -> None:
    headings = styled(document, "Heading 1", "Heading 2")
    links = list(document.element.body.iter(qn("w:hyperlink")))
    assert ["".join(t.text for t in link.iter(qn("w:t"))) for link in links] == headings
    bookmarks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in links} == bookmarks
    assert len(bookmarks) == len(headings)


def test_opening_does_not_ask_whether_to_update_fields(document: Any) -> None:
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_the_chart_is_described_in_words(sample: Sample, document: Any) -> None:
    (picture,) = document.element.body.iter(qn("wp:docPr"))
    assert picture.get("descr") == sample().history.alt


def test_pages_are_numbered(document: Any) -> None:
    fields = [
        field.get(qn("w:instr")).strip() for field in document.sections[0].footer._element.iter(qn("w:fldSimple"))
    ]
    assert fields == ["PAGE", "NUMPAGES"]


def test_who_has_not_reported_is_never_left_out(report: bytes) -> None:
    assert "Inget rapporterades under perioden. Senast 12 december 2025" in read(report)


def test_hostile_text_comes_out_as_typed_from_every_field(
    hostile: Hostile, squeezed: Squeeze, tmp_path: Path
) -> None:
    context, typed = hostile
    file = render(context)
    assert findings(file, tmp_path) == []
    said = squeezed(read(file))
    alternative = squeezed(clean(context.history.alt, 10_000))
    assert [words for words in typed if words not in said and words != alternative] == []
    (picture,) = docx.Document(BytesIO(file)).element.body.iter(qn("wp:docPr"))
    assert squeezed(picture.get("descr")) == alternative


def test_long_and_foreign_text_is_kept_whole(sample: Sample, squeezed: Squeeze, tmp_path: Path) -> None:
    texts = ["ord " * 750, "x" * 3000, "🎉" * 500, "rad\n" * 200, "å\n\n\n\nä", "שלום مرحبا"]
    lengthened = iter(texts)
    context = sample(6, lambda text: next(lengthened, "kort") if text.startswith("Ett påhittat") else text)
    file = render(context)
    assert findings(file, tmp_path) == []
    said = squeezed(read(file))
    assert {words: said.count(squeezed(words)) for words in texts} == dict.fromkeys(texts, 2)  # section, table


def test_a_person_cannot_run_code_in_the_template(sample: Sample) -> None:
    words = "{{ ''.__class__.__mro__ }}{% for x in [1] %}x{% endfor %}"
    assert words in read(render(sample(1, lambda text: words if text.startswith("Två av tre") else text)))
