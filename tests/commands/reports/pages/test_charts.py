"""The pictures: shape beside colour, never too tall for a page, and in words."""

from __future__ import annotations

from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from commands.reports.facts.blocks import Picture
from commands.reports.facts.charts import Bar, Bars, Checkpoint, History, HistoryRow, Span, Tick, Timeline
from commands.reports.facts.lights import STATES_SHOWN, light
from commands.reports.pages.charts import ROWS_A_PICTURE, Chart, as_png, as_pngs, drawn

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"#1E7B4B": "circle", "#F2C037": "path", "#B3261E": "rect"}
MONTHS = ("nov 2025", "dec 2025", "jan 2026", "feb 2026")


def history(*names: str) -> list[Chart]:
    rows = tuple(HistoryRow(name, tuple(map(light, STATES_SHOWN))) for name in names)
    return list(drawn(Picture("Läget", "I ord", History(MONTHS, rows))))


def elements(chart: Chart) -> list[tuple[str, str | None, str | None]]:
    every = etree.fromstring(chart.svg.encode()).iter()
    return [(each.tag.removeprefix(SVG), each.get("fill"), each.get("stroke")) for each in every]


def texts(chart: Chart) -> list[str]:
    return [text.strip() for text in etree.fromstring(chart.svg.encode()).itertext() if text.strip()]


def test_each_state_has_its_own_shape_beside_its_colour() -> None:
    (chart,) = history("Ett")
    for colour, shape in SHAPES.items():
        found = [(tag, stroke) for tag, fill, stroke in elements(chart) if fill == colour]
        assert [tag for tag, _ in found] == [shape, shape]  # the row and the legend
        assert all(bool(stroke) == (colour == "#F2C037") for _, stroke in found)  # yellow is outlined
    assert [tag for tag, _, stroke in elements(chart) if stroke == "#5B6770"] == ["path", "path"]


def test_the_legend_says_the_states_in_words() -> None:
    (chart,) = history("Ett")
    meanings = {
        "Grön – enligt plan",
        "Gul – mindre avvikelse eller risk",
        "Röd – större avvikelse",
        "Ej rapporterat",
    }
    assert meanings <= set(texts(chart))


def test_no_works_no_chart() -> None:
    assert history() == []
    assert as_pngs([]) == []


def test_many_works_become_several_pictures() -> None:
    charts = history(*[f"Arbete {n}" for n in range(ROWS_A_PICTURE + 1)])
    assert [chart.title for chart in charts] == ["Läget (del 1 av 2)", "Läget (del 2 av 2)"]
    assert [chart.svg.count(">Arbete ") for chart in charts] == [ROWS_A_PICTURE, 1]


def test_the_timeline_shows_what_is_open_what_is_done_and_what_nobody_knows() -> None:
    dots = (Checkpoint(0.5, done=True), Checkpoint(0.75, done=False))
    spans = (
        Span("Ett", 0.25, 1.0, open_start=False, open_end=True, dated=True, checkpoints=dots),
        Span("Två", 0.0, 1.0, open_start=True, open_end=True, dated=False, checkpoints=()),
    )
    timeline = Timeline((Tick(0.0, "2025"), Tick(0.5, "2026")), 0.6, spans)
    (chart,) = drawn(Picture("Tid", "I ord", timeline))
    assert [text for text in texts(chart) if text in {"2025", "2026", "Ett", "Två", "tid inte angiven"}] == [
        *("2025", "2026", "Ett", "Två", "tid inte angiven"),
    ]
    diamonds = [fill for tag, fill, stroke in elements(chart) if (tag, stroke) == ("path", "#0B4F5E") and fill]
    assert diamonds == ["#0B4F5E", "#FFFFFF"] * 2  # the row, then the legend
    arrows = [tag for tag, fill, stroke in elements(chart) if (tag, fill) == ("path", "#7FB0B8")]
    assert len(arrows) == 1


def test_bars_have_their_numbers_and_differ_without_colour() -> None:
    rows = (
        Bar("Resor", (20000.0, 9000.0, None), ("20 000", "9 000", "")),
        Bar("Utan", (None, -5.0, 0.0), ("", "−5", "0")),
    )
    (chart,) = drawn(Picture("Budget", "I ord", Bars(("Budget", "Utfall", "Prognos"), "kr", rows)))
    assert [text for text in texts(chart) if text.endswith("kr")] == ["20 000 kr", "9 000 kr", "−5 kr", "0 kr"]
    legend = [fill for tag, fill, stroke in elements(chart) if tag == "rect" and stroke][:3]
    assert legend == ["#FFFFFF", "#0B4F5E", "url(#striped)"]


@pytest.mark.parametrize("name", ["<b>&\"'", "x" * 3000, "å\x00\n{{ 1 }}", "🎉 中文 שלום"])
def test_any_name_can_be_drawn(name: str) -> None:
    (chart,) = history(name)
    label = next(text for text in texts(chart) if text[:1] == name[:1])
    assert len(label) <= 42
    assert Image.open(BytesIO(as_png(chart))).size[0] == 1280


def test_the_picture_bears_text_and_is_the_same_every_time() -> None:
    (empty,), (named,) = history(""), history("BarnSäkert")
    first, second, again = as_pngs([empty, named, named])
    label = (0, 60, 300, 112)
    shades = [len(set(Image.open(BytesIO(each)).crop(label).convert("L").tobytes())) for each in (first, second)]
    assert shades[0] < shades[1]
    assert second == again
