"""Compiling reports in chat: a frozen, numbered draft, in the formats that can be handed on."""

from __future__ import annotations

from dataclasses import replace

from commands.command import COORDINATORS, Call, Command, command
from commands.message import Action, Actions, ActionStyle, Reply, Table, Text, TextStyle
from commands.reports._card import again, card
from commands.reports.access import may_see, numbered_report
from commands.reports.compiling.drafting import compiled
from commands.reports.compiling.kinds import KINDS, Kind
from commands.sentences import sentence
from commands.swedish.dates import moment
from commands.swedish.words import REPORT_STATES
from storage import reports

LISTED = 20


def _compiling(kind: Kind) -> Command:
    """The command that compiles a kind of report."""

    @command(
        f"{kind.command} {{period?}}",
        f"{kind.name} {{period?}}",
        summary=kind.summary,
        examples=(kind.command, f"{kind.command} {kind.example}"),
        roles=kind.roles,
        writes=True,
    )
    def compile_one(call: Call, period: str = "") -> Reply:
        report = compiled(call, kind, kind.period(period, call.today))
        heading = Text(report.title, TextStyle.HEADING)
        return card(call, report, heading, again(report), note=sentence("report", "draft"))

    return replace(compile_one, name=kind.report.value)


globals().update({f"compile_{kind.report}": _compiling(kind) for kind in KINDS.values()})
"""Commands are discovered among a module's names: each kind of report gives one."""


@command("rapporter", "rapport", summary="Rapporter som har sammanställts", examples=("rapporter",))
def list_reports(call: Call) -> Reply:
    """The latest compilations; drafts are shown to those who coordinate only."""
    shown = [report for report in reports.everything(call.session, LISTED) if may_see(call, report)]
    look = [Action(f"Rapport {report.id}", f"rapport {report.id}") for report in shown[:3]]
    others = _compile(call) or (Action("Portföljen", "portfölj"), Action("Omgången", "omgång"))
    moves = Actions((*look, *others))
    if not shown:
        coordinates = bool(call.person.roles & COORDINATORS)
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
    """A button for each kind that this person may compile; the first one names its current period."""
    kinds = [kind for kind in KINDS.values() if call.person.roles & kind.roles]
    buttons = [Action(kind.name.capitalize(), kind.command) for kind in kinds]
    if kinds:
        now, usual = kinds[0].period("", call.today).label, buttons[0]
        buttons[0] = Action(f"{usual.label} {now}", f"{usual.command} {now}", ActionStyle.PRIMARY)
    return tuple(buttons)


@command("rapport {number}", summary="Hämta en rapport igen", examples=("rapport 1",))
def one_report(call: Call, number: str) -> Reply:
    """A compiled report's files again. Whether this person may fetch them is asked when they are fetched."""
    report = numbered_report(call, number)
    sent = reports.deliveries(call.session, report.id)
    record = (Action(f"Levererad till {len(sent)}", f"rapport levererad {report.id}"),) if sent else ()
    return card(call, report, Text(report.title, TextStyle.HEADING), *record)
