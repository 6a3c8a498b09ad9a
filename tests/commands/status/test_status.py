"""Asking how a work goes."""

from datetime import timedelta

from commands.clock import FrozenClock
from tests.commands.conftest import Say, commands_of, fact, text_of


def test_a_work_without_entries_is_unreported(say: Say) -> None:
    reply = say("status BarnSäkert", "reader")
    assert reply.error is None
    assert fact(reply, "Läge") == "– Ej rapporterat"
    assert fact(reply, "Projektledare") == "Anna Exempel"
    assert fact(reply, "Parter") == "RNS och Örnköping"


def test_the_latest_entry_is_told(say: Say, clock: FrozenClock) -> None:
    say("rapportera BarnSäkert grön Allt rullar", "leader")
    clock.advance(timedelta(days=3))
    say("rapportera BarnSäkert gul Pilot försenad i Ånge", "leader")
    clock.advance(timedelta(days=2))
    reply = say("hur går det med barnsäkert?", "reader")
    assert fact(reply, "Läge") == "▲ Gul – mindre avvikelse eller risk"
    assert fact(reply, "Rapporterat") == "22 november 2026 (för 2 dagar sedan) av Anna Exempel"
    assert fact(reply, "Utveckling") == "● grön → ▲ gul"
    assert fact(reply, "Genomfört") == "Pilot försenad i Ånge"


def test_names_are_found_as_people_type_them(say: Say) -> None:
    for line in ("status barnsakert", "läget för barnsakert?", "laget barnsakrt", "STATUS BARNSÄKERT 0-6"):
        assert "Barnsäkert - en god" in text_of(say(line)), line
    for line in ("hur går det med demensteamet", "läget demens", "status multidisciplinärt"):
        assert "demensarbete" in text_of(say(line)), line


def test_an_ambiguous_name_asks_back_with_buttons_that_work(say: Say) -> None:
    reply = say("status barn")
    assert reply.error is None
    assert "Vilket arbete menar du?" in text_of(reply)
    offered = commands_of(reply)
    assert "status Barn och Unga i Ånge" in offered
    assert all(say(command).error is None for command in offered)


def test_a_name_that_is_nothing_says_so(say: Say) -> None:
    reply = say("status xyzzy")
    assert reply.error
    assert "Jag hittar inget arbete som heter ”xyzzy”" in reply.error.message


def test_a_party_is_no_work_but_has_some(say: Say) -> None:
    reply = say("status Örnköping")
    assert reply.error
    assert "Örnköpings kommun är en part, inget arbete." in reply.error.message
    assert "portfölj Örnköping" in commands_of(reply)
    assert "demens" in text_of(say("portfölj Örnköping"))


def test_only_those_who_lead_are_offered_to_report(say: Say) -> None:
    assert "rapportera" in commands_of(say("status BarnSäkert", "leader"))[0]
    assert not any("rapportera" in command for command in commands_of(say("status BarnSäkert", "reader")))


def test_the_greeting_is_answered(say: Say) -> None:
    portfolio = text_of(say("läget", "reader"))
    assert text_of(say("Läget?", "reader")) == portfolio
    assert text_of(say("status?", "reader")) != portfolio
