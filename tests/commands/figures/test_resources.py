"""The programme's resources in chat."""

from __future__ import annotations

from tests.commands.conftest import Say, commands_of, filled, form_of, table_of, text_of
from tests.commands.figures.test_budget import plain

YEAR_2024 = (
    "2024 Programledare 100 %",
    "2024 Förändringsledare 4 st 200 % 1 vakans",
    "2024 Programområdesansvarig antal 6 omfattning 110 vakanser 3",
    "2024 Kommunikatör, 50 procent, kommentar Delas med en annan",
    "2024 Controller 12,5 %",
)


def enter(say: Say, *lines: str) -> None:
    for line in lines:
        reply = say(f"resurs ny {line}")
        assert reply.error is None, text_of(reply)


def rows(say: Say, text: str = "resurser 2024") -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table_of(say(text, "reader")).rows]


def test_the_sum_is_computed_and_a_stated_one_compared(say: Say) -> None:
    """Rule 8: sums are computed, never typed."""
    enter(say, *YEAR_2024)
    shown = rows(say)
    assert shown[1][1:] == ["Förändringsledare", "4", "200 %", "1", ""]
    assert shown[3][1:] == ["Kommunikatör", "–", "50 %", "–", "Delas med en annan"]
    assert shown[-1][1:5] == ["Summa", "10", "472,5 %", "4"]
    enter(say, "2024 Summa 470 %")
    assert rows(say)[-1][3] == "472,5 %"
    told = plain(text_of(say("resurser")))
    assert "källans egen summa ”Summa” är 470 %, men rollerna blir 472,5 %." in told


def test_a_role_changes_in_a_form_or_on_a_line_and_is_taken_away(say: Say) -> None:
    enter(say, *YEAR_2024[:2])
    number = rows(say)[1][0]
    assert "Ändrat i ”Förändringsledare”: vakanser." in text_of(say(f"resurs ändra {number} vakanser 0"))
    form = form_of(say(f"resurs ändra {number}"))
    refused = say(form.command, fields=filled(form, percent="-1"))
    assert [each.name for each in form_of(refused).fields if each.error] == ["percent"]
    say(f"resurs ändra {number} 250 %", "admin")
    late = say(form.command, fields=filled(form, comment="Sent"))
    assert late.error
    assert "Nu står här: 250" in text_of(late)
    history = plain(text_of(say(f"resurs historik {number}", "reader")))
    assert "Omfattning: 200 → 250" in history
    assert "2024 blir nu 100 % av en heltid." in plain(text_of(say(f"resurs ta bort {number}")))
    assert [row[1] for row in rows(say)] == ["Programledare", "Summa"]


def test_the_form_asks_for_the_rest_and_a_role_is_entered_once(say: Say) -> None:
    form = form_of(say("resurs ny 2025 Ekonom"))
    say(form.command, fields=filled(form, percent="10"))
    again = say("resurs ny 2025 ekonom 20 %")
    assert again.error
    assert "har redan ”Ekonom”" in again.error.message
    assert commands_of(again)[0].startswith("resurs ändra ")
    assert say("resurs ny 2025 Annan 10 %", "leader").error
    assert "Inga resurser är inlagda för 1999." in text_of(say("resurser 1999"))
