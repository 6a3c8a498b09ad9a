"""Forms at Slack's limits: what is just within stays whole, one past it goes on elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack import limits
from bot.slack.inputs import filled_in, inputs
from bot.slack.modal import Carry, modal, options, steps
from commands.message import Field, FieldType, Form, Option, UserError
from tests.bot.slack.schema import faults_of_options, faults_of_view, texts


def view_of(*fields: Field, title: str = "Rapportera", submit: str = "Spara", step: int = 0) -> dict[str, Any]:
    view = modal(Form("rapportera", title, fields, submit, nonce="n"), carry=Carry(step=step))
    assert faults_of_view(view) == []
    return view


def test_a_title_of_24_stands_in_the_bar_and_a_longer_stands_whole_below() -> None:
    assert (view_of(title="x" * limits.VIEW_TITLE)["blocks"]) == []
    longer = view_of(title="x" * (limits.VIEW_TITLE + 1))
    assert longer["title"]["text"] == "x" * 23 + "…"
    assert list(texts(longer["blocks"])) == ["x" * 25]


def test_a_submit_button_of_24_is_whole_and_a_longer_is_cut() -> None:
    assert view_of(submit="x" * limits.VIEW_BUTTON)["submit"]["text"] == "x" * 24
    assert view_of(submit="x" * (limits.VIEW_BUTTON + 1))["submit"]["text"] == "x" * 23 + "…"


def test_a_view_takes_99_fields_beside_its_title_and_the_next_take_another_step() -> None:
    def sizes(many: int) -> list[int]:
        form = Form("x", "Mycket", tuple(Field(f"f{n}", f"Fråga {n}") for n in range(many)))
        return [len(part.fields) for part in steps(form)]

    assert sizes(limits.VIEW_BLOCKS - 1) == [99]
    assert sizes(limits.VIEW_BLOCKS) == [99, 1]


def test_what_is_taken_along_fits_or_is_refused_in_swedish() -> None:
    empty = modal(Form("", "Rapportera", ()), carry=Carry())
    room = limits.PRIVATE_METADATA - len(empty["private_metadata"])
    assert len(modal(Form("x" * room, "Rapportera", ()), carry=Carry())["private_metadata"]) == 3000
    with pytest.raises(UserError, match="för mycket för ett formulär"):
        modal(Form("x" * (room + 1), "Rapportera", ()), carry=Carry())


def test_a_text_of_3000_is_one_input_and_a_longer_goes_on_in_another() -> None:
    assert len(inputs(Field("done", "Genomfört", FieldType.LONG_TEXT, value="x" * limits.INPUT))) == 1
    long = inputs(Field("done", "Genomfört", FieldType.LONG_TEXT, value="x" * (limits.INPUT + 1), max_length=3001))
    assert [each["element"]["initial_value"] for each in long] == ["x" * 3000, "x"]
    assert [each["label"]["text"] for each in long] == ["Genomfört", "Genomfört (fortsättning 1)"]
    assert [each["block_id"] for each in long] == ["done", "done#2"]


def test_a_label_and_a_hint_of_2000_are_whole_and_longer_ones_cut() -> None:
    (whole,) = inputs(Field("f", "x" * limits.LABEL, hint="y" * limits.HINT))
    assert (whole["label"]["text"], whole["hint"]["text"]) == ("x" * 2000, "y" * 2000)
    (short,) = inputs(Field("f", "x" * (limits.LABEL + 1), hint="y" * (limits.HINT + 1)))
    assert (short["label"]["text"], short["hint"]["text"]) == ("x" * 1999 + "…", "y" * 1999 + "…")


def chosen_from(many: int, kind: FieldType, *, required: bool = False) -> dict[str, Any]:
    offered = tuple(Option(f"Val {n}", str(n)) for n in range(many))
    (made,) = inputs(Field("f", "Val", kind, required, options=offered))
    return dict(made["element"])


def test_10_options_are_radio_buttons_or_checkboxes_and_11_a_menu() -> None:
    ten, eleven = limits.FEW_OPTIONS, limits.FEW_OPTIONS + 1
    assert chosen_from(ten, FieldType.CHOICE, required=True)["type"] == "radio_buttons"
    assert chosen_from(eleven, FieldType.CHOICE, required=True)["type"] == "static_select"
    assert chosen_from(ten, FieldType.CHOICES)["type"] == "checkboxes"
    assert chosen_from(eleven, FieldType.CHOICES)["type"] == "multi_static_select"


def test_100_options_are_a_menu_and_more_a_menu_in_groups() -> None:
    assert len(chosen_from(limits.OPTIONS, FieldType.CHOICES)["options"]) == 100
    groups = chosen_from(limits.OPTIONS + 1, FieldType.CHOICES)["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 1]
    assert [group["label"]["text"] for group in groups] == ["1–100", "101–101"]


def test_more_options_than_any_menu_holds_are_typed() -> None:
    most = limits.OPTIONS * limits.OPTION_GROUPS
    assert len(chosen_from(most - 1, FieldType.CHOICE)["option_groups"]) == 100
    assert chosen_from(most, FieldType.CHOICE)["type"] == "plain_text_input"


def test_an_option_of_75_is_whole_and_a_longer_is_told_beside_the_menu_and_read_back_whole() -> None:
    def made(length: int) -> list[dict[str, Any]]:
        return inputs(
            Field("goal", "Delmål", FieldType.CHOICE, required=True, options=(Option("m" * length, "m" * length),))
        )

    (whole,) = made(limits.OPTION)
    assert whole["element"]["options"][0]["value"] == "m" * 75
    told, menu = made(limits.OPTION + 1)
    assert list(texts(told)) == ["1. " + "m" * 76]
    line = menu["element"]["options"][0]
    assert (line["text"]["text"], line["value"]) == ("m" * 74 + "…", "@1")
    state = {"values": {"goal": {"value": {"type": "radio_buttons", "selected_option": line}}}}
    assert filled_in({"blocks": [told, menu], "state": state}) == {"goal": "m" * 76}


def test_100_names_are_suggested_and_no_more() -> None:
    assert len(options((f"Arbete {n}", str(n)) for n in range(limits.OPTIONS))["options"]) == 100
    assert len(options((f"Arbete {n}", str(n)) for n in range(limits.OPTIONS + 1))["options"]) == 100


def suggested(name: str) -> tuple[str, str]:
    (line,) = options([(name, name)])["options"]
    assert list(faults_of_options([line])) == []
    return line["text"]["text"], line["value"]


def test_a_name_of_75_is_suggested_whole_and_a_longer_without_its_middle() -> None:
    assert suggested("x" * limits.OPTION) == ("x" * 75, "x" * 75)
    long = f"{'Samordnad vård ' * 6}i Ånge"
    shown, sent = suggested(long)
    assert (len(shown), sent) == (75, long)
    assert shown == f"{long[:37]}…{long[-37:]}"


def test_a_name_of_150_is_sent_whole_and_a_longer_by_its_beginning() -> None:
    assert suggested("x" * limits.OPTION_VALUE)[1] == "x" * 150
    assert suggested("Samordnad vård " * 11)[1] == ("Samordnad vård " * 10).rstrip()


def test_names_that_begin_alike_are_told_apart() -> None:
    ends = ("i Ånge", "i Sundsvall", "i Kramfors")
    made = [suggested(f"{'Samordnad vård ' * 6}{end}") for end in ends]
    assert len({shown for shown, _ in made}) == len({sent for _, sent in made}) == 3
