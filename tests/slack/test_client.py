"""What Slack's refusals and the network's failures mean; which way a call goes out."""

from __future__ import annotations

from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from bot.platform import NotSent, PerhapsSent
from bot.slack.client import async_client, outcome, plain_client, proxy_for


def refusal(response: object) -> SlackApiError:
    return SlackApiError("", response)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("word", ["token_revoked", "channel_not_found", "not_in_channel", "account_inactive"])
def test_what_will_not_help_to_try_again(word: str) -> None:
    meant = outcome(refusal({"ok": False, "error": word}))
    assert isinstance(meant, NotSent)
    assert meant.terminal
    assert str(meant) == word


@pytest.mark.parametrize(
    "error",
    [
        URLError(ConnectionRefusedError()),
        ConnectionRefusedError(),
        refusal({"ok": False, "error": "some_new_error"}),
    ],
)
def test_what_surely_did_not_arrive_and_may_be_tried_again(error: Exception) -> None:
    meant = outcome(error)
    assert isinstance(meant, NotSent)
    assert not meant.terminal


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        URLError(TimeoutError()),
        ConnectionResetError(),
        refusal({"ok": False, "error": "internal_error"}),
        refusal({"error": "Received a response in a non-JSON format: <html>", "status": 502}),
        refusal("text"),
    ],
)
def test_what_may_have_arrived(error: Exception) -> None:
    assert isinstance(outcome(error), PerhapsSent)


def test_calls_go_through_the_proxy_except_where_there_is_none_to_go_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.exempel.se:3128")
    monkeypatch.setenv("NO_PROXY", "intern.exempel.se")
    assert async_client("https://slack.com/api/").proxy == "http://proxy.exempel.se:3128"
    assert plain_client("https://slack.com/api/").proxy == "http://proxy.exempel.se:3128"
    assert proxy_for("wss://wss-primary.slack.com/link") == "http://proxy.exempel.se:3128"
    assert async_client("https://intern.exempel.se/api/").proxy is None
    assert async_client("http://127.0.0.1:9/api/").proxy is None
