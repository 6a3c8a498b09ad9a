"""The programme itself: what it is called, who commissions it, what it is for, from when to when."""

from __future__ import annotations

from commands.command import COORDINATORS, Call, command
from commands.editing import changing
from commands.entries.fields import EntryField, LongText
from commands.message import MAX_NAME, Action, Actions, Facts, Form, Reply, Text, TextStyle
from commands.register import END, SHORT_NAME, START, Fields, filled, refuse_backwards
from commands.sentences import sentence
from commands.swedish.dates import shown_span
from storage import programme
from storage.tables import Programme

_NAME = EntryField("name", "Namn", required=True, max_length=MAX_NAME, keywords=("namn",))
_ABOUT = (
    SHORT_NAME,
    EntryField("commissioner", "Beställare", keywords=("bestallare",)),
    LongText("strategic_goal", "Strategiskt mål", keywords=("strategiskt mal",)),
    LongText("effect_goal", "Effektmål", keywords=("effektmal",)),
)
_FIELDS = Fields(_NAME, *_ABOUT, START, END)


@command(
    "program",
    "programmet",
    "om programmet",
    summary="Vad programmet heter, vem som beställer det och vad det ska leda till",
    examples=("program",),
)
def show_programme(call: Call) -> Reply:
    """Facts of the programme, and where its parties and labels are."""
    known = programme.get(call.session)
    change = (Action("Ändra", "program ändra"),) if call.person.roles & COORDINATORS else ()
    if known is None:
        return Reply.of(sentence("programme", "nothing"), *change)
    stated = [(each.label, each.form_value(call, known)) for each in _ABOUT]
    facts = Facts.known([*stated, ("Tid", shown_span(known.start_text, known.end_text))])
    moves = (*change, Action("Parter", "parter"), Action("Etiketter", "etiketter"), Action("Budget", "budget"))
    return Reply((Text(known.name, TextStyle.HEADING), facts, Actions(moves)))


@command(
    "program ändra",
    "program ändra {text}",
    "program ny {text}",
    summary="Skriv in eller ändra programmets namn, beställare och mål",
    examples=("program ändra", "program ändra kortnamn Nära vård"),
    roles=COORDINATORS,
    writes=True,
)
def change_programme(call: Call, text: str = "") -> Reply:
    """Open the form with the current values; or save it, at once when the line says what is to change."""
    known = programme.locked(call.session)
    said = _FIELDS.read_line(text)
    row = known or Programme(name="")
    now = _FIELDS.form_values(call, row)
    form = Form("program ändra", "Programmet", _FIELDS.form_fields(call, now | said))
    form, submission = changing(call, form, row, now, given={} if said and (known or "name" in said) else None)
    if submission is None:
        return Reply((form,))
    columns = _FIELDS.to_columns(call, submission, row)
    refuse_backwards(submission, columns["start_on"], columns["end_on"])
    programme.save(call.session, filled(row, columns))
    saved = sentence("programme", "saved", name=row.name, is_new=known is None)
    return Reply.of(saved, Action("Om programmet", "program"), Action("Parter", "parter"))
