"""Compiling reports in chat: a frozen, numbered draft, in the formats that can be handed on."""

from __future__ import annotations

import hashlib

from commands._command import COORDINATORS, Call, command
from commands._dates import Period, moment, parse_period
from commands._files import report_name
from commands._message import (
    Action,
    Actions,
    ActionStyle,
    Fact,
    Facts,
    File,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from commands._sentences import say
from commands._words import REPORT_STATES
from storage import archive
from storage.tables import Report
from storage.words import ReportKind, ReportState

LISTED = 20
TITLES = {"pdf": "PDF", "docx": "Word"}


@command(
    "rapport halvår {period?}",
    "halvårsrapport {period?}",
    summary="Sammanställ halvårsrapporten till PDF och Word",
    examples=("rapport halvår", "rapport halvår 2026-1"),
    roles=COORDINATORS,
    writes=True,
    topic="Rapporter",
)
def half_year(call: Call, period: str = "") -> Reply:
    """Compile the period's facts into a draft. The same facts again are the same draft again."""
    meant = parse_period(period, call.today)
    report = _compiled(call, meant)
    facts = (
        Fact("Period", meant.title()),
        Fact("Version", f"{report.version} ({REPORT_STATES[report.state]})"),
        Fact("Sammanställd", moment(report.created_at.astimezone(call.zone))),
    )
    heading = Text(report.title, TextStyle.HEADING)
    note = Text(say("report", "draft"), TextStyle.NOTE)
    again = Action("Sammanställ igen", f"rapport halvår {meant.label}")
    return Reply((heading, Facts(facts), *_files(report), note, Actions((again,))))


@command(
    "rapporter", "rapport", summary="Rapporter som har sammanställts", examples=("rapporter",), topic="Rapporter"
)
def reports(call: Call) -> Reply:
    """The latest compilations; drafts are shown to those who coordinate only."""
    coordinates = bool(call.person.roles & COORDINATORS)
    shown = [
        report
        for report in archive.everything(call.session, LISTED)
        if coordinates or report.state is ReportState.FINAL
    ]
    now = parse_period("", call.today)
    compile_ = Action(f"Halvårsrapport {now.label}", f"rapport halvår {now.label}", ActionStyle.PRIMARY)
    moves = (Actions((compile_,)),) if coordinates else ()
    if not shown:
        return Reply((Text(say("report", "nothing", coordinates=coordinates)), *moves))
    rows = tuple(
        (
            str(report.id),
            report.title,
            str(report.version),
            REPORT_STATES[report.state],
            moment(report.created_at.astimezone(call.zone)),
        )
        for report in shown
    )
    table = Table(("Nummer", "Rapport", "Version", "Status", "Sammanställd"), rows, title=say("report", "list"))
    return Reply((table, *moves))


@command("rapport {number}", summary="Hämta en rapport igen", examples=("rapport 1",), topic="Rapporter")
def one_report(call: Call, number: str) -> Reply:
    """A compiled report's files again. Whether this person may fetch them is asked when they are fetched."""
    report = archive.get(call.session, int(number.lstrip("#")))
    if report is None or (report.state is not ReportState.FINAL and not call.person.roles & COORDINATORS):
        raise UserError(
            f"Det finns ingen rapport {number} som du kan hämta.", actions=(Action("rapporter", "rapporter"),)
        )
    facts = (Fact("Version", f"{report.version} ({REPORT_STATES[report.state]})"), Fact("Period", report.period))
    return Reply((Text(report.title, TextStyle.HEADING), Facts(facts), *_files(report)))


def _compiled(call: Call, period: Period) -> Report:
    """The draft of this period with these facts: the one that stands if nothing has changed, else a new version."""
    from commands.reports.compile import compile_halfyear  # noqa: PLC0415  # only those who compile pay for it
    from commands.reports.context import to_json  # noqa: PLC0415

    last = archive.newest(call.session, ReportKind.HALF_YEAR, period.label)
    if last:
        same = compile_halfyear(call.session, period, now=last.created_at, zone=call.zone, version=last.version)
        if to_json(same) == last.content:
            return last
    version = last.version + 1 if last else 1
    context = compile_halfyear(call.session, period, now=call.now, zone=call.zone, version=version)
    content = to_json(context)
    report = Report(
        kind=ReportKind.HALF_YEAR,
        period=period.label,
        starts_on=period.start,
        ends_on=period.end,
        version=version,
        state=ReportState.DRAFT,
        title=context.front.title,
        content=content,
        checksum=hashlib.sha256(content.encode()).hexdigest(),
        created_at=call.now,
        created_by_id=call.person.id,
    )
    call.session.add(report)
    call.session.flush()
    return report


def _files(report: Report) -> tuple[File, ...]:
    from commands.reports import FORMATS  # noqa: PLC0415

    return tuple(
        File(
            report_name(report.kind, report.period, report.version, each.suffix),
            f"{report.title} som {TITLES[word]}",
            each.media_type,
            f"report/{report.id}.{word}",
        )
        for word, each in FORMATS.items()
    )
