"""Seminars and activities that change: other facts, another day, cancelled. Those who signed up get to know."""

from __future__ import annotations

from commands.activities._card import cancelled
from commands.activities._kind import kind_of, save
from commands.activities.numbered import ALL_SEMINARS, button_to, command_of, shown_or_all, to_change
from commands.activities.signup import leave, tell_who_got_seats
from commands.activities.times import is_over, warnings, when
from commands.command import LEADERS, Call, command
from commands.form import read
from commands.message import MAX_LINE, Actions, Field, FieldType, Form, Reply, Text, TextStyle, UserError
from commands.notify import tell
from commands.sentences import sentence
from commands.swedish.text import clean
from storage import activities
from storage.tables import Activity


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
    """Open the form with the current values; or save it, and tell those who come when its time or place moved."""
    activity = to_change(call, number)
    if activity.cancelled_at:
        refusal = f"”{activity.title}” är inställt sedan {cancelled(call, activity)}"
        raise UserError(refusal, actions=(ALL_SEMINARS,))
    what = command_of(activity)
    form, submission = kind_of(activity).fields.changing(call, f"ändra {what}", f"Ändra {what}", activity)
    if submission is None:
        return Reply((form,))
    before = _when_and_where(activity)
    activity.version += 1
    save(call, submission, activity)
    blocks = [Text(sentence("activity", "changed", title=activity.title))]
    if activity.is_seminar:
        blocks += _moved(call, activity, before)
        blocks += [Text(each, TextStyle.NOTE) for each in (*_seated(call, activity), *warnings(call, activity))]
    return Reply((*blocks, Actions(shown_or_all(activity))))


def _when_and_where(activity: Activity) -> str:
    """When and where, in words: what those who come must know when it moves."""
    return f"{when(activity)}, {activity.place}" if activity.place else when(activity)


def _moved(call: Call, seminar: Activity, before: str) -> list[Text]:
    """Tell those who come when a seminar moves; how many they are."""
    now = _when_and_where(seminar)
    if now == before or is_over(call, seminar):
        return []
    moved = sentence("activity", "moved", title=seminar.title, before=before, now=now)
    return _told(
        call, seminar, "seminar_moved", Reply.of(moved, button_to(seminar, "Om seminariet"), leave(seminar))
    )


def _told(call: Call, activity: Activity, kind: str, reply: Reply) -> list[Text]:
    """Tell everyone who is signed up or waits; how many they are, in words."""
    involved = [person.id for _, person in activities.signups(call.session, [activity.id])[activity.id]]
    count = tell(call, involved, kind, f"activity:{activity.id}", reply)
    return [Text(sentence("activity", "told", count=count))] if count else []


def _seated(call: Call, seminar: Activity) -> list[str]:
    """Let those who wait have new seats, and say when there are fewer seats than people."""
    if is_over(call, seminar):
        return []
    tell_who_got_seats(call, seminar, activities.move_up(call.session, seminar))
    taken = activities.taken(call.session, [seminar.id])[seminar.id]
    if seminar.seats is None or taken <= seminar.seats:
        return []
    return [sentence("activity", "too_few", taken=taken, seats=seminar.seats)]


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
    """Ask for the reason, or take the one in the line; everyone who signed up or waits gets to know."""
    activity = to_change(call, number)
    if activity.cancelled_at:
        refusal = f"”{activity.title}” är redan inställt sedan {cancelled(call, activity)}"
        raise UserError(refusal, actions=shown_or_all(activity))
    reason = Field("reason", "Orsak", FieldType.LONG_TEXT, required=True, max_length=MAX_LINE)
    form = Form(f"ställ in {activity.id}", f"Ställ in {command_of(activity)}", (reason,), submit="Ställ in")
    if call.fields is not None:
        return _cancelled(call, activity, read(form, call.fields, call.today).text("reason"))
    if text:
        return _cancelled(call, activity, clean(text, MAX_LINE))
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
        news = Reply.of(text, *shown_or_all(activity, "Om seminariet"))
        blocks += _told(call, activity, "seminar_cancelled", news)
    return Reply((*blocks, Actions(shown_or_all(activity))))
