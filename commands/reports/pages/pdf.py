"""The report as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from commands.reports.compiling.kinds import KINDS
from commands.reports.facts.blocks import Block, Picture
from commands.reports.facts.context import ReportContext, with_blocks
from commands.reports.pages import charts, typesetting
from commands.reports.templates import TEMPLATES


def render(context: ReportContext) -> bytes:
    """Return the report as PDF; raises TypesettingError when it would not be PDF/UA-1."""
    data = with_blocks(context, _with_charts)
    files = {
        "main.typ": KINDS[context.report].template("report.typ").read_text(encoding="utf-8"),
        "parts.typ": (TEMPLATES / "parts.typ").read_text(encoding="utf-8"),
        "data.json": json.dumps(data, ensure_ascii=False),
    }
    return typesetting.tagged_pdf(files, datetime.fromisoformat(context.created))


def _with_charts(block: Block, data: dict[str, object]) -> None:
    if isinstance(block, Picture):
        data["charts"] = [asdict(chart) for chart in charts.drawn(block)]
        del data["data"]
