"""The report as one web page that holds everything: read on a screen of any width, in the dark, or printed."""

from __future__ import annotations

from dataclasses import asdict
from itertools import count
from typing import Any

from markupsafe import Markup

from commands.reports.compiling.kinds import KINDS
from commands.reports.facts.blocks import Block, Picture
from commands.reports.facts.context import ReportContext, with_blocks
from commands.reports.pages import charts
from commands.reports.templates import TEMPLATES, markup


def render(context: ReportContext) -> bytes:
    """Return the report as HTML in UTF-8; the same context gives the same bytes."""
    data = with_blocks(context, _with_charts)
    template = KINDS[context.report].template("report.html.j2").relative_to(TEMPLATES)
    numbers = {"table": count(1), "figure": count(1), "id": count(1)}
    written = markup().get_template(template.as_posix()).render(data, number=lambda kind: next(numbers[kind]))
    return written.encode()


def _with_charts(block: Block, data: dict[str, Any]) -> None:
    if isinstance(block, Picture):
        data["charts"] = [{**asdict(chart), "svg": Markup(chart.svg)} for chart in charts.drawn(block)]  # noqa: S704 (drawn by our own escaping template)
