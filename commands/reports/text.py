"""A report's own words: what the coordinator writes, in chat or in the Word file, beside what is compiled."""

from __future__ import annotations

from collections.abc import Mapping

from commands.command import COORDINATORS, Call, command
from commands.form import read
from commands.message import Action, Actions, Field, FieldType, Form, Reply, Text, TextStyle, UserError
from commands.reports._card import again
from commands.reports.access import open_report
from commands.reports.facts.context import from_json
from commands.sentences import sentence
from commands.swedish.personnummer import holds_personal_number
from commands.swedish.text import clean, listing
from commands.swedish.words import REPORT_PARTS, choose
from storage import reports
from storage.tables import Report
from storage.words import ReportPart

LONGEST, LONGEST_IN_WORD = 3000, 30_000
"""Characters: in a form, and in a Word file, which has no such bounds."""


_HINTS = {
    ReportPart.SUMMARY: "summary_hint",
    ReportPart.INTRODUCTION: "introduction_hint",
    ReportPart.TRENDS: "trends_hint",
    ReportPart.CLOSING: "closing_hint",
}
"""The sentence that says what each part is for."""


@command(
    "rapport skriv {number}",
    summary="Skriv sammanfattning, inledning, trender och slutord",
    examples=("rapport skriv 1",),
    roles=COORDINATORS,
    writes=True,
    takes_file=True,
)
def write(call: Call, number: str) -> Reply:
    """Open the form with the current texts; or take the texts from a Word file that came with the line."""
    report = open_report(call, number)
    if call.attachment is not None:
        return _kept(call, report, _from_word(report, call.attachment.content))
    current = reports.texts(call.session, report.kind, report.period)
    form = _form(report, current)
    if call.fields is None:
        return Reply((Text(sentence("report", "write"), TextStyle.NOTE), form))
    entry = read(form, call.fields, call.today)
    return _kept(call, report, {part: entry.text(part.value) for part in _editable(current)})


@command(
    "rapport skriv {number} {kind} {text}",
    summary="Skriv en del av en rapport på en rad",
    examples=("rapport skriv 1 trender Fler arbeten når breddinförande.",),
    roles=COORDINATORS,
    writes=True,
)
def write_part(call: Call, number: str, kind: str, text: str) -> Reply:
    """Save at once; the other parts stay."""
    report = open_report(call, number)
    part = choose(REPORT_PARTS, kind, "Delen")
    return _kept(call, report, {part: clean(text, LONGEST)})


def _editable(current: Mapping[ReportPart, str]) -> list[ReportPart]:
    """The parts that a form can hold: a longer one came with a Word file and is changed there."""
    return [part for part in REPORT_PARTS if len(current.get(part, "")) <= LONGEST]


def _form(report: Report, current: Mapping[ReportPart, str]) -> Form:
    fields = tuple(
        Field(
            part.value,
            REPORT_PARTS[part].capitalize(),
            FieldType.LONG_TEXT,
            value=current.get(part, ""),
            hint=sentence("report", _HINTS[part]),
            max_length=LONGEST,
        )
        for part in _editable(current)
    )
    return Form(f"rapport skriv {report.id}", f"Texterna i {report.title}", fields)


def _kept(call: Call, report: Report, written: Mapping[ReportPart, str]) -> Reply:
    for part, text in written.items():
        reports.write_text(call.session, report.kind, report.period, part, text, (call.person.id, call.now))
    parts = [REPORT_PARTS[part] for part, text in written.items() if text]
    saved = sentence("report", "written", title=report.title, parts=listing(parts))
    return Reply((Text(saved), Actions((again(report), Action("Skriv mer", f"rapport skriv {report.id}")))))


def _from_word(report: Report, content: bytes) -> Mapping[ReportPart, str]:
    """What was written in a Word file that was handed out. UserError when it is none, or has none of the parts."""
    from commands.reports.word.texts import edited, read_texts  # noqa: PLC0415  # only those who send a file pay for it

    found = {part: clean(text, LONGEST_IN_WORD) for part, text in read_texts(content).items()}
    if any(holds_personal_number(text) for text in found.values()):
        raise UserError("I filen står ett personnummer eller samordningsnummer, så jag har inte sparat något.")
    own = edited(found, from_json(report.content))
    if not own:
        raise UserError("Texterna i filen är desamma som i rapporten. Ändra i Word, spara och skicka filen igen.")
    return own
