"""The report as one web page that holds everything: read on a screen of any width, in the dark, or printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from itertools import count
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from commands.reports.facts.blocks import with_blocks
from commands.reports.facts.context import Block, Picture, ReportContext
from commands.reports.pages import charts
from commands.reports.pages.typesetting import TEMPLATES


def render(context: ReportContext) -> bytes:
    """Return the report as HTML in UTF-8; the same context gives the same bytes."""
    data = with_blocks(context, _with_charts)
    page = _templates().select_template([f"{context.report.value}/report.html.j2", "report.html.j2"])
    numbers = {"table": count(1), "figure": count(1), "id": count(1)}
    written = page.render(data, number=lambda kind: next(numbers[kind]))
    return written.encode()


def _with_charts(block: Block, data: dict[str, Any]) -> None:
    if isinstance(block, Picture):
        data["charts"] = [{**asdict(chart), "svg": Markup(chart.svg)} for chart in charts.drawn(block)]  # noqa: S704 (drawn by our own escaping template)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["paragraphs"] = _paragraphs
    return environment


def _paragraphs(text: str) -> Iterator[list[str]]:
    """Yield a text's paragraphs, each as its lines."""
    for part in re.split("\n{2,}", text):
        if part.strip():
            yield part.split("\n")
