"""Over time, and full-text search."""

from datetime import timedelta

from commands.clock import FrozenClock
from tests.commands.conftest import Say, commands_of, table_of, text_of


def test_history_is_paged_newest_first(say: Say, clock: FrozenClock) -> None:
    for day in range(12):
        say(f"rapportera BarnSäkert grön Dag {day}", "leader")
        clock.advance(timedelta(days=1))
    first = say("historik BarnSäkert")
    assert [row[2] for row in table_of(first).rows] == [f"Dag {day}" for day in range(11, 1, -1)]
    more = next(command for command in commands_of(first) if "sida" in command)
    assert [row[2] for row in table_of(say(more)).rows] == ["Dag 1", "Dag 0"]


def test_search_finds_parts_of_compounds_without_marks(say: Say) -> None:
    say("rapportera BarnSäkert gul Digitalt väntrum på familjecentralen", "leader")
    say("rapportera demens grön Inget särskilt", "other_leader")
    for words in ("väntrum", "VANTRUM", "vantr digital", "familjecentral"):
        assert [row[1] for row in table_of(say(f"sök {words}", "reader")).rows] == ["BarnSäkert"], words


def test_search_that_finds_nothing_says_so(say: Say) -> None:
    assert "Inget innehåller rymdskepp" in text_of(say("sök rymdskepp"))
    assert say("sök a").error
    assert "Inget innehåller %_" in text_of(say("sök %_ab"))


def test_what_was_taken_back_is_not_found(say: Say) -> None:
    say("rapportera BarnSäkert gul Hemlighetsfullt", "leader")
    say("ångra", "leader")
    assert "Inget innehåller" in text_of(say("sök hemlighet"))


def test_a_long_text_is_cut_around_the_word(say: Say) -> None:
    say(f"rapportera BarnSäkert gul {'ord ' * 100}nålen {'mera ' * 100}", "leader")
    cell = table_of(say("sök nålen")).rows[0][3]
    assert "nålen" in cell
    assert cell.startswith("… ")
    assert cell.endswith(" …")


def test_every_kind_of_entry_is_in_the_history_and_is_found(say: Say, clock: FrozenClock) -> None:
    say("rapportera BarnSäkert gul Väntrummet är klart", "leader")
    for line in (
        "hållpunkt BarnSäkert Väntrummet invigs, RD, HT 2027",
        "risk BarnSäkert Väntrummet blir trångt 2x2 ägare: Väntrumsvärden",
        "avvikelse BarnSäkert Kön växte i väntrummet",
        "beslut behövs BarnSäkert Större väntrum; konsekvens: Trångt",
        "beroende BarnSäkert på uppdraget Väntrumsprojektet i Norge",
        "gränsöverskridande BarnSäkert Väntrum från RNS till Ånge 5 kr",
        "nytta BarnSäkert Trivsel i väntrum; Lena Exempel",
    ):
        clock.advance(timedelta(minutes=1))
        assert say(line, "leader").error is None
    first, *_, last = table_of(say("historik BarnSäkert", "reader")).rows
    assert first[1].startswith("Nytta ")
    assert (first[2:], last[1:3]) == (("Trivsel i väntrum", "Anna Exempel"), ("▲ Gul", "Väntrummet är klart"))
    found = table_of(say("sök vantrum", "reader")).rows
    assert [row[2].rpartition(" ")[0] for row in found[:-1]] == [
        "Nytta", "Gränsöverskridande", "Beroende", "Beslut", "Avvikelse", "Risk", "Hållpunkt"
    ]  # fmt: skip
    assert found[-1][2] == "▲ Gul"
    assert len(table_of(say("sök väntrumsvärden")).rows) == 1
    say("hållpunkt programmet Vägen framåt, RD, HT 2027", "coordinator")
    assert table_of(say("sök vägen framåt")).rows[0][1] == "Programmet"


def test_what_was_changed_is_found_by_its_new_words(say: Say) -> None:
    say("risk BarnSäkert Gammalt 2x2", "leader")
    id_ = commands_of(say("risker BarnSäkert"))[0].removeprefix("risk ")
    say(f"ändra risk {id_} risk: Nytt ord", "leader")
    assert len(table_of(say("sök nytt ord")).rows) == 1
    assert "Inget innehåller" in text_of(say("sök gammalt"))
