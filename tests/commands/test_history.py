"""Over time, and full-text search."""

from datetime import timedelta

from commands._clock import FrozenClock
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
    assert "Ingen rapport innehåller rymdskepp" in text_of(say("sök rymdskepp"))
    assert say("sök a").error
    assert "Ingen rapport innehåller %_" in text_of(say("sök %_ab"))


def test_what_was_taken_back_is_not_found(say: Say) -> None:
    say("rapportera BarnSäkert gul Hemlighetsfullt", "leader")
    say("ångra", "leader")
    assert "Ingen rapport innehåller" in text_of(say("sök hemlighet"))


def test_a_long_text_is_cut_around_the_word(say: Say) -> None:
    say(f"rapportera BarnSäkert gul {'ord ' * 100}nålen {'mera ' * 100}", "leader")
    cell = table_of(say("sök nålen")).rows[0][3]
    assert "nålen" in cell
    assert cell.startswith("… ")
    assert cell.endswith(" …")
