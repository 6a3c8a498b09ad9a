"""Reports as files: uploaded with a word meanwhile, or as signed links where Slack takes no files."""

from __future__ import annotations

import json

import pytest

from tests.bot.slack.conftest import COORDINATOR, App, told
from tests.bot.slack.deliveries import command, message
from tests.bot.slack.standin import CHANNEL, StandIn

# The same code on both databases; what differs between them is tried in the files beside this one.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_report_asked_for_directly_comes_as_files_there(app: App, slack: StandIn) -> None:
    assert app.post(message("rapport halvår 2026-2", COORDINATOR)).status_code == 200
    app.settled()
    promise = slack.called("chat.postMessage")[0]
    assert promise["text"] == "Jag sammanställer rapporten …"
    (done,) = slack.called("files.completeUploadExternal")
    assert done["channel_id"] == f"D0{COORDINATOR}"
    starts = {content[:4] for content in slack.uploads.values()}
    assert starts >= {b"%PDF", b"PK\x03\x04"}
    assert len(json.loads(done["files"])) == len(slack.uploads)
    (only,) = slack.messages[f"D0{COORDINATOR}"]
    assert "Version" in told(only)
    assert "sammanställer" not in told(only)


def test_a_report_asked_for_in_a_channel_comes_directly_and_nobody_else_sees_it(app: App, slack: StandIn) -> None:
    answer = app.post(command(slack, "rapport halvår 2026-2", COORDINATOR)).json()
    app.settled()
    assert answer["response_type"] == "ephemeral"
    assert [each["channel_id"] for each in slack.called("files.completeUploadExternal")] == [f"D0{COORDINATOR}"]
    assert not slack.messages[CHANNEL]


def test_where_slack_takes_no_files_there_are_links(app: App, slack: StandIn) -> None:
    slack.files_allowed = False
    app.post(message("rapport halvår 2026-2", COORDINATOR))
    app.settled()
    (only,) = slack.messages[f"D0{COORDINATOR}"]
    assert "https://laget.exempel.se/files/" in told(only)
    assert not slack.uploads


def test_links_are_not_fetched_for_a_preview(app: App, slack: StandIn) -> None:
    slack.files_allowed = False
    app.post(message("rapport halvår 2026-2", COORDINATOR))
    app.settled()
    assert all(each["unfurl_links"] is False for each in slack.called("chat.postMessage"))
