"""The slides: each with title, notes and alternative texts; charts that can be edited; not too many."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openxml_audit
import pytest
from pptx import Presentation
from pptx.util import Mm

from commands.reports.facts.blocks import Column, Table, row
from commands.reports.facts.context import ReportContext
from commands.reports.slides import render as pptx
from commands.reports.slides.table import fitted
from commands.reports.templates import TEMPLATES
from commands.reports.templates.make.slides import slides
from storage.words import ReportKind
from tests.commands.reports import pptx_reading

Rendered = Callable[..., bytes]
Sample = Callable[..., ReportContext]


def findings(file: bytes, folder: Path) -> list[str]:
    path = folder / "report.pptx"
    path.write_bytes(file)
    result = openxml_audit.OpenXmlValidator(max_errors=50).validate(str(path))
    return [f"{error.part_uri}: {error.description}" for error in result.errors]


def opened(file: bytes) -> Any:
    return Presentation(BytesIO(file))


def titles(show: Any) -> list[str]:
    return [slide.shapes.title.text for slide in show.slides]


@pytest.fixture(scope="module")
def show(rendered: Rendered) -> Any:
    return opened(rendered("pptx"))


@pytest.mark.parametrize(("kind", "works"), [*((kind, 6) for kind in ReportKind), (ReportKind.HALF_YEAR, 0)])
def test_nothing_is_found_wrong_in_slides_of_any_kind(
    rendered: Rendered, tmp_path: Path, kind: ReportKind, works: int
) -> None:
    file = rendered("pptx", kind, works)
    assert findings(file, tmp_path) == []
    for slide in opened(file).slides:
        assert slide.shapes.title.text.strip()
        assert slide.has_notes_slide
        assert slide.notes_slide.notes_text_frame.text.strip()
        graphics = [shape for shape in slide.shapes if shape.has_table or shape.has_chart or shape.shape_type == 13]
        assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in graphics)


def test_hostile_text_breaks_nothing(hostile_file: Callable[[str], bytes], tmp_path: Path) -> None:
    assert findings(hostile_file("pptx"), tmp_path) == []


def test_the_slides_follow_the_report(show: Any) -> None:
    assert titles(show)[:5] == [
        *("Halvårsrapport januari–juni\u00a02026", "Sammanfattning", "Antal arbeten efter läge"),
        *("Läget för varje arbete och dimension", "Utvecklingen över tid"),
    ]
    for title in ("BarnSäkert", "Rekommendationer om kompletterande beslut", "Trender"):
        assert title in titles(show)
    assert len(titles(show)) < 30


def test_the_counts_are_large_beside_what_has_changed(show: Any) -> None:
    slide = show.slides[2]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    rows = [[cell.text_frame for cell in row.cells] for row in table.rows]
    assert [(row[0].text, row[1].paragraphs[0].text) for row in rows][1:3] == [
        *(("1", "▲ Gul – mindre avvikelse eller risk"), ("1", "■ Röd – större avvikelse")),
    ]
    assert rows[0][0].paragraphs[0].runs[0].font.size.pt >= 40
    beside = next(shape for shape in slide.shapes if shape.name == "Förändrat sedan förra perioden")
    assert "Barn som lever med föräldrar som dör är grön; var gul" in beside.text_frame.text
    assert beside.text_frame.text.split("\n")[-1] in slide.notes_slide.notes_text_frame.text


def test_type_can_be_read_from_afar_and_tables_stay_on_their_slide(show: Any) -> None:
    cells = [
        cell
        for slide in show.slides
        for shape in slide.shapes
        if shape.has_table
        for cell in shape.table.iter_cells()
    ]
    firsts = [run.font.size.pt for cell in cells for run in cell.text_frame.paragraphs[0].runs]
    notes = [run.font.size.pt for cell in cells for line in cell.text_frame.paragraphs[1:] for run in line.runs]
    assert (min(firsts) >= 14, min(notes) >= 12) == (True, True)
    for slide in show.slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.top + sum(row.height for row in shape.table.rows) <= Mm(175)
                assert abs(sum(column.width for column in shape.table.columns) - shape.width) < Mm(1)


def test_each_slide_but_the_cover_has_a_footer(show: Any) -> None:
    slides = list(show.slides)
    for number, slide in enumerate(slides[1:], 2):
        assert [shape.text_frame.text for shape in list(slide.placeholders)[-2:]] == [
            *("Programmet Exempel i Västernorrland · Utkast", str(number)),
        ]
    assert len(list(slides[0].placeholders)) == 2


def test_a_table_goes_on_over_as_few_slides_as_hold_it() -> None:
    columns = (Column("Vad", 80), Column("Vem", 80))
    table = Table("long", "Lång", columns, tuple(row(f"Rad {n} " + "ord " * 12, "Anna Exempel") for n in range(15)))
    size, pages = fitted(table, 14)
    assert size >= 16
    assert [len(page) for page in pages] == [8, 7]
    assert tuple(each for page in pages for each in page) == table.rows


def test_title_language_and_author(show: Any) -> None:
    properties = show.core_properties
    assert properties.title.startswith("Halvårsrapport januari–juni")
    assert (properties.language, properties.author) == ("sv-SE", "Programmet Exempel i Västernorrland")


def test_charts_can_be_edited_and_have_no_negative_axes(rendered: Rendered, show: Any) -> None:
    charts = [shape.chart for slide in show.slides for shape in slide.shapes if shape.has_chart]
    assert [len(list(chart.plots[0].series)) for chart in charts] == [4, 3]
    assert list(charts[1].plots[0].categories) == ["Programresurser", "Utvecklingsmedel", "Temakonferens", "Resor"]
    assert [series.name for series in charts[0].plots[0].series][1] == "▲ Gul"
    with zipfile.ZipFile(BytesIO(rendered("pptx"))) as archive:
        drawn = [
            archive.read(name).decode() for name in archive.namelist() if re.fullmatch(r"ppt/charts/\w+\.xml", name)
        ]
    ids = [int(each) for xml in drawn for each in re.findall(r'<c:(?:axId|crossAx) val="(-?\d+)"', xml)]
    assert len(ids) == 12
    assert min(ids) > 0
    assert '<c:dLblPos val="outEnd"/>' in drawn[1]


def test_many_works_are_cut_and_that_is_said(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in (("MOST_WORKS", 2), ("ROWS", 2), ("MOST_TABLES", 1)):
        monkeypatch.setattr(pptx, name, most)
    file = pptx.render(sample())
    said = pptx_reading.read(file)
    assert "4 arbeten till står i rapporten." in said
    assert "4 rader till står i rapporten." in said
    assert "Landsbygdsprojektet fas 2" not in titles(opened(file))
    assert "Landsbygdsprojektet fas 2" in said  # in the notes


def test_a_long_text_is_cut_on_the_slide_and_whole_in_the_notes(hostile_file: Callable[[str], bytes]) -> None:
    file = hostile_file("pptx")
    for slide in opened(file).slides:
        for shape in slide.shapes:
            assert not shape.has_text_frame or len(shape.text_frame.text) < 1500
    assert "x" * 3000 in pptx_reading.read(file)


def test_the_template_in_the_repository_can_be_made_again() -> None:
    made, kept = slides(), Presentation(str(TEMPLATES / "report.pptx"))
    assert [layout.name for layout in made.slide_layouts] == [layout.name for layout in kept.slide_layouts]
    assert (made.slide_width, made.slide_height) == (kept.slide_width, kept.slide_height)
