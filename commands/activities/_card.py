"""All about one seminar or activity, with what the asking person can do about it."""

from __future__ import annotations

from commands.activities.wording import all_seminars, is_over, may_change, when
from commands.command import Call
from commands.lookup import called
from commands.message import Action, Actions, ActionStyle, Fact, Facts, Reply, Text, TextStyle
from commands.sentences import sentence
from commands.swedish.dates import local, long_date
from commands.swedish.text import listing, number
from commands.swedish.words import FORMATS
from storage import activities, people, projects
from storage.tables import Activity, Signup, Speaker
from storage.words import SignupState

SEMINAR = "Lärseminarium"


def card(call: Call, activity: Activity) -> Reply:
    """Heading, facts (what is not known is left out) and buttons."""
    mine = None if call.person.id is None else activities.signup_of(call.session, activity.id, call.person.id)
    facts = [*_about(call, activity), *_people(call, activity, mine)]
    told = tuple(Fact(label, value) for label, value in facts if value)
    return Reply((Text(activity.title, TextStyle.HEADING), Facts(told), Actions(_moves(call, activity, mine))))


def _about(call: Call, activity: Activity) -> list[tuple[str, str]]:
    work = projects.get(call.session, activity.project_id) if activity.project_id else None
    speakers = activities.speakers(call.session, [activity.id])[activity.id]
    return [
        ("Inställt", cancelled(call, activity)),
        ("Nummer", str(activity.id)),
        ("Typ", SEMINAR if activity.is_seminar else activity.kind),
        ("När", when(activity)),
        ("Format", FORMATS[activity.format].capitalize() if activity.format else ""),
        ("Plats", activity.place),
        ("Målgrupp", activity.audience),
        ("Föreläsare", listing([_speaker(each) for each in speakers])),
        ("Arbete", called(work) if work else ""),
    ]


def _people(call: Call, activity: Activity, mine: Signup | None) -> list[tuple[str, str]]:
    is_coming = activity.is_seminar and not activity.cancelled_at and not is_over(call, activity)
    by = people.get(call.session, activity.created_by_id)
    return [
        ("Platser", room(call, activity) if is_coming else ""),
        ("Din anmälan", standing(call, mine) if is_coming else ""),
        ("Deltog", "" if activity.attended is None else number(activity.attended)),
        ("Kommentar", activity.comment),
        ("Registrerat av", by.name if by else ""),
    ]


def room(call: Call, activity: Activity) -> str:
    """Write "12 av 40 lediga" or "fullt, 3 i väntelistan"; without a limit, how many have signed up."""
    taken = activities.taken(call.session, [activity.id])[activity.id]
    if activity.seats is None:
        return sentence("signup", "unlimited", taken=taken)
    if taken < activity.seats:
        return sentence("signup", "free", free=activity.seats - taken, seats=activity.seats)
    waiting = activities.waiting(call.session, [activity.id])[activity.id]
    return sentence("signup", "full", seats=activity.seats, waiting=waiting)


def standing(call: Call, mine: Signup | None) -> str:
    """Where the asking person stands, in a few words."""
    if mine is None:
        return "du är inte anmäld"
    if mine.state is SignupState.SIGNED_UP:
        return "du är anmäld"
    return f"du står på plats {activities.place_in_line(call.session, mine)} i väntelistan"


def cancelled(call: Call, activity: Activity) -> str:
    """Write "19 november 2026: Föreläsaren är sjuk", or nothing."""
    if activity.cancelled_at is None:
        return ""
    on = long_date(local(activity.cancelled_at, call.zone).date())
    return f"{on}: {activity.cancel_reason}" if activity.cancel_reason else on


def _speaker(speaker: Speaker) -> str:
    return f"{speaker.name} ({speaker.organisation})" if speaker.organisation else speaker.name


def _moves(call: Call, activity: Activity, mine: Signup | None) -> tuple[Action, ...]:
    id_, moves = activity.id, []
    stands = activity.cancelled_at is None
    if stands and activity.is_seminar and not is_over(call, activity) and call.person.id is not None:
        join = Action("Anmäl mig", f"anmäl {id_}", ActionStyle.PRIMARY)
        moves.append(Action("Avanmäl mig", f"avanmäl {id_}") if mine else join)
    if may_change(call, activity):
        kind = "seminarium" if activity.is_seminar else "aktivitet"
        if activity.is_seminar:
            moves.append(Action("Deltagare", f"deltagare {id_}"))
        if stands:
            moves.append(Action("Ändra", f"ändra {kind} {id_}"))
            moves.append(Action("Ställ in", f"ställ in {id_}", ActionStyle.DANGER))
    listed = all_seminars() if activity.is_seminar else Action("Alla aktiviteter", "aktiviteter")
    return (*moves, listed)
