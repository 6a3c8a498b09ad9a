"""Following works, and the weekly letter."""

from datetime import timedelta

import pytest

from bot.answer import Context, answer
from bot.clock import tick
from commands.clock import FrozenClock
from commands.message import Address, Identity, Reply, Request
from tests.bot.outbox import StandIn
from tests.commands.conftest import Say, commands_of, table_of, text_of
from tests.commands.reminders.walk import set_clock


def test_following_a_work_turns_the_letter_on(say: Say) -> None:
    assert "Veckobrevet är av." in text_of(say("veckobrev", "reader"))
    reply = say("följ barnsakert", "reader")
    assert "Du följer BarnSäkert. Det som händer kommer i ditt veckobrev" in text_of(reply)
    text = text_of(say("veckobrev", "reader"))
    assert "Det kommer måndag 23 november 2026 kl. 08.00 om något är nytt i BarnSäkert." in text
    assert all(say(each, "reader").error is None for each in commands_of(reply))


def test_twice_is_once(say: Say) -> None:
    say("följ BarnSäkert", "reader")
    assert "Du följer redan BarnSäkert" in text_of(say("bevaka BarnSäkert", "reader"))
    assert len(table_of(say("följer", "reader")).rows) == 1


def test_what_one_follows_is_listed_in_order(say: Say) -> None:
    assert "Du följer inget arbete" in text_of(say("följer", "reader"))
    for work in ("demens", "BarnSäkert"):
        say(f"följ {work}", "reader")
    say("rapportera BarnSäkert gul Sega svar", "leader")
    assert table_of(say("vad följer jag", "reader")).rows == (
        ("BarnSäkert", "▲ Gul", "i dag"),
        ("Organisationsöverskridande multidisciplinärt demensarbete", "– Ej rapporterat", "–"),
    )


def test_one_stops_following(say: Say) -> None:
    assert "Du följer inte BarnSäkert" in text_of(say("sluta följa BarnSäkert", "reader"))
    say("följ BarnSäkert", "reader")
    assert "Du följer inte längre BarnSäkert" in text_of(say("sluta folja barnsäkert", "reader"))
    assert "Du följer inget arbete" in text_of(say("följer", "reader"))


def test_whoever_said_no_to_the_letter_is_asked_again_not_overruled(say: Say) -> None:
    assert "Veckobrevet är av" in text_of(say("veckobrev av", "reader"))
    reply = say("följ BarnSäkert", "reader")
    assert "tackat nej till veckobrevet" in text_of(reply)
    assert "veckobrev på" in commands_of(reply)
    assert "Veckobrevet är av" in text_of(say("veckobrev", "reader"))
    assert "om något är nytt i BarnSäkert" in text_of(say("veckobrev på", "reader"))


def test_coordinators_and_leadership_hear_of_all_works(say: Say) -> None:
    for who in ("coordinator", "leadership"):
        assert "nytt i portföljen" in text_of(say("veckobrev på", who))
    assert "men du följer inget än" in text_of(say("veckobrev på", "reader"))


def test_the_next_letter_is_this_weeks_until_it_has_gone(say: Say, clock: FrozenClock) -> None:
    say("veckobrev på", "leadership")
    clock.advance(timedelta(days=4, hours=-3))  # Monday 07:00
    assert "måndag 23 november" in text_of(say("veckobrev", "leadership"))
    clock.advance(timedelta(hours=1))
    assert "måndag 30 november" in text_of(say("veckobrev", "leadership"))


def in_channel(context: Context, text: str, who: str = "coordinator") -> Reply:
    place = Address("slack", "C1", is_channel=True)
    return answer(context, Request(text, Identity("slack", email=f"{who}@exempel.se"), place))


def letters(context: Context, clock: FrozenClock, monday: str = "2026-11-23") -> list[tuple[str, str]]:
    """Deliver on a Monday at eight: who gets what."""
    set_clock(clock, f"{monday} 08:00")
    slack, local = StandIn(), StandIn("local")
    tick(context, {"slack": slack, "local": local})  # type: ignore[dict-item]
    return [(to.conversation, text_of(reply)) for to, reply, _ in (*slack.sent, *local.sent)]


@pytest.mark.usefixtures("programme")
def test_a_channel_gets_the_letter_when_a_coordinator_says_so_there(
    context: Context, say: Say, clock: FrozenClock
) -> None:
    assert "Den här kanalen får veckobrevet måndagar" in text_of(in_channel(context, "veckobrev"))
    assert "måndag 23 november" in text_of(in_channel(context, "veckobrev", "reader"))
    say("rapportera BarnSäkert röd Stopp", "leader")
    found = [text for to, text in letters(context, clock) if to == "C1"]
    assert len(found) == 1
    assert "BarnSäkert" in found[0]
    assert "Exempel" not in found[0], "nobody is named, least of all for not having reported"
    assert letters(context, clock) == []


@pytest.mark.usefixtures("programme")
def test_a_channel_gets_no_letter_when_nothing_is_new_or_when_it_is_off(
    context: Context, say: Say, clock: FrozenClock
) -> None:
    in_channel(context, "veckobrev på")
    assert "C1" in dict(letters(context, clock)), "the works themselves are new"
    assert "C1" not in dict(letters(context, clock, "2026-11-30"))
    say("rapportera BarnSäkert röd Stopp", "leader")
    assert "får inget veckobrev" in text_of(in_channel(context, "veckobrev av"))
    assert "C1" not in dict(letters(context, clock, "2026-12-07"))


@pytest.mark.usefixtures("programme")
def test_others_do_not_decide_for_a_channel(context: Context, say: Say) -> None:
    assert "får inget veckobrev" in text_of(in_channel(context, "veckobrev", "leader"))
    assert "Veckobrevet är på" in text_of(in_channel(context, "veckobrev på", "leader"))
    assert "får inget veckobrev" in text_of(in_channel(context, "veckobrev", "leader"))
    assert "Veckobrevet är på" in text_of(say("veckobrev", "leader"))


def test_unknown_works_say_so(say: Say) -> None:
    for line in ("följ xyzzy", "sluta följa xyzzy"):
        assert say(line, "reader").error
