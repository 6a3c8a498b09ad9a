"""Keeping what was compiled: as a numbered draft, the same as long as the facts are the same; as final."""

from __future__ import annotations

import hashlib
from datetime import datetime

from commands.command import Call
from commands.message import Action, UserError
from commands.reports import FORMATS
from commands.reports.access import show
from commands.reports.compiling.compile import compile_report
from commands.reports.compiling.front import as_correction, as_final, correction_of
from commands.reports.compiling.kinds import KINDS, Kind
from commands.reports.facts.context import ReportContext, from_json, to_json
from commands.swedish.dates import Period, long_date
from storage import reports
from storage.tables import Report
from storage.words import ReportState


def compiled(call: Call, kind: Kind, period: Period, correction: str = "") -> Report:
    """The draft of this period with these facts: the current one if nothing has changed, else a new version.

    `correction` says which final version the draft replaces and why; later drafts of the same keep saying it.
    UserError when the period has a final report and this is no correction of it.
    """
    last = reports.newest(call.session, kind.report, period.label)
    if last and last.state is ReportState.FINAL and not correction:
        again = Action("Rätta rapporten", f"rapport rätta {last.id}")
        raise UserError(
            f"{last.title} är redan fastställd. En rättelse blir en ny version.", actions=(again, show(last))
        )
    if last and last.state is not ReportState.FINAL:
        correction = correction or correction_of(from_json(last.content))
        if is_current(call, last):
            return last
    version = last.version + 1 if last else 1
    context = _compile(call, kind, period, version, call.now, correction)
    content = to_json(context)
    report = Report(
        kind=kind.report,
        period=period.label,
        starts_on=period.start,
        ends_on=period.end,
        version=version,
        state=ReportState.DRAFT,
        title=context.front.title,
        content=content,
        checksum=_checksum(content),
        created_at=call.now,
        created_by_id=call.person.id,
    )
    call.session.add(report)
    call.session.flush()
    return report


def freeze(call: Call, report: Report, registry_number: str) -> None:
    """Make a report final, as it is and with the template of now. TypesettingError unless all can read its PDF."""
    context = as_final(from_json(report.content), registry_number, long_date(call.today))
    FORMATS["pdf"].render(context)
    report.content = to_json(context)
    report.checksum = _checksum(report.content)
    own = reports.template(call.session, report.kind)
    report.template_id = own.id if own else None
    report.registry_number, report.state = registry_number, ReportState.FINAL
    report.finalised_at, report.finalised_by_id = call.now, call.person.id
    call.session.add(report)
    call.session.flush()


def _checksum(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def period_of(report: Report) -> Period:
    """The period that a kept report covers."""
    return Period(report.period, report.starts_on, report.ends_on)


def is_current(call: Call, report: Report) -> bool:
    """Whether compiling a draft again would give the same."""
    correction = correction_of(from_json(report.content))
    again = _compile(call, KINDS[report.kind], period_of(report), report.version, report.created_at, correction)
    return to_json(again) == report.content


def _compile(call: Call, kind: Kind, period: Period, version: int, at: datetime, correction: str) -> ReportContext:
    texts = reports.texts(call.session, kind.report, period.label)
    context = compile_report(call.session, kind, period, now=at, zone=call.zone, version=version, texts=texts)
    return as_correction(context, correction) if correction else context
