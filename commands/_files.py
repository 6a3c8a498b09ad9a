"""The files that replies refer to, made when somebody fetches them: rights are checked again then."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from commands._command import COORDINATORS
from commands._message import File, UserError
from storage import archive, people
from storage.tables import Report
from storage.words import ReportKind, ReportState, Role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPORT_NAMES = {
    ReportKind.HALF_YEAR: "halvårsrapport",
    ReportKind.YEAR: "årsrapport",
    ReportKind.STATE: "lägesrapport",
    ReportKind.EVALUATION: "utvärdering",
}


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file's name, media type and bytes."""

    name: str
    media_type: str
    content: bytes


def open_file(session: Session, reference: str, person_id: int | None) -> OpenedFile:
    """Make the file that a reference names, for a person; None is the operator, who may have everything.

    LookupError when there is no such file; UserError when that person may not have it.
    """
    roles = frozenset(Role) if person_id is None else people.roles_of(session, person_id)
    if reference == EXPORT.reference:
        from commands.workbook import build_workbook  # noqa: PLC0415  # openpyxl waits until it is needed

        content = build_workbook(session, with_emails=bool(roles & COORDINATORS))
        return OpenedFile(EXPORT.name, XLSX, content)
    number, _, suffix = reference.removeprefix("report/").partition(".")
    report = archive.get(session, int(number)) if number.isdigit() else None
    if report is None or not reference.startswith("report/"):
        raise LookupError(reference)
    if report.state is not ReportState.FINAL and not roles & COORDINATORS:
        raise UserError("Utkastet är koordinatorernas arbetsmaterial. Du får rapporten när den är fastställd.")
    return _rendered(report, suffix)


EXPORT = File("laget.xlsx", "Allt du får se, som Excel-fil", XLSX, "export.xlsx")
"""What the chat command `export` hands out."""


def report_name(kind: ReportKind, period: str, version: int, suffix: str) -> str:
    """What a report's file is called: "halvårsrapport-2026-1-v2.pdf"."""
    return f"{REPORT_NAMES[kind]}-{period}-v{version}{suffix}"


def _rendered(report: Report, word: str) -> OpenedFile:
    from commands.reports import FORMATS  # noqa: PLC0415  # only those who fetch a report pay for it
    from commands.reports.context import from_json  # noqa: PLC0415

    if word not in FORMATS:
        raise LookupError(word)
    chosen = FORMATS[word]
    name = report_name(report.kind, report.period, report.version, chosen.suffix)
    return OpenedFile(name, chosen.media_type, chosen.render(from_json(report.content)))
