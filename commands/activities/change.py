"""Seminars and activities that change: other facts, another day, cancelled. Those who signed up are told."""

from __future__ import annotations

from commands.activities._card import cancelled
from commands.activities._form import activity_form, activity_values, fill_activity
from commands.activities._seminar import fill_seminar, seminar_form, seminar_values
from commands.activities.signup import tell_who_got_seats
from commands.activities.wording import (
    all_seminars,
    button_to,
    command_of,
    is_over,
    must_be_allowed,
    numbered,
    warnings,
    when,
)
from commands.command import LEADERS, Call, command
from commands.editing import must_be_current
from commands.form import read
from commands.message import (
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
from commands.sentences import sentence
from commands.swedish.text import clean
from storage import activities
from storage.tables import Activity

LONGEST_REASON = 500


@command(
    "ändra seminarium {number?}",
    "seminarium {number} ändra",
    "ändra aktivitet {number?}",
    "aktivitet {number} ändra",
    summary="Ändra ett lärseminarium eller en aktivitet",
    examples=("ändra seminarium 8",),
    roles=LEADERS,
    writes=True,
)
def change_activity(call: Call, number: str = "") -> Reply:
    """Open the form as it stands; or save it, and tell those who signed up when the day, time or place moved."""
    activity = numbered(call, number, lock=True)
    must_be_allowed(call, activity)
    if activity.cancelled_at:
        raise UserError(
            f"”{activity.title}” är inställt sedan {cancelled(call, activity)}", actions=(all_seminars(),)
        )
    form, values = _form(call, activity)
    if call.fields is None:
        return Reply((form,))
    entry = read(form, call.fields, call.today)
    must_be_current(entry, activity, values)
    before = _stands(activity)
    if activity.is_seminar:
        fill_seminar(call, entry, activity)
    else:
        fill_activity(call, entry, activity)
    activity.version += 1
    call.session.add(activity)
    call.session.flush()
    return _changed(call, activity, before)


def _form(call: Call, activity: Activity) -> tuple[Form, dict[str, str]]:
    """The form, and what stands in each field now."""
    # The version that the person saw, also when a mistake shows the form again: the row may have moved on since.
    seen = (call.fields or {}).get("version", str(activity.version))
    said = command_of(activity)
    if activity.is_seminar:
        values = seminar_values(call, activity)
        return seminar_form(f"ändra {said}", f"Ändra {said}", values, seen), values
    values = activity_values(activity)
    return activity_form(f"ändra {said}", f"Ändra {said}", values, seen), values


def _stands(activity: Activity) -> str:
    """When and where, in words: what somebody who comes must know when it moves."""
    return f"{when(activity)}, {activity.place}" if activity.place else when(activity)


def _changed(call: Call, activity: Activity, before: str) -> Reply:
    blocks = [Text(sentence("activity", "changed", title=activity.title))]
    if activity.is_seminar:
        if _stands(activity) != before:
            told = _tell_moved(call, activity, before)
            blocks.extend([Text(sentence("activity", "told", count=told))] if told else [])
        blocks.extend(Text(each, TextStyle.NOTE) for each in (*_seated(call, activity), *warnings(call, activity)))
    return Reply((*blocks, Actions((button_to(activity, "Visa"), all_seminars()))))


def _tell_moved(call: Call, seminar: Activity, before: str) -> int:
    if is_over(call, seminar):
        return 0
    text = Text(sentence("activity", "moved", title=seminar.title, before=before, now=_stands(seminar)))
    moves = Actions((button_to(seminar, "Om seminariet"), Action("Avanmäl mig", f"avanmäl {seminar.id}")))
    return tell(call, _involved(call, seminar), "seminar_moved", f"activity:{seminar.id}", Reply((text, moves)))


def _seated(call: Call, seminar: Activity) -> list[str]:
    """Let those who wait have new seats, and say when there are fewer seats than people."""
    if is_over(call, seminar):
        return []
    tell_who_got_seats(call, seminar, activities.move_up(call.session, seminar))
    taken = activities.taken(call.session, [seminar.id])[seminar.id]
    if seminar.seats is None or taken <= seminar.seats:
        return []
    return [sentence("activity", "too_few", taken=taken, seats=seminar.seats)]


def _involved(call: Call, seminar: Activity) -> list[int]:
    """Everyone who is signed up or waits."""
    return [person.id for _, person in activities.signups(call.session, [seminar.id])[seminar.id]]


@command(
    "ställ in {number?}",
    "ställ in {number} {text}",
    "ställ in seminarium {number}",
    "ställ in aktivitet {number}",
    summary="Ställ in ett lärseminarium eller en aktivitet",
    examples=("ställ in 8",),
    roles=LEADERS,
    writes=True,
)
def cancel_activity(call: Call, number: str = "", text: str = "") -> Reply:
    """Ask for the reason, or take the one in the line; everyone who signed up or waits is told."""
    activity = numbered(call, number, lock=True)
    must_be_allowed(call, activity)
    if activity.cancelled_at:
        show = (button_to(activity, "Visa"), all_seminars())
        raise UserError(f"”{activity.title}” är redan inställt sedan {cancelled(call, activity)}", actions=show)
    asked = Field("reason", "Orsak", FieldType.LONG_TEXT, required=True, max_length=LONGEST_REASON)
    form = Form(f"ställ in {activity.id}", f"Ställ in {command_of(activity)}", (asked,), submit="Ställ in")
    if call.fields is not None:
        return _cancelled(call, activity, read(form, call.fields, call.today).text("reason"))
    if text:
        return _cancelled(call, activity, clean(text, LONGEST_REASON))
    return Reply((Text(sentence("activity", "why", title=activity.title)), form))


def _cancelled(call: Call, activity: Activity, reason: str) -> Reply:
    activity.cancelled_at = call.now
    activity.cancel_reason = reason
    activity.version += 1
    call.session.add(activity)
    call.session.flush()
    blocks = [Text(sentence("activity", "cancelled", title=activity.title))]
    if not is_over(call, activity):  # of what has been, only the record is put right
        text = sentence("activity", "cancelled_for_you", title=activity.title, when=when(activity), reason=reason)
        reply = Reply((Text(text), Actions((button_to(activity, "Om seminariet"), all_seminars()))))
        told = tell(call, _involved(call, activity), "seminar_cancelled", f"activity:{activity.id}", reply)
        blocks.extend([Text(sentence("activity", "told", count=told))] if told else [])
    return Reply((*blocks, Actions((button_to(activity, "Visa"), all_seminars()))))
