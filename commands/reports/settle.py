"""From draft to final: sent to review and back, locked with a checksum, corrected by a new version."""

from __future__ import annotations

from commands.command import COORDINATORS, Call, command
from commands.form import read
from commands.message import Action, Actions, Field, FieldType, Form, Option, Reply, Text, TextStyle, UserError
from commands.notify import tell
from commands.reports._card import card, check, files_of, moves_of
from commands.reports.access import REVIEWERS, numbered_report, open_report, show
from commands.reports.check import checked
from commands.reports.compiling.drafting import compiled, freeze, period_of
from commands.reports.compiling.kinds import KINDS
from commands.sentences import sentence
from commands.swedish.words import REPORT_STATES
from storage import people
from storage.tables import Report
from storage.words import ReportState, Role

LONGEST_NUMBER, LONGEST_REASON = 60, 500


@command(
    "rapport granskning {number}",
    "rapport granska {number}",
    summary="Skicka ett utkast till granskning",
    examples=("rapport granskning 1",),
    roles=COORDINATORS,
    writes=True,
)
def review(call: Call, number: str) -> Reply:
    """The leadership and the other coordinators get the files, and a request to read them."""
    report = open_report(call, number, lock=True)
    if report.state is ReportState.REVIEW:
        raise UserError(f"{report.title} är redan under granskning.", actions=(show(report),))
    report.state = ReportState.REVIEW
    call.session.add(report)
    call.session.flush()
    others = [each.id for each in people.with_roles(call.session, REVIEWERS) if each.id != call.person.id]
    look = Reply(
        (
            Text(sentence("report", "please_review", title=report.title, by=call.person.name)),
            *files_of(report),
            Actions((show(report), Action("Lämna synpunkter", f"rapport tillbaka {report.id}"))),
        )
    )
    asked = tell(call, others, "report_review", f"report:{report.id}:{report.version}", look)
    moves = Actions(moves_of(call, report))
    return Reply((Text(sentence("report", "in_review", title=report.title, people=asked)), moves))


@command(
    "rapport tillbaka {number}",
    "rapport tillbaka {number} {text}",
    summary="Lämna synpunkter på en rapport som granskas",
    examples=("rapport tillbaka 1",),
    roles=REVIEWERS,
    writes=True,
)
def back(call: Call, number: str, text: str = "") -> Reply:
    """It is a draft again, and the coordinators learn why."""
    report = open_report(call, number, lock=True)
    if report.state is not ReportState.REVIEW:
        raise UserError(f"{report.title} är inte under granskning.", actions=(show(report),))
    form = Form(
        f"rapport tillbaka {report.id}",
        "Synpunkter på rapporten",
        (Field("text", "Vad behöver ändras?", FieldType.LONG_TEXT, required=True, value=text),),
        submit="Skicka",
    )
    if call.fields is None and not text:
        return Reply((form,))
    said = read(form, call.fields or {}, call.today).text("text")
    report.state = ReportState.DRAFT
    call.session.add(report)
    call.session.flush()
    coordinators = [each.id for each in people.with_roles(call.session, {Role.COORDINATOR})]
    message = Reply(
        (
            Text(sentence("report", "came_back", title=report.title, by=call.person.name)),
            Text(said, TextStyle.QUOTE),
            Actions(moves_of(call, report)),
        )
    )
    tell(call, coordinators, "report_back", f"report:{report.id}:{call.now.isoformat()}", message)
    return Reply((Text(sentence("report", "sent_back", title=report.title)), Actions((show(report),))))


@command(
    "rapport fastställ {number}",
    summary="Lås rapporten: den får ett nummer, en kontrollsumma och ändras aldrig mer",
    examples=("rapport fastställ 1",),
    roles=COORDINATORS,
    writes=True,
)
def settle(call: Call, number: str) -> Reply:
    """Ask for the registry number and that the check page was read; then freeze what was compiled."""
    report = open_report(call, number, lock=True)
    found = checked(call, report)
    stops = [each for each in found if each.stops]
    if stops:
        raise UserError(
            sentence("report", "stopped", reasons=[each.text for each in stops]), actions=(check(report),)
        )
    form = _settling(report, len(found))
    if call.fields is None:
        note = sentence("report", "settle_note", title=report.title, looks=len(found))
        return Reply((Text(note, TextStyle.NOTE), *((Actions((check(report),)),) if found else ()), form))
    entry = read(form, call.fields, call.today)
    freeze(call, report, entry.text("registry_number"))
    heading = Text(sentence("report", "settled", title=report.title), TextStyle.HEADING)
    return card(call, report, heading)


def _settling(report: Report, looks: int) -> Form:
    label = sentence("report", "have_read", looks=looks)
    fields = (
        Field(
            "registry_number", "Diarienummer", hint=sentence("report", "registry_hint"), max_length=LONGEST_NUMBER
        ),
        Field("sure", "Kontrollen", FieldType.CHOICE, required=True, options=(Option(label, "ja"),)),
    )
    return Form(f"rapport fastställ {report.id}", f"Fastställ {report.title}", fields, submit="Fastställ")


@command(
    "rapport rätta {number}",
    "rapport rätta {number} {text}",
    summary="Rätta en fastställd rapport: en ny version med det som gäller nu",
    examples=("rapport rätta 1",),
    roles=COORDINATORS,
    writes=True,
)
def correct(call: Call, number: str, text: str = "") -> Reply:
    """The final one stays; the new version says which it replaces and why."""
    report = numbered_report(call, number)
    if report.state is not ReportState.FINAL:
        raise UserError(
            f"{report.title} är {REPORT_STATES[report.state]} och kan ändras som den är.", actions=(show(report),)
        )
    form = Form(
        f"rapport rätta {report.id}",
        f"Rätta {report.title}",
        (Field("text", "Vad rättas?", required=True, value=text, max_length=LONGEST_REASON),),
        submit="Gör en ny version",
    )
    if call.fields is None and not text:
        return Reply((Text(sentence("report", "correct_note"), TextStyle.NOTE), form))
    reason = read(form, call.fields or {}, call.today).text("text")
    correction = sentence("report", "replaces", version=report.version, reason=reason)
    draft = compiled(call, KINDS[report.kind], period_of(report), correction)
    made = sentence("report", "corrected", title=report.title, version=draft.version, of=report.version)
    return card(call, draft, Text(made))
