"""Buttons and forms of cards, however Teams sends them; dialogs."""

from __future__ import annotations

from itertools import product
from typing import Any

from bot.answer import Context
from tests.bot.teams.conftest import LEADER, ON_SQLITE, READER, App, actions, button, card_of, reported, told
from tests.bot.teams.deliveries import execute, in_channel, invoke, mention, submit
from tests.bot.teams.standin import CHANNEL, StandIn

pytestmark = ON_SQLITE

CARD, MESSAGE = "application/vnd.microsoft.card.adaptive", "application/vnd.microsoft.activity.message"
FILLED = {"choice.state": "gul", "field.done": "Piloten är igång"}


def form_of(app: App, text: str = "rapportera BarnSäkert") -> tuple[str, dict[str, Any]]:
    """A form in the personal chat: the message it stands in, and its button."""
    message = app.say(text)
    submitting = [each for each in actions(card_of(message)) if "nonce" in told(each.get("data"))]
    assert submitting, told(message)
    return message["id"], submitting[0]


def test_a_form_that_is_sent_is_saved_and_the_card_is_replaced(app: App, teams: StandIn, context: Context) -> None:
    id_, action = form_of(app)
    response = app.post(execute(teams.url, action, FILLED, LEADER, id_))
    assert response.status_code == 200
    body = response.json()
    assert (body["statusCode"], body["type"]) == (200, CARD)
    assert "Tack!" in told(body["value"])
    assert [text for _, text in reported(context)] == ["Piloten är igång"]
    app.settled()
    (standing,) = teams.posted(f"a:{LEADER}")
    assert "Tack!" in told(standing)
    assert "nonce" not in told(standing), "it cannot be answered twice"


def test_the_same_form_by_an_older_client(app: App, teams: StandIn, context: Context) -> None:
    id_, action = form_of(app)
    assert app.post(submit(teams.url, action, FILLED, LEADER, id_)).status_code == 200
    assert [text for _, text in reported(context)] == ["Piloten är igång"]
    (standing,) = teams.posted(f"a:{LEADER}")
    assert "Tack!" in told(standing)
    assert "nonce" not in told(standing)


def test_a_required_field_left_empty_comes_back_with_what_was_filled_in(
    app: App, teams: StandIn, context: Context
) -> None:
    id_, action = form_of(app)
    wrong = {"choice.state": "", "field.done": "Piloten är igång"}
    body = app.post(execute(teams.url, action, wrong, LEADER, id_)).json()
    assert body["type"] == CARD
    assert "⚠" in told(body)
    assert "Piloten är igång" in told(body)
    assert not reported(context)
    again = next(each for each in actions(body["value"]) if "nonce" in told(each.get("data")))
    app.post(execute(teams.url, again, FILLED, LEADER, id_))
    assert len(reported(context)) == 1


def test_a_personal_number_is_refused_and_what_was_filled_in_stays(
    app: App, teams: StandIn, context: Context
) -> None:
    id_, action = form_of(app)
    holding = {**FILLED, "field.done": "Patienten 19121212-1212"}
    body = app.post(execute(teams.url, action, holding, LEADER, id_)).json()
    assert body["type"] == MESSAGE
    assert "personnummer" in body["value"]
    app.settled()
    assert not teams.called("put")
    assert app.post(submit(teams.url, action, holding, LEADER, id_)).status_code == 200
    assert not teams.called("put")
    assert "personnummer" in told(teams.posted(f"a:{LEADER}")[-1])
    assert not reported(context)


def test_a_form_is_found_by_its_nonce_where_teams_does_not_say_which_message(
    app: App, teams: StandIn, context: Context
) -> None:
    id_, action = form_of(app)
    sent = execute(teams.url, action, FILLED, LEADER, id_)
    del sent["replyToId"]
    assert app.post(sent).status_code == 200
    app.settled()
    assert "Tack!" in told(teams.messages[f"a:{LEADER}"][id_])


def test_who_presses_a_button_is_looked_at_again(app: App, teams: StandIn, context: Context) -> None:
    """A card says nothing about who clicks it: a form for the leader, sent by a reader."""
    id_, action = form_of(app)
    body = app.post(execute(teams.url, action, FILLED, READER, id_)).json()
    assert "Tack!" not in told(body)
    assert not reported(context)


