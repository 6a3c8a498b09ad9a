"""The programme's budget in chat."""

from __future__ import annotations

from bot.answer import Context
from tests.commands.conftest import Say, commands_of, fact, filled, form_of, table_of, text_of

YEAR_2024 = (
    "2024 Programresurser budget 4480 kkr utfall 3620 kkr kommentar 4 vakanser (1,05 heltidstjänst)",
    "2024 Utvecklingsmedel budget 1 000 000 kr utfall 681 000",
    "2024 Utvecklingsmedel varav Nyttorealisering budget 300 tkr utfall 371 000 kr",
    "2024 Tjänsteköp reportage budget 250 kkr utfall 200 kkr del av utvecklingsmedel",
    "2024 Stödjande aktiviteter, budget 0,45 mnkr, utfall 110 kkr, överordnad Utvecklingsmedel",
    "2024 Temakonferens budget 300 kkr utfall 390 kkr",
    "2024 Resor budget 20 000 utfall 9 000",
)


def enter(say: Say, *lines: str) -> None:
    for line in lines:
        reply = say(f"budget ny {line}")
        assert reply.error is None, text_of(reply)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def rows(say: Say, text: str = "budget 2024") -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table_of(say(text, "reader")).rows]


def test_sums_are_computed_and_parts_are_not_counted_twice(say: Say) -> None:
    """Rule 8: sums are computed, never typed."""
    enter(say, *YEAR_2024)
    shown = rows(say)
    assert table_of(say("budget 2024")).columns == ("Nr", "Rad", "Budget", "Utfall", "Återstår", "Kommentar")
    assert [row[1] for row in shown] == [
        "Programresurser", "Utvecklingsmedel", "– varav Nyttorealisering", "– varav Tjänsteköp reportage",
        "– varav Stödjande aktiviteter", "Temakonferens", "Resor", "Summa",
    ]  # fmt: skip
    assert shown[-1][2:5] == ["5 800 000 kr", "4 700 000 kr", "1 100 000 kr"]
    assert shown[2][2:5] == ["300 000 kr", "371 000 kr", "−71 000 kr"]


def test_a_source_s_own_sum_is_never_counted_only_compared(say: Say) -> None:
    enter(say, *YEAR_2024)
    agreeing = plain(text_of(say("budget ny 2024 Summa budget 5800 kkr")))
    assert "Källans egen summa ”Summa” stämmer: 5 800 000 kr i budget." in agreeing
    differing = plain(text_of(say("budget ny 2024 Totalt utfall 4687 kkr")))
    assert "”Totalt” är 4 687 000 kr i utfall, men raderna blir 4 700 000 kr." in differing
    assert rows(say)[-1][2:4] == ["5 800 000 kr", "4 700 000 kr"]
    refused = say("budget ny 2024 Summa totalt budget 1 del av Resor")
    assert refused.error
    assert "är en summa" in refused.error.message


def test_parts_that_come_to_more_than_their_row_are_said(say: Say) -> None:
    enter(say, "2026 Medel budget 100", "2026 Medel varav A budget 80", "2026 Medel varav B budget 30")
    assert "delarna av ”Medel” blir 110 kr i budget, mer än radens 100 kr" in plain(text_of(say("budget 2026")))
    enter(say, "2026 Utan eget utfall 7", "2026 Utan eget varav C budget 5")
    assert ["6", "Utan eget"] not in rows(say, "budget 2026")
    assert next(row for row in rows(say, "budget") if row[1] == "Utan eget")[2] == "5 kr"
    assert rows(say, "budget")[-1][2] == "105 kr"


def test_who_pays_how_much_and_which_share(say: Say) -> None:
    enter(say, "2026 Drift budget 750 kkr betalas av Regionen", "2026 Medel budget 250 kkr")
    enter(say, "2026 Medel varav Resor budget 100 kkr betalas av Örnköping")
    reply = say("budget 2026")
    assert plain(fact(reply, "Regionen")) == "750 000 kr (75 %)"
    assert plain(fact(reply, "Örnköping")) == "100 000 kr (10 %)"
    assert plain(fact(reply, "Ingen betalare angiven")) == "150 000 kr (15 %)"


def test_a_forecast_that_some_rows_lack_is_no_whole_sum(say: Say) -> None:
    enter(say, "2026 A budget 10 prognos 12", "2026 B budget 10")
    assert rows(say, "budget 2026")[-1][4] == "12 kr"
    assert "Prognosens summa är inte hela: en rad saknar prognos." in text_of(say("budget 2026"))


