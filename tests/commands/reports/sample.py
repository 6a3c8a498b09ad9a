"""Reports compiled from the whole invented programme, each in a database of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, create_engine

from commands.reports.compiling.compile import compile_report
from commands.reports.compiling.kinds import KINDS
from commands.reports.facts.context import ReportContext
from storage.tables import metadata
from storage.words import ReportKind, ReportPart
from tests.commands.reports.whole import fill

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 6, 30, 10, tzinfo=STOCKHOLM)
JUNE = "2026-06"  # of a month, the one of NOW; of every other kind the period that it has as its example


def compiled(
    kind: ReportKind = ReportKind.HALF_YEAR, works: int = 6, text: Callable[[str], str] = str
) -> ReportContext:
    """The report of the whole programme with so many works, in a database of its own."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    written = JUNE if kind is ReportKind.STATE else KINDS[kind].example
    period = KINDS[kind].period(written, NOW.date())
    texts = {
        ReportPart.TRENDS: text("Samverkan tar steg framåt."),
        ReportPart.CLOSING: text("Tack till alla som har bidragit."),
    }
    with Session(engine) as session:
        if works:
            fill(session, text, works)
        made = compile_report(session, KINDS[kind], period, now=NOW, zone=STOCKHOLM, texts=texts if works else None)
    engine.dispose()
    return made
