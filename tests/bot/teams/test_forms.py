"""Forms as cards, and what comes back: every field kind, what was wrong, what nobody sees, whichever way it is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.teams import limits
from bot.teams.forms import EMPTIED, OURS, VERSION, Submitted, command_data, encoded, submitted
from bot.teams.inputs import TOO_LARGE
from bot.teams.render import activities, answered, task_module
from commands.message import Action, Actions, Failure, Field, FieldType, Form, Option, Reply
from tests.bot.teams.cards import faults_of, parts, texts
from tests.bot.web.sample import FORM, PARTIES, STATES


def card_of(*blocks: Any, error: Failure | None = None) -> dict[str, Any]:
    (outgoing,) = activities(Reply(blocks, error), lambda _: None)
    assert outgoing.card
    assert faults_of(outgoing.card) == []
    return outgoing.card


def input_of(field: Field) -> dict[str, Any]:
    (found,) = (each for each in parts(card_of(Form("x", "X", (field,)))) if each["type"].startswith("Input."))
    return found


def button_of(card: dict[str, Any], title: str) -> dict[str, Any]:
    return next(each for each in parts(card) if each.get("title") == title)


def execute(data: dict[str, Any], **filled: object) -> dict[str, object]:
    """What Action.Execute sends."""
    return {"action": {"type": "Action.Execute", "verb": "laget", "data": {**data, **filled}}, "trigger": "manual"}


@pytest.mark.parametrize(("field", "kind", "value"), [
    (Field("f", "Rubrik", value="å"), "Input.Text", "å"),
    (Field("f", "Rubrik", FieldType.LONG_TEXT, value="å\nä"), "Input.Text", "å\nä"),
    (Field("f", "Läge", FieldType.CHOICE, value="gul", options=STATES), "Input.ChoiceSet", "gul"),
    (Field("f", "Parter", FieldType.CHOICES, value="Timrå; Ånge", options=PARTIES), "Input.ChoiceSet", "Timrå,Ånge"),
    (Field("f", "Dag", FieldType.DATE, value="2026-12-04"), "Input.Date", "2026-12-04"),
    (Field("f", "Dag", FieldType.DATE), "Input.Date", None),
    (Field("f", "Dag", FieldType.DATE, value="nästa fredag"), "Input.Text", "nästa fredag"),
    (Field("f", "Platser", FieldType.NUMBER, value="40"), "Input.Number", 40),
    (Field("f", "Platser", FieldType.NUMBER), "Input.Number", None),
    (Field("f", "Platser", FieldType.NUMBER, value="fyrtio"), "Input.Text", "fyrtio"),
    (Field("f", "Arbete", FieldType.PROJECT, value="BarnSäkert"), "Input.Text", "BarnSäkert"),
    (Field("f", "Arbete", FieldType.PROJECT, value="Timrå", options=PARTIES), "Input.ChoiceSet", "Timrå"),
    (Field("f", "Ersättare", FieldType.PERSON, value="Ny Person", options=PARTIES), "Input.Text", "Ny Person"),
])  # fmt: skip
def test_a_field_is_an_input_with_its_initial_value(field: Field, kind: str, value: object) -> None:
    asked = input_of(field)
    assert (asked["type"], asked.get("value"), asked["label"]) == (kind, value, field.label)
    assert asked.get("isMultiline", False) == (field.type is FieldType.LONG_TEXT)


def test_a_required_field_says_so_in_swedish() -> None:
    assert input_of(Field("f", "Rubrik", required=True))["errorMessage"] == "Fyll i rubrik."
    choice = input_of(Field("f", "Läge", FieldType.CHOICE, required=True, options=STATES))
    assert (choice["isRequired"], choice["errorMessage"], choice["style"]) == (True, "Välj läge.", "expanded")
    assert input_of(Field("f", "*Rubrik*", required=True))["errorMessage"] == "Fyll i fältet."
    assert "isRequired" not in input_of(Field("f", "Rubrik"))


def test_a_choice_that_need_not_be_made_can_be_taken_back() -> None:
    optional = input_of(Field("f", "Läge", FieldType.CHOICE, value="gul", options=STATES))
    assert optional["choices"][-1] == {"title": "– Lämna tomt", "value": EMPTIED}
    assert [each["title"] for each in optional["choices"][:3]] == ["● Grön", "▲ Gul", "■ Röd"]  # never colour alone


def test_what_was_wrong_stands_just_above_its_field() -> None:
    wrong = replace(
        FORM, fields=(Field("a", "Ett"), Field("on", "Dag", FieldType.DATE, value="igår?", error="Vilken dag?"))
    )
    shown = list(texts(card_of(wrong, error=Failure("Vilken dag?"))))
    at = shown.index("⚠ Rätta: Vilken dag?")
    assert shown[at - 1 : at + 2] == ["Ett", "⚠ Rätta: Vilken dag?", "Dag"]
    assert shown[0] == "⚠ Vilken dag?"


def test_a_form_comes_back_as_it_was_filled_in() -> None:
    form = replace(FORM, nonce="n1")
    data = button_of(card_of(form), "Spara")["data"]
    filled = {
        "choice.state": "gul", "choice.economy": EMPTIED, "choice.parties": "Timrå,Ånge", "field.title": "Å",
        "field.seats": 40.0, "field.on": None,
    }  # fmt: skip
    fields = {
        "secret": "dold", "state": "gul", "economy": "", "party": "", "parties": "Timrå;Ånge", "title": "Å",
        "done": "", "on": "", "seats": "40", "work": "", "person": "",
    }  # fmt: skip
    assert submitted(execute(data, **filled)) == Submitted("fyll i", fields, "n1")


def test_a_choice_with_a_comma_in_it_is_one_choice() -> None:
    several = Form(
        "x", "X", (Field("f", "F", FieldType.CHOICES, options=(Option("A, B", "a,b%2C"), Option("C", "c"))),)
    )
    data = button_of(card_of(several), "Spara")["data"]
    sent = submitted(execute(data, **{"choice.f": f"{encoded('a,b%2C')},c"}))
    assert sent
    assert sent.fields == {"f": "a,b%2C;c"}


@pytest.mark.parametrize("shape", [
    execute(command_data("historik X")),
    {"action": {"data": json.dumps(command_data("historik X"))}},
    command_data("historik X"),
    {"data": command_data("historik X"), "context": {"theme": "default"}},
    {"commandId": "report", "data": {**command_data("historik X"), "msteams": {"type": "task/fetch"}}},
])  # fmt: skip
def test_a_button_says_its_command_whichever_way_it_is_sent(shape: dict[str, object]) -> None:
    assert submitted(shape) == Submitted("historik X", None)


@pytest.mark.parametrize("value", [
    {}, {"action": None}, {"data": "{"}, {"data": []}, {OURS: "x"}, {OURS: {"version": VERSION}}, {"x": 1},
    {OURS: {"version": VERSION, "command": 7}}, {OURS: {"version": VERSION + 1, "command": "hjälp"}},
    {OURS: {"version": VERSION, "command": " "}}, {"action": {"data": {"msteams": {}}}},
])  # fmt: skip
def test_what_is_none_of_ours_is_nothing(value: dict[str, object]) -> None:
    assert submitted(value) is None


def test_a_button_beside_a_form_does_not_ask_for_its_fields() -> None:
    card = card_of(FORM, Actions((Action("Historik", "historik X"),)))
    assert button_of(card, "Historik")["associatedInputs"] == "none"
    assert "associatedInputs" not in button_of(card, "Spara")


def test_two_forms_never_share_a_card() -> None:
    made = activities(Reply((FORM, FORM)), lambda _: None)
    assert [faults_of(each.card or {}) for each in made] == [[], []]


def test_a_dialog_sends_with_what_a_dialog_knows() -> None:
    value = task_module(FORM)["task"]["value"]
    assert value["title"] == "Berätta hur det går"
    content = value["card"]["content"]
    assert faults_of(content) == []
    (button,) = (each for each in parts(content) if each["type"].startswith("Action."))
    assert button["type"] == "Action.Submit"
    assert submitted({"data": {**button["data"], "field.title": "Å"}, "context": {}})


def test_a_form_that_no_card_holds_says_so_and_shows_what_was_typed() -> None:
    large = Form(
        "x", "Stort", tuple(Field(f"f{n}", f"F{n}", FieldType.LONG_TEXT, value="å" * 3000) for n in range(9))
    )
    made = activities(Reply((large,)), lambda _: None)
    told = "".join(text for each in made for text in texts(each.card))
    assert TOO_LARGE in told
    assert told.count("å" * limits.TEXT) == 9
    assert not any(each["type"].startswith("Input.") for page in made for each in parts(page.card))


def test_an_answered_card_cannot_be_answered_again() -> None:
    card = answered("Tack! **Sparat** <at>alla</at>.")
    assert faults_of(card) == []
    assert {each["type"] for each in parts(card)} == {"RichTextBlock", "TextRun"}
