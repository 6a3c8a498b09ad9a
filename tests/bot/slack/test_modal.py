"""A form as a modal, what is filled in as the fields of a request, and what is wrong back at its fields."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.slack.inputs import SUGGEST_PERSON, SUGGEST_PROJECT, inputs
from bot.slack.modal import Carry, carry_of, errors_of, modal, next_carry, options, steps, values_of
from commands.message import Field, FieldType, Form, Option
from tests.bot.slack.schema import TYPES, Shapes, faults_of_view, fetch, texts
from tests.bot.web.sample import FORM

STATES = (Option("Grön", "grön"), Option("Gul", "gul"))


def view_of(*fields: Field, carry: Carry | None = None, **about: Any) -> dict[str, Any]:
    view = modal(Form("rapportera BarnSäkert", "Rapportera", fields, **about), carry=carry or Carry())
    assert faults_of_view(view) == []
    return view


def element_of(field: Field) -> dict[str, Any]:
    (made,) = inputs(field)
    return dict(made["element"])


def submitted(view: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """The view as Slack gives it back: what is typed in each field, for the others what stood there."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state = _state(element, typed.get(block["block_id"], ...))
            values[block["block_id"]] = {element["action_id"]: {"type": element["type"], **state}}
    return {**view, "id": "V1", "state": {"values": values}}


def _state(element: dict[str, Any], typed: Any) -> dict[str, Any]:
    if element["type"] == "plain_text_input":
        return {"value": element.get("initial_value") if typed is ... else typed}
    lines = [
        *element.get("options", ()),
        *(line for group in element.get("option_groups", ()) for line in group["options"]),
    ]
    if element["type"] in ("checkboxes", "multi_static_select"):
        chosen = [line for line in lines if typed is not ... and line["text"]["text"] in typed]
        return {"selected_options": element.get("initial_options", []) if typed is ... else chosen}
    if typed is ...:
        return {"selected_option": element.get("initial_option")}
    if element["type"] == "external_select":
        return {"selected_option": typed and options([(typed, typed)])["options"][0]}
    return {"selected_option": next((line for line in lines if line["text"]["text"] == typed), None)}


def test_every_kind_of_field_has_its_input() -> None:
    kinds = {block["block_id"]: block["element"]["type"] for block in modal(FORM, carry=Carry())["blocks"]}
    assert kinds == {
        "state": "radio_buttons",
        "economy": "static_select",
        "party": "static_select",
        "parties": "checkboxes",
        "title": "plain_text_input",
        "done": "plain_text_input",
        "on": "plain_text_input",
        "seats": "plain_text_input",
        "work": "static_select",
        "person": "external_select",
    }


def test_what_stands_in_the_form_comes_back_when_nothing_is_touched() -> None:
    form = replace(FORM, nonce="engång")
    fields = values_of(submitted(modal(form, carry=Carry())))
    assert fields == {
        "state": "",
        "economy": "gul",
        "party": "",
        "parties": "Timrå;Ånge",
        "title": "",
        "done": "",
        "on": "",
        "seats": "",
        "work": "",
        "person": "",
        "secret": "dold",
    }


def test_what_is_filled_in_comes_back_as_fields() -> None:
    view = modal(FORM, carry=Carry())
    fields = values_of(
        submitted(
            view,
            state="■ Röd",
            economy="– Lämna tomt",
            party="Ånge",
            parties=["Sundsvall", "Härnösand"],
            title="Pilot <!channel>",
            done="Rad ett\nRad två",
            on="nästa fredag",
            seats="4 480",
            work="BarnSäkert",
            person="Anna Exempel",
        )
    )
    assert fields == {
        "state": "röd",
        "economy": "",
        "party": "Ånge",
        "parties": "Sundsvall;Härnösand",
        "title": "Pilot <!channel>",
        "done": "Rad ett\nRad två",
        "on": "nästa fredag",
        "seats": "4 480",
        "work": "BarnSäkert",
        "person": "Anna Exempel",
        "secret": "dold",
    }


