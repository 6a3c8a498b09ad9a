"""Closing a work, and what stays."""

import pytest

from tests.commands.conftest import Say, commands_of, fact, filled, form_of, text_of

DONE = {"ending": "avslutat", "note": "Barnhälsovården förvaltar arbetssättet"}


def test_a_work_is_closed_and_remains_to_be_found(say: Say) -> None:
    form = form_of(say("avsluta BarnSäkert", "leader"))
    reply = say(form.command, "leader", filled(form, **DONE))
    assert "BarnSäkert är avslutat 19 november 2026." in text_of(reply)
    shown = say("arbete barnsakert", "reader")
    assert fact(shown, "Fas") == "Avslutat"
    assert fact(shown, "Avslutat") == "Avslutat 19 november 2026. Barnhälsovården förvaltar arbetssättet"
    assert not any(each.startswith("avsluta") for each in commands_of(say("arbete barnsakert")))
    refused = say("rapportera BarnSäkert grön Mer", "leader")
    assert refused.error


def test_a_work_can_be_broken_off_on_an_earlier_day(say: Say) -> None:
    say("avsluta BarnSäkert", fields={"date": "1 november", "ending": "avbrutet", "note": "Pengarna tog slut"})
    assert fact(say("arbete visa BarnSäkert"), "Avslutat") == "Avbrutet 1 november 2026. Pengarna tog slut"


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        ("note", "", "Fyll i"),
        ("ending", "", "Fyll i"),
        ("date", "2026-12-24", "har inte varit än"),
        ("ending", "idé", "går inte att välja"),
    ],
)
def test_what_is_missing_is_asked_for_again(say: Say, field: str, value: str, refusal: str) -> None:
    reply = say("avsluta BarnSäkert", fields={"date": "2026-11-19"} | DONE | {field: value})
    assert reply.error
    assert refusal in next(each.error for each in form_of(reply).fields if each.name == field)
    assert fact(say("arbete visa BarnSäkert"), "Fas") == "Genomförande"


def test_only_those_who_lead_close(say: Say) -> None:
    for who in ("reader", "other_leader", "leadership"):
        assert say("avsluta BarnSäkert", who).error, who


def test_a_closed_work_is_not_closed_again(say: Say) -> None:
    say("avsluta BarnSäkert", fields=DONE)
    reply = say("avsluta BarnSäkert", fields=DONE | {"ending": "avbrutet"})
    assert reply.error
    assert reply.error.message == "BarnSäkert är redan avslutat."
    assert fact(say("arbete visa BarnSäkert"), "Fas") == "Avslutat"


def test_a_mistake_is_mended_by_choosing_an_open_stage(say: Say) -> None:
    say("avsluta BarnSäkert", fields=DONE)
    form = form_of(say("arbete ändra BarnSäkert", "leader"))
    reply = say("arbete ändra BarnSäkert", "leader", filled(form, stage="införande"))
    assert "BarnSäkert är öppet igen." in text_of(reply)
    assert say("rapportera BarnSäkert grön Igång igen", "leader").error is None
