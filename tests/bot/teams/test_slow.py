"""Commands that take their time: Teams hears within its three seconds, and the answer comes all the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from bot.answer import Context, answer
from bot.worker_threads import Overloaded
from commands.message import Reply, Request
from tests.bot.teams.conftest import LEADER, ON_SQLITE, Start, button, card_of, reported, told
from tests.bot.teams.deliveries import execute, invoke, message, submit
from tests.bot.teams.standin import Fault, StandIn
from tests.bot.teams.test_cards import FILLED, form_of

pytestmark = ON_SQLITE

BUDGET = 0.05


class Gate:
    """Every answer waits here, in its thread, while it is closed."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._open.set()

    def close(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    def answer(self, context: Context, request: Request) -> Reply:
        assert self._open.wait(20)
        return answer(context, request)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    monkeypatch.setattr("bot.chat.dispatcher.answer", gate.answer)
    yield gate
    gate.open()


def test_a_slow_command_says_so_and_the_answer_takes_its_place(start: Start, teams: StandIn, gate: Gate) -> None:
    app = start(budget=BUDGET)
    gate.close()
    assert app.post(message(teams.url, "status BarnSäkert", LEADER)).status_code == 200
    teams.wait(lambda: any("Jag arbetar på det" in told(each) for each in teams.posted(f"a:{LEADER}")), "a word")
    gate.open()
    teams.wait_for("put")
    app.settled()
    (only,) = teams.posted(f"a:{LEADER}")
    assert "Barnsäkert" in told(only)
    assert "arbetar" not in told(only)


def test_a_slow_form_keeps_what_was_filled_in_until_the_answer_takes_its_place(
    start: Start, teams: StandIn, gate: Gate, context: Context
) -> None:
    quick, app = start(), start(budget=BUDGET)
    id_, action = form_of(quick)
    gate.close()
    body = app.post(execute(teams.url, action, FILLED, LEADER, id_)).json()
    assert body["type"] == "application/vnd.microsoft.activity.message"
    assert "Jag arbetar på det" in body["value"]
    gate.open()
    app.settled()
    assert "Tack!" in told(teams.messages[f"a:{LEADER}"][id_])
    assert len(reported(context)) == 1


def test_a_slow_button_is_answered_in_the_chat(start: Start, teams: StandIn, gate: Gate) -> None:
    quick, app = start(), start(budget=BUDGET)
    shown = quick.say("status BarnSäkert")
    action = button(card_of(shown), "Historik")
    for send, count in ((execute, 2), (submit, 3)):
        gate.close()
        assert app.post(send(teams.url, action, {}, LEADER, shown["id"])).status_code == 200
        gate.open()
        app.settled()
        assert len(teams.posted(f"a:{LEADER}")) == count
        assert "arbetar" not in told(teams.posted(f"a:{LEADER}")[-1])


def test_a_slow_dialog_and_a_slow_search_say_so(start: Start, teams: StandIn, gate: Gate) -> None:
    start().say("hjälp")
    app = start(budget=BUDGET)
    gate.close()
    data = {"laget": {"version": 1, "command": "rapportera BarnSäkert"}}
    fetched = app.post(invoke(teams.url, "task/fetch", {"data": data}, LEADER)).json()
    assert "arbetar" in fetched["task"]["value"]
    query = {"commandId": "status", "parameters": [{"name": "work", "value": "BarnSäkert"}]}
    found = app.post(invoke(teams.url, "composeExtension/query", query, LEADER)).json()
    assert found["composeExtension"]["type"] == "message"
    gate.open()
    app.settled()


def test_a_connector_that_is_slow_holds_nobody(start: Start, teams: StandIn) -> None:
    app = start(budget=BUDGET)
    held = threading.Event()
    teams.fail("post", Fault(held=held))
    try:
        assert app.post(message(teams.url, "status BarnSäkert", LEADER)).status_code == 200
    finally:
        held.set()
    app.settled()
    assert "Barnsäkert" in told(teams.posted(f"a:{LEADER}"))


def test_too_many_at_once_are_asked_to_come_again(
    start: Start, teams: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start()
    shown = app.say("status BarnSäkert")

    async def full(*_: object) -> None:
        raise Overloaded

    monkeypatch.setattr("bot.worker_threads.WorkerThreads.run", full)
    said = app.say("status BarnSäkert")
    assert "Försök igen strax" in told(said)
    body = app.post(execute(teams.url, button(card_of(shown), "Historik"), {}, LEADER, shown["id"])).json()
    assert "Försök igen strax" in told(body)


def test_a_fault_around_an_answer_is_logged_and_not_shown(
    start: Start, teams: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start()

    async def broken(*_: object) -> None:
        raise RuntimeError("hemligt innehåll")

    monkeypatch.setattr("bot.teams.references.References.see", broken)
    response = app.post(message(teams.url, "status BarnSäkert", LEADER))
    assert response.status_code == 500
    assert response.text == ""


def test_a_fault_in_a_command_is_told_under_its_reference(
    start: Start, teams: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start()

    def broken(*_: object) -> None:
        raise RuntimeError("hemligt innehåll")

    monkeypatch.setattr("bot.answer._run", broken)
    answer_ = app.say("status BarnSäkert")
    assert "Något gick fel (ref" in told(answer_)
    assert "hemligt" not in told(answer_)
