"""Places at seminars: take one, wait for one, give one back; who comes, and how many came."""

from __future__ import annotations

from commands.activities.wording import (
    all_seminars,
    button_to,
    is_over,
    may_change,
    must_be_allowed,
    numbered,
    when,
)
from commands.command import LEADERS, Call, command
from commands.editing import MAX_BUTTONS, MAX_PEOPLE, PAGE, page_of
from commands.lookup import must_be_somebody
from commands.message import Action, Actions, Fact, Facts, Reply, Table, Text, TextStyle, UserError
from commands.notify import tell
from commands.sentences import sentence
from storage import activities
from storage.tables import Activity, Person, Signup
from storage.words import SignupState


@command(
    "anmäl {number?}",
    "anmäl mig {number?}",
    "anmäl mig till {number?}",
    "anmäl mig till seminarium {number?}",
    summary="Anmäl dig till ett lärseminarium",
    examples=("anmäl 8",),
    writes=True,
)
def sign_up(call: Call, number: str = "") -> Reply:
    """Take a seat, or a place in the waiting list. Nothing happens to somebody who has one."""
    who = must_be_somebody(call)
    seminar = numbered(call, number, lock=True)
    _must_be_open(call, seminar)
    mine = activities.signup_of(call.session, seminar.id, who)
    had_one = mine is not None
    mine = mine or activities.sign_up(call.session, seminar, who, call.now)
    if mine.state is SignupState.WAITING:
        place = activities.place_in_line(call.session, mine)
        told = sentence("signup", "already_waiting" if had_one else "waiting", place=place)
    else:
        told = sentence("signup", "already" if had_one else "signed_up", title=seminar.title, when=when(seminar))
    where = (Facts((Fact("Plats", seminar.place),)),) if seminar.place else ()
    moves = (button_to(seminar, "Om seminariet"), Action("Avanmäl mig", f"avanmäl {seminar.id}"), all_seminars())
    return Reply((Text(told), *where, Actions(moves)))


@command(
    "avanmäl {number?}",
    "avanmäl mig {number?}",
    "avanmäl mig från {number?}",
    "avanmäl mig från seminarium {number?}",
    summary="Lämna din plats på ett lärseminarium",
    examples=("avanmäl 8",),
    writes=True,
)
def sign_off(call: Call, number: str = "") -> Reply:
    """Give the seat or the place in line back; the first who waits moves up and is told. Twice says so."""
    who = must_be_somebody(call)
    if not number:
        raise _which_of_mine(call, who)
    seminar = numbered(call, number, lock=True)
    _must_be_open(call, seminar)
    mine = activities.signup_of(call.session, seminar.id, who)
    if mine is None:
        show = (button_to(seminar, "Om seminariet"), all_seminars())
        return Reply((Text(sentence("signup", "not_there", title=seminar.title)), Actions(show)))
    told = sentence("signup", "left_line" if mine.state is SignupState.WAITING else "left", title=seminar.title)
    tell_who_got_seats(call, seminar, activities.sign_off(call.session, seminar, mine))
    again = Action("Anmäl mig igen", f"anmäl {seminar.id}")
    return Reply((Text(told), Actions((again, all_seminars()))))


def tell_who_got_seats(call: Call, seminar: Activity, person_ids: list[int]) -> None:
    """Tell those who moved up from the waiting list that they have a seat."""
    told = Text(sentence("signup", "seat_for_you", title=seminar.title, when=when(seminar)))
    moves = (button_to(seminar, "Om seminariet"), Action("Avanmäl mig", f"avanmäl {seminar.id}"))
    tell(call, person_ids, "seat_given", f"activity:{seminar.id}", Reply((told, Actions(moves))))


