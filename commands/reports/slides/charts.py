"""Charts that can be edited in PowerPoint: bars of amounts, and how many works had each state month by month."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt

from commands.reports.facts.charts import Bars, History
from commands.reports.facts.lights import LEGEND, Light
from commands.reports.templates.colours import ACCENT, INK, MUTED, WHITE
from commands.swedish.text import number

THOUSANDS = '[>=1000000]#"\N{NO-BREAK SPACE}"000"\N{NO-BREAK SPACE}"000;[>=1000]#"\N{NO-BREAK SPACE}"000;0'
"""Spaces between thousands; "#,##0" would follow the language of the computer that shows it."""
FILLS = {"green": "1E7B4B", "yellow": "F2C037", "red": "B3261E", "unreported": "DDE3E5"}
OUTLINES = {"yellow": "6B5200", "unreported": "526068"}
"""A light fill needs an edge, and dark words."""
SIZE = 14
Box = tuple[int, int, int, int]
_Data: Any = CategoryChartData  # python-pptx has no types


def rgb(colour: str) -> Any:
    """A colour written as "0B4F5E"."""
    made: Any = RGBColor
    return made.from_string(colour)


def add_bars(slide: Any, bars: Bars, box: Box) -> Any:
    """Add amounts side by side; each has its number, and its own fill: outlined, filled, striped."""
    data = _Data(number_format=THOUSANDS)
    data.categories = [row.name for row in bars.rows]
    for place, name in enumerate(bars.series):
        data.add_series(name, [row.values[place] for row in bars.rows])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    chart = frame.chart
    _common(chart)
    chart.category_axis.reverse_order = True
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, -10
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = THOUSANDS, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(SIZE)
    for place, series in enumerate(plot.series):
        _fill(series.format, ACCENT, striped=place == 2, hollow=place == 0)
    return frame


def add_history(slide: Any, history: History, box: Box) -> Any:
    """Add how many works had each state each month; the labels have symbols beside the colours."""
    data = _Data(number_format="0")
    data.categories = list(history.months)
    for shown in LEGEND:
        data.add_series(f"{shown.symbol} {shown.name}", _counts(history, shown))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, *box, data)
    chart = frame.chart
    _common(chart)
    plot = chart.plots[0]
    plot.gap_width = 40
    for shown, series in zip(LEGEND, plot.series, strict=True):
        _fill(series.format, FILLS[shown.state])
        if edge := OUTLINES.get(shown.state):
            series.format.line.color.rgb = rgb(edge)
        labels = series.data_labels
        labels.show_value = True
        symbol = "" if shown.state == "unreported" else f'"{shown.symbol} "'  # its dash would read as a minus
        labels.number_format, labels.number_format_is_linked = f"{symbol}0;;", False
        labels.font.size = Pt(SIZE)
        labels.font.color.rgb = rgb(INK if shown.state in OUTLINES else WHITE)
    return frame


def _counts(history: History, shown: Light) -> list[int]:
    """How many works had this state, month by month."""
    return [
        sum(row.lights[month].state == shown.state for row in history.rows) for month in range(len(history.months))
    ]


def history_in_words(history: History) -> str:
    """What the columns say, for those who do not see them: each state, month by month."""
    words = [f"Staplar över hur många arbeten som hade varje läge, {history.months[0]}–{history.months[-1]}."]
    for shown in LEGEND:
        pairs = zip(history.months, _counts(history, shown), strict=True)
        months = [f"{month}: {number(count)}" for month, count in pairs if count]
        words.append(f"{shown.name}: {', '.join(months) or 'inget arbete'}.")
    return " ".join(words)


def _common(chart: Any) -> None:
    chart.has_legend, chart.has_title = True, False
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.font.size, chart.font.color.rgb = Pt(SIZE), rgb(INK)
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    chart.category_axis.format.line.color.rgb = rgb(MUTED)
    chart.category_axis.has_major_gridlines = False
    _positive_axis_ids(chart)


def _positive_axis_ids(chart: Any) -> None:
    """The schema wants unsigned numbers and python-pptx writes negative ones; LibreOffice reads 31 bits only."""
    for tag in ("c:axId", "c:crossAx"):
        for element in chart._chartSpace.iter(qn(tag)):
            value = int(element.get("val"))
            element.set("val", str(value & 0x7FFFFFFF))


def _fill(shape: Any, colour: str, *, striped: bool = False, hollow: bool = False) -> None:
    own = rgb(colour)
    if striped:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = own, rgb(WHITE)
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(WHITE) if hollow else own
    if striped or hollow:
        shape.line.color.rgb = own
