"""What Slack is told of the app: names it takes, the fewest scopes, both ways to be reached."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.app import write_manifest
from bot.slack.manifest import COMMAND, EVENTS, RESERVED, SCOPES, manifest
from commands.message import UserError
from tests.bot.slack.schema import MANIFEST, fetch

URL = "https://laget.example"
BOTH = pytest.mark.parametrize(
    "made", [manifest(URL, socket=False), manifest("", socket=True)], ids=["http", "socket"]
)

LENGTHS = {
    "name": 35,
    "description": 140,
    "display_name": 80,
    "usage_hint": 1000,
    "callback_id": 255,
    "request_url": 3500,
    "command": 32,
}
"""The longest that Slack's manifest takes of each; a shortcut's name may be 24, its description 150."""


def strings(part: Any) -> list[tuple[str, str]]:
    if isinstance(part, list):
        return [found for each in part for found in strings(each)]
    if isinstance(part, dict):
        return [
            found
            for key, each in part.items()
            for found in ([(key, each)] if isinstance(each, str) else strings(each))
        ]
    return []


@BOTH
def test_no_text_is_longer_than_slack_takes(made: dict[str, Any]) -> None:
    for name, text in strings(made):
        assert 1 <= len(text) <= LENGTHS.get(name, 4000), name
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
    assert len(made["display_information"]["long_description"]) >= 175
    assert re.fullmatch("#[0-9a-f]{6}", made["display_information"]["background_color"])


@BOTH
def test_the_command_has_a_name_that_slack_takes(made: dict[str, Any]) -> None:
    (command,) = made["features"]["slash_commands"]
    assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
    assert command["command"] not in RESERVED
    assert command["command"] == "/laget"


@pytest.mark.parametrize("name", ["/läget", "/Laget", "laget", "/status", "/who", "/", "/" + "x" * 32])
def test_a_command_that_slack_refuses_is_refused_here(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.manifest.COMMAND", name)
    with pytest.raises(ValueError, match="as a command"):
        manifest(URL, socket=False)


def test_over_http_everything_comes_to_one_address() -> None:
    made = manifest(f"{URL}/", socket=False)
    events = f"{URL}/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == events
    assert made["settings"]["interactivity"] == {
        "is_enabled": True,
        "request_url": events,
        "message_menu_options_url": events,
    }
    assert made["features"]["slash_commands"][0]["url"] == events
    assert made["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert made["settings"]["socket_mode_enabled"] is False


def test_over_the_socket_no_address_is_told() -> None:
    made = manifest("", socket=True)
    assert "http" not in json.dumps(made)
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["interactivity"] == {"is_enabled": True}


@pytest.mark.parametrize(
    "url", ["", "http://laget.example", "laget.example", "https://", "https://a b", "https://x/?a=1"]
)
def test_slack_calls_https_addresses_only(url: str) -> None:
    with pytest.raises(ValueError, match="no https address"):
        manifest(url, socket=False)


@BOTH
def test_the_scopes_are_those_that_a_feature_needs(made: dict[str, Any]) -> None:
    assert made["oauth_config"]["scopes"] == {"bot": list(SCOPES)}
    assert all(why.strip() for why in SCOPES.values())
    needed = {"app_mention": "app_mentions:read", "message.im": "im:history"}
    assert {scope for event, scope in needed.items() if event in EVENTS} <= set(SCOPES)
    # Reading what people say to each other is no feature of Läget.
    assert not {event for event in EVENTS if event.startswith(("message.channels", "message.groups"))}
    assert not {"mpim:history", "channels:read", "groups:read", "users:write", "chat:write.public"} & set(SCOPES)


@BOTH
def test_home_and_direct_messages_are_on_and_tokens_do_not_rotate(made: dict[str, Any]) -> None:
    assert made["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert made["settings"]["token_rotation_enabled"] is False
    assert [each["type"] for each in made["features"]["shortcuts"]] == ["global", "message"]


@BOTH
@pytest.mark.xdist_group("npm")
def test_the_manifest_has_the_shape_that_slack_publishes(made: dict[str, Any]) -> None:
    shapes = fetch(MANIFEST)
    shapes.validate("Manifest", made)


def test_it_is_written_where_it_is_asked_for_and_given_back(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    text = write_manifest("slack", URL, file)
    assert file.read_text(encoding="utf-8") == text
    assert json.loads(text) == manifest(URL, socket=False)
    assert COMMAND in text
    assert json.loads(write_manifest("slack", "", None, socket=True)) == manifest("", socket=True)


@pytest.mark.parametrize(("platform", "url", "sentence"), [
    ("irc", URL, "Det finns inget manifest för ”irc”"),
    ("slack", "", "Ange adressen"),
    ("slack", "http://laget.example", "börjar med https://"),
])  # fmt: skip
def test_what_cannot_be_written_is_said_in_swedish(platform: str, url: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        write_manifest(platform, url, None)
