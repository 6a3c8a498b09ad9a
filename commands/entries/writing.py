"""Changing an entry and taking it away, the same for every kind; adding one of the plan, and closing it.

A line is another way to fill in the form: it is read into the form's fields, and both are checked alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from commands.command import COORDINATORS, LEADERS, Call
from commands.editing import changing
from commands.entries.fields import LONGEST_WORK, Columns, parted
from commands.entries.kind import EntryKind, Row
from commands.entries.plan_kind import PlanKind, PlanRow
from commands.entries.times import ClosedOn, past_day
from commands.form import Submission, read
from commands.lookup import called, mine_of
from commands.message import (
    Action,
    Actions,
    Block,
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


def change(call: Call, kind: EntryKind[Any], number: str, text: str = "") -> Reply:
    """Open the form as it is; or save it, or what a line says of single fields ("åtgärd: Vikarie")."""
    row = kind.find(call, number)
    given = (kind.read_change(call, text) or None) if text else None
    form = Form(kind.change_command(row), kind.change_title(call, row), kind.changing_fields(call, row))
    form, submission = changing(call, form, row, given=given)
    if submission is None:
        return Reply((form,))
    columns = kind.to_columns(call, submission, row)
    return Reply(kind.changed(call, row, entries.change(call.session, row, columns)))


def remove(call: Call, kind: EntryKind[Any], number: str) -> Reply:
    """Take an entry away for good: it stays in the history, marked."""
    row = kind.find(call, number)
    entries.withdraw(call.session, row, call.person.id, call.now)
    return Reply(kind.removed(call, row))


def save(call: Call, kind: EntryKind[Row], columns: Columns) -> Row:
    """A new entry with these columns, and those that a new one gets; it has its number."""
    first = kind.first(call.session, columns)
    row = kind.table(**columns, **first, created_at=call.now, created_by_id=call.person.id)
    entries.add(call.session, row)
    return row


def add(
    call: Call,
    kind: PlanKind[PlanRow],
    text: str,
    then: Callable[[Call, PlanRow, Project | None], tuple[Block, ...]] | None = None,
) -> Reply:
    """Save what the line or the form says; or open the form with what the line said. `then` is what follows."""
    if kind.closed and call.fields is None and fold(text.partition(" ")[0]) in _DONE:
        raise _which_is_done(call, kind)
    try:
        place = placed(call, text)
    except Unclear as unclear:
        raise mine_of(call, unclear) from unclear
    if place.sure:
        kind.must_be_allowed(call, place.work)
    form = _new_form(call, kind, place)
    is_whole = all(each.value for each in form.fields if each.required) and any(each.value for each in form.fields)
    if call.fields is None and not (place.sure and is_whole):
        note = sentence("plan", "fill_in", work=called(place.work) if place.work and not place.sure else "")
        return Reply((Text(note, TextStyle.NOTE), form))
    submission = read(form, call.fields or {}, call.today)
    work = place.work if place.sure else _work_of(call, kind, submission)
    # Some kinds look at which work it is for.
    submission = replace(submission, values={**submission.values, "work": work.name if work else ""})
    columns = kind.to_columns(call, submission, None) | {"project_id": work.id if work else None}
    row = save(call, kind, columns)
    about = called(work) if work else "programmet"
    saved = sentence("plan", "saved", the=kind.definite, number=row.id, about=about, neuter=kind.is_neuter)
    after = then(call, row, work) if then else ()
    moves = Actions((*kind.moves(call, row), Action("Ångra", "ångra")))
    return Reply((Text(saved), *after, kind.facts(call, row), moves))


def close(call: Call, kind: PlanKind[Any], closed: ClosedOn, number: str, day: str = "") -> Reply:
    """Say that an entry is done with, today or since another day."""
    row = kind.find(call, number)
    look, word = Action("Visa", f"{kind.word} {row.id}"), closed.label.lower()
    since: date | None = getattr(row, closed.attribute)
    if since:
        refusal = sentence("plan", "closed_already", the=kind.definite, word=word, date=long_date(since))
        raise UserError(refusal, actions=(look, Action("Ändra", kind.change_command(row))))
    on = past_day(call, day) if day else call.today
    entries.change(call.session, row, {closed.attribute: on})
    text = sentence("plan", "closed", the=kind.definite, title=kind.title(call, row), word=word, date=long_date(on))
    return Reply((Text(text), Actions(kind.moves(call, row))))


def _which_is_done(call: Call, kind: PlanKind[Any]) -> UserError:
    """Ask for the number of what is done with: "hållpunkt klar" is not the beginning of a new one."""
    led = [] if call.person.id is None else projects.led_by(call.session, call.person.id)
    many = kind.plural.capitalize()
    lists = tuple(Action(f"{many}: {called(work)}", f"{kind.plural} {work.name}") for work in led[:3])
    text = sentence("plan", "which_is_done", word=kind.word, neuter=kind.is_neuter)
    return UserError(text, actions=(*lists, Action(f"Alla {kind.plural}", kind.plural)))


def _new_form(call: Call, kind: PlanKind[Any], place: Place) -> Form:
    main, labelled = parted(kind.fields, place.rest)
    fields = kind.form_fields(call, {**(kind.read_line(call, main) if main else {}), **labelled})
    title = f"{kind.new[:1].upper()}{kind.new[1:]}"
    if place.sure:
        about = called(place.work) if place.work else "programmet"
        return Form(f"{kind.new} {place.command}", f"{title}: {about}", fields)
    return Form(kind.new, title, (_work_field(call, kind, place), *fields))


def _work_field(call: Call, kind: PlanKind[Any], place: Place) -> Field:
    """The work that was hinted at, or the only one that the person leads; coordinators may leave it empty."""
    may_leave = bool(call.person.roles & (COORDINATORS | kind.writers - LEADERS))
    led = [] if may_leave or call.person.id is None else projects.led_by(call.session, call.person.id)
    mine = [work for work in led if work.closed_at is None]
    work = place.work or (mine[0] if len(mine) == 1 else None)
    hint = sentence("plan", "work_hint") if may_leave else ""
    value = work.name if work else ""
    return Field("work", "Arbete", FieldType.PROJECT, not may_leave, value, hint=hint, max_length=LONGEST_WORK)


def _work_of(call: Call, kind: PlanKind[Any], submission: Submission) -> Project | None:
    work = work_filled_in(call, submission)
    kind.must_be_allowed(call, work)
    return work
