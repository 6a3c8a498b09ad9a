"""What Slack sends, and how it signs it: payloads as in its documentation, cut to what an app may rely on."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.bot.slack.standin import BOT_USER, CHANNEL, TEAM, StandIn

SIGNING_SECRET = "signeringshemlighet"  # noqa: S105
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_numbers = count(1)


def signed(
    body: str | bytes, at: datetime, content_type: str = FORM, secret: str = SIGNING_SECRET
) -> dict[str, str]:
    """The headers of a delivery that Slack signed at this moment."""
    raw, timestamp = body if isinstance(body, bytes) else body.encode(), str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + raw, hashlib.sha256).hexdigest()
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
    }


def command(slack: StandIn, text: str, user: str, channel: str = CHANNEL, **more: str) -> dict[str, str]:
    """`/laget text`."""
    return {
        "command": "/laget",
        "text": text,
        "user_id": user,
        "user_name": "exempel",
        "team_id": TEAM,
        "channel_id": channel,
        "trigger_id": slack.trigger(),
        "response_url": slack.response_url(),
        "api_app_id": "A0LAGET",
        **more,
    }


def event(inner: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An event around what happened."""
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0LAGET",
        "event_id": f"Ev{next(_numbers)}",
        "event_time": 1_700_000_000,
        "authorizations": [{"team_id": TEAM, "enterprise_id": None, "user_id": BOT_USER, "is_bot": True}],
        "event": inner,
        **more,
    }


def message(text: str, user: str, **more: Any) -> dict[str, Any]:
    """A direct message to the app."""
    ts = f"{1_600_000_000 + next(_numbers)}.000200"
    inner = {"type": "message", "channel_type": "im", "channel": f"D0{user}", "user": user, "text": text, "ts": ts}
    return event({**inner, "team": TEAM, **more})


def mention(text: str, user: str, channel: str = CHANNEL, **more: Any) -> dict[str, Any]:
    """A mention in a channel."""
    ts = f"{1_600_000_000 + next(_numbers)}.000300"
    said = f"<@{BOT_USER}> {text}"
    return event(
        {"type": "app_mention", "channel": channel, "user": user, "text": said, "ts": ts, "team": TEAM, **more}
    )


def button(
    slack: StandIn, value: str, user: str, channel: str = CHANNEL, action: str = "say:1", *, ephemeral: bool = True
) -> dict[str, Any]:
    """A button in a message."""
    return {
        "type": "block_actions",
        "user": {"id": user, "team_id": TEAM},
        "team": {"id": TEAM},
        "channel": {"id": channel, "name": "kanal"},
        "container": {"type": "message", "message_ts": "1.2", "channel_id": channel, "is_ephemeral": ephemeral},
        "trigger_id": slack.trigger(),
        "response_url": slack.response_url(),
        "actions": [{"type": "button", "block_id": "b", "action_id": action, "value": value, "action_ts": "1.3"}],
    }


def shortcut(slack: StandIn, user: str, words: str | None = None, channel: str = CHANNEL) -> dict[str, Any]:
    """The global shortcut, or with words the one on a message."""
    about = {"user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}, "trigger_id": slack.trigger()}
    if words is None:
        return {"type": "shortcut", "callback_id": "report_status", **about}
    there = {"channel": {"id": channel}, "message": {"type": "message", "text": words, "ts": "1.9", "user": "U9"}}
    url = {"response_url": slack.response_url(), "message_ts": "1.9"}
    return {"type": "message_action", "callback_id": "save_as_status", **about, **there, **url}


def submission(view: dict[str, Any], user: str, values: dict[str, str], view_id: str = "") -> dict[str, Any]:
    """A modal as it was opened, with these fields filled in and the others as they stood."""
    state: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            state[block["block_id"]] = {element["action_id"]: _entered(element, values.get(block["block_id"]))}
    shown = {**view, "id": view_id or f"V{next(_numbers)}", "state": {"values": state}, "hash": "1.h"}
    return {"type": "view_submission", "user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}, "view": shown}


def in_view(view: dict[str, Any], user: str, values: dict[str, str], action: str, view_id: str) -> dict[str, Any]:
    """A button in an open modal, with these fields filled in."""
    filled = submission(view, user, values, view_id)
    container = {"type": "view", "view_id": view_id}
    pressed = [{"type": "button", "block_id": "b", "action_id": action, "action_ts": "1.3"}]
    return {**filled, "type": "block_actions", "container": container, "actions": pressed, "trigger_id": ""}


def suggestion(action: str, typed: str, user: str) -> dict[str, Any]:
    """Somebody types in a field of names."""
    return {
        "type": "block_suggestion",
        "user": {"id": user, "team_id": TEAM},
        "team": {"id": TEAM},
        "action_id": action,
        "block_id": "work",
        "value": typed,
        "view": {"id": "V1", "type": "modal"},
    }


def _entered(element: dict[str, Any], value: str | None) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value") if value is None else value}
    offered = element.get("options", [])
    if value is None:
        chosen = element.get("initial_option")
    elif kind == "external_select":
        chosen = {"text": {"type": "plain_text", "text": value}, "value": value}
    else:
        chosen = next((each for each in offered if each["value"] == value), None)
    return {"type": kind, "selected_option": chosen}


def posted(body: dict[str, Any]) -> tuple[str, str]:
    """A delivery as it is posted: the body and its content type."""
    if body.get("type") == "event_callback" or body.get("type") == "url_verification":
        return json.dumps(body), JSON
    if "command" in body:
        return urlencode(body), FORM
    return urlencode({"payload": json.dumps(body)}), FORM
