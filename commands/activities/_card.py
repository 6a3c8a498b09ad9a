"""All about one seminar or activity, with what the sender can do about it."""

from __future__ import annotations

from commands.activities.numbered import ALL_SEMINARS, command_of, may_change
from commands.activities.signup import leave
from commands.activities.times import is_over, when
from commands.command import Call
from commands.lookup import called
from commands.message import Action, Actions, ActionStyle, Facts, Reply, Text, TextStyle
from commands.sentences import sentence
from commands.swedish.dates import long_date
from commands.swedish.text import listing, number
from commands.swedish.words import FORMATS
from storage import activities, people, projects
from storage.tables import Activity, Signup, Speaker
from storage.words import SignupState


def card(call: Call, activity: Activity) -> Reply:
    """Heading, facts (what is not known is left out) and buttons."""
    mine = None if call.person.id is None else activities.signup_of(call.session, activity.id, call.person.id)
    is_coming = not activity.cancelled_at and not is_over(call, activity)
    facts = Facts.known([*_about(call, activity), *_people(call, activity, mine, is_coming=is_coming)])
    moves = Actions(_moves(call, activity, mine, is_coming=is_coming))
    return Reply((Text(activity.title, TextStyle.HEADING), facts, moves))


def _about(call: Call, activity: Activity) -> list[tuple[str, str]]:
    work = projects.get(call.session, activity.project_id) if activity.project_id else None
    speakers = activities.speakers(call.session, [activity.id])[activity.id]
    return [
        ("Inställt", cancelled(call, activity)),
        ("Nummer", str(activity.id)),
        ("Typ", "Lärseminarium" if activity.is_seminar else activity.kind),
        ("När", when(activity)),
        ("Format", FORMATS[activity.format].capitalize() if activity.format else ""),
        ("Plats", activity.place),
        ("Målgrupp", activity.audience),
        ("Föreläsare", listing([_speaker(each) for each in speakers])),
        ("Arbete", called(work) if work else ""),
    ]


def _people(call: Call, activity: Activity, mine: Signup | None, *, is_coming: bool) -> list[tuple[str, str]]:
    by = people.get(call.session, activity.created_by_id)
    takes_signups = activity.is_seminar and is_coming
    return [
        ("Platser", _room(call, activity) if takes_signups else ""),
        ("Din anmälan", _signup(call, mine) if takes_signups else ""),
        ("Deltog", "" if activity.attended is None else number(activity.attended)),
        ("Kommentar", activity.comment),
        ("Registrerat av", by.name if by else ""),
    ]


def _room(call: Call, activity: Activity) -> str:
    """Write "12 av 40 lediga" or "fullt, 3 i väntelistan"; without a limit, how many have signed up."""
    taken = activities.taken(call.session, [activity.id])[activity.id]
    if activity.seats is None:
        return sentence("signup", "unlimited", taken=taken)
    if taken < activity.seats:
        return sentence("signup", "free", free=activity.seats - taken, seats=activity.seats)
    waiting = activities.waiting(call.session, [activity.id])[activity.id]
    return sentence("signup", "full", seats=activity.seats, waiting=waiting)


def _signup(call: Call, mine: Signup | None) -> str:
    if mine is None:
        return "du är inte anmäld"
    if mine.state is SignupState.SIGNED_UP:
        return "du är anmäld"
    return f"du står på plats {activities.place_in_line(call.session, mine)} i väntelistan"


def cancelled(call: Call, activity: Activity) -> str:
    """Write "19 november 2026: Föreläsaren är sjuk", or nothing."""
    if activity.cancelled_at is None:
        return ""
    on = long_date(call.day_of(activity.cancelled_at))
    return f"{on}: {activity.cancel_reason}" if activity.cancel_reason else on


def _speaker(speaker: Speaker) -> str:
    return f"{speaker.name} ({speaker.organisation})" if speaker.organisation else speaker.name


def _moves(call: Call, activity: Activity, mine: Signup | None, *, is_coming: bool) -> tuple[Action, ...]:
    id_, moves = activity.id, []
    if activity.is_seminar and is_coming and call.person.id is not None:
        moves.append(leave(activity) if mine else Action("Anmäl mig", f"anmäl {id_}", ActionStyle.PRIMARY))
    if may_change(call, activity) and activity.is_seminar:
        moves.append(Action("Deltagare", f"deltagare {id_}"))
    if may_change(call, activity) and not activity.cancelled_at:
        moves.append(Action("Ändra", f"ändra {command_of(activity)}"))
        moves.append(Action("Ställ in", f"ställ in {id_}", ActionStyle.DANGER))
    return (*moves, ALL_SEMINARS if activity.is_seminar else Action("Alla aktiviteter", "aktiviteter"))
