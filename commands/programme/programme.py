"""The programme itself: what it is called, who commissions it, what it is for, from when to when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from commands.command import COORDINATORS, Call, command
from commands.form import Submission, read
from commands.line import keyed
from commands.message import (
    Action,
    Actions,
    Fact,
    Facts,
    Field,
    FieldType,
    Form,
    Reply,
    Text,
    TextStyle,
)
from commands.programme.labels import moved
from commands.sentences import sentence
from commands.swedish.dates import When, shown_span, with_year
from storage import programme
from storage.tables import Programme

_WORDS = {
    "kortnamn": "short_name",
    "bestallare": "commissioner",
    "strategiskt mal": "strategic_goal",
    "effektmal": "effect_goal",
    "start": "start",
    "slut": "end",
    "namn": "name",
}
_TEXTS = ("name", "short_name", "commissioner", "strategic_goal", "effect_goal")


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
    may_change = bool(call.person.roles & COORDINATORS)
    change = (Action("Ändra", "program ändra"),) if may_change else ()
    if known is None:
        return Reply((Text(sentence("programme", "nothing")), *((Actions(change),) if change else ())))
    told = (
        ("Kortnamn", known.short_name),
        ("Beställare", known.commissioner),
        ("Strategiskt mål", known.strategic_goal),
        ("Effektmål", known.effect_goal),
        ("Tid", shown_span(known.start_text, known.end_text)),
    )
    facts = Facts(tuple(Fact(label, text) for label, text in told if text))
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
    """Open the form with what stands; or save it, at once when the line says what is to change."""
    known = programme.locked(call.session)
    name, said = keyed(text, _WORDS)
    said |= {"name": name} if name else {}
    stands = _values(known)
    seen = "\n".join(stands.values())
    form = _form(stands | said, (call.fields or {}).get("seen", seen))
    if call.fields is None and not (said and (known or name)):
        return Reply((form,))
    submission = read(form, call.fields or {}, call.today)
    if submission.text("seen") != seen:
        raise moved(replace(submission, form=replace(form, hidden=(("seen", seen),))), stands)
    is_new = known is None
    row = known or Programme(name="")
    for column, value in _columns(submission, stands).items():
        setattr(row, column, value)
    programme.save(call.session, row)
    told = sentence("programme", "saved", name=row.name, is_new=is_new)
    return Reply((Text(told), Actions((Action("Om programmet", "program"), Action("Parter", "parter")))))


def _values(known: Programme | None) -> dict[str, str]:
    """What stands in each field now."""
    if known is None:
        return dict.fromkeys((*_TEXTS, "start", "end"), "")
    return {name: getattr(known, name) for name in _TEXTS} | {"start": known.start_text, "end": known.end_text}


def _form(values: dict[str, str], seen: str) -> Form:
    when = sentence("project", "when")
    fields = (
        Field("name", "Namn", required=True, max_length=200),
        Field("short_name", "Kortnamn", max_length=60),
        Field("commissioner", "Beställare", max_length=500),
        Field("strategic_goal", "Strategiskt mål", FieldType.LONG_TEXT),
        Field("effect_goal", "Effektmål", FieldType.LONG_TEXT),
        Field("start", "Start", hint=when, max_length=60),
        Field("end", "Slut", hint=when, max_length=60),
    )
    filled = tuple(replace(each, value=values[each.name]) for each in fields)
    return Form("program ändra", "Programmet", filled, hidden=(("seen", seen),))


def _columns(submission: Submission, stands: dict[str, str]) -> dict[str, Any]:
    """What was filled in, as columns; a time that stands is not read again. UserError when the end comes first."""
    columns: dict[str, Any] = {name: submission.text(name) for name in _TEXTS}
    times = {name: submission.when(name) or When("") for name in ("start", "end")}
    if (first := times["start"].start) and (last := times["end"].end) and last < first:
        raise submission.refused({"end": sentence("project", "ends_first")})
    for name, when in times.items():
        if submission.text(name) != stands[name]:
            day = when.start if name == "start" else when.end
            columns |= {f"{name}_text": with_year(when), f"{name}_on": day}
    return columns
