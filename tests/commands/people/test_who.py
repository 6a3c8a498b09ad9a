"""Who leads a work, and who a person is."""

from tests.commands.conftest import Say, commands_of, fact, text_of


def test_who_leads_a_work(say: Say) -> None:
    for line in ("vem BarnSäkert", "vem leder barnsakert?", "vem är BarnSäkert"):
        reply = say(line, "reader")
        assert fact(reply, "Projektledare") == "Anna Exempel, Region Norrstrand, leader@exempel.se", line
        assert fact(reply, "Beställare") == "–"
    assert all(say(each, "reader").error is None for each in commands_of(reply))


def test_a_work_that_nobody_leads_says_so(say: Say) -> None:
    assert fact(say("vem Barn och Unga i Ånge"), "Projektledare") == "ingen än"


def test_who_a_person_is(say: Say) -> None:
    reply = say("vem anna", "reader")
    assert fact(reply, "Organisation") == "Region Norrstrand"
    assert fact(reply, "E-post") == "leader@exempel.se"
    assert fact(reply, "Roll") == "projektledare"
    assert fact(reply, "Leder") == "BarnSäkert"
    assert fact(say("vem är Rolf Exempel?"), "Leder") == "inget arbete just nu"


def test_a_name_that_may_be_several_asks_with_buttons_that_work(say: Say) -> None:
    reply = say("vem Exempel", "reader")
    assert reply.error is None
    assert "Vem eller vad menar du?" in text_of(reply)
    assert all(say(each, "reader").error is None for each in commands_of(reply))


def test_a_name_of_both_a_work_and_a_person_asks(say: Say) -> None:
    say("idé Annas metod", "reader")
    buttons = commands_of(say("vem anna", "reader"))
    assert {"vem Annas metod", "vem leader@exempel.se"} <= set(buttons)


def test_nobody_and_nothing_says_so(say: Say) -> None:
    reply = say("vem xyzzy")
    assert reply.error
    assert "varken en person eller ett arbete" in reply.error.message


def test_a_removed_person_is_nobody(say: Say) -> None:
    say("person glöm Rolf Exempel", "admin", {"sure": "ja"})
    assert say("vem Rolf").error
    assert say("vem reader@exempel.se").error
