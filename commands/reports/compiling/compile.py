"""From the database to the context of a report: what is said, counted and left open.

The state of a work in a period is its latest entry of the period that was not taken back. A work without one is
"ej rapporterat" and stays in the report. Sums are computed here, never typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from sqlmodel import Session

from commands.message import Fact
from commands.reports.chapters.wording import PROGRAMME, span
from commands.reports.compiling.kinds import Kind
from commands.reports.facts.context import Front, ReportContext
from commands.reports.facts.gather import Facts, gather
from commands.swedish.dates import Period, local, moment
from commands.swedish.words import REPORT_STATES
from storage.words import ReportPart, ReportState


def compile_report(  # noqa: PLR0913
    session: Session,
    kind: Kind,
    period: Period,
    *,
    now: datetime,
    zone: tzinfo,
    version: int = 1,
    state: ReportState = ReportState.DRAFT,
    registry_number: str = "",
    texts: Mapping[ReportPart, str] | None = None,
) -> ReportContext:
    """Compile the facts of a period (programme directive, section 7). `now` is timezone-aware.

    `texts` are the coordinator's own words; what is missing there is proposed, or left out. `period` is one that
    the kind reads (`kind.period`). The same database, period, texts and `now` give the same context.
    """
    facts = gather(session, period, now, zone, texts or {})
    made = (make(facts) for make in kind.chapters)
    return ReportContext(
        created=local(now, zone).isoformat(timespec="seconds"),
        report=kind.report,
        front=_front(facts, kind, version, state, registry_number),
        chapters=tuple(chapter for chapter in made if chapter),
    )


def _front(facts: Facts, kind: Kind, version: int, state: ReportState, registry_number: str) -> Front:
    programme = facts.programme
    told = (
        ("Beställare", programme.commissioner if programme else ""),
        ("Period", span(facts.period)),
        ("Version", str(version)),
        ("Sammanställd", moment(local(facts.now, facts.zone))),
        ("Diarienummer", registry_number or "Sätts när rapporten fastställs"),
    )
    return Front(
        programme=programme.name if programme else PROGRAMME,
        title=kind.title_of(facts.period),
        status=REPORT_STATES[state].capitalize(),
        facts=tuple(Fact(label, value) for label, value in told if value),
    )
