"""The form of a seminar: what it asks, what stands there already, and how what was filled in becomes the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from commands.activities.wording import hours, parse_speakers, written_speakers
from commands.command import Call
from commands.editing import MAX_PEOPLE
from commands.form import Submission
from commands.message import Field, FieldType, Form
from commands.place import work_filled_in
from commands.sentences import sentence
from commands.swedish.dates import long_date, parse_hours
from commands.swedish.words import FORMATS, options
from storage import activities, projects
from storage.swedish import fold
from storage.tables import Activity

LONGEST_TITLE = 200


def seminar_form(command: str, title: str, values: Mapping[str, str], version: str = "") -> Form:
    """The form with these values in it; `version` is that of the row which it changes."""
    fields = (
        Field("title", "Titel", required=True, max_length=LONGEST_TITLE),
        Field("date", "Datum", FieldType.DATE, required=True, hint="Till exempel 4 dec eller 2026-12-04"),
        Field("time", "Tid", hint="Till exempel 13.00–14.30", max_length=40),
        Field("format", "Format", FieldType.CHOICE, options=options(FORMATS)),
        Field("audience", "Målgrupp", max_length=300),
        Field(
            "speakers",
            "Föreläsare",
            FieldType.LONG_TEXT,
            hint=sentence("seminar", "speakers_hint"),
            max_length=2000,
        ),
        Field("place", "Plats eller länk", max_length=500),
        Field("seats", "Platser", FieldType.NUMBER, hint="Lämna tomt om det inte finns någon gräns", max_length=20),
        Field("work", "Arbete", FieldType.PROJECT, hint="Om seminariet hör till ett arbete", max_length=300),
        Field("comment", "Kommentar", FieldType.LONG_TEXT),
    )
    filled = tuple(replace(each, value=values.get(each.name, "")) for each in fields)
    return Form(command, title, filled, hidden=(("version", version),) if version else ())


def seminar_values(call: Call, activity: Activity) -> dict[str, str]:
    """What stands in each field now."""
    work = projects.get(call.session, activity.project_id) if activity.project_id else None
    return {
        "title": activity.title,
        "date": activity.starts_on.isoformat() if activity.starts_on else "",
        "time": hours(activity),
        "format": FORMATS[activity.format] if activity.format else "",
        "audience": activity.audience,
        "speakers": written_speakers(activities.speakers(call.session, [activity.id])[activity.id]),
        "place": activity.place,
        "seats": "" if activity.seats is None else str(activity.seats),
        "work": work.name if work else "",
        "comment": activity.comment,
    }


def fill_seminar(call: Call, submission: Submission, activity: Activity) -> None:
    """Put what was filled in on the row and save it. UserError with the form when something cannot be read."""
    day = submission.date("date")
    if day is None:
        raise LookupError("a required date is there")
    time = submission.parsed("time", parse_hours)
    speakers = submission.parsed("speakers", parse_speakers) or []
    work = work_filled_in(call, submission)
    activity.project_id = work.id if work else None
    activity.seats = _seats(submission)
    activity.title, activity.key = submission.text("title"), fold(submission.text("title"))
    activity.starts_on = activity.ends_on = day
    activity.when_text = long_date(day)  # not "om två veckor", which would mean something else tomorrow
    activity.starts_at, activity.ends_at = time or (None, None)
    activity.format = submission.word("format", FORMATS)
    activity.audience, activity.place = submission.text("audience"), submission.text("place")
    activity.comment = submission.text("comment")
    call.session.add(activity)
    call.session.flush()
    activities.set_speakers(call.session, activity.id, speakers)


def _seats(submission: Submission) -> int | None:
    seats = submission.number("seats")
    if seats is not None and not 1 <= seats <= MAX_PEOPLE:
        raise submission.refused(
            {"seats": "Skriv hur många platser som finns, eller lämna tomt om det inte finns någon gräns."}
        )
    return seats
