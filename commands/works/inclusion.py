"""Taking a work into the portfolio: only by a decision, and only when the region and a municipality take part."""

from __future__ import annotations

from datetime import date

from commands.command import COORDINATORS, Call, command
from commands.form import read
from commands.lookup import called, find_work
from commands.message import (
    Action,
    Actions,
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
from commands.swedish.dates import long_date, parse_date, shown_when
from commands.swedish.text import clean, listing
from commands.works._form import missing_parties
from storage import programme, project_changes, projects
from storage.tables import Project
from storage.words import Standing

LONGEST_BODY = 200


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
    found = project_changes.locked(call.session, find_work(call, work).id)
    if found.standing is Standing.INCLUDED:
        return _already(found)
    _must_be_possible(call, found)
    known = programme.get(call.session)
    typed = _decided(call, day).isoformat() if day else ""
    form = Form(
        f"inkludera {found.name}",
        f"Inkludera {called(found)}",
        (
            Field("date", "Beslutets datum", FieldType.DATE, required=True, value=typed),
            Field("body", "Beslutat av", required=True, value=known.commissioner if known else "",
                  hint=sentence("inclusion", "body"), max_length=LONGEST_BODY),
        ),
        submit="Inkludera",
    )  # fmt: skip
    if call.fields is None:
        return Reply((Text(sentence("inclusion", "ask", work=called(found)), TextStyle.NOTE), form))
    entry = read(form, call.fields, call.today)
    decided = entry.parsed("date", lambda text: _decided(call, text))
    if decided is None:  # a required field: `read` has refused an empty one
        raise LookupError("a decision without a date was let through")
    return _included(call, found, decided, entry.text("body"))


@command(
    "inkludera {work} {day} {text}",
    summary="Inkludera ett arbete, med beslutet på en rad",
    examples=("inkludera Trygg hemgång 2024-02-13 Länsledningen",),
    roles=COORDINATORS,
    writes=True,
)
def include_line(call: Call, work: str, day: str, text: str) -> Reply:
    """Include at once: the line holds the date and the body."""
    found = project_changes.locked(call.session, find_work(call, work).id)
    if found.standing is Standing.INCLUDED:
        return _already(found)
    _must_be_possible(call, found)
    return _included(call, found, _decided(call, day), clean(text, LONGEST_BODY))


@command(
    "inkludera {work} {year} {text}",
    summary="Inkludera ett arbete, när bara året för beslutet är känt",
    examples=("inkludera Trygg hemgång 2024 Länsledningen",),
    roles=COORDINATORS,
    writes=True,
)
def include_year(call: Call, work: str, year: str, text: str) -> Reply:
    """Include at once by the year of an old decision, of which nobody knows the day."""
    found = project_changes.locked(call.session, find_work(call, work).id)
    if found.standing is Standing.INCLUDED:
        return _already(found)
    _must_be_possible(call, found)
    first = _decided(call, f"{year}-01-01")
    return _included(call, found, first, clean(text, LONGEST_BODY), year)


def _must_be_possible(call: Call, work: Project) -> None:
    if work.closed_at is not None:
        raise UserError(f"{called(work)} är avslutat, så det kan inte inkluderas.")
    taking_part = [party.id for party in projects.parties(call.session, [work.id])[work.id]]
    missing = missing_parties(call, taking_part)
    if missing:
        change = Action("Ändra parter", f"arbete ändra {work.name}", ActionStyle.PRIMARY)
        raise UserError(
            sentence("inclusion", "missing", work=called(work), missing=listing(missing)), actions=(change,)
        )


def _decided(call: Call, text: str) -> date:
    """The day of the decision. UserError for a day to come: nothing has been decided yet."""
    day = parse_date(text, call.today, past=True)
    if day > call.today:
        raise UserError(sentence("inclusion", "not_yet", date=long_date(day)))
    return day


def _included(call: Call, work: Project, day: date, body: str, written: str = "") -> Reply:
    """`written` is how the time of the decision was told when that is no day."""
    values = {
        "standing": Standing.INCLUDED,
        "included_text": written or day.isoformat(),
        "included_on": day,
        "included_by": body,
    }
    project_changes.change(call.session, work, values)
    told = sentence("inclusion", "included", work=called(work), date=written or long_date(day), by=body)
    return Reply((Text(told), _moves(work)))


def _already(work: Project) -> Reply:
    """Not a mistake worth a form: it is so already, and the first decision stands."""
    raise UserError(
        sentence(
            "inclusion", "already", work=called(work), date=shown_when(work.included_text), by=work.included_by
        ),
        actions=_moves(work).items,
    )


def _moves(work: Project) -> Actions:
    return Actions(
        (Action("Om arbetet", f"arbete visa {work.name}"), Action("Ändra fas", f"arbete ändra {work.name}"))
    )
