"""Commands that take their time, and a process that is told to end meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.answer import Context, answer
from bot.slack.forms import OPEN_SECONDS
from bot.slack.receive import BUDGET_SECONDS
from commands.message import Reply, Request
from tests.bot.slack.conftest import COORDINATOR, LEADER, App, Start, reported, told
from tests.bot.slack.deliveries import button, command, mention, message, submission
from tests.bot.slack.standin import CHANNEL, Fault, StandIn

BUDGET = 0.05


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Every answer waits here, in its thread, until the test lets it go on."""
    gate = threading.Event()

    def slow(context: Context, request: Request) -> Reply:
        assert gate.wait(20)
        return answer(context, request)

    monkeypatch.setattr("bot.chat.dispatcher.answer", slow)
    yield gate
    gate.set()


def test_a_slow_command_is_promised_and_answered_later(start: Start, slack: StandIn, gate: threading.Event) -> None:
    app = start(budget=BUDGET)
    said = command(slack, "status BarnSäkert", LEADER)
    first = app.post(said).json()
    assert "Jag återkommer" in first["text"]
    assert first["response_type"] == "ephemeral"
    assert not slack.answers()
    gate.set()
    (answer,) = slack.wait_for("response_url")
    assert "Barnsäkert" in told(answer)
    assert answer["response_type"] == "ephemeral"


def test_what_is_promised_is_promised_in_time() -> None:
    assert BUDGET_SECONDS <= 2.5
    assert BUDGET_SECONDS + OPEN_SECONDS < 3, "Slack waits no longer"


def test_a_form_that_slack_is_slow_to_open_becomes_a_button(
    start: Start, slack: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.forms.OPEN_SECONDS", BUDGET)
    app, held = start(budget=5.0), threading.Event()
    monkeypatch.setattr("bot.slack.receive.Receiver._until", lambda _: 0.0)
    monkeypatch.setattr("bot.tasks.within", _ended)
    slack.fail("views.open", Fault(held=held))
    try:
        assert "open_form" in told(app.say("rapportera BarnSäkert"))
    finally:
        held.set()


async def _ended(task: asyncio.Task[object], _: float) -> bool:
    await asyncio.wait({task})
    return True


def test_a_slow_mention_is_promised_in_its_thread_and_the_promise_becomes_the_answer(
    start: Start, slack: StandIn, gate: threading.Event
) -> None:
    app = start(budget=BUDGET)
    asked = mention("status BarnSäkert", LEADER)
    assert app.post(asked).status_code == 200
    (promise,) = slack.wait_for("chat.postMessage")
    assert "Jag återkommer" in promise["text"]
    assert promise["thread_ts"] == asked["event"]["ts"]
    gate.set()
    slack.wait_for("chat.update")
    app.settled()
    (only,) = slack.messages[CHANNEL]
    assert "Barnsäkert" in told(only)
    assert "återkommer" not in told(only)


def test_a_promise_made_before_everybody_is_kept_privately_when_the_answer_is_private(
    start: Start, slack: StandIn, gate: threading.Event
) -> None:
    app = start(budget=BUDGET)
    app.post(mention("omgång", COORDINATOR))
    slack.wait_for("chat.postMessage")
    gate.set()
    app.settled()
    (only,) = slack.messages[CHANNEL]
    assert "bara till dig" in told(only)
    (answer,) = slack.called("chat.postEphemeral")
    assert "BarnSäkert" in told(answer)
    assert answer["user"] == COORDINATOR


def test_a_slow_button_is_promised_too(start: Start, slack: StandIn, gate: threading.Event) -> None:
    app = start(budget=BUDGET)
    app.post(button(slack, "status BarnSäkert", LEADER))
    assert "Jag återkommer" in slack.wait_for("response_url")[0]["text"]
    gate.set()
    assert "Barnsäkert" in told(slack.wait_for("response_url", 2)[1])


def test_a_form_that_comes_too_late_is_offered_as_a_button(
    start: Start, slack: StandIn, gate: threading.Event
) -> None:
    app = start(budget=BUDGET)
    app.say("rapportera BarnSäkert")
    gate.set()
    (answer,) = slack.wait_for("response_url")
    assert "open_form" in told(answer)
    assert not slack.called("views.open")


def test_a_slow_submission_says_so_in_the_modal_and_is_answered_where_it_was_opened(
    start: Start, slack: StandIn, gate: threading.Event, context: Context
) -> None:
    app = start(budget=BUDGET)
    gate.set()
    start().say("rapportera BarnSäkert")
    gate.clear()
    sent = submission(slack.called("views.open")[0]["view"], LEADER, {"state": "gul", "done": "Klart"}, "V9")
    meanwhile = app.post(sent).json()
    assert meanwhile["response_action"] == "update"
    assert "Jag sparar" in told(meanwhile["view"])
    gate.set()
    assert "Klart." in told(slack.wait_for("views.update")[0])
    assert slack.wait_for("response_url")
    assert len(reported(context)) == 1


def test_what_was_acknowledged_survives_the_end_of_the_process(
    start: Start, slack: StandIn, gate: threading.Event, context: Context
) -> None:
    app: App = start(budget=BUDGET)
    app.post(command(slack, "rapportera BarnSäkert gul Sparas ändå", LEADER))
    app.post(message("rapportera Barn och Unga i Ånge röd Det här också", COORDINATOR))
    slack.wait_for("chat.postMessage")
    app.stop()
    assert not app.stopped
    gate.set()
    app.ended()
    assert {done for _, done in reported(context)} == {"Sparas ändå", "Det här också"}
    assert len(slack.answers()) == 1
    assert len(slack.called("chat.update")) == 1
