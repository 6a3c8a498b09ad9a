"""The status history: shape beside colour, never too tall for a page, and in words."""

from __future__ import annotations

from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from commands.reports.charts import ROWS_A_PICTURE, as_png, status_history
from commands.reports.context import STATES_SHOWN, History, HistoryRow, light

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"#1E7B4B": "circle", "#F2C037": "path", "#B3261E": "rect"}


def history(*names: str) -> History:
    rows = tuple(HistoryRow(name, tuple(map(light, STATES_SHOWN))) for name in names)
    return History("Läget", ("nov 2025", "dec 2025", "jan 2026", "feb 2026"), rows, "I ord")


def test_each_state_has_its_own_shape_beside_its_colour() -> None:
    (chart,) = status_history(history("Ett"))
    drawn = [
        (e.tag.removeprefix(SVG), e.get("fill"), e.get("stroke")) for e in etree.fromstring(chart.svg.encode())
    ]
    for colour, shape in SHAPES.items():
        found = [(tag, stroke) for tag, fill, stroke in drawn if fill == colour]
        assert [tag for tag, _ in found] == [shape, shape]  # the row and the legend
        assert all(bool(stroke) == (colour == "#F2C037") for _, stroke in found)  # yellow is outlined
    assert [tag for tag, _, stroke in drawn if stroke == "#5B6770"] == ["path", "path"]


def test_the_legend_says_the_states_in_words() -> None:
    (chart,) = status_history(history("Ett"))
    said = etree.fromstring(chart.svg.encode()).itertext()
    assert {
        "Grön – enligt plan",
        "Gul – mindre avvikelse eller risk",
        "Röd – större avvikelse",
        "Ej rapporterat",
    } <= set(said)


def test_no_works_no_chart() -> None:
    assert list(status_history(history())) == []


def test_many_works_become_several_pictures() -> None:
    charts = list(status_history(history(*[f"Arbete {n}" for n in range(ROWS_A_PICTURE + 1)])))
    assert [chart.title for chart in charts] == ["Läget (del 1 av 2)", "Läget (del 2 av 2)"]
    assert [chart.svg.count(">Arbete ") for chart in charts] == [ROWS_A_PICTURE, 1]


@pytest.mark.parametrize("name", ["<b>&\"'", "x" * 3000, "å\x00\n{{ 1 }}", "🎉 中文 שלום"])
def test_any_name_can_be_drawn(name: str) -> None:
    (chart,) = status_history(history(name))
    label = next(text for text in etree.fromstring(chart.svg.encode()).itertext() if text[:1] == name[:1])
    assert len(label) <= 42
    assert Image.open(BytesIO(as_png(chart))).size[0] == 1280


def test_the_picture_bears_text_and_is_the_same_every_time() -> None:
    (empty,) = status_history(history(""))
    (named,) = status_history(history("BarnSäkert"))
    label = (0, 60, 300, 112)
    assert len(set(Image.open(BytesIO(as_png(empty))).crop(label).convert("L").tobytes())) < len(
        set(Image.open(BytesIO(as_png(named))).crop(label).convert("L").tobytes())
    )
    assert as_png(named) == as_png(named)
