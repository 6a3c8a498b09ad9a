"""Compiling reports in chat: a frozen, numbered draft, in the formats that can be handed on."""

from __future__ import annotations

from commands.command import COORDINATORS, Call, command
from commands.message import Action, Actions, ActionStyle, Reply, Table, Text, TextStyle
from commands.reports._reports import COMPILED, facts_of, files_of, may_see, moves_of, numbered_report
from commands.sentences import sentence
from commands.swedish.dates import moment, parse_period
from commands.swedish.words import REPORT_STATES
from storage import reports
from storage.words import ReportKind

LISTED = 20


@command(
    "rapport halvår {period?}",
    "halvårsrapport {period?}",
    summary="Sammanställ halvårsrapporten till PDF, Word, PowerPoint och webbsida",
    examples=("rapport halvår", "rapport halvår 2026-1"),
    roles=COORDINATORS,
    writes=True,
)
def half_year(call: Call, period: str = "") -> Reply:
    """Compile the period's facts into a draft. The same facts again are the same draft again."""
    return _draft(call, ReportKind.HALF_YEAR, period)


@command(
    "rapport år {period?}",
    "årsrapport {period?}",
    summary="Sammanställ årsrapporten",
    examples=("rapport år", "rapport år 2026"),
    roles=COORDINATORS,
    writes=True,
)
def year(call: Call, period: str = "") -> Reply:
    """The annual report, with the chapters that it has always had."""
    return _draft(call, ReportKind.YEAR, period)


@command(
    "rapport läge {period?}",
    "lägesrapport {period?}",
    summary="Sammanställ en sida om en månad till styrgruppen",
    examples=("rapport läge", "rapport läge 2026-11"),
    roles=COORDINATORS,
    writes=True,
)
def state(call: Call, period: str = "") -> Reply:
    """One page for the steering body."""
    return _draft(call, ReportKind.STATE, period)


@command(
    "rapport utvärdering {period?}",
    "utvärdering {period?}",
    summary="Sammanställ en utvärdering över flera år",
    examples=("rapport utvärdering", "rapport utvärdering 2023-2026"),
    roles=COORDINATORS,
    writes=True,
)
def evaluation(call: Call, period: str = "") -> Reply:
    """Several years, counted year by year."""
    return _draft(call, ReportKind.EVALUATION, period)


def _draft(call: Call, kind: ReportKind, written: str) -> Reply:
    from commands.reports.compiling.drafting import compiled  # noqa: PLC0415  # only those who compile pay for it
    from commands.reports.compiling.kinds import KINDS  # noqa: PLC0415

    period = KINDS[kind].period(written, call.today)
    report = compiled(call, kind, period)
    heading = Text(report.title, TextStyle.HEADING)
    note = Text(sentence("report", "draft"), TextStyle.NOTE)
    again = Action("Sammanställ igen", f"{COMPILED[kind]} {period.label}")
    moves = Actions((*moves_of(call, report), again))
    return Reply((heading, facts_of(call, report), *files_of(report), note, moves))


@command("rapporter", "rapport", summary="Rapporter som har sammanställts", examples=("rapporter",))
def list_reports(call: Call) -> Reply:
    """The latest compilations; drafts are shown to those who coordinate only."""
    coordinates = bool(call.person.roles & COORDINATORS)
    shown = [report for report in reports.everything(call.session, LISTED) if may_see(call, report)]
    look = [Action(f"Rapport {report.id}", f"rapport {report.id}") for report in shown[:3]]
    others = _compile(call) if coordinates else (Action("Portföljen", "portfölj"), Action("Omgången", "omgång"))
    moves = Actions((*look, *others))
    if not shown:
        return Reply((Text(sentence("report", "nothing", coordinates=coordinates)), moves))
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
    table = Table(
        ("Nummer", "Rapport", "Version", "Status", "Sammanställd"), rows, title=sentence("report", "list"), naming=1
    )
    return Reply((table, moves))


def _compile(call: Call) -> tuple[Action, ...]:
    """A button for each kind of report, of the period that it is about today."""
    now = parse_period("", call.today)
    half_year = Action(
        f"Halvårsrapport {now.label}", f"{COMPILED[ReportKind.HALF_YEAR]} {now.label}", ActionStyle.PRIMARY
    )
    rest = (
        ("Årsrapport", ReportKind.YEAR),
        ("Lägesrapport", ReportKind.STATE),
        ("Utvärdering", ReportKind.EVALUATION),
    )
    return (half_year, *(Action(label, COMPILED[kind]) for label, kind in rest))


@command("rapport {number}", summary="Hämta en rapport igen", examples=("rapport 1",))
def one_report(call: Call, number: str) -> Reply:
    """A compiled report's files again. Whether this person may fetch them is asked when they are fetched."""
    report = numbered_report(call, number)
    sent = reports.deliveries(call.session, report.id)
    record = (Action(f"Levererad till {len(sent)}", f"rapport levererad {report.id}"),) if sent else ()
    moves = (*moves_of(call, report), *record)
    heading = Text(report.title, TextStyle.HEADING)
    return Reply((heading, facts_of(call, report), *files_of(report), *((Actions(moves),) if moves else ())))
