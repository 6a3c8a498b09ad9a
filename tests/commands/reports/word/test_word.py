"""The Word file: sound, accessible, restylable, the page's own width for every table."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import jinja2
import openxml_audit
import pytest
from docx.oxml.ns import qn

from commands.reports import FORMATS
from commands.reports.facts.blocks import Lamps, Picture, Table
from commands.reports.facts.context import ReportContext
from commands.reports.templates import TEMPLATES
from commands.reports.templates.make import word as maker
from commands.reports.word import render as word
from storage.words import ReportKind
from tests.commands.reports.sample import compiled

Sample = Callable[..., ReportContext]
Rendered = Callable[..., bytes]

render = FORMATS["docx"].render


def findings(file: bytes, folder: Path) -> list[str]:
    """What the checker of the file format has to say."""
    path = folder / "report.docx"
    path.write_bytes(file)
    result = openxml_audit.OpenXmlValidator(max_errors=50).validate(str(path))
    return [f"{error.part_uri}: {error.description}" for error in result.errors]


def text_of(document: Any) -> str:
    return "".join(element.text or "" for element in document.element.body.iter(qn("w:t")))


@pytest.fixture(scope="module")
def report(rendered: Rendered) -> bytes:
    return rendered("docx")


@pytest.fixture(scope="module")
def document(report: bytes) -> Any:
    return docx.Document(BytesIO(report))


@pytest.mark.parametrize(
    ("kind", "works"),
    [*((kind, 6) for kind in ReportKind if kind is not ReportKind.YEAR), (ReportKind.HALF_YEAR, 0)],
)
def test_nothing_is_found_wrong_in_a_report_of_any_kind(
    rendered: Rendered, tmp_path: Path, kind: ReportKind, works: int
) -> None:
    assert findings(rendered("docx", kind, works), tmp_path) == []


def test_hostile_text_breaks_nothing(hostile_file: Callable[[str], bytes], tmp_path: Path) -> None:
    assert findings(hostile_file("docx"), tmp_path) == []


@pytest.mark.parametrize("folder", ["", "one_page"])
def test_a_template_in_the_repository_can_be_made_again(folder: str) -> None:
    made, kept = maker.word(one_page=bool(folder)), docx.Document(str(TEMPLATES / folder / "report.docx"))
    assert [paragraph.text for paragraph in made.paragraphs] == [paragraph.text for paragraph in kept.paragraphs]


def test_language_title_and_dates(document: Any) -> None:
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "sv-SE"
    properties = document.core_properties
    assert properties.title == "Halvårsrapport januari–juni\u00a02026 – Programmet Exempel i Västernorrland"
    assert properties.language == "sv-SE"
    assert properties.created == properties.modified
    assert properties.created.isoformat() == "2026-06-30T08:00:00+00:00"


def test_no_part_of_another_kind_came_along_from_the_empty_template(document: Any) -> None:
    assert not [rel for rel in document.part.rels.values() if rel.reltype.endswith("stylesWithEffects")]


def test_every_table_has_a_repeated_header_row_a_name_and_the_width_of_the_page(
    sample: Sample, document: Any
) -> None:
    found = [
        each for each in sample().blocks() if isinstance(each, Lamps) or (isinstance(each, Table) and each.rows)
    ]
    assert len(document.tables) == len(found)
    for table, source in zip(document.tables, found, strict=True):
        heads = [row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is not None for row in table._tbl.tr_lst]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == source.title
        assert table._tbl.tblPr.find(qn("w:tblDescription")) is None
        widths = {sum(cell.width for cell in row.tc_lst) for row in table._tbl.tr_lst}
        assert len(widths) == 1
        if isinstance(source, Table):
            assert abs(docx.shared.Emu(widths.pop()).mm - 160) < 0.5


def test_numbers_are_to_the_right_and_sums_are_bold(sample: Sample, document: Any) -> None:
    place = next(n for n, table in enumerate(document.tables) if table.cell(0, 1).text == "Budget")
    table = document.tables[place]
    styles = [[cell.paragraphs[0].style.name for cell in row.cells[:2]] for row in table.rows]
    assert styles[0] == ["Tabellhuvud", "Tabellhuvud siffra"]
    assert styles[1] == ["Tabelltext", "Tabelltext siffra"]
    assert styles[3] == ["Tabelltext varav", "Tabelltext siffra"]
    assert styles[-1] == ["Tabellsumma", "Tabellsumma siffra"]


def test_the_heading_row_is_kept_with_the_next(document: Any) -> None:
    assert document.styles["Tabellhuvud"].paragraph_format.keep_with_next
    assert document.styles["Caption"].paragraph_format.keep_with_next


def test_captions_are_numbered_one_by_one_and_stay_fields(sample: Sample, document: Any) -> None:
    fields = list(document.element.body.iter(qn("w:fldSimple")))
    kinds = [field.get(qn("w:instr")).split()[1] for field in fields]
    shown = [
        block
        for block in sample().blocks()
        if isinstance(block, Picture) or (isinstance(block, Table) and block.rows)
    ]
    assert kinds == ["Tabell" if isinstance(block, Table) else "Figur" for block in shown]
    captions = [
        "".join(part.text for part in p._p.iter(qn("w:t")))
        for p in document.paragraphs
        if p.style.name == "Caption"
    ]
    assert captions[0] == "Tabell 1: Antal arbeten efter läge"
    assert captions[2] == "Figur 1: Läget månad för månad"
    assert captions[-1] == f"Tabell {kinds.count('Tabell')}: Arbetenas start, slut och hållpunkter"


def test_contents_are_filled_in_and_lead_to_the_headings(document: Any) -> None:
    headings = [p.text for p in document.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    links = list(document.element.body.iter(qn("w:hyperlink")))
    assert ["".join(t.text for t in link.iter(qn("w:t"))) for link in links] == headings
    bookmarks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in links} == bookmarks
    assert len(bookmarks) == len(headings)


def test_opening_does_not_ask_whether_to_update_fields(document: Any) -> None:
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_every_picture_is_described_in_words(sample: Sample, document: Any) -> None:
    found = [picture.get("descr") for picture in document.element.body.iter(qn("wp:docPr"))]
    assert found == [block.alt for block in sample().blocks() if isinstance(block, Picture)]


def test_pages_are_numbered(document: Any) -> None:
    fields = document.sections[0].footer._element.iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")).strip() for field in fields] == ["PAGE", "NUMPAGES"]


def test_an_organisations_own_template_is_used(sample: Sample, tmp_path: Path) -> None:
    own = maker.word()
    own.paragraphs[0].insert_paragraph_before("Exempelregionens egen mall")
    own.styles["Heading 1"].font.name = "Georgia"
    own.save(str(tmp_path / "own.docx"))
    context = sample(ReportKind.HALF_YEAR, 0)
    made = docx.Document(BytesIO(word.render(context, (tmp_path / "own.docx").read_bytes())))
    assert made.paragraphs[0].text == "Exempelregionens egen mall"
    assert made.styles["Heading 1"].font.name == "Georgia"


def test_a_mark_that_is_misspelt_in_a_template_is_no_silent_hole(sample: Sample, tmp_path: Path) -> None:
    own = maker.word()
    own.add_paragraph("{{ frontt.title }}")
    own.save(str(tmp_path / "own.docx"))
    with pytest.raises(jinja2.UndefinedError, match="frontt"):
        word.render(sample(ReportKind.HALF_YEAR, 0), (tmp_path / "own.docx").read_bytes())


def test_a_person_cannot_run_code_in_the_template() -> None:
    words = "{{ ''.__class__.__mro__ }}{% for x in [1] %}x{% endfor %}"
    context = compiled(works=1, text=lambda text: words if text.startswith("Två av tre") else text)
    assert words in text_of(docx.Document(BytesIO(render(context))))
