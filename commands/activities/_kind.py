"""The two kinds of activity, seminars and others: what a form asks of each, and how a new one is registered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from commands.activities._line import USUAL_KINDS, Line, read_activity, read_seminar
from commands.activities.numbered import ALL_SEMINARS, button_to, command_of
from commands.activities.times import hours, warnings, when
from commands.command import Call
from commands.editing import MAX_PEOPLE
from commands.entries.fields import Choice, Columns, EntryField, LongText, WorkField
from commands.entries.numbers import Number
from commands.entries.times import Period
from commands.form import Submission, read, whole_number
from commands.message import MAX_NAME, Action, Actions, FieldType, Form, Reply, Text, TextStyle, UserError
from commands.register import Derived, Fields, filled
from commands.sentences import sentence
from commands.swedish.dates import long_date, parse_hours
from commands.swedish.words import FORMATS
from commands.works.leaders import written_name
from storage import activities
from storage.swedish import fold
from storage.tables import Activity


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """How a kind is registered, its fields, and the one of time, without which a line says too little."""

    new: str
    title: str
    template: str
    read_line: Callable[[Call, str], Line]
    time: str
    every: Action
    fields: Fields


def _take_day(_call: Call, submission: Submission, _seminar: Activity) -> Columns:
    day = submission.date("date")
    if day is None:
        raise LookupError("a required date is there")
    # Not "om två veckor", which would mean something else tomorrow.
    return {"starts_on": day, "ends_on": day, "when_text": long_date(day)}


def _take_hours(_call: Call, submission: Submission, _seminar: Activity) -> Columns:
    begins, ends = submission.parsed("time", parse_hours) or (None, None)
    return {"starts_at": begins, "ends_at": ends}


def _show_speakers(call: Call, seminar: Activity) -> str:
    speakers = activities.speakers(call.session, [seminar.id])[seminar.id]
    return "; ".join(written_name(each) for each in speakers)


def _take_speakers(_call: Call, submission: Submission, _seminar: Activity) -> Columns:
    return {"speakers": submission.parsed("speakers", _parse_speakers) or []}


def _parse_speakers(text: str) -> list[tuple[str, str]]:
    """Read "Namn, Organisation; Namn, Organisation", a new line also parting two. UserError when a name lacks."""
    named = []
    for part in re.split(r"[;\n]", text):
        name, _, organisation = (piece.strip() for piece in part.partition(","))
        if organisation and not name:
            raise UserError("Här saknas ett namn. Skriv till exempel Anna Exempel, Region Norrstrand; Bo Exempel.")
        if name:
            named.append((name, organisation))
    return named


class _When(Period):
    """When an activity is, as it was written, without the year that it may be lacking."""

    def to_columns(self, call: Call, submission: Submission, row: Any) -> Columns:
        return Period.to_columns(self, call, submission, row) | {self.stored: submission.line(self.name)}


def _seats(text: str) -> int:
    seats = whole_number(text)
    if not 1 <= seats <= MAX_PEOPLE:
        raise UserError("Skriv hur många platser som finns, eller lämna tomt om det inte finns någon gräns.")
    return seats


def _attended(text: str) -> int:
    count = whole_number(text)
    if count > MAX_PEOPLE:
        raise UserError("Så många kan det inte ha varit. Skriv antalet som deltog, till exempel 40.")
    return count


def _people(name: str, label: str, parse: Callable[[str], int], hint: str) -> Number:
    return Number(name, label, type=FieldType.NUMBER, parse=parse, typed=str, max_length=20, hint=hint)


_TITLE = EntryField("title", "Titel", required=True, max_length=MAX_NAME)
_FORMAT = Choice("format", "Format", vocabulary=FORMATS)
_AUDIENCE = EntryField("audience", "Målgrupp", max_length=300)
_COMMENT = LongText("comment", "Kommentar")
_SEMINAR_FIELDS = Fields(
    _TITLE,
    Derived("date", "Datum", type=FieldType.DATE, required=True, hint="Till exempel 4 dec eller 2026-12-04",
        show=lambda _, seminar: seminar.starts_on.isoformat() if seminar.starts_on else "", take=_take_day),
    Derived("time", "Tid", hint="Till exempel 13.00–14.30", max_length=40, take=_take_hours,
        show=lambda _, seminar: hours(seminar)),
    _FORMAT,
    _AUDIENCE,
    Derived("speakers", "Föreläsare", type=FieldType.LONG_TEXT, max_length=2000, show=_show_speakers,
        take=_take_speakers, hint="Namn, Organisation; Namn, Organisation"),
    EntryField("place", "Plats eller länk"),
    _people("seats", "Platser", _seats, "Lämna tomt om det inte finns någon gräns"),
    WorkField("work", "Arbete", stored="project_id", hint="Om seminariet hör till ett arbete"),
    _COMMENT,
)  # fmt: skip
_ACTIVITY_FIELDS = Fields(
    _TITLE,
    EntryField("kind", "Typ", hint=f"Till exempel {', '.join(USUAL_KINDS[:4])}", max_length=80),
    _When("when", "När", required=True, max_length=100,
        hint="Till exempel 13 feb, april–nov, HT 2026, löpande eller 1 ggr/mån"),
    _FORMAT,
    _AUDIENCE,
    _people("attended", "Deltagare", _attended, "Hur många som deltog"),
    _COMMENT,
)  # fmt: skip
SEMINAR = ActivityKind(
    "seminarium ny", "Nytt lärseminarium", "seminar", read_seminar, "date", ALL_SEMINARS, _SEMINAR_FIELDS
)
ACTIVITY = ActivityKind(
    "aktivitet ny",
    "Ny aktivitet",
    "activity",
    read_activity,
    "when",
    Action("Alla aktiviteter", "aktiviteter"),
    _ACTIVITY_FIELDS,
)


def kind_of(activity: Activity) -> ActivityKind:
    """The kind that an activity is."""
    return SEMINAR if activity.is_seminar else ACTIVITY


def register(call: Call, kind: ActivityKind, text: str) -> Reply:
    """Open the form with what the line said; or save it, at once when the line said title and time clearly."""
    line = kind.read_line(call, text) if text else Line()
    form = Form(kind.new, kind.title, kind.fields.form_fields(call, line.values))
    if call.fields is None and (kind.time not in line.values or line.left):
        return Reply((Text(_question(kind, line), TextStyle.NOTE), form))
    is_seminar = kind is SEMINAR
    activity = Activity(is_seminar=is_seminar, title="", key="", created_at=call.now, created_by_id=call.person.id)
    save(call, read(form, call.fields or {}, call.today), activity)
    saved = sentence(kind.template, "saved", number=activity.id, title=activity.title, when=when(activity))
    odd = [Text(each, TextStyle.NOTE) for each in warnings(call, activity)] if is_seminar else []
    join = (Action("Anmäl mig", f"anmäl {activity.id}"),) if is_seminar else ()
    change = Action("Ändra", f"ändra {command_of(activity)}")
    return Reply((Text(saved), *odd, Actions((button_to(activity, "Visa"), change, *join, kind.every))))


def _question(kind: ActivityKind, line: Line) -> str:
    if line.trouble:
        return line.trouble
    if line.left:
        return sentence("activity", "check", left=[f"”{part}”" for part in line.left])
    return sentence(kind.template, "no_time" if line.values else "fill_in")


def save(call: Call, submission: Submission, activity: Activity) -> None:
    """Put what was filled in on the row and save it. UserError with the form when something cannot be read."""
    columns = kind_of(activity).fields.to_columns(call, submission, activity)
    speakers = columns.pop("speakers", None)
    call.session.add(filled(activity, columns | {"key": fold(columns["title"])}))
    call.session.flush()
    if speakers is not None:
        activities.set_speakers(call.session, activity.id, speakers)
