"""Places at seminars: take one, wait for one, give one back; who comes, and how many came."""

from __future__ import annotations

from commands.activities.numbered import ALL_SEMINARS, button_to, may_change, numbered, shown_or_all, to_change
from commands.activities.times import is_over, when
from commands.command import LEADERS, Call, command
from commands.editing import MAX_BUTTONS, MAX_PEOPLE, PAGE, next_page, page_of
from commands.lookup import must_be_known
from commands.message import Action, Actions, Facts, Reply, Table, Text, TextStyle, UserError
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
    """Take a seat, or a place in the waiting list. Nothing happens to a person who has one."""
    me = must_be_known(call)
    seminar = _open(call, number)
    had = activities.signup_of(call.session, seminar.id, me)
    mine = had or activities.sign_up(call.session, seminar, me, call.now)
    if mine.state is SignupState.WAITING:
        place = activities.place_in_line(call.session, mine)
        answer = sentence("signup", "already_waiting" if had else "waiting", place=place)
    else:
        answer = sentence("signup", "already" if had else "signed_up", title=seminar.title, when=when(seminar))
    where = (Facts.known([("Plats", seminar.place)]),) if seminar.place else ()
    moves = (button_to(seminar, "Om seminariet"), leave(seminar), ALL_SEMINARS)
    return Reply((Text(answer), *where, Actions(moves)))


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
    """Give the seat or the place in line back; the first who waits moves up and gets to know. Twice says so."""
    me = must_be_known(call)
    if not number:
        raise _which_of_mine(call, me)
    seminar = _open(call, number)
    mine = activities.signup_of(call.session, seminar.id, me)
    if mine is None:
        return Reply.of(
            sentence("signup", "not_there", title=seminar.title), *shown_or_all(seminar, "Om seminariet")
        )
    was_waiting = mine.state is SignupState.WAITING
    tell_who_got_seats(call, seminar, activities.sign_off(call.session, seminar, mine))
    left = sentence("signup", "left_line" if was_waiting else "left", title=seminar.title)
    return Reply.of(left, Action("Anmäl mig igen", f"anmäl {seminar.id}"), ALL_SEMINARS)


def leave(seminar: Activity) -> Action:
    """The button that gives the sender's place back."""
    return Action("Avanmäl mig", f"avanmäl {seminar.id}")


def tell_who_got_seats(call: Call, seminar: Activity, person_ids: list[int]) -> None:
    """Tell those who moved up from the waiting list that they have a seat."""
    news = sentence("signup", "seat_for_you", title=seminar.title, when=when(seminar))
    reply = Reply.of(news, button_to(seminar, "Om seminariet"), leave(seminar))
    tell(call, person_ids, "seat_given", f"activity:{seminar.id}", reply)


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
    others, counted = shown_or_all(activity, "Om seminariet"), Text(_counted(everyone))
    if not may_change(call, activity):
        note = Text(sentence("signup", "names_hidden"), TextStyle.NOTE)
        return Reply((heading, counted, note, Actions(others)))
    if not everyone:
        return Reply((heading, Text(sentence("signup", "nobody")), Actions(others)))
    page = page_of(count)
    rows = tuple(_rows(everyone)[page * PAGE :][:PAGE])
    table = Table(("Namn", "Organisation", "Anmälan"), rows, sentence("signup", "in_order"))
    more = next_page(f"deltagare {activity.id}", page, is_more=len(everyone) > (page + 1) * PAGE)
    return Reply((heading, counted, table, Actions((*more, *others))))


def _rows(everyone: list[tuple[Signup, Person]]) -> list[tuple[str, str, str]]:
    rows, place = [], 0
    for signup, person in everyone:
        place += signup.state is SignupState.WAITING
        rows.append((person.name, person.organisation, f"väntar, plats {place}" if place else "anmäld"))
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
    activity = to_change(call, number)
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
    return Reply((*blocks, Actions(shown_or_all(activity))))


def _open(call: Call, number: str) -> Activity:
    """The seminar with this number, locked. UserError unless people can still sign up and leave."""
    activity = numbered(call, number, lock=True)
    refusal = ""
    if not activity.is_seminar:
        refusal = f"”{activity.title}” är ingen aktivitet man anmäler sig till här."
    elif activity.cancelled_at:
        refusal = f"”{activity.title}” är inställt."
    elif is_over(call, activity):
        refusal = f"”{activity.title}” har redan varit: {when(activity)}."
    if refusal:
        raise UserError(refusal, actions=shown_or_all(activity))
    return activity


def _which_of_mine(call: Call, me: int) -> UserError:
    """Ask back, with a button for each coming seminar that the sender is signed up for."""
    mine = [each for each, _ in activities.signed_up_by(call.session, me)]
    coming = [each for each in mine if not each.cancelled_at and not is_over(call, each)][:MAX_BUTTONS]
    if not coming:
        return UserError("Du är inte anmäld till något kommande seminarium.", actions=(ALL_SEMINARS,))
    buttons = tuple(Action(f"Avanmäl {each.id}. {each.title}"[:75], f"avanmäl {each.id}") for each in coming)
    return UserError("Vilket seminarium? Skriv till exempel avanmäl 12.", actions=buttons)
