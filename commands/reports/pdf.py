"""The report as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from commands.reports import charts, typesetting
from commands.reports.context import ReportContext, as_data


def render(context: ReportContext) -> bytes:
    """Return the report as PDF; raises TypesettingError when it would not be PDF/UA-1."""
    data = as_data(context)
    data["charts"] = [asdict(chart) for chart in charts.status_history(context.history)]
    files = {
        "main.typ": (typesetting.HERE / "templates" / "halfyear.typ").read_text(encoding="utf-8"),
        "data.json": json.dumps(data, ensure_ascii=False),
    }
    return typesetting.tagged_pdf(files, datetime.fromisoformat(context.created))
