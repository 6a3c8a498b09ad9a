"""Other activities than seminars: registered, listed by period, changed."""

from datetime import timedelta

import pytest

from commands.clock import FrozenClock
from tests.commands.activities.test_seminar import errors, make
from tests.commands.activities.test_signup import make_activity
from tests.commands.conftest import Say, commands_of, fact, filled, form_of, table_of, text_of


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (
            "Temakonferens, konferens, 24 oktober 2026, fysiskt, målgrupp: kommun/region, 275 deltagare",
            {
                "Typ": "konferens",
                "När": "lördag 24 oktober 2026",
                "Format": "Fysiskt",
                "Målgrupp": "kommun/region",
                "Deltog": "275",
            },
        ),
        ("T, löpande, digitalt/fysiskt", {"När": "löpande", "Format": "Hybrid"}),
        ("T, jan-dec", {"När": "jan-dec (1 januari–31 december 2026)"}),
        ("T, digitalt, HT 2026, workshop", {"När": "HT 2026", "Typ": "workshop"}),
        ("T, 1 ggr/mån", {"När": "1 ggr/mån"}),
        ("T, 13 feb", {"När": "lördag 13 februari 2027"}),
    ],
)
def test_one_line_registers_at_once(say: Say, line: str, facts: dict[str, str]) -> None:
    number = make_activity(say, line)
    card = say(f"aktivitet {number}", "reader")
    assert {label: fact(card, label) for label in facts} == facts
    assert text_of(say(f"aktivitet #{number}", "reader")) == text_of(card)
    assert f"anmäl {number}" not in commands_of(card)


def test_what_is_not_clear_is_asked(say: Say) -> None:
    reply = say("aktivitet ny Länsträff, 24 nov, alla chefer, plats Sal 1")
    assert "”alla chefer” och ”plats Sal 1”" in text_of(reply)
    values = {each.name: each.value for each in form_of(reply).fields if each.value}
    assert values == {"title": "Länsträff", "when": "24 nov", "audience": "alla chefer"}
    saved = say(form_of(reply).command, fields=filled(form_of(reply), kind="Träff"))
    assert "tisdag 24 november 2026" in text_of(saved)
    assert "Jag hittar inte när" in text_of(say("aktivitet ny Länsträff"))
    form = form_of(say("aktivitet ny"))
    for name, wrong in (("title", ""), ("when", "xyzzy"), ("attended", "många"), ("attended", "100001")):
        refused = say(form.command, fields=filled(form, **{"title": "T", "when": "löpande", name: wrong}))
        assert list(errors(refused)) == [name]
    assert say("aktivitet ny T, löpande", "reader").error


def test_a_kind_and_an_audience_that_stand_already_are_known_again(say: Say) -> None:
    make_activity(say, "Länsträff, 24 nov, typ: nätverk, målgrupp: Kommun/region")
    card = say(f"aktivitet {make_activity(say, 'Ny träff, 25 nov, Nätverk, kommun/region')}")
    assert (fact(card, "Typ"), fact(card, "Målgrupp")) == ("nätverk", "Kommun/region")


def test_a_year_holds_the_dated_in_order_then_what_recurs(say: Say) -> None:
    make_activity(say, "Återkommande, löpande")
    make_activity(say, "Länsträffar, 1 ggr/mån")
    make_activity(say, "Konferens, 24 oktober 2026, konferens, 275 deltagare")
    seminar = make(say, "Beroendeplanen, 4 dec, 13-14, digitalt")
    make_activity(say, "Forum, jan-dec")
    make_activity(say, "Förr, 2024")
    table = table_of(say("aktiviteter 2026", "reader"))
    assert table.columns == ("Nr", "När", "Titel", "Typ", "Format", "Målgrupp", "Deltagare")
    assert [row[2] for row in table.rows] == ["Forum", "Konferens", "Beroendeplanen", "Länsträffar", "Återkommande"]
    assert table.rows[2] == (seminar, "4 december 2026 kl. 13.00–14.00", "Beroendeplanen", "Lärseminarium", "digitalt", "", "")  # fmt: skip
    assert table.rows[1][6] == "275"
    assert table_of(say("aktiviteter")).rows == table.rows
    assert table_of(say("aktivitet")).rows == table.rows
    assert [row[2] for row in table_of(say("aktiviteter 2024")).rows] == ["Förr", "Länsträffar", "Återkommande"]
    assert all(say(each).error is None for each in commands_of(say("aktiviteter 2026")))


def test_an_empty_period_says_so_and_a_wrong_one_too(say: Say) -> None:
    assert "Inga aktiviteter är registrerade för 2026." in text_of(say("aktiviteter"))
    for line in ("aktiviteter xyzzy", "aktiviteter löpande"):
        assert say(line).error, line


def test_long_lists_go_on(say: Say) -> None:
    for day in range(1, 23):
        make_activity(say, f"Nr {day}, {day} mars 2027")
    first = say("aktiviteter 2027")
    assert len(table_of(first).rows) == 20
    assert "aktiviteter 2027 sida 2" in commands_of(first)
    assert [row[2] for row in table_of(say("aktiviteter 2027 sida 2")).rows] == ["Nr 21", "Nr 22"]


def test_a_change_keeps_the_day_that_was_meant(say: Say, clock: FrozenClock) -> None:
    number = make_activity(say, "Workshop, 24 nov, workshop")
    clock.advance(timedelta(days=10))
    form = form_of(say(f"ändra aktivitet {number}"))
    assert say(form.command, fields=filled(form, attended="40")).error is None
    card = say(f"aktivitet {number}")
    assert (fact(card, "När"), fact(card, "Deltog")) == ("tisdag 24 november 2026", "40")
    form = form_of(say(f"aktivitet {number} ändra"))
    say(form.command, fields=filled(form, when="löpande"))
    assert fact(say(f"aktivitet {number}"), "När") == "löpande"


def test_two_who_change_at_once_do_not_overwrite_each_other(say: Say) -> None:
    number = make_activity(say, "Workshop, 24 nov")
    form = form_of(say(f"ändra aktivitet {number}"))
    say(form.command, "admin", filled(form, audience="chefer"))
    late = say(form.command, fields=filled(form, kind="möte"))
    assert errors(late) == {"kind": "Nu står här: ingenting.", "audience": "Nu står här: chefer."}
    assert fact(say(f"aktivitet {number}"), "Målgrupp") == "chefer"


def test_a_cancelled_activity_stays(say: Say) -> None:
    number = make_activity(say, "Workshop, 24 nov")
    say(f"ställ in {number} Ingen lokal")
    assert table_of(say("aktiviteter")).rows[0][2] == "Workshop (inställt)"
    assert fact(say(f"aktivitet {number}"), "Inställt") == "19 november 2026: Ingen lokal"
