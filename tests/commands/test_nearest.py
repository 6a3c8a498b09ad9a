"""When no command answers to a line."""

import pytest

from tests.commands.conftest import Say, commands_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("statsu BarnSäkert", "status BarnSäkert"),
        ("semnarier", "seminarier"),
        ("porfölj röd", "portfölj röd"),
        ("barnsäkert", "status Barnsäkert - en god och nära vård för barn 0-6 år"),
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
