"""`laget web` and `laget worker` with Slack on, as they are run."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from commands.message import REPLY, Reply, Text
from tests.bot.conftest import copied, filled_file
from tests.bot.processes import Forked
from tests.bot.slack.conftest import LEADER
from tests.bot.slack.deliveries import FORM, SIGNING_SECRET, command, posted, signed
from tests.bot.slack.standin import APP_TOKEN, BOT_TOKEN, CHANNEL, StandIn

__all__ = ["filled_file"]  # a fixture, found here by name


@pytest.fixture
def folder(filled_file: Path, tmp_path: Path) -> Path:
    return copied(filled_file, tmp_path).parent


def settings(slack: StandIn, **more: str) -> dict[str, str]:
    given = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_API_URL": slack.url}
    return {**given, "HOST": "127.0.0.1", "PORT": "0", "LAGET_SECRET": "hemligt", **more}


def test_web_asks_slack_once_who_it_is_and_answers(slack: StandIn, folder: Path) -> None:

    process = Forked("web", folder=folder, **settings(slack, SLACK_APP_TOKEN=APP_TOKEN))
    try:
        port = process.port()
        slack.wait_for_sockets(1)
        raw, _ = posted(command(slack, "status BarnSäkert", LEADER))
        address = f"http://127.0.0.1:{port}/slack/events"
        answer = httpx.post(address, content=raw, headers=signed(raw, datetime.now(UTC), FORM), trust_env=False)
        assert "Barns" in answer.text
        assert len(slack.called("auth.test")) == 1
    finally:
        code = process.end()
    assert code == 0
    assert "Traceback" not in process.said


def test_web_says_clearly_that_the_token_is_wrong_and_serves_the_rest(slack: StandIn, folder: Path) -> None:
    process = Forked("web", folder=folder, **settings(slack, SLACK_BOT_TOKEN="xoxb-fel"))  # noqa: S106
    try:
        port = process.port()
        assert httpx.post(f"http://127.0.0.1:{port}/slack/events", trust_env=False).status_code == 404
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200
    finally:
        process.end()
    assert "Slack godtar inte SLACK_BOT_TOKEN (invalid_auth)" in process.said
    assert "xoxb-fel" not in process.said
    assert "Traceback" not in process.said


def test_the_worker_sends_through_slack(slack: StandIn, folder: Path) -> None:
    body = REPLY.dump_json(Reply((Text("Det är dags."),))).decode()
    with closing(sqlite3.connect(folder / "laget.db")) as database:
        due = "2026-01-01 00:00:00.000000"
        database.execute(
            "INSERT INTO notice (kind, subject, recipient, platform, due, body, state, next_at, token, attempts,"
            " message_id, trouble) VALUES ('seat_given', 'activity:1', ?, '', ?, ?, 'planned', ?, '', 0, '', '')",
            (f"slack:{CHANNEL}", due, body, due),
        )
        database.commit()
    process = Forked("worker", "--once", folder=folder, **settings(slack))
    assert process.ended() == 0, process.said
    assert len(slack.messages[CHANNEL]) == 1
