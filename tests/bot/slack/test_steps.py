"""A form that is too long for one modal: on, back, wrong, saved once; and what is too much to take along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from commands.command import Book, Call, command, discover
from commands.message import Field, FieldType, Form, Reply, Text, UserError
from tests.bot.slack.conftest import LEADER, App, told
from tests.bot.slack.deliveries import in_view, submission
from tests.bot.slack.standin import StandIn

# The same code on both databases; what differs between them is tried in the files beside this one.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

MANY = 120
SAVED: list[Mapping[str, str]] = []


def fields(given: Mapping[str, str], wrong: str = "") -> tuple[Field, ...]:
    short = [Field(f"f{n}", f"Fråga {n}", value=given.get(f"f{n}", ""), max_length=40) for n in range(MANY)]
    long = Field("story", "Berättelse", FieldType.LONG_TEXT, value=given.get("story", ""))
    return tuple(
        Field(each.name, each.label, each.type, value=each.value, max_length=each.max_length, error=error)
        for each in (*short, long)
        for error in ["Svara på frågan." if each.name == wrong else ""]
    )


@command("mycket", summary="Fråga mycket", examples=("mycket",), writes=True)
def much(call: Call) -> Reply:
    """Ask a hundred questions, and want an answer to the fourth."""
    if call.fields is None:
        return Reply((Form("mycket", "Mycket", fields({}), submit="Spara allt"),))
    if not call.fields["f4"]:
        raise UserError("Något fattas.", form=Form("mycket", "Mycket", fields(call.fields, "f4")))
    SAVED.append(dict(call.fields))
    return Reply((Text("Allt är sparat."),))


@pytest.fixture
def book() -> Book:
    SAVED.clear()
    return Book(iter((*discover().commands, much)))


@pytest.fixture
def opened(app: App, slack: StandIn) -> dict[str, Any]:
    app.say("mycket")
    (call,) = slack.called("views.open")
    view: dict[str, Any] = call["view"]
    return view


def standing(view: dict[str, Any], name: str) -> str:
    """What stands in a field of a view."""
    (block,) = [each for each in view["blocks"] if each.get("block_id") == name]
    return str(block["element"].get("initial_value", ""))


def step_after(app: App, view: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    answer = app.post(submission(view, LEADER, values, "V1")).json()
    assert answer["response_action"] == "update", answer
    shown: dict[str, Any] = answer["view"]
    return shown


def step_before(app: App, slack: StandIn, view: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    app.post(in_view(view, LEADER, values, "back", "V1"))
    change = slack.called("views.update")[-1]
    assert change["view_id"] == "V1"
    shown: dict[str, Any] = change["view"]
    return shown


def test_the_next_step_asks_the_rest_and_nothing_is_saved_yet(app: App, opened: dict[str, Any]) -> None:
    assert (opened["submit"]["text"], "Tillbaka" in told(opened)) == ("Nästa", False)
    second = step_after(app, opened, {"f3": "tre", "f4": "fyra"})
    assert second["submit"]["text"] == "Spara allt"
    assert SAVED == []
    asked = [block["block_id"] for view in (opened, second) for block in view["blocks"] if block["type"] == "input"]
    assert sorted(asked) == sorted(each.name for each in fields({}))


def test_back_and_on_again_keeps_what_was_typed_in_both_steps(
    app: App, slack: StandIn, opened: dict[str, Any]
) -> None:
    second = step_after(app, opened, {"f3": "tre", "f4": "fyra"})
    first = step_before(app, slack, second, {"story": "En lång berättelse", "f119": "sist"})
    assert (standing(first, "f3"), standing(first, "f4")) == ("tre", "fyra")
    again = step_after(app, first, {"f3": "trettio"})
    assert (standing(again, "story"), standing(again, "f119")) == ("En lång berättelse", "sist")
    app.post(submission(again, LEADER, {}, "V1"))
    (saved,) = SAVED
    assert [saved[name] for name in ("f3", "f4", "f119", "story")] == [
        "trettio",
        "fyra",
        "sist",
        "En lång berättelse",
    ]


def test_a_mistake_in_an_earlier_step_brings_one_there_and_the_rest_is_kept(
    app: App, opened: dict[str, Any]
) -> None:
    second = step_after(app, opened, {"f3": "tre"})
    first = step_after(app, second, {"story": "Kvar"})
    assert "Rätta: Svara på frågan." in told(first)
    assert (standing(first, "f3"), SAVED) == ("tre", [])
    again = step_after(app, first, {"f4": "fyra"})
    assert standing(again, "story") == "Kvar"
    app.post(submission(again, LEADER, {}, "V1"))
    assert [(each["f4"], each["story"]) for each in SAVED] == [("fyra", "Kvar")]


def test_the_last_step_sent_twice_is_saved_once_and_answered_once(
    app: App, slack: StandIn, opened: dict[str, Any]
) -> None:
    last = submission(step_after(app, opened, {"f4": "fyra"}), LEADER, {"story": "Slut"}, "V1")
    assert [app.post(last).text for _ in range(2)] == ["", ""]
    app.settled()
    assert len(SAVED) == 1
    assert [told(each) for each in slack.answers()] == [
        told(each) for each in slack.answers() if "sparat" in told(each)
    ]
    assert len(slack.answers()) == 1


def test_what_is_too_much_to_take_along_is_said_and_stays_where_it_is(
    app: App, slack: StandIn, opened: dict[str, Any]
) -> None:
    too_much = {f"f{n}": "x" * 40 for n in range(99)}
    answer = app.post(submission(opened, LEADER, too_much, "V1")).json()
    assert answer["response_action"] == "errors"
    assert "för mycket för ett formulär" in told(answer)
    second = step_after(app, opened, {"f4": "fyra"})
    kept = step_before(app, slack, second, {"story": "x" * 2990})
    assert "för mycket för ett formulär" in told(kept)
    assert standing(kept, "story") == "x" * 2990
