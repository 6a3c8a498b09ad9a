"""A compiled report as a reply shows it: what it is, its files, its natural next moves."""

from __future__ import annotations

from commands.command import COORDINATORS, Call
from commands.message import Action, Actions, ActionStyle, Fact, Facts, File, Reply, Text, TextStyle
from commands.reports import FORMATS
from commands.reports.compiling.drafting import period_of
from commands.reports.compiling.kinds import KINDS
from commands.swedish.dates import moment
from commands.swedish.words import REPORT_STATES
from storage.tables import Report
from storage.words import ReportState


def card(call: Call, report: Report, heading: Text, *more: Action, note: str = "") -> Reply:
    """The whole report under a heading; `more` moves after the usual ones."""
    below = (Text(note, TextStyle.NOTE),) if note else ()
    moves = Actions((*moves_of(call, report), *more))
    return Reply((heading, _facts(call, report), *files_of(report), *below, moves))


def _facts(call: Call, report: Report) -> Facts:
    """Period, version and state, when it was compiled; of a final one when it was settled and its checksum."""
    facts = [
        Fact("Period", period_of(report).title()),
        Fact("Version", f"{report.version} ({REPORT_STATES[report.state]})"),
        Fact("Sammanställd", moment(report.created_at.astimezone(call.zone))),
    ]
    if report.finalised_at:
        facts.append(Fact("Fastställd", moment(report.finalised_at.astimezone(call.zone))))
        facts.append(Fact("Kontrollsumma", report.checksum[:16]))
    if report.registry_number:
        facts.append(Fact("Diarienummer", report.registry_number))
    return Facts(tuple(facts))


def files_of(report: Report) -> tuple[File, ...]:
    """The report in every format, in the order of FORMATS; the bytes are made when a person fetches them."""
    kind = KINDS[report.kind]
    return tuple(
        File(
            kind.file_name(report.period, report.version, each.suffix),
            f"{report.title} som {each.title}",
            each.media_type,
            f"report/{report.id}.{word}",
        )
        for word, each in FORMATS.items()
    )


def moves_of(call: Call, report: Report) -> tuple[Action, ...]:
    """What comes next with a report in this state: for a coordinator, for a reviewer, for a reader."""
    if not call.person.roles & COORDINATORS:
        review = Action("Lämna synpunkter", f"rapport tillbaka {report.id}", ActionStyle.PRIMARY)
        comments = (review,) if report.state is ReportState.REVIEW else ()
        return (*comments, Action("Alla rapporter", "rapporter"))
    if report.state is ReportState.FINAL:
        return (
            Action("Leverera", f"rapport leverera {report.id}", ActionStyle.PRIMARY),
            Action("Rätta", f"rapport rätta {report.id}"),
        )
    write = Action("Skriv texterna", f"rapport skriv {report.id}")
    settle = Action("Fastställ", f"rapport fastställ {report.id}")
    review = Action("Skicka till granskning", f"rapport granskning {report.id}")
    rest = (write, settle) if report.state is ReportState.REVIEW else (write, review, settle)
    return (check(report), *rest)


def check(report: Report) -> Action:
    """The button that opens its check page."""
    return Action("Kontrollera", f"rapport kontrollera {report.id}", ActionStyle.PRIMARY)


def again(report: Report, style: ActionStyle = ActionStyle.DEFAULT) -> Action:
    """The button that compiles the same period once more."""
    return Action("Sammanställ igen", f"{KINDS[report.kind].command} {report.period}", style)
