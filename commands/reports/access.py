"""Who may read a report, and finding the one that a person means."""

from __future__ import annotations

from commands.command import COORDINATORS, EVERYONE, Call
from commands.message import Action, UserError
from storage import reports
from storage.tables import Report
from storage.words import ReportState, Role

REVIEWERS = COORDINATORS | {Role.LEADERSHIP}


def readers_of(state: ReportState) -> frozenset[Role]:
    """Who may read a report in this state: a draft is working material, one under review the leadership's too."""
    if state is ReportState.FINAL:
        return EVERYONE
    return REVIEWERS if state is ReportState.REVIEW else COORDINATORS


def may_see(call: Call, report: Report) -> bool:
    """Whether the asking person may read this report in the state it is in."""
    return bool(call.person.roles & readers_of(report.state))


def numbered_report(call: Call, number: str, *, lock: bool = False) -> Report:
    """The report with this number that the asking person may see; locked until the transaction ends if asked.

    UserError, offering the list, when there is none.
    """
    id_ = int(number.lstrip("#"))
    report = reports.locked(call.session, id_) if lock else reports.get(call.session, id_)
    if report is None or not may_see(call, report):
        raise UserError(
            f"Det finns ingen rapport {number} som du kan hämta.", actions=(Action("Alla rapporter", "rapporter"),)
        )
    return report


def open_report(call: Call, number: str, *, lock: bool = False) -> Report:
    """As `numbered_report`. UserError, saying how to correct it, when the report is final."""
    report = numbered_report(call, number, lock=lock)
    if report.state is ReportState.FINAL:
        raise UserError(
            f"Rapport {report.id} är fastställd och ändras inte. En rättelse blir en ny version.",
            actions=(Action("Rätta rapporten", f"rapport rätta {report.id}"), show(report)),
        )
    return report


def show(report: Report) -> Action:
    """The button that shows it."""
    return Action("Visa rapporten", f"rapport {report.id}")
