"""What Slack's refusals and the network's failures mean; which way a call goes out."""

from __future__ import annotations

import asyncio
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from bot.chat.attached import NotFetched
from bot.platform import MaybeSent, NotSent
from bot.slack.client import async_client, fetched, outcome, plain_client, proxy_for


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
    assert isinstance(outcome(error), MaybeSent)


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


class _Reached(Exception):
    """A call went out."""


class _Session:
    def get(self, url: str, **_: object) -> None:
        raise _Reached(url)


@pytest.mark.parametrize(
    ("url", "is_slacks"),
    [
        ("https://files.slack.com/files-pri/T0-F0/download/a.docx", True),
        ("https://files.slack-gov.com/files-pri/T0-F0/a.docx", True),
        ("http://127.0.0.1:8123/files-pri/a.docx", True),
        ("http://files.slack.com/a.docx", False),
        ("https://files.slack.com.evil.example/a.docx", False),
        ("https://evilslack.com/a.docx", False),
        ("https://files.slack.com@evil.example/", False),
        ("https://evil.example\\@files.slack.com/", False),
        ("https://files.slack.com:8443/a.docx", False),
        ("http://127.0.0.1:81/files-pri/a.docx", False),
        ("", False),
    ],
)
def test_a_file_is_fetched_with_our_token_from_slack_only(url: str, is_slacks: bool) -> None:
    client = async_client("http://127.0.0.1:8123/api/")
    client.session = _Session()  # type: ignore[assignment]
    with pytest.raises(_Reached if is_slacks else NotFetched):
        asyncio.run(fetched(client, url, "xoxb-test"))