@command(
    "deltagare {number?}",
    "deltagare {number} sida {count}",
    summary="Vilka som är anmälda till ett lärseminarium",
    examples=("deltagare 8",),
)
def participants(call: Call, number: str = "", count: str = "") -> Reply:
    """Who is signed up and who waits, by name; for those who do not arrange it, how many."""
    activity = numbered(call, number)
    heading = Text(activity.title, TextStyle.HEADING)
    everyone = activities.signups(call.session, [activity.id])[activity.id]
    moves = Actions((button_to(activity, "Om seminariet"), all_seminars()))
    if not may_change(call, activity):
        return Reply(
            (heading, Text(_counted(everyone)), Text(sentence("signup", "names_hidden"), TextStyle.NOTE), moves)
        )
    if not everyone:
        return Reply((heading, Text(sentence("signup", "nobody")), moves))
    skipped = page_of(count) * PAGE
    rows = _rows(everyone)[skipped : skipped + PAGE]
    table = Table(("Namn", "Organisation", "Anmälan"), tuple(rows), sentence("signup", "in_order"))
    following = Action("Visa fler", f"deltagare {activity.id} sida {page_of(count) + 2}")
    more = (following,) if len(everyone) > skipped + PAGE else ()
    return Reply((heading, Text(_counted(everyone)), table, Actions((*more, *moves.items))))


def _rows(everyone: list[tuple[Signup, Person]]) -> list[tuple[str, str, str]]:
    rows, place = [], 0
    for signup, person in everyone:
        place += signup.state is SignupState.WAITING
        standing = f"väntar, plats {place}" if place else "anmäld"
        rows.append((person.name, person.organisation, standing))
    return rows


def _counted(everyone: list[tuple[Signup, Person]]) -> str:
    waiting = sum(signup.state is SignupState.WAITING for signup, _ in everyone)
    return sentence("signup", "count", taken=len(everyone) - waiting, waiting=waiting)


@command(
    "deltagare {number} {count}",
    summary="Ange hur många som deltog",
    examples=("deltagare 1 43",),
    roles=LEADERS,
    writes=True,
)
def set_attended(call: Call, number: str, count: str) -> Reply:
    """Note how many took part in what has been."""
    activity = numbered(call, number, lock=True)
    must_be_allowed(call, activity)
    if activity.cancelled_at:
        raise UserError(f"”{activity.title}” ställdes in, så det har inga deltagare.")
    if activity.starts_on and activity.starts_on > call.today:
        raise UserError(f"”{activity.title}” har inte varit än: {when(activity)}. Ange antalet efteråt.")
    if int(count) > MAX_PEOPLE:
        raise UserError("Så många kan det inte ha varit. Skriv antalet som deltog, till exempel deltagare 12 43.")
    activity.attended = int(count)
    call.session.add(activity)
    call.session.flush()
    blocks = [Text(sentence("signup", "attended", title=activity.title, count=activity.attended))]
    if activity.seats is not None and activity.attended > activity.seats:
        blocks.append(Text(sentence("signup", "more_than_seats", seats=activity.seats), TextStyle.NOTE))
    return Reply((*blocks, Actions((button_to(activity, "Visa"), all_seminars()))))


def _must_be_open(call: Call, activity: Activity) -> None:
    """Raise UserError unless people can still sign up and leave."""
    show = (button_to(activity, "Visa"), all_seminars())
    if not activity.is_seminar:
        raise UserError(f"”{activity.title}” är ingen aktivitet man anmäler sig till här.", actions=show)
    if activity.cancelled_at:
        raise UserError(f"”{activity.title}” är inställt.", actions=show)
    if is_over(call, activity):
        raise UserError(f"”{activity.title}” har redan varit: {when(activity)}.", actions=show)


def _which_of_mine(call: Call, who: int) -> UserError:
    """Ask back, with a button for each coming seminar that the person is signed up for."""
    mine = [each for each, _ in activities.signed_up_by(call.session, who) if not is_over(call, each)]
    standing = [each for each in mine if not each.cancelled_at][:MAX_BUTTONS]
    if not standing:
        return UserError("Du är inte anmäld till något kommande seminarium.", actions=(all_seminars(),))
    buttons = tuple(Action(f"Avanmäl {each.id}. {each.title}"[:75], f"avanmäl {each.id}") for each in standing)
    return UserError("Vilket seminarium? Skriv till exempel avanmäl 12.", actions=buttons)
