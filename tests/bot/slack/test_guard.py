"""What is refused before it is read: unsigned, old, replayed, broken. Never a traceback, never a change."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.answer import Context
from commands.clock import FrozenClock
from tests.bot.slack.conftest import LEADER, App, Start, reported, told
from tests.bot.slack.deliveries import FORM, JSON, command, mention, posted, signed
from tests.bot.slack.standin import StandIn

# The same code on both databases; what differs between them is tried in the files beside this one.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_wrong_signature_is_refused(app: App, slack: StandIn, context: Context, frozen: FrozenClock) -> None:
    raw, kind = posted(command(slack, "rapportera BarnSäkert gul Förfalskat", LEADER))
    headers = signed(raw, frozen.now(), kind, secret="en annan hemlighet")  # noqa: S106
    assert app.client.post("/slack/events", content=raw, headers=headers).status_code == 401
    assert app.client.post("/slack/events", content=raw, headers={"Content-Type": kind}).status_code == 401
    assert reported(context) == []


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_signature_from_another_time_is_refused(
    app: App, slack: StandIn, frozen: FrozenClock, minutes: int
) -> None:
    raw, kind = posted(command(slack, "hjälp", LEADER))
    headers = signed(raw, frozen.now() + timedelta(minutes=minutes), kind)
    assert app.client.post("/slack/events", content=raw, headers=headers).status_code == 401


@pytest.mark.parametrize("timestamp", ["", "igår", "1e9", "-1", "٣٣٣", "9" * 400, "12 34"])
def test_a_timestamp_that_no_clock_shows_is_refused(
    app: App, slack: StandIn, frozen: FrozenClock, timestamp: str
) -> None:
    raw, kind = posted(command(slack, "hjälp", LEADER))
    headers = signed(raw, frozen.now(), kind) | {"X-Slack-Request-Timestamp": timestamp}
    sent = {name.encode(): value.encode() for name, value in headers.items()}
    assert app.client.post("/slack/events", content=raw, headers=sent).status_code == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"type": "event_callback"', JSON),
        (b"[]", JSON),
        (b"null", JSON),
        (b"payload={", FORM),
        (b"payload=[1]", FORM),
        (b'{"type": "event_callback", "event": "text", "authorizations": 5}', JSON),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, JSON),
        (b"text=\xff\xfe", FORM),
        (b"\xff\xfe{}", JSON),
    ],
)
def test_what_is_signed_but_cannot_be_read_is_refused(
    app: App, frozen: FrozenClock, body: bytes, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    headers = signed(body, frozen.now(), kind)
    assert app.client.post("/slack/events", content=body, headers=headers).status_code == 400
    assert "Traceback" not in capfd.readouterr().err


def test_bytes_that_are_no_text_are_refused_unsigned_too(app: App) -> None:
    answer = app.client.post("/slack/events", content=b"\xff\xfe", headers={"Content-Type": FORM})
    assert answer.status_code == 401


def test_a_signature_in_other_letters_is_refused(app: App, slack: StandIn, frozen: FrozenClock) -> None:
    raw, kind = posted(command(slack, "hjälp", LEADER))
    headers = {name.encode(): value.encode() for name, value in signed(raw, frozen.now(), kind).items()}
    sent = headers | {b"X-Slack-Signature": "v0=åäö".encode()}
    assert app.client.post("/slack/events", content=raw, headers=sent).status_code == 401


def test_too_much_is_refused_unread(app: App, frozen: FrozenClock) -> None:
    body = b"text=" + b"x" * 1_100_000
    headers = signed(body, frozen.now(), FORM)
    assert app.client.post("/slack/events", content=body, headers=headers).status_code == 413


def test_a_replayed_command_is_answered_as_the_first_time_and_changes_nothing(
    app: App, slack: StandIn, context: Context, frozen: FrozenClock
) -> None:
    said = command(slack, "rapportera BarnSäkert gul En gång", LEADER)
    raw, kind = posted(said)
    headers = signed(raw, frozen.now(), kind)
    answers = [app.client.post("/slack/events", content=raw, headers=headers).json() for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert "Läget" in told(answers[0]) or "gul" in told(answers[0]).lower()
    assert len(reported(context)) == 1


def test_a_replayed_command_that_opened_a_form_opens_no_other(
    app: App, slack: StandIn, frozen: FrozenClock
) -> None:
    raw, kind = posted(command(slack, "rapportera BarnSäkert", LEADER))
    headers = signed(raw, frozen.now(), kind)
    answers = [app.client.post("/slack/events", content=raw, headers=headers).text for _ in range(2)]
    assert answers == ["", ""]


def test_without_a_signing_secret_there_is_no_address(start: Start, slack: StandIn) -> None:
    app = start(slack_signing_secret="")
    assert app.client.post("/slack/events", content=json.dumps(mention("hjälp", LEADER))).status_code == 404


def test_nothing_else_is_let_through_by_the_way_it_is_asked(app: App) -> None:
    assert app.client.get("/slack/events").status_code == 405
