"""A seminar or another activity by its number: found, shown by a button, and changed by those who may."""

from __future__ import annotations

from commands.command import COORDINATORS, LEADERS, Call
from commands.editing import MAX_BUTTONS, number_of
from commands.message import Action, UserError
from commands.swedish.text import short
from storage import activities, people, projects
from storage.tables import Activity

ALL_SEMINARS = Action("Alla seminarier", "seminarier")


def numbered(call: Call, number: str, *, lock: bool = False) -> Activity:
    """The seminar or activity with this number, "12" or "#12"; locked until the transaction ends if asked.

    UserError when the line has no number, with the coming seminars as buttons, or when nothing has it.
    """
    if not number:
        coming = activities.upcoming(call.session, call.today, limit=MAX_BUTTONS)
        offers = tuple(button_to(each, command=f"{call.text} {each.id}") for each in coming)
        raise UserError(f"Vilket nummer? Skriv till exempel {call.text} 12.", actions=offers or (ALL_SEMINARS,))
    found = (activities.locked if lock else activities.get)(call.session, number_of(number))
    if found is None:
        nothing = f"Det finns inget seminarium och ingen aktivitet med nummer {number_of(number)}."
        raise UserError(nothing, actions=(ALL_SEMINARS,))
    return found


def command_of(activity: Activity) -> str:
    """What shows it: "seminarium 12"."""
    return f"{'seminarium' if activity.is_seminar else 'aktivitet'} {activity.id}"


def button_to(activity: Activity, label: str = "", command: str = "") -> Action:
    """The button that shows it, or sends another command; with its number and title unless a label is given."""
    return Action(label or f"{activity.id}. {short(activity.title)}", command or command_of(activity))


def shown_or_all(activity: Activity, label: str = "Visa") -> tuple[Action, ...]:
    """The buttons to it and to all seminars."""
    return button_to(activity, label), ALL_SEMINARS


def may_change(call: Call, activity: Activity) -> bool:
    """Coordinators may; a project leader too, if they registered it or lead the work that it is about."""
    if call.person.roles & COORDINATORS:
        return True
    if call.person.id is None or not call.person.roles & LEADERS:
        return False
    if activity.created_by_id == call.person.id:
        return True
    return activity.project_id is not None and projects.is_led_by(call.session, activity.project_id, call.person.id)


def to_change(call: Call, number: str) -> Activity:
    """As `numbered`, locked. UserError, naming who may, unless the sender may change it."""
    activity = numbered(call, number, lock=True)
    if may_change(call, activity):
        return activity
    by = people.get(call.session, activity.created_by_id)
    who = f"{by.name}, som registrerade det, eller en koordinator" if by else "en koordinator"
    refusal = f"{command_of(activity).capitalize()} kan du inte ändra. Det kan {who}."
    raise UserError(refusal, actions=(button_to(activity, "Visa"),))
