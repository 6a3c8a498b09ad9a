"""Telling an entry, changing it, saying that it is done with, and taking it away: the same for every kind.

A line is another way to fill in the form: it is read into the form's fields, and both are checked alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from commands.command import COORDINATORS, LEADERS, Call
from commands.editing import must_be_current
from commands.entries.fields import ClosedOn, past_day
from commands.entries.kind import EntryKind, Row, Values, list_of, must_be_allowed, numbered
from commands.form import Submission, read
from commands.line import keyed
from commands.lookup import called, mine_of
from commands.message import (
    Action,
    Actions,
    Block,
    Facts,
    Field,
    FieldType,
    Form,
    Reply,
    Text,
    TextStyle,
    Unclear,
    UserError,
)
from commands.place import Place, placed, work_filled_in
from commands.sentences import sentence
from commands.swedish.dates import long_date
from storage import entries, projects
from storage.swedish import fold
from storage.tables import Project

_DONE = frozenset({"klar", "klart"})


def add(
    call: Call,
    kind: EntryKind[Row],
    text: str,
    then: Callable[[Call, Row, Project | None], tuple[Block, ...]] | None = None,
) -> Reply:
    """Save what the line or the form says; or open the form with what the line said. `then` is what follows."""
    if kind.closed and call.fields is None and fold(text.partition(" ")[0]) in _DONE:
        raise _which_is_done(call, kind)
    try:
        place = placed(call, text)
    except Unclear as unclear:
        raise mine_of(call, unclear) from unclear
    if place.sure:
        must_be_allowed(call, kind, place.work)
    form = _new_form(call, kind, place)
    is_told = all(each.value for each in form.fields if each.required) and any(each.value for each in form.fields)
    if call.fields is None and not (place.sure and is_told):
        note = sentence("plan", "fill_in", work=called(place.work) if place.work and not place.sure else "")
        return Reply((Text(note, TextStyle.NOTE), form))
    submission = read(form, call.fields or {}, call.today)
    work = place.work if place.sure else _work_of(call, kind, submission)
    values: dict[str, Any] = kind.to_columns(call, _about(submission, work), None)
    row = kind.table(
        **values,
        project_id=work.id if work else None,
        created_at=call.now,
        created_by_id=call.person.id,
    )
    entries.add(call.session, row)
    after = then(call, row, work) if then else ()
    moves = replace(
        _moves(call, kind, row, work), items=(*_moves(call, kind, row, work).items, Action("Ångra", "ångra"))
    )
    return Reply((_saved(kind, row, work), *after, _facts(call, kind, row), moves))


def change(call: Call, kind: EntryKind[Row], number: str, text: str = "") -> Reply:
    """Open the form as it stands; or save it, or what a line says of single fields ("åtgärd: Vikarie")."""
    row, work = _mine(call, kind, number)
    stands = kind.form_values(call, row)
    # The version that the person saw, also when a mistake shows the form again: the row may have moved on since.
    seen = (call.fields or {}).get("version", str(row.version))
    said = f"{kind.word} {row.id}"
    form = Form(f"ändra {said}", f"Ändra {said}", kind.changing_fields(call, stands), hidden=(("version", seen),))
    given = call.fields if call.fields is not None or not text else _labelled(kind, text)
    if given is None:
        return Reply((form,))
    submission = read(form, given, call.today)
    must_be_current(submission, row, stands)
    values = kind.to_columns(call, _about(submission, work), row)
    changed = entries.change(call.session, row, values)
    told = sentence("plan", "changed", the=kind.definite, neuter=kind.is_neuter, is_changed=bool(changed))
    return Reply((Text(told), _facts(call, kind, row), _moves(call, kind, row, work)))


def close(call: Call, kind: EntryKind[Row], closed: ClosedOn, number: str, day: str = "") -> Reply:
    """Say that an entry is done with, today or since another day."""
    row, work = _mine(call, kind, number)
    look, word = Action("Visa", f"{kind.word} {row.id}"), closed.label.lower()
    since: date | None = getattr(row, closed.day)
    if since:
        refusal = sentence("plan", "closed_already", the=kind.definite, word=word, date=long_date(since))
        raise UserError(refusal, actions=(look, Action("Ändra", f"ändra {kind.word} {row.id}")))
    on = past_day(call, day) if day else call.today
    entries.change(call.session, row, {closed.day: on})
    said = sentence("plan", "closed", the=kind.definite, title=kind.title(call, row), word=word, date=long_date(on))
    return Reply((Text(said), _moves(call, kind, row, work)))


def remove(call: Call, kind: EntryKind[Row], number: str) -> Reply:
    """Take an entry away for good: it stays in the history, marked."""
    row, work = _mine(call, kind, number)
    entries.withdraw(call.session, row, call.person.id, call.now)
    told = sentence("plan", "removed", the=kind.definite, title=kind.title(call, row), neuter=kind.is_neuter)
    return Reply((Text(told), Actions((list_of(kind, work),))))


def _which_is_done(call: Call, kind: EntryKind[Row]) -> UserError:
    """Ask for the number of what is done with: "hållpunkt klar" is not the beginning of a new one."""
    led = [] if call.person.id is None else projects.led_by(call.session, call.person.id)
    many = kind.plural.capitalize()
    lists = tuple(Action(f"{many}: {called(work)}", f"{kind.plural} {work.name}") for work in led[:3])
    told = sentence("plan", "which_is_done", word=kind.word, neuter=kind.is_neuter)
    return UserError(told, actions=(*lists, Action(f"Alla {kind.plural}", kind.plural)))


def _mine(call: Call, kind: EntryKind[Row], number: str) -> tuple[Row, Project | None]:
    row = numbered(call, kind, number)
    work = projects.get(call.session, row.project_id) if row.project_id else None
    must_be_allowed(call, replace(kind, after_end=True), work)
    return row, work


def _new_form(call: Call, kind: EntryKind[Row], place: Place) -> Form:
    main, labelled = keyed(place.rest, kind.keywords, kind.numeric)
    values = {**(kind.read_line(call, main) if main else {}), **labelled}
    fields = kind.form_fields(call, values)
    title = f"{kind.new[:1].upper()}{kind.new[1:]}"
    if place.sure:
        about = called(place.work) if place.work else "programmet"
        return Form(f"{kind.new} {place.command}", f"{title}: {about}", fields)
    return Form(kind.new, title, (_work_field(call, kind, place), *fields))


def _work_field(call: Call, kind: EntryKind[Row], place: Place) -> Field:
    """The work that was hinted at, or the only one that the person leads; coordinators may leave it empty."""
    may_leave = bool(call.person.roles & (COORDINATORS | kind.extra_writers))
    led = [] if may_leave or call.person.id is None else projects.led_by(call.session, call.person.id)
    mine = [work for work in led if work.closed_at is None]
    work = place.work or (mine[0] if len(mine) == 1 else None)
    hint = sentence("plan", "work_hint") if may_leave else ""
    value = work.name if work else ""
    return Field("work", "Arbete", FieldType.PROJECT, not may_leave, value, hint=hint, max_length=300)


def _work_of(call: Call, kind: EntryKind[Row], submission: Submission) -> Project | None:
    work = work_filled_in(call, submission)
    must_be_allowed(call, kind, work)
    return work


def _about(submission: Submission, work: Project | None) -> Submission:
    """The same, with the name of its work: some kinds look at it."""
    return replace(submission, values={**submission.values, "work": work.name if work else ""})


def _labelled(kind: EntryKind[Row], text: str) -> Values:
    """What a line says of single fields. UserError when it says something else."""
    closing = {f"{fold(kind.closed.label)}:": kind.closed.name} if kind.closed else {}
    main, values = keyed(text, kind.keywords | closing, kind.numeric)
    if main or not values:
        raise UserError(sentence("plan", "which_field", text=main or text, example=kind.examples[0]))
    return values


def _facts(call: Call, kind: EntryKind[Row], row: Row) -> Facts:
    return Facts(kind.facts(call, row))


def _saved(kind: EntryKind[Row], row: Row, work: Project | None) -> Text:
    about = called(work) if work else "programmet"
    return Text(sentence("plan", "saved", the=kind.definite, number=row.id, about=about, neuter=kind.is_neuter))


def _moves(call: Call, kind: EntryKind[Row], row: Row, work: Project | None) -> Actions:
    change_it = Action("Ändra", f"ändra {kind.word} {row.id}")
    may = (change_it,) if call.person.roles & LEADERS else ()
    return Actions((Action("Visa", f"{kind.word} {row.id}"), *may, list_of(kind, work)))
