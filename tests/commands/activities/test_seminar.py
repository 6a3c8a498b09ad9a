"""Registering, listing and changing learning seminars. Today is Thursday 19 November 2026, 10:00."""

from datetime import timedelta

import pytest

from commands.clock import FrozenClock
from commands.message import Reply
from tests.commands.conftest import Known, Say, commands_of, fact, filled, form_of, table_of, text_of


def number_of(reply: Reply) -> str:
    """The number of what was registered."""
    assert reply.error is None, text_of(reply)
    return next(each for each in commands_of(reply) if each.startswith(("seminarium ", "aktivitet "))).split()[1]


def make(say: Say, line: str, as_: str = "coordinator") -> str:
    return number_of(say(f"seminarium ny {line}", as_))


def errors(reply: Reply) -> dict[str, str]:
    return {each.name: each.error for each in form_of(reply).fields if each.error}


def test_one_line_registers_at_once(say: Say) -> None:
    reply = say("seminarium ny Beroendeplanen, 4 dec, 13-14, digitalt", "leader")
    number = number_of(reply)
    shown = f"”Beroendeplanen” är registrerat med nummer {number}: fredag 4 december 2026 kl. 13.00–14.00."
    assert shown in text_of(reply)
    card = say(f"seminarium {number}", "reader")
    assert fact(card, "När") == "fredag 4 december 2026 kl. 13.00–14.00"
    assert fact(card, "Format") == "Digitalt"
    assert fact(card, "Registrerat av") == "Anna Exempel"
    assert fact(card, "Din anmälan") == "du är inte anmäld"
    assert text_of(say(f"seminarium #{number}", "reader")) == text_of(card)
    assert all(say(each).error is None for each in commands_of(card))


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("GFO, Gemensam familjehemsorganisation, 4 dec", {"När": "fredag 4 december 2026"}),
        ("X, digitalt, 13.00-14.30, 2026-12-04", {"När": "fredag 4 december 2026 kl. 13.00–14.30"}),
        ("X, fredag 4 dec kl. 13, hybrid", {"När": "fredag 4 december 2026 kl. 13.00", "Format": "Hybrid"}),
        ("X, 4/12, på plats, sal Norr, 40 platser", {"Plats": "sal Norr", "Platser": "40 av 40 lediga"}),
        ("X, 10.12, 8.12, digitalt/fysiskt", {"När": "torsdag 10 december 2026 kl. 08.12", "Format": "Hybrid"}),
        ("X, 4 dec, BarnSäkert, https://exempel.se/a", {"Arbete": "BarnSäkert", "Plats": "https://exempel.se/a"}),
        ("X, 4 dec, i Folkets hus, målgrupp: alla chefer", {"Plats": "Folkets hus", "Målgrupp": "alla chefer"}),
        (
            "X, 4 dec, föreläsare Anna Exempel, KF; Bo Exempel, Ånge kommun, digitalt",
            {"Föreläsare": "Anna Exempel (KF) och Bo Exempel (Ånge kommun)", "Format": "Digitalt"},
        ),
    ],
)
def test_the_line_is_read_forgivingly(say: Say, line: str, facts: dict[str, str]) -> None:
    card = say(f"seminarium {make(say, line)}")
    assert {label: fact(card, label) for label in facts} == facts
    title = "GFO, Gemensam familjehemsorganisation" if line.startswith("GFO") else "X"
    assert text_of(card).startswith(f"{title}\n")


def test_what_the_line_does_not_make_clear_is_asked(say: Say) -> None:
    reply = say("seminarium ny Beroendeplanen, 4 dec, Folkets hus, 13-14")
    assert "”Folkets hus”" in text_of(reply)
    form = form_of(reply)
    values = {each.name: each.value for each in form.fields if each.value}
    assert values == {"title": "Beroendeplanen", "date": "2026-12-04", "time": "13-14", "place": "Folkets hus"}
    number = number_of(say(form.command, fields=filled(form)))
    assert fact(say(f"seminarium {number}"), "Plats") == "Folkets hus"

    without_day = say("seminarium ny Beroendeplanen, 31 feb")
    assert text_of(without_day).startswith("31 februari finns inte: februari har högst 29 dagar.")
    whole_week = say("seminarium ny Beroendeplanen, v. 50, 13-14")
    assert text_of(whole_week).startswith("”v. 50” är flera dagar. Skriv vilken dag, till exempel 7 december 2026.")
    assert {each.name: each.value for each in form_of(whole_week).fields if each.value} == {
        "title": "Beroendeplanen",
        "time": "13-14",
    }
    assert {each.name: each.value for each in form_of(without_day).fields if each.value} == {
        "title": "Beroendeplanen"
    }
    assert "Jag hittar inget datum" in text_of(say("seminarium ny Beroendeplanen"))
    assert "Inga kommande seminarier" not in text_of(say("seminarier"))


def test_the_form_says_what_is_wrong_at_each_field_and_keeps_the_rest(say: Say) -> None:
    form = form_of(say("seminarium ny"))
    good = {"title": "Beroendeplanen", "date": "4 dec", "speakers": "Anna Exempel, KF"}
    for name, wrong in (
        ("title", " "),
        ("date", "31 feb"),
        ("time", "14-13"),
        ("seats", "0"),
        ("seats", "1000000"),
        ("seats", "många"),
        ("work", "xyzzy"),
        ("work", "barn"),
        ("speakers", ", KF"),
        ("format", "brev"),
    ):
        reply = say(form.command, fields=filled(form, **good | {name: wrong}))
        assert reply.error, wrong
        assert list(errors(reply)) == [name]
        assert next(each.value for each in form_of(reply).fields if each.name == "speakers") in (
            good["speakers"],
            wrong,
        )
    assert "Inga kommande" in text_of(say("seminarier"))


