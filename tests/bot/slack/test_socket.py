"""Socket Mode: the same listeners through a socket that Läget opens."""

from __future__ import annotations

import pytest

from bot.answer import Context
from storage.words import State
from tests.bot.slack.conftest import LEADER, App, Start, reported, told
from tests.bot.slack.deliveries import button, command, mention, message, submission, suggestion
from tests.bot.slack.standin import APP_TOKEN, Fault, StandIn

# The same code on both databases; what differs between them is tried in the files beside this one.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def app(start: Start, slack: StandIn) -> App:
    """Läget behind a firewall: no signing secret, no address for Slack to reach."""
    app = start(slack_app_token=APP_TOKEN, slack_signing_secret="")
    slack.wait_for_sockets(1)
    return app


def test_a_command_is_answered_in_the_acknowledgement(app: App, slack: StandIn) -> None:
    answer = slack.answer_to(slack.deliver("slash_commands", command(slack, "status BarnSäkert", LEADER)))
    assert answer["response_type"] == "ephemeral"
    assert "Barnsäkert" in told(answer)


def test_everything_else_comes_the_same_way(app: App, slack: StandIn, context: Context) -> None:
    slack.answer_to(slack.deliver("events_api", mention("status BarnSäkert", LEADER)))
    assert len(slack.called("chat.postMessage")) == 1
    names = slack.answer_to(slack.deliver("interactive", suggestion("suggest:project", "barns", LEADER)))
    assert [each["text"]["text"] for each in names["options"]] == ["BarnSäkert"]
    slack.answer_to(slack.deliver("interactive", button(slack, "rapportera BarnSäkert", LEADER)))
    view = slack.called("views.open")[0]["view"]
    wrong = slack.answer_to(slack.deliver("interactive", submission(view, LEADER, {"state": "gul", "done": ""})))
    assert wrong["response_action"] == "errors"
    sent = submission(view, LEADER, {"state": "gul", "done": "Genom sockeln"})
    assert slack.answer_to(slack.deliver("interactive", sent)) is None
    assert reported(context) == [(State.YELLOW, "Genom sockeln")]


def test_what_fails_is_not_acknowledged_and_comes_again(app: App, slack: StandIn, context: Context) -> None:
    slack.fail("chat.postMessage", Fault(error="some_new_error"))
    said = message("rapportera BarnSäkert gul En gång", LEADER)
    first = slack.deliver("events_api", said)
    slack.wait_for("chat.postMessage")
    app.settled()
    again = slack.deliver("events_api", said)
    slack.wait_for("chat.postMessage", 2)
    slack.answer_to(again)
    assert first not in slack.acknowledged
    assert len(reported(context)) == 1


def test_two_processes_share_what_comes_and_answer_once(start: Start, slack: StandIn, context: Context) -> None:
    for number in (1, 2):
        start(slack_app_token=APP_TOKEN)
        slack.wait_for_sockets(number)
    said = message("rapportera BarnSäkert gul En gång", LEADER)
    slack.answer_to(slack.deliver("events_api", said, socket=0))
    slack.answer_to(slack.deliver("events_api", said, socket=1))
    assert len(reported(context)) == 1
    assert len(slack.called("chat.postMessage")) == 1


def test_a_refresh_opens_another_socket(app: App, slack: StandIn) -> None:
    slack.refresh()
    slack.wait_for("apps.connections.open", 2)
    slack.wait_for_opened(2)
    slack.wait_for_sockets(1)
    assert slack.answer_to(slack.deliver("slash_commands", command(slack, "hjälp", LEADER)))


def test_the_socket_is_hung_up_at_the_end(app: App, slack: StandIn) -> None:
    app.stop()
    app.ended()
    assert slack.sockets() == 0


def test_a_wrong_app_token_is_said_clearly_and_the_rest_goes_on(
    start: Start, slack: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    app = start(slack_app_token="xapp-fel")  # noqa: S106
    slack.wait_for("apps.connections.open")
    assert "status" in told(app.say("hjälp"))
    app.stop()
    app.ended()
    assert "Slack does not accept SLACK_APP_TOKEN" in caplog.text
    assert len(slack.called("apps.connections.open")) == 1