def test_choices_are_cleared_by_choosing_none() -> None:
    field = Field("parties", "Parter", FieldType.CHOICES, value="gul", options=STATES)
    assert values_of(submitted(view_of(field), parties=[])) == {"parties": ""}


def test_required_fields_are_marked_and_so_is_what_was_wrong() -> None:
    needed = Field("done", "Genomfört", FieldType.LONG_TEXT, required=True, hint="Vad har hänt?", error="Fyll i.")
    free, (marked,) = inputs(Field("next", "Nästa steg"))[0], inputs(needed)
    assert (marked["optional"], free["optional"]) == (False, True)
    assert marked["hint"]["text"] == "Rätta: Fyll i. Vad har hänt?"
    assert "hint" not in free


def test_a_date_is_typed_as_people_write_it() -> None:
    (made,) = inputs(Field("on", "Dag", FieldType.DATE, value="11 april"))
    assert made["element"]["initial_value"] == "11 april"
    assert made["hint"]["text"] == "Till exempel 11 april eller nästa fredag."


def test_a_short_text_is_one_line_and_a_long_one_several() -> None:
    assert element_of(Field("title", "Rubrik", max_length=60)) == {
        "type": "plain_text_input",
        "action_id": "value",
        "multiline": False,
        "max_length": 60,
    }
    assert element_of(Field("done", "Genomfört", FieldType.LONG_TEXT))["multiline"] is True
    assert element_of(Field("scope", "Omfattning", value="ett\ntvå"))["multiline"] is True


def test_names_are_suggested_while_one_types() -> None:
    work = element_of(Field("work", "Arbete", FieldType.PROJECT, required=True, value="BarnSäkert"))
    assert (work["type"], work["action_id"]) == ("external_select", SUGGEST_PROJECT)
    assert work["initial_option"]["value"] == "BarnSäkert"
    person = element_of(Field("who", "Vem", FieldType.PERSON))
    assert (person["type"], person["action_id"]) == ("external_select", SUGGEST_PERSON)


@pytest.mark.parametrize("field", [
    Field("work", "Arbete", FieldType.PROJECT, value="BarnSäkert"),
    Field("work", "Arbete", FieldType.PROJECT, required=True, value="Ett långt namn " * 11),
])  # fmt: skip
def test_a_name_that_a_menu_could_not_give_up_or_show_is_typed(field: Field) -> None:
    assert element_of(field)["initial_value"] == field.value
    assert values_of(submitted(view_of(field), work=None)) == {"work": ""}


def test_one_of_few_that_must_be_chosen_is_radio_buttons_with_the_last_choice() -> None:
    made = element_of(Field("state", "Läge", FieldType.CHOICE, required=True, value="GUL", options=STATES))
    assert made["initial_option"]["text"]["text"] == "Gul"
    assert [line["text"]["text"] for line in made["options"]] == ["Grön", "Gul"]


def test_a_choice_that_is_no_longer_offered_is_not_preset() -> None:
    made = element_of(Field("state", "Läge", FieldType.CHOICE, required=True, value="blå", options=STATES))
    assert "initial_option" not in made


def test_a_long_text_in_parts_is_one_field_again() -> None:
    text = "ett ord " * 700
    view = view_of(Field("done", "Genomfört", FieldType.LONG_TEXT, value=text, max_length=9000))
    assert len(view["blocks"]) == 3
    back = values_of(submitted(view))["done"]
    assert back.split() == text.split()
    assert (
        values_of(submitted(view, **{"done": "Början", "done#2": "", "done#3": "Slutet"}))["done"]
        == "Början\nSlutet"
    )


def test_long_choices_stand_whole_in_the_form_and_come_back_whole() -> None:
    long = tuple(Option(f"{n} {'mål ' * 30}".strip(), f"{n} {'mål ' * 30}".strip()) for n in range(12))
    view = view_of(Field("goals", "Delmål", FieldType.CHOICES, value=long[3].value, options=long))
    told = "".join(texts(view["blocks"]))
    assert all(each.label in told for each in long)
    assert values_of(submitted(view)) == {"goals": long[3].value}


