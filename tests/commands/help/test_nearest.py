"""When no command answers to a line."""

import pytest

from tests.commands.conftest import Say, commands_of, text_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("statsu BarnSäkert", "status BarnSäkert"),
        ("semnarier", "seminarier"),
        ("porfölj röd", "portfölj röd"),
        ("vad händer med demensarbetet?", "status Organisationsöverskridande multidisciplinärt demensarbete"),
        ("kan du säga status för demens tack", "status Organisationsöverskridande multidisciplinärt demensarbete"),
        ("radera BarnSäkert", "status Barnsäkert - en god och nära vård för barn 0-6 år"),
        ("barn sundsvall portfölj", "portfölj barn sundsvall"),
        ("rapport havår 2026-1", "rapport halvår 2026-1"),
    ],
)
def test_what_may_have_been_meant_is_a_button(say: Say, typed: str, meant: str) -> None:
    reply = say(typed)
    assert reply.error
    assert meant in commands_of(reply)


def test_nothing_that_the_role_may_not_do_is_suggested(say: Say) -> None:
    assert not any(command.startswith("rapport ") for command in commands_of(say("raport halvår", "reader")))


def test_nonsense_points_to_the_help(say: Say) -> None:
    reply = say("xyzzy plugh")
    assert reply.error
    assert "Skriv hjälp" in reply.error.message


@pytest.mark.parametrize(
    "typed", ["barnsäkert", "BarnSäkert?", "BarnSäkert status", "läget: barnsäkert", "barnsakrt"]
)
def test_a_bare_name_asks_how_that_work_goes(say: Say, typed: str) -> None:
    reply = say(typed, "reader")
    assert reply.error is None
    assert text_of(reply) == text_of(say("status BarnSäkert", "reader"))


def test_a_bare_name_that_several_bear_is_offered(say: Say) -> None:
    reply = say("barn")
    assert reply.error
    assert len(commands_of(reply)) == 2


@pytest.mark.parametrize("typed", ["statu barnsäkert", "ststus barnsäkert", "statsu barnsäkert"])
def test_a_slip_in_the_command_gives_one_button(say: Say, typed: str) -> None:
    assert commands_of(say(typed)) == ["status barnsäkert"]


@pytest.mark.parametrize("typed", ["anmäl 8 2", "rapport kanel 2026", "deltagare 6 fyrtio"])
def test_nothing_with_other_numbers_or_without_sense_is_suggested(say: Say, typed: str) -> None:
    reply = say(typed)
    assert reply.error
    assert commands_of(reply) == []


def test_what_cannot_be_a_work_is_not_offered_as_one(say: Say) -> None:
    assert commands_of(say("porfölj röd")) == ["portfölj röd"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sök", "Det räcker inte med ”sök”. Så här skriver du: sök ORD, till exempel sök väntrum."),
        ("Vem", "Det räcker inte med ”vem”. Så här skriver du: vem NAMN, till exempel vem BarnSäkert."),
        ("historik", "till exempel historik BarnSäkert."),
        ("avsluta", "till exempel avsluta BarnSäkert."),
        ("inkludera", "till exempel inkludera Trygg hemgång."),
        ("deltagare 6 fyrtio", "Jag förstår ”deltagare” men inte resten."),
        ("deltagare 6 fyrtio", "till exempel deltagare 8 eller deltagare 1 43."),
        ("mina barn", "Jag förstår ”mina” men inte resten. Så här skriver du: mina."),
    ],
)
def test_a_command_that_lacks_something_says_what(say: Say, typed: str, expected: str) -> None:
    reply = say(typed)
    assert reply.error
    assert expected in reply.error.message


def test_who_may_is_said_to_those_who_may_not(say: Say) -> None:
    reply = say("inkludera Nya samtal", "reader")
    assert reply.error
    assert reply.error.message.endswith(
        "det kan inte du göra. Det kan bara koordinatorer och administratörer. Fråga Klara Exempel."
    )
    assert "Så här skriver du" not in text_of(reply)


def test_use_is_shown_only_when_the_line_was_wrong(say: Say) -> None:
    assert "Så här skriver du" in text_of(say("status xyzzy"))
    assert "Så här skriver du" not in text_of(say("status BarnSäkert", "nobody"))
    assert "Så här skriver du" not in text_of(say("status 19121212-1212"))


@pytest.mark.parametrize("typed", ["👍", "…"])
def test_what_has_no_letters_is_not_taken_for_the_beginning_of_a_command(say: Say, typed: str) -> None:
    reply = say(typed)
    assert reply.error
    assert reply.error.message.startswith("Jag förstår inte")


def test_a_greeting_is_answered(say: Say) -> None:
    assert text_of(say("hej", "reader")) == text_of(say("hjälp", "reader"))
