"""What the commands about a compiled report share: found by number, its files, its natural next moves."""

from __future__ import annotations

from commands.command import COORDINATORS, Call
from commands.message import Action, ActionStyle, Fact, Facts, File, UserError
from commands.reports.access import readers_of, report_name
from commands.swedish.dates import Period, moment
from commands.swedish.words import REPORT_KINDS, REPORT_STATES
from storage import reports
from storage.tables import Report
from storage.words import ReportState

COMPILED = {kind: f"rapport {word}" for kind, word in REPORT_KINDS.items()}
"""What compiles a report of each kind, before the period."""

TITLES = {"pdf": "PDF", "docx": "Word", "pptx": "PowerPoint", "html": "webbsida"}


def numbered_report(call: Call, number: str, *, lock: bool = False) -> Report:
    """The report with this number that the asking person may see; locked until the transaction ends if asked.

    UserError, offering the list, when there is none. A draft is the coordinators' working material; one under
    review is shown to those who review it too.
    """
    id_ = int(number.lstrip("#"))
    report = reports.locked(call.session, id_) if lock else reports.get(call.session, id_)
    if report is None or not may_see(call, report):
        raise UserError(
            f"Det finns ingen rapport {number} som du kan hämta.", actions=(Action("Alla rapporter", "rapporter"),)
        )
    return report


def may_see(call: Call, report: Report) -> bool:
    """Whether the asking person may read this report in the state it is in."""
    return bool(call.person.roles & readers_of(report.state))


def must_be_open(report: Report) -> None:
    """Raise UserError, saying how to correct it, when the report is final."""
    if report.state is ReportState.FINAL:
        raise UserError(
            f"Rapport {report.id} är fastställd och ändras inte. En rättelse blir en ny version.",
            actions=(Action("Rätta rapporten", f"rapport rätta {report.id}"), show(report)),
        )


def show(report: Report) -> Action:
    """The button that shows it."""
    return Action("Visa rapporten", f"rapport {report.id}")


def facts_of(call: Call, report: Report) -> Facts:
    """Period, version and state, when it was compiled; of a final one when it was settled and its checksum."""
    told = [
        Fact("Period", Period(report.period, report.starts_on, report.ends_on).title()),
        Fact("Version", f"{report.version} ({REPORT_STATES[report.state]})"),
        Fact("Sammanställd", moment(report.created_at.astimezone(call.zone))),
    ]
    if report.finalised_at:
        told.append(Fact("Fastställd", moment(report.finalised_at.astimezone(call.zone))))
        told.append(Fact("Kontrollsumma", report.checksum[:16]))
    if report.registry_number:
        told.append(Fact("Diarienummer", report.registry_number))
    return Facts(tuple(told))


def files_of(report: Report) -> tuple[File, ...]:
    """The report in every format: the bytes are made when somebody fetches them."""
    from commands.reports import FORMATS  # noqa: PLC0415  # only those who see a report pay for it

    return tuple(
        File(
            report_name(report.kind, report.period, report.version, each.suffix),
            f"{report.title} som {TITLES[word]}",
            each.media_type,
            f"report/{report.id}.{word}",
        )
        for word, each in FORMATS.items()
    )


def moves_of(call: Call, report: Report) -> tuple[Action, ...]:
    """What comes next with a report in this state: for a coordinator, for who reviews it, for who reads it."""
    if not call.person.roles & COORDINATORS:
        review = Action("Lämna synpunkter", f"rapport tillbaka {report.id}", ActionStyle.PRIMARY)
        comments = (review,) if report.state is ReportState.REVIEW else ()
        return (*comments, Action("Alla rapporter", "rapporter"))
    if report.state is ReportState.FINAL:
        return (
            Action("Leverera", f"rapport leverera {report.id}", ActionStyle.PRIMARY),
            Action("Rätta", f"rapport rätta {report.id}"),
        )
    check = Action("Kontrollera", f"rapport kontrollera {report.id}", ActionStyle.PRIMARY)
    write = Action("Skriv texterna", f"rapport skriv {report.id}")
    settle = Action("Fastställ", f"rapport fastställ {report.id}")
    review = Action("Skicka till granskning", f"rapport granskning {report.id}")
    return (check, write, settle) if report.state is ReportState.REVIEW else (check, write, review, settle)
