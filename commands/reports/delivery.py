"""Delivering a final report: to whom, how and when is on record (programme directive, sections 4 and 8)."""

from __future__ import annotations

from collections.abc import Sequence

from commands.command import COORDINATORS, Call, command
from commands.form import Submission, read
from commands.message import (
    Action,
    Actions,
    Field,
    FieldType,
    Form,
    Option,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from commands.notify import tell
from commands.reports import FORMATS
from commands.reports._card import files_of
from commands.reports.access import numbered_report, show
from commands.reports.receivers import reached
from commands.sentences import sentence
from commands.swedish.dates import moment
from commands.swedish.text import listing
from storage import reports
from storage.tables import Receiver, Report, ReportDelivery
from storage.words import ReportState

COLUMNS = ("Mottagare", "Hur", "Format", "När")
LONGEST = 300
IN_CHAT = "i chatten"


@command(
    "rapport leverera {number}",
    summary="Leverera en fastställd rapport till listan, och anteckna det",
    examples=("rapport leverera 1",),
    roles=COORDINATORS,
    writes=True,
)
def deliver(call: Call, number: str) -> Reply:
    """Those in the chat are sent it now; what is sent another way is recorded as the coordinator says."""
    report = numbered_report(call, number, lock=True)
    if report.state is not ReportState.FINAL:
        raise UserError(
            f"{report.title} är inte fastställd, så den kan inte levereras än.",
            actions=(Action("Fastställ", f"rapport fastställ {report.id}"), show(report)),
        )
    listed = reports.receivers(call.session)
    if not listed:
        raise UserError(sentence("receivers", "nobody"), actions=(Action("Ny mottagare", "mottagare ny"),))
    form = _form(report, listed, {each.receiver_id for each in reports.deliveries(call.session, report.id)})
    if call.fields is None:
        return Reply((Text(sentence("report", "deliver_note"), TextStyle.NOTE), form))
    return _delivered(call, report, listed, read(form, call.fields, call.today))


def _form(report: Report, listed: Sequence[Receiver], had: set[int | None]) -> Form:
    to = tuple(Option(f"{each.name} ({reached(each)})", str(each.id)) for each in listed)
    formats = tuple(Option(each.title, word) for word, each in FORMATS.items())
    left = ";".join(str(each.id) for each in listed if each.id not in had)
    return Form(
        f"rapport leverera {report.id}",
        f"Leverera {report.title}",
        (
            Field("to", "Mottagare", FieldType.CHOICES, required=True, value=left, options=to),
            Field("formats", "Format", FieldType.CHOICES, required=True, value="pdf", options=formats),
            Field("how", "Hur", hint=sentence("report", "how_hint"), value="e-post", max_length=LONGEST),
        ),
        submit="Leverera",
    )


def _delivered(call: Call, report: Report, listed: Sequence[Receiver], submission: Submission) -> Reply:
    chosen = [each for each in listed if str(each.id) in submission.several("to")]
    words = submission.several("formats")
    for each in chosen:
        call.session.add(
            ReportDelivery(
                report_id=report.id,
                receiver_id=each.id,
                receiver=each.name,
                formats=listing([FORMATS[word].title for word in words]),
                how=IN_CHAT if each.person_id else submission.text("how") or each.address,
                sent_at=call.now,
                sent_by_id=call.person.id,
            )
        )
    call.session.flush()
    files = tuple(each for word, each in zip(FORMATS, files_of(report), strict=True) if word in words)
    message = Reply((Text(sentence("report", "for_you", title=report.title)), *files))
    in_chat = {each.person_id for each in chosen if each.person_id}
    tell(call, in_chat, "report_delivered", f"report:{report.id}:{call.now.isoformat()}", message)
    outside = [
        f"{each.name} ({each.address})" if each.address else each.name for each in chosen if not each.person_id
    ]
    done = sentence("report", "delivered", title=report.title, in_chat=len(in_chat), outside=outside)
    return Reply((Text(done), *(files if outside else ()), _record(call, report), Actions((show(report),))))


@command(
    "rapport levererad {number}",
    "rapport leveranser {number}",
    summary="Vem som har fått en rapport, när och hur",
    examples=("rapport levererad 1",),
)
def delivered_to(call: Call, number: str) -> Reply:
    """The record of what was delivered."""
    report = numbered_report(call, number)
    if not reports.deliveries(call.session, report.id):
        return Reply((Text(sentence("report", "not_delivered", title=report.title)), Actions((show(report),))))
    return Reply((Text(report.title, TextStyle.HEADING), _record(call, report), Actions((show(report),))))


def _record(call: Call, report: Report) -> Table:
    rows = tuple(
        (each.receiver, each.how, each.formats, moment(each.sent_at.astimezone(call.zone)))
        for each in reports.deliveries(call.session, report.id)
    )
    return Table(COLUMNS, rows, title=sentence("report", "record"))
