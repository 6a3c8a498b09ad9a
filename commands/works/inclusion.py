"""Taking a work into the portfolio: only by a decision, and only when the region and a municipality take part."""

from __future__ import annotations

from datetime import date

from commands.command import COORDINATORS, Call, command
from commands.entries.times import past_day
from commands.form import read
from commands.lookup import button_to_work, called, find_work
from commands.message import (
    MAX_NAME,
    Action,
    ActionStyle,
    Field,
    FieldType,
    Form,
    Reply,
    Text,
    TextStyle,
    UserError,
)
from commands.sentences import sentence
from commands.swedish.dates import long_date, shown_when
from commands.swedish.text import clean, listing
from commands.works._form import missing_parties
from storage import programme, project_changes, projects
from storage.tables import Project
from storage.words import Standing


@command(
    "inkludera {work}",
    "inkludera {work} {day}",
    summary="Inkludera ett arbete i portföljen, när beslutet är fattat",
    examples=("inkludera Trygg hemgång",),
    roles=COORDINATORS,
    writes=True,
)
def include(call: Call, work: str, day: str = "") -> Reply:
    """Ask for the decision, its date and its body; refuse what cannot be included (årsrapport 2024, §3)."""
    found = _to_include(call, work)
    known = programme.get(call.session)
    typed = _decided(call, day).isoformat() if day else ""
    commissioner = known.commissioner if known else ""
    hint = "Den beställare eller instans som fattade beslutet."
    fields = (
        Field("date", "Beslutets datum", FieldType.DATE, required=True, value=typed),
        Field("body", "Beslutat av", required=True, value=commissioner, hint=hint, max_length=MAX_NAME),
    )
    form = Form(f"inkludera {found.name}", f"Inkludera {called(found)}", fields, submit="Inkludera")
    if call.fields is None:
        return Reply((Text(sentence("inclusion", "ask", work=called(found)), TextStyle.NOTE), form))
    submission = read(form, call.fields, call.today)
    decided = submission.parsed("date", lambda text: _decided(call, text))
    if decided is None:  # a required field: `read` has refused an empty one
        raise LookupError("a decision without a date was let through")
    return _included(call, found, decided, submission.text("body"))


@command(
    "inkludera {work} {day} {text}",
    summary="Inkludera ett arbete, med beslutet på en rad",
    examples=("inkludera Trygg hemgång 2024-02-13 Länsledningen",),
    roles=COORDINATORS,
    writes=True,
)
def include_line(call: Call, work: str, day: str, text: str) -> Reply:
    """Include at once: the line holds the date and the body."""
    return _included(call, _to_include(call, work), _decided(call, day), clean(text, MAX_NAME))


@command(
    "inkludera {work} {year} {text}",
    summary="Inkludera ett arbete, när bara året för beslutet är känt",
    examples=("inkludera Trygg hemgång 2024 Länsledningen",),
    roles=COORDINATORS,
    writes=True,
)
def include_year(call: Call, work: str, year: str, text: str) -> Reply:
    """Include at once by the year of an old decision, of which nobody knows the day."""
    found = _to_include(call, work)
    return _included(call, found, _decided(call, f"{year}-01-01"), clean(text, MAX_NAME), year)


def _to_include(call: Call, name: str) -> Project:
    """The work that is to be included, held. UserError when it is included already, or cannot be."""
    work = project_changes.locked(call.session, find_work(call, name).id)
    if work.standing is Standing.INCLUDED:
        # Not a mistake worth a form: the first decision holds.
        by, when = work.included_by, shown_when(work.included_text)
        raise UserError(sentence("inclusion", "already", work=called(work), date=when, by=by), actions=_moves(work))
    if work.closed_at is not None:
        raise UserError(f"{called(work)} är avslutat, så det kan inte inkluderas.")
    taking_part = [party.id for party in projects.parties(call.session, [work.id])[work.id]]
    if missing := missing_parties(call, taking_part):
        change = Action("Ändra parter", f"arbete ändra {work.name}", ActionStyle.PRIMARY)
        refusal = sentence("inclusion", "missing", work=called(work), missing=listing(missing))
        raise UserError(refusal, actions=(change,))
    return work


def _decided(call: Call, text: str) -> date:
    """The day of the decision. UserError for a day to come: nothing has been decided yet."""
    return past_day(call, text, "inclusion")


def _included(call: Call, work: Project, day: date, body: str, year: str = "") -> Reply:
    """Include by a decision; `year` is what is known of its time when the day is not."""
    values = {
        "standing": Standing.INCLUDED,
        "included_text": year or day.isoformat(),
        "included_on": day,
        "included_by": body,
    }
    project_changes.change(call.session, work, values)
    included = sentence("inclusion", "included", work=called(work), date=year or long_date(day), by=body)
    return Reply.of(included, *_moves(work))


def _moves(work: Project) -> tuple[Action, ...]:
    return button_to_work(work), Action("Ändra fas", f"arbete ändra {work.name}")
