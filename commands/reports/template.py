"""An organisation's own look: the Word template of a kind of report, fetched, restyled in Word, sent back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from commands.command import COORDINATORS, Call, command
from commands.files import TEMPLATE
from commands.message import Action, Actions, File, Reply, Text
from commands.reports import FORMATS
from commands.reports.compiling.compile import compile_report
from commands.reports.compiling.kinds import Kind, kind_of
from commands.sentences import sentence
from commands.swedish.dates import long_date
from storage import reports
from storage.tables import ReportTemplate

LONGEST_NAME = 100
_REPORTS = Action("Alla rapporter", "rapporter")


def _trial(call: Call, kind: str) -> Callable[[], bytes | None]:
    """Try the file that came with the line on the report of the current period."""
    from commands.reports.word.own_template import accepted  # noqa: PLC0415  # only those who restyle pay for it

    meant, sent = kind_of(kind), call.attachment
    if sent is None:
        return lambda: None
    period = meant.period("", call.today)
    context = compile_report(call.session, meant, period, now=call.now, zone=call.zone)
    return lambda: accepted(sent.content, context)


@command(
    "rapport mall {kind}",
    "mall {kind}",
    summary="Hämta Word-mallen för en rapport, eller skicka in er egen",
    examples=("rapport mall halvår",),
    roles=COORDINATORS,
    writes=True,
    takes_file=True,
    prepare=_trial,
)
def template(call: Call, kind: str) -> Reply:
    """Hand out the template that is used; or take the file that came with the line."""
    meant = kind_of(kind)
    if call.attachment is not None:
        return _kept(call, meant, call.attachment.name[:LONGEST_NAME])
    file = File(meant.template_name, "Mallen som Word-fil", FORMATS["docx"].media_type, f"{TEMPLATE}{meant.report}")
    own = reports.template(call.session, meant.report)
    if own is None:
        return Reply((Text(sentence("report", "template_ours")), file, Actions((_REPORTS,))))
    when = long_date(own.uploaded_at.astimezone(call.zone).date())
    drop = Action("Använd Lägets mall", f"rapport mall {kind} bort", confirm="Ska er egen mall inte användas mer?")
    return Reply((Text(sentence("report", "template_own", name=own.name, when=when)), file, Actions((drop,))))


def _kept(call: Call, kind: Kind, name: str) -> Reply:
    """Keep the file that was tried."""
    content: bytes = call.prepared
    _retire(call, kind)
    row = ReportTemplate(
        kind=kind.report,
        name=name,
        content=content,
        checksum=hashlib.sha256(content).hexdigest(),
        uploaded_at=call.now,
        uploaded_by_id=call.person.id,
    )
    call.session.add(row)
    call.session.flush()
    return Reply((Text(sentence("report", "template_kept", name=name, kind=kind.name)), Actions((_REPORTS,))))


def _retire(call: Call, kind: Kind) -> None:
    own = reports.template(call.session, kind.report)
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
    _retire(call, kind_of(kind))
    return Reply((Text(sentence("report", "template_gone")), Actions((_REPORTS,))))
