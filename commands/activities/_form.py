"""The form of an activity that is no seminar: what it asks, what stands there, how it becomes the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from commands.command import Call
from commands.editing import MAX_PEOPLE
from commands.form import Submission
from commands.message import Field, FieldType, Form
from commands.sentences import sentence
from commands.swedish.dates import When
from commands.swedish.words import FORMATS, options
from storage.swedish import fold
from storage.tables import Activity

KINDS = ("konferens", "workshop", "möte", "nätverksmöte", "reportage", "webbinarium", "studiebesök", "utbildning")
"""Usual kinds, which are recognised in a line; any other may be written in the form."""

LONGEST_TITLE = 200


def activity_form(command: str, title: str, values: Mapping[str, str], version: str = "") -> Form:
    """The form with these values in it; `version` is that of the row which it changes."""
    fields = (
        Field("title", "Titel", required=True, max_length=LONGEST_TITLE),
        Field("kind", "Typ", hint=f"Till exempel {', '.join(KINDS[:4])}", max_length=80),
        Field("when", "När", required=True, hint=sentence("activity", "when_hint"), max_length=100),
        Field("format", "Format", FieldType.CHOICE, options=options(FORMATS)),
        Field("audience", "Målgrupp", max_length=300),
        Field("attended", "Deltagare", FieldType.NUMBER, hint="Hur många som deltog", max_length=20),
        Field("comment", "Kommentar", FieldType.LONG_TEXT),
    )
    filled = tuple(replace(each, value=values.get(each.name, "")) for each in fields)
    return Form(command, title, filled, hidden=(("version", version),) if version else ())


def activity_values(activity: Activity) -> dict[str, str]:
    """What stands in each field now."""
    return {
        "title": activity.title,
        "kind": activity.kind,
        "when": activity.when_text,
        "format": FORMATS[activity.format] if activity.format else "",
        "audience": activity.audience,
        "attended": "" if activity.attended is None else str(activity.attended),
        "comment": activity.comment,
    }


def fill_activity(call: Call, submission: Submission, activity: Activity) -> None:
    """Put what was filled in on the row and save it. UserError with the form when something cannot be read."""
    # "13 feb" read again next year would mean another day, so only what was changed is read.
    when = submission.when("when") if submission.text("when") != activity.when_text else _standing(activity)
    if when is None:
        raise LookupError("a required time is there")
    activity.attended = attended(submission)
    activity.when_text, activity.starts_on, activity.ends_on = when.text, when.start, when.end
    activity.title, activity.key = submission.text("title"), fold(submission.text("title"))
    activity.kind, activity.audience = submission.text("kind"), submission.text("audience")
    activity.format = submission.word("format", FORMATS)
    activity.comment = submission.text("comment")
    call.session.add(activity)
    call.session.flush()


def _standing(activity: Activity) -> When:
    return When(activity.when_text, activity.starts_on, activity.ends_on)


def attended(submission: Submission) -> int | None:
    """How many took part, None when that is not known. UserError with the form for an impossible number."""
    count = submission.number("attended")
    if count is not None and count > MAX_PEOPLE:
        raise submission.refused(
            {"attended": "Så många kan det inte ha varit. Skriv antalet som deltog, till exempel 40."}
        )
    return count
