"""Trends in chat."""

from __future__ import annotations

from tests.commands.conftest import Say, filled, form_of, table_of, text_of


def rows(say: Say, text: str = "trender") -> list[tuple[str, ...]]:
    return [row[1:] for row in table_of(say(text, "reader")).rows]


def test_a_sentence_on_a_period_by_default_this_half_year(say: Say) -> None:
    for line in (
        "2024 Fler går med.",
        "HT 2025: Vakanserna märks.",
        "Arbetena blir vardag.",
        "2021-2023 En början.",
    ):
        reply = say(f"trend {line}")
        assert reply.error is None, text_of(reply)
    assert rows(say) == [
        ("2026-2", "Arbetena blir vardag."),
        ("HT 2025", "Vakanserna märks."),
        ("2024", "Fler går med."),
        ("2021-2023", "En början."),
    ]
    assert rows(say, "trender 2024-1") == [("2024", "Fler går med.")]
    assert "Inga trender är skrivna för 2020." in text_of(say("trender 2020"))


def test_what_has_no_end_is_a_trend_of_every_period(say: Say) -> None:
    form = form_of(say("trend"))
    assert form.fields[0].value == "2026-2"
    say(form.command, fields=filled(form, period="löpande", text="Intresset är stort."))
    assert rows(say, "trender 2030") == [("löpande", "Intresset är stort.")]
    refused = say(form.command, fields=filled(form, period="xyzzy", text=""))
    assert {each.name for each in form_of(refused).fields if each.error} == {"text"}
    refused = say(form.command, fields=filled(form, period="xyzzy", text="T"))
    assert {each.name for each in form_of(refused).fields if each.error} == {"period"}


def test_a_trend_changes_with_its_history_and_is_taken_away(say: Say) -> None:
    say("trend 2024 Fler går med.")
    number = table_of(say("trender")).rows[0][0]
    form = form_of(say(f"trend ändra {number}"))
    say(form.command, fields=filled(form, text="Ännu fler går med."))
    late = say(form.command, fields=filled(form, text="Färre."))
    assert late.error
    assert "Nu står här: Ännu fler går med." in text_of(late)
    assert "Trend: Fler går med. → Ännu fler går med." in text_of(say(f"trend historik {number}", "reader"))
    say(f"trend ta bort {number}")
    assert "Inga trender är skrivna än." in text_of(say("trender"))
    for line in ("trend 2024 X", f"trend ändra {number}", f"trend ta bort {number}"):
        assert say(line, "leader").error
