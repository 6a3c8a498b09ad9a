"""What only whoever asked may see, also when it was asked before everybody: who has not reported, people, mistakes."""

from __future__ import annotations

import pytest

from tests.bot.slack.conftest import COORDINATOR, READER, App, action_ids
from tests.bot.slack.deliveries import button, mention, message
from tests.bot.slack.standin import CHANNEL, ELSEWHERE, PRIVATE, StandIn

# The same code on both databases; what differs between them is tried in the files beside this one.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    "said", ["omgång", "påminn", "mina", "vem Rolf Exempel", "personer", "rapportera Ingenting"]
)
def test_what_is_private_is_shown_to_whoever_asked_alone(app: App, slack: StandIn, said: str) -> None:
    asked = mention(said, COORDINATOR)
    assert app.post(asked).status_code == 200
    (answer,) = slack.called("chat.postEphemeral")
    assert (answer["channel"], answer["user"]) == (CHANNEL, COORDINATOR)
    assert answer["thread_ts"] == asked["event"]["ts"]
    assert not slack.messages[CHANNEL]


def test_a_file_with_personal_data_goes_directly_to_whoever_asked(app: App, slack: StandIn) -> None:
    app.post(mention("export", COORDINATOR))
    app.settled()
    assert [each["channel_id"] for each in slack.called("files.completeUploadExternal")] == [f"D0{COORDINATOR}"]
    assert not slack.messages[CHANNEL]


def test_where_we_are_no_member_the_private_answer_comes_directly(app: App, slack: StandIn) -> None:
    app.post(mention("omgång", COORDINATOR, channel=ELSEWHERE))
    assert [each["channel"] for each in slack.called("chat.postMessage")] == [COORDINATOR]


def test_in_a_direct_message_a_private_answer_is_a_message_like_any_other(app: App, slack: StandIn) -> None:
    app.post(message("omgång", COORDINATOR))
    assert [each["channel"] for each in slack.called("chat.postMessage")] == [f"D0{COORDINATOR}"]
    assert not slack.called("chat.postEphemeral")


def test_what_is_private_is_not_offered_to_the_channel_and_not_shown_there(app: App, slack: StandIn) -> None:
    assert "share" in action_ids(app.say("portfölj", COORDINATOR))
    assert "share" not in action_ids(app.say("omgång", COORDINATOR))
    app.post(button(slack, "omgång", COORDINATOR, action="share"))
    app.settled()
    assert not slack.answers()
    assert not slack.messages[CHANNEL]


def test_what_everybody_may_see_is_still_said_to_everybody(app: App, slack: StandIn) -> None:
    app.post(mention("status BarnSäkert", READER, channel=PRIVATE))
    assert len(slack.messages[PRIVATE]) == 1