def test_odd_days_are_warned_of_and_registered(say: Say) -> None:
    assert "söndag 6 december 2026 är ingen arbetsdag" in text_of(say("seminarium ny Beroendeplanen, 6 dec"))
    assert "torsdag 24 december 2026 är ingen arbetsdag" in text_of(say("seminarium ny Jul, 24 dec"))
    assert "11 april 2024 har redan varit" in text_of(say("seminarium ny Förr, 11 april 2024"))
    assert "Obs" not in text_of(say("seminarium ny Vanligt, 7 dec, 13-14"))
    assert "ligger redan måndag 7 december 2026 kl. 13.00–14.00" in text_of(
        say("seminarium ny Samma, 7 dec, 13.30-15")
    )
    assert "Obs" not in text_of(say("seminarium ny Efter, 7 dec, 15-16"))
    assert "”Efter” ligger redan" in text_of(say("seminarium ny Utan tid, 7 dec"))


def test_readers_may_not_register(say: Say) -> None:
    for line in ("seminarium ny", "seminarium ny X, 4 dec"):
        refused = say(line, "reader")
        assert refused.error
        assert "det kan inte du göra" in refused.error.message
    assert "seminarium ny" not in commands_of(say("seminarier", "reader"))


def test_lists_are_in_order_with_earlier_ones_apart(say: Say) -> None:
    make(say, "Sen, 11 dec, 40 platser")
    soon = make(say, "Snar, 4 dec, 9-10, digitalt")
    make(say, "Förr, 13 nov 2026")
    make(say, "Längesen, 11 april 2024")
    coming = table_of(say("seminarier", "reader"))
    assert coming.columns == ("Nr", "Datum", "Titel", "Tid", "Format", "Lediga platser")
    assert coming.rows[0] == (soon, "4 december 2026", "Snar", "09.00–10.00", "digitalt", "obegränsat")
    assert [row[2] for row in coming.rows] == ["Snar", "Sen"]
    assert coming.rows[1][5] == "40 av 40"
    assert "seminarier tidigare" in commands_of(say("seminarier", "reader"))
    assert [row[2] for row in table_of(say("seminarier tidigare")).rows] == ["Förr", "Längesen"]
    assert [row[2] for row in table_of(say("seminarier 2026")).rows] == ["Förr", "Snar", "Sen"]
    assert [row[2] for row in table_of(say("seminarier VT 2024")).rows] == ["Längesen"]
    assert "Inga seminarier är registrerade för 2019" in text_of(say("seminarier 2019"))


def test_empty_lists_say_so_and_a_wrong_period_too(say: Say) -> None:
    assert "Inga kommande seminarier" in text_of(say("seminarier"))
    assert "Inga tidigare seminarier" in text_of(say("seminarier tidigare"))
    for line in ("seminarier xyzzy", "seminarier löpande"):
        assert say(line).error, line


def test_long_lists_go_on(say: Say) -> None:
    for day in range(1, 24):
        make(say, f"Nr {day}, {day} mars 2027")
    first = say("seminarier")
    assert len(table_of(first).rows) == 20
    assert "seminarier sida 2" in commands_of(first)
    rest = say("seminarier sida 2")
    assert [row[2] for row in table_of(rest).rows] == ["Nr 21", "Nr 22", "Nr 23"]
    assert "seminarier sida 3" not in commands_of(rest)
    assert len(table_of(say("seminarier 2027 sida 2")).rows) == 3


def test_an_unknown_number_says_so(say: Say) -> None:
    for line in ("seminarium 999999", "aktivitet 999999", "anmäl #999999", "avanmäl 999999", "deltagare 999999",
                 "ställ in 999999", "ändra seminarium 999999", "seminarium 999999 ändra"):  # fmt: skip
        reply = say(line)
        assert reply.error, line
        assert "nummer 999999" in reply.error.message
        assert commands_of(reply) == ["seminarier"]


def test_a_command_without_its_number_asks_which(say: Say) -> None:
    number = make(say, "Beroendeplanen, 4 dec")
    for line in ("anmäl", "ställ in", "deltagare", "ändra seminarium"):
        reply = say(line)
        assert reply.error, line
        assert commands_of(reply) == [f"{line} {number}"]
        assert say(f"{line} {number}").error is None


def test_leaders_see_the_buttons_that_they_may_use(say: Say, programme: Known) -> None:
    own = make(say, "Mitt, 4 dec", "leader")
    of_work = make(say, "Om arbetet, 7 dec, arbete BarnSäkert")
    other = make(say, "Annans, 8 dec", "other_leader")
    for number in (own, of_work):
        assert f"ändra seminarium {number}" in commands_of(say(f"seminarium {number}", "leader"))
        assert say(f"ändra seminarium {number}", "leader").error is None
    assert f"ändra seminarium {other}" not in commands_of(say(f"seminarium {other}", "leader"))
    for line in (f"ändra seminarium {other}", f"ställ in {other}", f"ställ in {other} Nej", f"deltagare {other} 3"):
        refused = say(line, "leader")
        assert refused.error, line
        assert "Det kan Anders Exempel, som registrerade det, eller en koordinator." in refused.error.message
    assert say(f"ställ in {other} Ja").error is None


def test_today_counts_as_coming_until_it_has_ended(say: Say, clock: FrozenClock) -> None:
    number = make(say, "I dag, 19 nov, 9-11")
    assert say(f"anmäl {number}").error is None
    clock.advance(timedelta(hours=1))
    assert "har redan varit" in text_of(say(f"anmäl {number}", "reader"))