def test_a_question_by_button_is_answered_in_the_card_for_who_asked(app: App, teams: StandIn) -> None:
    shown = app.say("status BarnSäkert")
    body = app.post(execute(teams.url, button(card_of(shown), "Historik"), {}, LEADER, shown["id"])).json()
    assert body["type"] == CARD
    assert "Barnsäkert" in told(body)
    app.settled()
    assert not teams.called("put"), "the others keep the card that they see"


def test_a_button_in_a_channel_opens_the_form_for_who_pressed_it(app: App, teams: StandIn) -> None:
    app.post(mention(teams.url, "status BarnSäkert", LEADER))
    (shown,) = teams.posted(f"{CHANNEL};messageid=1700")
    action = button(card_of(shown), "apportera")
    body = app.post(execute(teams.url, action, {}, LEADER, shown["id"], **in_channel())).json()
    assert "nonce" in told(body)
    app.settled()
    assert not teams.called("put")


def test_a_press_that_came_as_a_message_is_answered_in_the_thread(app: App, teams: StandIn) -> None:
    app.post(mention(teams.url, "status BarnSäkert", LEADER))
    (shown,) = teams.posted(f"{CHANNEL};messageid=1700")
    action = next(each for each in actions(card_of(shown)) if "historik" in told(each.get("data")))
    app.post(submit(teams.url, action, {}, LEADER, shown["id"], **in_channel()))
    assert len(teams.posted(f"{CHANNEL};messageid=1700")) == 2
    assert not teams.called("put")


def test_a_card_that_is_gone_does_not_lose_the_answer(app: App, teams: StandIn, context: Context) -> None:
    id_, action = form_of(app)
    teams.messages[f"a:{LEADER}"].clear()
    app.post(submit(teams.url, action, FILLED, LEADER, id_))
    assert len(reported(context)) == 1
    assert "Tack!" in told(teams.posted(f"a:{LEADER}"))


def test_a_card_that_asks_for_itself_anew_changes_nothing(app: App, teams: StandIn, context: Context) -> None:
    _, action = form_of(app)
    value = {"action": {"type": "Action.Execute", "data": {**action["data"], **FILLED}}, "trigger": "automatic"}
    response = app.post(invoke(teams.url, "adaptiveCard/action", value, LEADER))
    assert response.status_code == 200
    assert not reported(context)


def test_a_form_opens_in_a_dialog_and_a_mistake_keeps_it_open(app: App, teams: StandIn, context: Context) -> None:
    shown = app.say("status BarnSäkert")
    action = button(card_of(shown), "apportera")
    opened = app.post(invoke(teams.url, "task/fetch", {"data": action["data"]}, LEADER)).json()["task"]
    assert opened["type"] == "continue"
    (sending,) = [each for each in actions(opened["value"]["card"]["content"]) if "nonce" in told(each.get("data"))]
    wrong = {"data": {**sending["data"], "field.done": "Piloten är igång"}}
    again = app.post(invoke(teams.url, "task/submit", wrong, LEADER)).json()["task"]
    assert again["type"] == "continue"
    assert "⚠" in told(again)
    (sending,) = [each for each in actions(again["value"]["card"]["content"]) if "nonce" in told(each.get("data"))]
    right = invoke(teams.url, "task/submit", {"data": {**sending["data"], **FILLED}}, LEADER)
    done = app.post(right).json()["task"]
    assert done["type"] == "message"
    assert app.post({**right, "id": "again"}).json()["task"]["type"] == "message"
    app.settled()
    assert len(reported(context)) == 1
    answers = [each for each in teams.posted(f"a:{LEADER}") if "Tack!" in told(each)]
    assert len(answers) == 1


def test_a_button_that_is_not_ours_is_answered_calmly(app: App, teams: StandIn) -> None:
    values: list[Any] = [None, {}, {"data": None}, {"action": {"data": {"laget": "x"}}}, "text", []]
    for name, value in product(("adaptiveCard/action", "task/fetch", "task/submit"), values):
        response = app.post(invoke(teams.url, name, value, LEADER))
        assert response.status_code == 200
        assert "känner inte igen den knappen" in told(response.json())


def test_an_invoke_that_we_do_not_know_is_not_implemented(app: App, teams: StandIn) -> None:
    for name in ("signin/verifyState", "composeExtension/queryLink", "", "tab/fetch"):
        assert app.post(invoke(teams.url, name, {}, LEADER)).status_code == 501
