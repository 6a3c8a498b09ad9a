"""Taking back the latest entry, of any kind, within a quarter of an hour."""

from datetime import timedelta

import pytest

from bot.answer import Context
from commands.clock import FrozenClock
from storage.tables import Risk, Trend
from tests.commands.conftest import Known, Say, commands_of, fact, filled, form_of, text_of

LINES = {
    "hållpunkter": "hållpunkt BarnSäkert Möte, RD, HT 2027",
    "risker": "risk BarnSäkert Regn 3x4",
    "avvikelser": "avvikelse BarnSäkert Pengarna är slut",
    "beslut": "beslut behövs BarnSäkert Pengar; konsekvens: Stopp",
    "beroenden": "beroende BarnSäkert på Nya samtal",
    "gränsöverskridanden": "gränsöverskridande BarnSäkert Besök från RNS till Ånge 5 kr",
    "nyttor": "nytta BarnSäkert Fler får stöd; Lena Exempel",
}


@pytest.mark.parametrize("many", LINES)
def test_rule_11_every_kind_is_taken_back_and_the_history_keeps_it(say: Say, many: str) -> None:
    assert say(LINES[many], "leader").error is None
    assert say("ångra", "coordinator").error
    assert "Historiken minns" in text_of(say("angra", "leader"))
    assert "Här finns inga" in text_of(say(f"{many} BarnSäkert"))
    assert "(tillbakatagen)" in text_of(say("historik BarnSäkert"))
    assert say("ångra", "leader").error


def test_the_latest_goes_first_whatever_it_is(say: Say, clock: FrozenClock) -> None:
    say(LINES["risker"], "leader")
    clock.advance(timedelta(minutes=1))
    say("rapportera BarnSäkert röd Oj", "leader")
    assert "Rapporten är tillbakatagen" in text_of(say("ångra", "leader"))
    assert "Risken ”Regn” är tillbakatagen" in text_of(say("ångra", "leader"))
    assert fact(say("status BarnSäkert"), "Läge") == "– Ej rapporterat"


def test_after_a_quarter_of_an_hour_it_stands(say: Say, clock: FrozenClock) -> None:
    say(LINES["risker"], "leader")
    clock.advance(timedelta(minutes=16))
    refused = say("ångra", "leader")
    assert refused.error
    assert "Du har inget från de senaste 15 minuterna att ångra" in refused.error.message


def test_a_change_is_not_taken_for_something_new(say: Say) -> None:
    say(LINES["risker"], "leader")
    id_ = commands_of(say("risker BarnSäkert"))[0].removeprefix("risk ")
    say(LINES["hållpunkter"], "leader")
    say(f"stäng risk {id_}", "leader")
    refused = say("ångra", "leader")
    assert refused.error
    assert f"risken med nummer {id_}" in refused.error.message
    assert commands_of(refused) == [f"ändra risk {id_}"]
    assert "Möte" in text_of(say("hållpunkter BarnSäkert"))


def test_leadership_takes_back_the_decision_it_wrote_in(say: Say) -> None:
    say("beslut fattat BarnSäkert Lokal; 2026-11-01; Nämnden", "leadership")
    assert "Beslutet ”Lokal” är tillbakataget" in text_of(say("ångra", "leadership"))


def test_what_came_from_a_file_was_not_told_just_now(say: Say, context: Context, programme: Known) -> None:
    who = programme.people["coordinator"]
    now = context.clock.now()
    with context.database.write(person_id=who, source="import") as session:
        session.add(Risk(created_at=now, created_by_id=who, what="Regn", probability=1, consequence=1))
    assert say("ångra", "coordinator").error
    with context.database.write(person_id=who, source="slack") as session:
        day = now.date()
        session.add(
            Trend(created_at=now, created_by_id=who, period="2026", starts_on=day, ends_on=day, text="Det går bra")
        )
    assert "Trenden är tillbakatagen" in text_of(say("ångra", "coordinator"))


@pytest.mark.parametrize(
    ("line", "changing"),
    [
        ("trend 2026 Fler vill vara med.", "trend ändra"),
        ("budget ny 2026 Resor budget 5 kkr", "budget ändra"),
        ("resurs ny 2026 Metodstödjare 2 st 150 %", "resurs ändra"),
        ("mått ny process Väntetid enhet dagar mål 7", "mått ändra"),
    ],
)
def test_a_figure_that_was_taken_back_or_only_changed_leads_on(say: Say, line: str, changing: str) -> None:
    say(line)
    taken = say("ångra")
    assert [say(command).error for command in commands_of(taken)] == [None]
    saved = say(line)
    [change] = {each for each in commands_of(saved) if each.startswith(changing)} or {f"{changing} #2"}
    say(change, fields=filled(form_of(say(change)), comment="x", text="Ändrad.", owner="Anna Exempel"))
    refused = say("ångra")
    assert refused.error
    assert [form_of(say(command)).title for command in commands_of(refused)] == [form_of(say(change)).title]


def test_leadership_is_not_offered_to_rewrite_a_decision_that_it_made(say: Say) -> None:
    say(LINES["beslut"], "leader")
    [number] = {each.split()[1] for each in commands_of(say("beslut")) if each.split()[1].isdecimal()}
    assert say(f"beslut {number} fattat i går", "leadership").error is None
    refused = say("ångra", "leadership")
    assert refused.error
    assert commands_of(refused) == [f"beslut {number}"]
