"""From the database to the context of a report: what is said, counted and left open.

The state of a work in a period is its latest entry of the period that was not taken back. A work without one is
"ej rapporterat" and stays in the report. Sums are computed here, never typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from sqlmodel import Session

from commands.reports.compiling.front import front
from commands.reports.compiling.kinds import Kind
from commands.reports.facts.context import ReportContext
from commands.reports.facts.gather import gather
from commands.swedish.dates import Period, local
from storage.words import ReportPart


def compile_report(
    session: Session,
    kind: Kind,
    period: Period,
    *,
    now: datetime,
    zone: tzinfo,
    version: int = 1,
    texts: Mapping[ReportPart, str] | None = None,
) -> ReportContext:
    """Compile the facts of a period (programme directive, section 7) to a draft. `now` is timezone-aware.

    `texts` are the coordinator's own words; what is missing there is proposed, or left out. `period` is one that
    the kind reads (`kind.period`). The same database, period, texts and `now` give the same context.
    """
    facts = gather(session, period, now, zone, texts or {})
    made = (make(facts) for make in kind.chapters)
    return ReportContext(
        created=local(now, zone).isoformat(timespec="seconds"),
        report=kind.report,
        front=front(facts, kind, version),
        chapters=tuple(chapter for chapter in made if chapter),
    )
