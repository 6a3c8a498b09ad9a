"""What Slack takes and what it refuses, for the stand-in."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.bot.slack.schema import faults_of_message, faults_of_view

TRIGGER_SECONDS = 3
RESPONSE_URL_USES = 5

_MESSAGE = {"channel", "text", "blocks", "thread_ts", "metadata", "unfurl_links", "unfurl_media"}
ARGUMENTS: Mapping[str, set[str]] = {
    "auth.test": set(),
    "users.info": {"user"},
    "chat.postMessage": _MESSAGE,
    "chat.postEphemeral": {"channel", "user", "text", "blocks", "thread_ts"},
    "chat.update": {"channel", "ts", "text", "blocks", "metadata"},
    "views.open": {"trigger_id", "view"},
    "views.update": {"view_id", "view"},
    "views.publish": {"user_id", "view"},
    "conversations.open": {"users"},
    "conversations.history": {"channel", "include_all_metadata", "limit", "oldest", "cursor"},
    "conversations.replies": {"channel", "ts", "include_all_metadata", "limit", "oldest", "cursor"},
    "files.getUploadURLExternal": {"filename", "length"},
    "files.completeUploadExternal": {"files", "channel_id", "thread_ts"},
    "apps.connections.open": set(),
    "oauth.v2.access": {"code", "client_id", "client_secret", "redirect_uri"},
}
"""What each method takes; anything else is a mistake of ours."""
_SCOPES: Mapping[str, str] = {
    "users.info": "users:read",
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}
_HISTORY = {"C": "channels:history", "G": "groups:history", "D": "im:history"}
"""What reading a conversation takes, by the first letter of its id."""
_VIEW = {"type", "callback_id", "title", "submit", "close", "private_metadata", "blocks"}


@dataclass
class Fault:
    """What goes wrong with one call: an error word, a status, a delay, or the line cut before or after it was done."""

    error: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: str = ""  # "before" or "after"
    held: threading.Event | None = None


@dataclass
class Call:
    """One call that came in."""

    method: str
    token: str
    arguments: dict[str, Any]


class Refusal(Exception):
    """What Slack says instead of doing it."""


def must_be_allowed(method: str, arguments: Mapping[str, Any], scopes: Collection[str]) -> None:
    """Raise Refusal where the app was not given the scope that a call takes (docs.slack.dev, each method's page)."""
    needed = _SCOPES.get(method)
    if method in ("conversations.history", "conversations.replies"):
        needed = _HISTORY[str(arguments["channel"])[0]]
    if needed and needed not in scopes:
        raise Refusal("missing_scope")


def refuse(word: str) -> dict[str, Any]:
    """Refuse, where a value is wanted."""
    raise Refusal(word)


def must_be_well(message: dict[str, Any]) -> None:
    """Raise Refusal for a message that Slack would not take."""
    if not message.get("text") and not message.get("blocks"):
        raise Refusal("no_text")
    if "blocks" in message and (faults := faults_of_message(message["blocks"], message.get("text", ""))):
        raise Refusal(f"invalid_blocks {faults}")


def must_be_a_view(view: dict[str, Any]) -> None:
    """Raise Refusal for a view that Slack would not take."""
    if unknown := set(view) - _VIEW:
        raise Refusal(f"invalid_arguments {unknown}")
    if faults := faults_of_view(view):
        raise Refusal(f"invalid_arguments {faults}")


def without(about: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """What Slack tells, but for what the app may not see."""
    return {name: value for name, value in about.items() if name not in names}


async def arguments_of(request: web.Request) -> dict[str, Any]:
    """The arguments of a call, however they came."""
    if request.content_type == "application/json" and request.can_read_body:
        body: dict[str, Any] = json.loads(await request.text() or "{}")
        return body
    given = {**request.query, **(await request.post())}
    return {name: value for name, value in given.items() if name != "token"}