def test_a_value_that_looks_like_a_token_is_kept() -> None:
    odd = (Option("@3", "@3"), Option("@", "@"), Option("Vanlig", "vanlig"))
    field = Field("f", "Val", FieldType.CHOICE, required=True, options=odd)
    assert {line["value"] for line in inputs(field)[-1]["element"]["options"]} == {"@1", "@2", "vanlig"}
    assert values_of(submitted(view_of(field), f="@3")) == {"f": "@3"}


def test_where_it_was_opened_and_what_it_is_for_comes_back() -> None:
    form = Form("rapportera BarnSäkert", "Rapportera", (), nonce="engång", hidden=(("version", "3"),))
    view = modal(form, carry=Carry("C1", "1.2"))
    assert carry_of(view) == Carry("C1", "1.2", 0, {}, "rapportera BarnSäkert", "engång", {"version": "3"})
    assert view["callback_id"] == "form"


def test_a_form_in_steps_carries_what_was_filled_in_and_ends_with_the_long_texts() -> None:
    long = Field("story", "Berättelse", FieldType.LONG_TEXT)
    short = tuple(Field(f"f{n}", f"Fråga {n}", max_length=20) for n in range(99))
    form = Form("mycket", "Mycket", (long, *short), submit="Spara allt", nonce="n")
    assert [[each.name for each in part.fields][:2] for part in steps(form)] == [["f0", "f1"], ["story"]]
    first = modal(form, carry=Carry("C1"))
    assert first["submit"]["text"] == "Nästa"
    carried = next_carry(submitted(first, f3="svar"))
    assert (carried.channel, carried.step, carried.values["f3"]) == ("C1", 1, "svar")
    last = modal(form, carry=carried)
    assert last["submit"]["text"] == "Spara allt"
    back = values_of(submitted(last, story="Lång"))
    assert (back["f3"], back["story"], len(back)) == ("svar", "Lång", 100)


def test_errors_stand_at_the_fields_of_the_step_that_is_shown() -> None:
    short = tuple(Field(f"f{n}", f"Fråga {n}", max_length=20) for n in range(99))
    wrong = replace(short[4], error="Fyll i fråga 4.")
    last = Field("story", "Berättelse", FieldType.LONG_TEXT, error="För långt.")
    form = Form("mycket", "Mycket", (*short[:4], wrong, *short[5:], last))
    assert errors_of(form) == {"f4": "Fyll i fråga 4."}
    assert errors_of(form, 1) == {"story": "För långt."}


def test_names_without_words_are_not_suggested() -> None:
    assert options([("", "x"), ("x", " "), ("BarnSäkert", "barnsäkert")])["options"] == [
        {"text": {"type": "plain_text", "text": "BarnSäkert", "emoji": False}, "value": "barnsäkert"}
    ]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return fetch(TYPES)


@pytest.mark.xdist_group("npm")
def test_the_view_has_the_shape_that_slack_publishes(shapes: Shapes) -> None:
    many = tuple(Option(f"Val {n}", str(n)) for n in range(130))
    extra = (
        Field("many", "Många", FieldType.CHOICES, options=many, value="3;4"),
        Field("one", "En", FieldType.CHOICE, options=many, hint="Välj en."),
        Field("long", "Lång", FieldType.CHOICES, options=(Option("ord " * 30, "ord " * 30),)),
    )
    view = modal(replace(FORM, title="Berätta hur det går just nu", fields=(*FORM.fields, *extra)), carry=Carry())
    shapes.validate("ModalView", view)
    for block in view["blocks"]:
        shapes.validate("KnownBlock", block)


def test_what_is_taken_along_is_json_that_others_can_read() -> None:
    view = modal(Form("rapportera Ånge", "Rapportera", ()), carry=Carry())
    assert json.loads(view["private_metadata"])["command"] == "rapportera Ånge"
