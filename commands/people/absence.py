"""Being away: who gets the reminders meanwhile, and may report in one's place."""

from __future__ import annotations

from datetime import date

from commands.command import LEADERS, Call, command
from commands.editing import MAX_BUTTONS
from commands.form import read
from commands.lookup import called, must_be_known
from commands.message import (
    MAX_NAME,
    Action,
    Actions,
    Field,
    FieldType,
    Form,
    Reply,
    Text,
    TextStyle,
    UserError,
)
from commands.notify import tell
from commands.people._persons import as_typed, one_person, persons_meant
from commands.sentences import sentence
from commands.swedish.dates import parse_date, parse_when
from commands.swedish.text import short
from storage import absences, people, projects
from storage.tables import Absence, Person

_BACK = Action("Jag är tillbaka", "frånvarande av")


@command(
    "frånvarande till {text}",
    "frånvarande till {text} ersättare {person}",
    "frånvarande t.o.m. {text}",
    "frånvarande t.o.m. {text} ersättare {person}",
    "frånvarande {text}",
    "frånvarande {text} ersättare {person}",
    summary="Säg att du är borta, och vem som ersätter dig",
    examples=("frånvarande till 1 juli",),
    roles=LEADERS,
    writes=True,
    topic="Rapportera",
)
def go_away(call: Call, text: str, person: str = "") -> Reply:
    """From today until that day, both included; or a stretch of days. The deputy may be left out."""
    me = must_be_known(call)
    first, last = _days(call, text)
    deputy = one_person(call, person) if person else None
    if wrong := _wrong_days(call, first, last) or (_wrong_deputy(call, deputy, first, last) if deputy else ""):
        raise UserError(wrong)
    return _saved(call, me, (first, last), deputy)


def _days(call: Call, text: str) -> tuple[date, date]:
    """Both ends: "1 juli" lasts until then from today, "24 juni–1 juli" says both itself."""
    meant = parse_when(text, call.today)
    if meant.start is None or meant.end is None or meant.start == meant.end:
        return call.today, parse_date(text, call.today)
    return meant.start, meant.end


def _wrong_days(call: Call, first: date, last: date) -> str:
    return sentence("snooze", "ends_before") if last < first or last < call.today else ""


def _wrong_deputy(call: Call, deputy: Person, first: date, last: date) -> str:
    """Why this person cannot stand in; "" when they can."""
    if deputy.id == call.person.id:
        return sentence("snooze", "yourself")
    other = absences.get(call.session, deputy.id)
    if other and other.starts_on <= last and other.ends_on >= first:
        return sentence("snooze", "deputy_away", name=deputy.name, until=other.ends_on)
    return ""


@command(
    "frånvarande",
    "frånvaro",
    summary="Säg när du är borta, i ett formulär",
    examples=("frånvarande",),
    roles=LEADERS,
    writes=True,
    topic="Rapportera",
)
def ask_absence(call: Call) -> Reply:
    """The form, filled in with the latest absence unless that is over."""
    me = must_be_known(call)
    latest = absences.get(call.session, me)
    form = _form(call, latest if latest and latest.ends_on >= call.today else None)
    if call.fields is None:
        back = (Actions((_BACK,)),) if latest else ()
        return Reply((Text(sentence("snooze", "ask"), TextStyle.NOTE), form, *back))
    submission = read(form, call.fields, call.today)
    first, last = submission.date("first"), submission.date("last")
    if first is None or last is None:
        raise LookupError("required dates are there")
    if wrong := _wrong_days(call, first, last):
        raise submission.refused({"last": wrong})
    deputy = submission.parsed("deputy", lambda text: _deputy(call, text))
    if deputy and (wrong := _wrong_deputy(call, deputy, first, last)):
        raise submission.refused({"deputy": wrong})
    return _saved(call, me, (first, last), deputy)


def _form(call: Call, absence: Absence | None) -> Form:
    deputy = people.get(call.session, absence.deputy_id) if absence else None
    first, last = (str(absence.starts_on), str(absence.ends_on)) if absence else (str(call.today), "")
    fields = (
        Field("first", "Från och med", FieldType.DATE, required=True, value=first),
        Field("last", "Till och med", FieldType.DATE, required=True, value=last),
        Field(
            "deputy", "Ersättare", FieldType.PERSON, value=as_typed(deputy) if deputy else "", max_length=MAX_NAME
        ),
    )
    return Form("frånvarande", "Frånvaro", fields)


def _deputy(call: Call, text: str) -> Person:
    found = persons_meant(call, text)
    if not found:
        raise UserError(sentence("snooze", "nobody", name=short(text)))
    if len(found) > 1:
        raise UserError(sentence("snooze", "several", names=[as_typed(each, found) for each in found[:5]]))
    return found[0]


def _saved(call: Call, me: int, days: tuple[date, date], deputy: Person | None) -> Reply:
    first, last = days
    row = absences.get(call.session, me) or Absence(person_id=me, starts_on=first, ends_on=last)
    row.starts_on, row.ends_on, row.deputy_id = first, last, deputy.id if deputy else None
    call.session.add(row)
    call.session.flush()
    if deputy:
        _tell_deputy(call, me, days, deputy)
    saved = sentence("snooze", "away", first=first, last=last, deputy=deputy.name if deputy else "")
    return Reply.of(saved, _BACK, Action("Ändra", "frånvarande"))


def _tell_deputy(call: Call, me: int, days: tuple[date, date], deputy: Person) -> None:
    works = [work for work in projects.led_by(call.session, me) if work.closed_at is None]
    names = [called(work) for work in works]
    first, last = days
    message = sentence("snooze", "told_deputy", name=call.person.name, first=first, last=last, works=names)
    buttons = [Action(f"Läget: {called(work)}", f"status {work.name}") for work in works[:MAX_BUTTONS]]
    tell(call, [deputy.id], "deputy", f"person:{me}", Reply.of(message, *buttons))


@command(
    "frånvarande av",
    "frånvaro av",
    "jag är tillbaka",
    summary="Säg att du är tillbaka",
    examples=("frånvarande av",),
    roles=LEADERS,
    writes=True,
    topic="Rapportera",
)
def come_back(call: Call) -> Reply:
    """The absence ends, whenever it was to end."""
    absence = absences.get(call.session, must_be_known(call))
    if absence is None or absence.ends_on < call.today:
        return Reply.of(sentence("snooze", "never_away"), Action("Säg när du är borta", "frånvarande"))
    call.session.delete(absence)
    call.session.flush()
    return Reply.of(sentence("snooze", "back"), Action("Allt mitt", "mina"))
