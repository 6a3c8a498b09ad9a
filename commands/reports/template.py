"""An organisation's own look: the Word template of a kind of report, fetched, restyled in Word, sent back."""

from __future__ import annotations

import hashlib

from commands.command import COORDINATORS, Call, command
from commands.message import Action, Actions, File, Reply, Text
from commands.reports.access import TEMPLATE
from commands.sentences import sentence
from commands.swedish.dates import long_date
from commands.swedish.words import REPORT_NAMES
from storage import reports
from storage.tables import ReportTemplate
from storage.words import ReportKind

LONGEST_NAME = 100
_REPORTS = Action("Alla rapporter", "rapporter")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@command(
    "rapport mall {kind}",
    "mall {kind}",
    summary="Hämta Word-mallen för en rapport, eller skicka in er egen",
    examples=("rapport mall halvår",),
    roles=COORDINATORS,
    writes=True,
    takes_file=True,
)
def template(call: Call, kind: str) -> Reply:
    """Hand out the template that is used; or take the file that came with the line."""
    from commands.reports.compiling.kinds import kind_of  # noqa: PLC0415  # only those who restyle pay for it

    meant = kind_of(kind).report
    if call.attachment is not None:
        return _kept(call, meant)
    file = File(f"mall-{REPORT_NAMES[meant]}.docx", "Mallen som Word-fil", WORD, f"{TEMPLATE}{meant.value}")
    own = reports.template(call.session, meant)
    if own is None:
        return Reply((Text(sentence("report", "template_ours")), file, Actions((_REPORTS,))))
    when = long_date(own.uploaded_at.astimezone(call.zone).date())
    drop = Action("Använd Lägets mall", f"rapport mall {kind} bort", confirm="Ska er egen mall inte användas mer?")
    return Reply((Text(sentence("report", "template_own", name=own.name, when=when)), file, Actions((drop,))))


def _kept(call: Call, kind: ReportKind) -> Reply:
    """Try the file on the report of the running period; keep it when that could be written."""
    from commands.reports.compiling.compile import compile_report  # noqa: PLC0415
    from commands.reports.compiling.kinds import KINDS  # noqa: PLC0415
    from commands.reports.word.own_template import accepted  # noqa: PLC0415

    if call.attachment is None:
        raise LookupError("a file came with the line")
    period = KINDS[kind].period("", call.today)
    context = compile_report(call.session, kind, period, now=call.now, zone=call.zone)
    content = accepted(call.attachment.content, context)
    _retire(call, kind)
    name = call.attachment.name[:LONGEST_NAME]
    row = ReportTemplate(
        kind=kind,
        name=name,
        content=content,
        checksum=hashlib.sha256(content).hexdigest(),
        uploaded_at=call.now,
        uploaded_by_id=call.person.id,
    )
    call.session.add(row)
    call.session.flush()
    return Reply(
        (Text(sentence("report", "template_kept", name=name, kind=REPORT_NAMES[kind])), Actions((_REPORTS,)))
    )


def _retire(call: Call, kind: ReportKind) -> None:
    own = reports.template(call.session, kind)
    if own is not None:
        own.retired_at = call.now
        call.session.add(own)
        call.session.flush()


@command(
    "rapport mall {kind} bort",
    summary="Gå tillbaka till Lägets Word-mall",
    examples=("rapport mall halvår bort",),
    roles=COORDINATORS,
    writes=True,
)
def drop(call: Call, kind: str) -> Reply:
    """What is final keeps the template that it was settled with."""
    from commands.reports.compiling.kinds import kind_of  # noqa: PLC0415

    _retire(call, kind_of(kind).report)
    return Reply((Text(sentence("report", "template_gone")), Actions((_REPORTS,))))
