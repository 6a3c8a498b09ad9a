"""Pictures: SVG drawn by a template, PNG by typst, and in words for those who do not see them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from commands.reports.facts.blocks import Picture
from commands.reports.facts.charts import Bars, History, Timeline, in_parts
from commands.reports.facts.charts import Chart as ChartData
from commands.reports.facts.lights import LEGEND
from commands.reports.pages import typesetting
from commands.reports.templates import markup
from commands.swedish.text import clean

ROWS_A_PICTURE = 28  # what fits on one A4 page at 640 px width
BARS_A_PICTURE = 14
LABEL_LENGTHS = {"history": 41, "timeline": 33, "bars": 33}  # what fits beside; the whole name is in the table


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn picture with its caption and its alternative text."""

    title: str
    alt: str
    svg: str


def drawn(picture: Picture) -> Iterator[Chart]:
    """Yield the picture, as several where it has more rows than fit one page; nothing without rows."""
    most = BARS_A_PICTURE if isinstance(picture.data, Bars) else ROWS_A_PICTURE
    parts = list(in_parts(picture.data, most))
    for number, data in enumerate(parts, 1):
        part = f" (del {number} av {len(parts)})" if len(parts) > 1 else ""
        yield Chart(_clean(picture.title) + part, _clean(picture.alt) + part, _svg(data))


def _svg(data: ChartData) -> str:
    most = LABEL_LENGTHS[data.chart]
    template = markup().get_template(f"{data.chart}.svg.j2")
    match data:
        case History():
            return template.render(
                months=[month.split(" ") for month in data.months],
                rows=[(_label(row.name, most), row.lights) for row in data.rows],
                legend=LEGEND,
            )
        case Timeline():
            return template.render(
                ticks=data.ticks, today=data.today, rows=[(_label(row.name, most), row) for row in data.rows]
            )
        case Bars():
            largest = max((value for row in data.rows for value in row.values if value), default=1) or 1
            rows = [
                (_label(row.name, most), [(value or 0) / largest for value in row.values], row.shown)
                for row in data.rows
            ]
            return template.render(series=data.series, unit=data.unit, rows=rows)
        case _:
            assert_never(data)


def _clean(text: str) -> str:
    return clean(text, limit=sys.maxsize)


def _label(name: str, most: int) -> str:
    name = " ".join(_clean(name).split())
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def as_png(chart: Chart, *, ppi: float = 192) -> bytes:
    """Return the chart as PNG, at 640 px width times ppi / 96."""
    return as_pngs([chart], ppi=ppi)[0]


def as_pngs(charts: Sequence[Chart], *, ppi: float = 192) -> list[bytes]:
    """Return charts as PNG, all made at once: each start of typst costs a tenth of a second."""
    if not charts:
        return []
    page = "#set page(width: auto, height: auto, margin: 0pt)\n"
    pages = "#pagebreak()\n".join(f'#image("{n}.svg", width: 480pt)\n' for n in range(len(charts)))
    files = {"main.typ": page + pages} | {f"{n}.svg": chart.svg for n, chart in enumerate(charts)}
    return typesetting.pngs(files, ppi=ppi)
