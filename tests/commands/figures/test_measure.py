"""Measures and their values in chat."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Say, commands_of, fact, filled, form_of, table_of, text_of
from tests.commands.figures.test_budget import plain

TRUST = "mått ny invånare Förtroende för vården enhet % nollmätning 58 mål 70 ägare Lena Exempel"


def values(say: Say, name: str) -> list[list[str]]:
    return [[plain(cell) for cell in row[1:]] for row in table_of(say(f"mått {name}", "reader")).rows]


def test_a_measure_its_values_and_how_far_it_has_come(say: Say) -> None:
    say(TRUST)
    assert "Inget värde är inlagt än." in text_of(say("mått förtroende"))
    for line in ("61 HT 2025", "57,5 % våren 2025", "70 i dag"):
        reply = say(f"mätvärde förtroende för vården {line}")
        assert reply.error is None, text_of(reply)
    assert values(say, "förtroende") == [
        ["19 november 2026", "70 %", "+12", "målet är nått"],
        ["HT 2025", "61 %", "+3", "25 % av vägen"],
        ["våren 2025", "57,5 %", "−0,5", "bort från målet"],
    ]
    card = say("mått Förtroende för vården", "reader")
    assert (fact(card, "Perspektiv"), fact(card, "Gäller"), fact(card, "Ägare")) == (
        "Invånare", "Programmet", "Lena Exempel",
    )  # fmt: skip
    assert plain(fact(card, "Senast")) == "70 %, 19 november 2026"
    assert plain(table_of(say("mått")).rows[0][3]) == "70 % (19 november 2026)"


def test_a_number_in_a_name_is_no_value(say: Say) -> None:
    say("mått ny process Inskrivna inom 30 dagar mål 12")
    reply = say("mätvärde inskrivna inom 30 dagar 12,5 2025")
    assert "Inskrivna inom 30 dagar: 12,5, 2025." in plain(text_of(reply))
    assert "0,5 från målet" in text_of(reply)
    form = form_of(say("mätvärde inskrivna inom 30 dagar"))
    assert [each.name for each in form.fields] == ["value", "when"]
    assert say(form.command, fields=filled(form, value="1 250,25", when="maj 2026")).error is None
    assert [row[:2] for row in values(say, "inskrivna")] == [["maj 2026", "1 250,25"], ["2025", "12,5"]]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("förtroende för vården 57 snart", "Jag förstår inte tiden ”snart”"),
        ("förtroende för vården 57 löpande", "ingen tid för en mätning"),
        ("förtroende för vården 57 2027", "har inte börjat än"),
        ("förtroende för vården 57 31/2", "31 februari finns inte"),
        ("förtroende för vården elva", "Jag förstår inte talet ”elva”"),
        ("väntetid 57", "Jag hittar inget mått som heter ”väntetid”"),
    ],
)
def test_a_value_that_cannot_be_is_refused(say: Say, line: str, told: str) -> None:
    say(TRUST)
    reply = say(f"mätvärde {line}")
    assert reply.error
    assert told in text_of(reply)


def test_a_value_is_corrected_or_taken_away_and_both_are_on_record(say: Say) -> None:
    say(TRUST)
    say("mätvärde förtroende för vården 61 HT 2025")
    number = table_of(say("mått förtroende")).rows[0][0]
    form = form_of(say(f"mätvärde ändra {number}"))
    assert "Rättat" in text_of(say(form.command, fields=filled(form, value="62")))
    late = say(form.command, fields=filled(form, value="63"))
    assert late.error
    assert "Nu står här: 62" in text_of(late)
    assert "Värde: 61 → 62" in text_of(say(f"mätvärde historik {number}", "reader"))
    say(f"mätvärde ta bort {number}")
    assert "Inget värde är inlagt än." in text_of(say("mått förtroende"))
    assert "Borttagen" in text_of(say(f"mätvärde historik {number}"))


def test_a_work_s_own_measure_is_its_leader_s(say: Say) -> None:
    assert say("mått ny Erbjudna familjer arbete BarnSäkert enhet st mål 400", "leader").error is None
    assert say("mätvärde erbjudna familjer 85", "leader").error is None
    assert say("mätvärde erbjudna familjer 90", "other_leader").error
    assert say(TRUST, "leader").error, "the programme's measures are the coordinators'"
    say("mått ny Erbjudna familjer arbete demens", "other_leader")
    which = say("mätvärde erbjudna familjer 99")
    assert "Vilket mått menar du?" in text_of(which)
    assert say(commands_of(which)[0]).error is None
    assert say("mått ny Något annat", "reader").error


def test_what_a_measure_is_changes_with_its_history(say: Say) -> None:
    say(TRUST)
    form = form_of(say("mått ändra förtroende"))
    refused = say(form.command, fields=filled(form, perspective="", work=""))
    assert [each.name for each in form_of(refused).fields if each.error] == ["perspective"]
    assert "Ändrat i ”Förtroende för vården”: mål." in text_of(say(form.command, fields=filled(form, target="75")))
    assert say(form.command, fields=filled(form, target="80")).error
    number = commands_of(say("mått"))[0].removeprefix("mått ")
    assert "enhet" in text_of(say(f"mått ändra {number} enhet procent"))
    assert "Mål: 70 → 75" in text_of(say("mått historik förtroende", "reader"))
    again = say(TRUST)
    assert again.error
    assert "mäts redan" in again.error.message
    say("mätvärde förtroende för vården 61")
    say("mått ta bort förtroende")
    assert "Inget mäts än." in text_of(say("mått"))


def test_a_baseline_that_is_no_number_does_not_end_up_in_the_unit(say: Say) -> None:
    reply = say("mått ny process Väntetid enhet dagar nollmätning hundra mål 7")
    assert reply.error
    values = {each.name: each.value for each in form_of(reply).fields}
    assert (values["unit"], values["baseline"], values["target"]) == ("dagar", "hundra", "7")
