"""Following works, and the weekly letter about what is new of them."""

from __future__ import annotations

from datetime import date, timedelta

from commands.command import COORDINATORS, Call, command
from commands.lookup import called, find_work, must_be_known
from commands.message import Action, Actions, Reply, Table, Text, TextStyle
from commands.reminders.ladder import letter_day
from commands.reminders.letter import WIDE, letter_due
from commands.sentences import sentence
from commands.swedish.dates import ago, local
from commands.swedish.text import in_order
from commands.swedish.words import state_word
from storage import following

_ALL = Action("Portföljen", "portfölj")


@command(
    "följ {work}",
    "bevaka {work}",
    summary="Få nyheter om ett arbete i veckobrevet",
    examples=("följ BarnSäkert",),
    writes=True,
)
def follow(call: Call, work: str) -> Reply:
    """Follow a work. A person who has not declined the weekly letter gets it from now on."""
    me = must_be_known(call)
    found = find_work(call, work)
    moves = (Action("Sluta följa", f"sluta följa {found.name}"), Action("Det jag följer", "följer"))
    if not following.follow(call.session, me, found.id, call.now):
        return Reply((Text(sentence("follow", "already", work=called(found))), Actions(moves)))
    wants = following.wants_letter(call.session, me)
    if wants is None:
        following.want_letter(call.session, me, is_on=True)
    turn_on = (Action("Slå på veckobrevet", "veckobrev på"),) if wants is False else ()
    text = sentence("follow", "followed", work=called(found), letter=wants is not False)
    return Reply((Text(text), Actions((*turn_on, *moves))))


@command(
    "sluta följa {work}",
    "följ inte {work}",
    summary="Sluta få nyheter om ett arbete",
    examples=("sluta följa BarnSäkert",),
    writes=True,
)
def unfollow(call: Call, work: str) -> Reply:
    """Follow a work no longer."""
    me = must_be_known(call)
    found = find_work(call, work)
    ended = following.unfollow(call.session, me, found.id)
    text = sentence("follow", "unfollowed" if ended else "not_followed", work=called(found))
    moves = (Action("Följ", f"följ {found.name}"), Action("Det jag följer", "följer"))
    return Reply((Text(text), Actions(moves)))


@command("följer", "vad följer jag", summary="Arbeten som du följer", examples=("följer",))
def followed(call: Call) -> Reply:
    """The works with how they go."""
    works = in_order(following.followed_by(call.session, must_be_known(call)), lambda work: work.name)
    if not works:
        return Reply((Text(sentence("follow", "nothing")), Actions((_ALL,))))
    rows = tuple(
        (
            called(work),
            state_word(work.latest_state),
            ago(local(work.latest_at, call.zone).date(), call.today) if work.latest_at else "–",
        )
        for work in works
    )
    heading = sentence("follow", "works")
    buttons = tuple(Action(f"Läget: {called(work)}", f"status {work.name}") for work in works[:5])
    table = Table(("Arbete", "Läge", "Rapporterat"), rows, heading)
    moves = Actions((*buttons, Action("Veckobrev", "veckobrev")))
    return Reply((Text(heading, TextStyle.HEADING), table, moves))


@command(
    "veckobrev",
    "veckobrevet",
    summary="Veckobrevet: till dig, eller till en kanal när en koordinator säger det där",
    examples=("veckobrev",),
    writes=True,
)
def letter(call: Call) -> Reply:
    """Whether it is on, and what it will be about. Asked in a channel by a coordinator, the channel gets it."""
    if not call.address.is_channel:
        return _letter_state(call, must_be_known(call))
    if call.person.roles & COORDINATORS:
        return _set_for_channel(call, is_on=True)
    wants = following.channel_wants_letter(call.session, call.address.platform, call.address.conversation)
    return Reply((Text(sentence("follow", "channel_on" if wants else "channel_off", next=_next_letter(call))),))


@command(
    "veckobrev på",
    "veckobrevet på",
    summary="Få ett veckobrev på måndagar",
    examples=("veckobrev på",),
    writes=True,
)
def letter_on(call: Call) -> Reply:
    """Turn it on: for coordinators and leadership about all works, else about those one follows."""
    return _set(call, is_on=True)


@command(
    "veckobrev av",
    "veckobrevet av",
    "sluta få veckobrevet",
    summary="Slipp veckobrevet",
    examples=("veckobrev av",),
    writes=True,
)
def letter_off(call: Call) -> Reply:
    """Turn it off; what one follows stays."""
    return _set(call, is_on=False)


def _set(call: Call, *, is_on: bool) -> Reply:
    """For the channel when a coordinator asks there, else for the person."""
    if call.address.is_channel and call.person.roles & COORDINATORS:
        return _set_for_channel(call, is_on=is_on)
    me = must_be_known(call)
    following.want_letter(call.session, me, is_on=is_on)
    return _letter_state(call, me)


def _set_for_channel(call: Call, *, is_on: bool) -> Reply:
    place = call.address
    following.want_channel_letter(
        call.session, place.platform, place.conversation, is_on=is_on, by=call.person.id, at=call.now
    )
    text = sentence("follow", "channel_on" if is_on else "channel_off", next=_next_letter(call))
    other = (
        Action("Stäng av veckobrevet", "veckobrev av") if is_on else Action("Slå på veckobrevet", "veckobrev på")
    )
    return Reply((Text(text), Actions((other,))))


def _next_letter(call: Call) -> date:
    day = letter_day(call.today)
    return letter_day(call.today + timedelta(weeks=1)) if letter_due(day, call.zone) <= call.now else day


def _letter_state(call: Call, me: int) -> Reply:
    works = in_order(following.followed_by(call.session, me), lambda work: work.name)
    mine = Action("Det jag följer", "följer")
    if not following.wants_letter(call.session, me):
        return Reply(
            (Text(sentence("follow", "off")), Actions((Action("Slå på veckobrevet", "veckobrev på"), mine)))
        )
    is_wide = bool(call.person.roles & set(WIDE))
    text = sentence("follow", "on", wide=is_wide, works=[called(work) for work in works], next=_next_letter(call))
    beside = () if works or is_wide else (_ALL,)
    return Reply((Text(text), Actions((*beside, mine, Action("Stäng av veckobrevet", "veckobrev av")))))
