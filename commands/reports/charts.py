"""Charts: SVG drawn by a template, PNG by typst, and in words for those who do not see them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from commands._swedish import clean
from commands.reports import typesetting
from commands.reports.context import STATES_SHOWN, History, light

ROWS_A_PICTURE = 28  # what fits on one A4 page at 640 px width
LABEL_LENGTH = 42  # what fits beside the months; the whole name stands in the table


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart with its caption and its alternative text."""

    title: str
    alt: str
    svg: str


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(typesetting.HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def status_history(history: History) -> Iterator[Chart]:
    """Yield the state of each work month by month, ROWS_A_PICTURE works a picture; nothing without works."""
    rows = history.rows
    starts = range(0, len(rows), ROWS_A_PICTURE)
    for number, start in enumerate(starts, 1):
        part = f" (del {number} av {len(starts)})" if len(starts) > 1 else ""
        svg = (
            _templates()
            .get_template("history.svg.j2")
            .render(
                months=[month.split(" ") for month in history.months],
                rows=[(_label(row.name), row.lights) for row in rows[start : start + ROWS_A_PICTURE]],
                legend=[light(state) for state in STATES_SHOWN],
            )
        )
        yield Chart(_clean(history.title) + part, _clean(history.alt) + part, svg)


def _clean(text: str) -> str:
    return clean(text, limit=sys.maxsize)


def _label(name: str) -> str:
    name = " ".join(_clean(name).split())
    return name if len(name) <= LABEL_LENGTH else name[: LABEL_LENGTH - 1].rstrip() + "…"


def as_png(chart: Chart, *, ppi: float = 192) -> bytes:
    """Return the chart as PNG, at 640 px width times ppi / 72."""
    page = '#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg", width: 480pt)'
    return typesetting.png({"main.typ": page, "chart.svg": chart.svg}, ppi=ppi)