def test_the_form_asks_for_what_the_line_lacks_and_keeps_what_was_typed(say: Say) -> None:
    form = form_of(say("budget ny 2025 Lokaler"))
    assert {each.name: each.value for each in form.fields if each.value} == {"year": "2025", "name": "Lokaler"}
    refused = say(form.command, fields=filled(form, budget="mycket", year="25"))
    assert {each.name for each in form_of(refused).fields if each.error} == {"year"}
    refused = say(form.command, fields=filled(form, budget="mycket"))
    assert [(each.name, each.value) for each in form_of(refused).fields if each.error] == [("budget", "mycket")]
    assert say(form.command, fields=filled(form, budget="1,5 mnkr")).error is None
    assert rows(say, "budget 2025")[0][2] == "1 500 000 kr"


def test_the_same_row_is_not_entered_twice(say: Say) -> None:
    enter(say, "2026 Resor budget 20 kkr")
    again = say("budget ny 2026 resor budget 30 kkr")
    assert again.error
    assert "har redan en rad som heter ”Resor”" in again.error.message
    assert commands_of(again)[0].startswith("budget ändra ")


def test_a_parent_is_a_row_of_the_year_and_never_a_part_of_itself(say: Say) -> None:
    enter(say, "2026 Medel budget 10", "2026 Medel varav Resor budget 5", "2025 Annat budget 1")
    for line, told in (
        ("2026 Ny budget 1 del av Annat", "Ingen rad det året heter ”Annat”. Välj bland ”Medel” och ”Resor”."),
        ("2024 Ny budget 1 del av Medel", "Lägg in den först"),
    ):
        reply = say(f"budget ny {line}")
        assert reply.error
        assert told in reply.error.message
    medel = rows(say, "budget 2026")[0][0]
    reply = say(f"budget ändra {medel} del av Resor")
    assert reply.error
    assert "en del av sig själv" in reply.error.message


def test_a_row_changes_on_a_line_or_in_a_form_and_its_history_is_kept(say: Say) -> None:
    """Rule 11: nothing is overwritten."""
    enter(say, "2026 Resor budget 20 kkr", "2026 Resor varav Tåg budget 5 kkr")
    number = rows(say, "budget 2026")[0][0]
    assert "Ändrat i ”Resor”: utfall." in text_of(say(f"budget ändra {number} utfall 9 kkr"))
    form = form_of(say(f"budget ändra {number}"))
    assert dict(form.hidden) == {"version": "2"}
    say(f"budget ändra {number} utfall 12 kkr", "admin")
    late = say(form.command, fields=filled(form, comment="Klart"))
    assert late.error
    assert "Nu står här: 12000" in text_of(late)
    say(form.command, fields=filled(form_of(late), year="2027"))
    assert [row[1] for row in rows(say, "budget 2027")] == ["Resor", "– varav Tåg", "Summa"], "its parts go with it"
    history = [
        [plain(cell) for cell in row[1:]] for row in table_of(say(f"budget historik {number}", "reader")).rows
    ]
    assert ["Ada Exempel", "Utfall: 9 000 kr → 12 000 kr"] in history
    assert history[-1] == ["Klara Exempel", "År: 2026; Rad: Resor; Budget: 20 000 kr"]


def test_a_row_that_is_taken_away_is_counted_no_more_and_its_parts_are(say: Say) -> None:
    enter(say, "2026 Medel budget 10", "2026 Medel varav Resor budget 4")
    number = rows(say, "budget 2026")[0][0]
    assert "Dess delar räknas nu som egna rader." in text_of(say(f"budget ta bort {number}"))
    assert [row[1:3] for row in rows(say, "budget 2026")] == [["Resor", "4 kr"], ["Summa", "4 kr"]]
    assert "Borttagen" in text_of(say(f"budget historik {number}"))
    again = say(f"budget ta bort {number}")
    assert again.error
    assert "Den är borttagen." in again.error.message


def test_coordinators_write_and_everyone_reads(say: Say, context: Context) -> None:
    enter(say, "2026 Resor budget 20 kkr")
    assert say("budget", "reader").error is None
    for line in ("budget ny 2026 X budget 1", "budget ändra 1 utfall 2", "budget ta bort 1"):
        for who in ("reader", "leader", "leadership"):
            assert say(line, who).error, (line, who)
    assert "Ny rad" not in text_of(say("budget", "reader"))
    assert "Ingen budget är inlagd för 1999." in text_of(say("budget 1999"))


def test_a_long_budget_is_paged_and_each_page_has_the_whole_sum(say: Say) -> None:
    enter(say, *(f"2026 Rad {letter} budget 1" for letter in "ABCDEFGHIJKLMNOPQRSTUV"))
    first, second = say("budget 2026"), say("budget 2026 sida 2")
    assert (len(table_of(first).rows), len(table_of(second).rows)) == (21, 3)
    assert "budget 2026 sida 2" in commands_of(first)
    assert "22" in table_of(first).rows[-1][2]
    assert table_of(first).rows[-1] == table_of(second).rows[-1]
