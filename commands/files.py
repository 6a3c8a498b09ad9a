"""The files that replies refer to, made when they are fetched: rights are checked again then."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from commands.command import COORDINATORS
from commands.message import File, UserError
from commands.reports import FORMATS
from commands.reports.access import readers_of
from commands.reports.compiling.kinds import KINDS, Kind
from commands.reports.facts.context import from_json
from storage import people, reports
from storage.tables import Report
from storage.words import ReportKind, Role

TEMPLATE = "template/"
"""What the references of Word templates begin with; the kind of report follows."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
        from commands.workbook.write import build_workbook  # noqa: PLC0415  # openpyxl waits until it is needed

        content = build_workbook(session, with_emails=bool(roles & COORDINATORS))
        return OpenedFile(EXPORT.name, XLSX, content)
    if reference.startswith(TEMPLATE):
        return _template(session, KINDS[ReportKind(reference.removeprefix(TEMPLATE))], roles)
    if reference.startswith("picture/"):
        from commands.reports.pages.chat_pictures import open_picture  # noqa: PLC0415  # only those who look pay for it

        name, content = open_picture(session, reference)
        return OpenedFile(name, "image/png", content)
    number, _, suffix = reference.removeprefix("report/").partition(".")
    report = reports.get(session, int(number)) if number.isdigit() else None
    if report is None or not reference.startswith("report/"):
        raise LookupError(reference)
    if not roles & readers_of(report.state):
        raise UserError("Utkastet är koordinatorernas arbetsmaterial. Du får rapporten när den är fastställd.")
    return _rendered(session, report, suffix)


EXPORT = File("laget.xlsx", "Allt du får se, som Excel-fil", XLSX, "export.xlsx")
"""What the chat command `export` hands out."""


def _rendered(session: Session, report: Report, word: str) -> OpenedFile:
    if word not in FORMATS:
        raise LookupError(word)
    chosen, context = FORMATS[word], from_json(report.content)
    own = reports.template_of(session, report) if word == "docx" else None
    content = chosen.render_with(context, own.content) if own else chosen.render(context)
    name = KINDS[report.kind].file_name(report.period, report.version, chosen.suffix)
    return OpenedFile(name, chosen.media_type, content)


def _template(session: Session, kind: Kind, roles: frozenset[Role]) -> OpenedFile:
    """The Word template of a kind that is in use: to be restyled in Word and sent back."""
    if not roles & COORDINATORS:
        raise UserError("Mallarna är koordinatorernas.")
    own = reports.template(session, kind.report)
    content = own.content if own else kind.template("report.docx").read_bytes()
    return OpenedFile(kind.template_name, FORMATS["docx"].media_type, content)
