"""What the stand-in for Slack remembers, and what each method of the Web API does to it."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import count
from typing import Any

from bot.slack.manifest import SCOPES
from tests.bot.slack.rules import (
    ARGUMENTS,
    TRIGGER_SECONDS,
    Refusal,
    must_be_a_view,
    must_be_allowed,
    must_be_well,
    refuse,
    without,
)

BOT_TOKEN, APP_TOKEN = "xoxb-test", "xapp-test"
TEAM, BOT_USER, BOT_ID = "T0LAGET", "U0LAGET", "B0LAGET"
CHANNEL, PRIVATE, ELSEWHERE, ARCHIVED = "C0ALLMANT", "G0STYRGRUPP", "C0UTANFOR", "C0ARKIV"
DIRECT = "D0"


class Workspace:
    """A workspace, without the server that answers for it (`host`: where that listens)."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.tokens = {BOT_TOKEN: TEAM}
        self.scopes = set(SCOPES)
        self.users: dict[str, dict[str, Any]] = {}
        self.members = {CHANNEL, PRIVATE}
        self.messages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.files_allowed = True
        self.oauth: dict[str, dict[str, Any]] = {}
        self._triggers: dict[str, float | None] = {}
        self._numbers = count(1)
        self.host = ""

    def trigger(self) -> str:
        """A trigger_id, issued now."""
        trigger = f"{next(self._numbers)}.trigger"
        self._triggers[trigger] = self.now
        return trigger

    def user(self, id_: str, email: str, name: str, **more: Any) -> str:
        """A member of the workspace."""
        profile = {"email": email, "real_name": name} if email else {"real_name": name}
        standing = {"is_bot": False, "is_email_confirmed": True, "team_id": TEAM}
        self.users[id_] = {"id": id_, "name": name, "profile": profile, **standing, **more}
        return id_

    def perform(self, method: str, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """What Slack answers to a call; Refusal with Slack's word for why not."""
        if method not in ARGUMENTS:
            raise Refusal("unknown_method")
        if unknown := set(arguments) - ARGUMENTS[method]:
            raise Refusal(f"invalid_arguments: {sorted(unknown)}")
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                raise Refusal("invalid_auth")
            return {"url": f"ws://{self.host}/socket"}
        if method == "oauth.v2.access":
            return self.oauth.pop(arguments["code"], None) or refuse("invalid_code")
        if token not in self.tokens:
            raise Refusal("invalid_auth")
        if self.tokens[token] == "revoked":
            raise Refusal("token_revoked")
        must_be_allowed(method, arguments, self.scopes)
        act = getattr(self, "_" + method.replace(".", "_"))
        done: dict[str, Any] = act(**arguments) if method != "auth.test" else act(self.tokens[token])
        return done

    def _auth_test(self, team: str) -> dict[str, Any]:
        return {"team_id": team, "user_id": BOT_USER, "bot_id": BOT_ID, "url": "https://exempel.slack.com/"}

    def _users_info(self, user: str) -> dict[str, Any]:
        found = self.users[user] if user in self.users else refuse("user_not_found")
        hidden = () if "users:read.email" in self.scopes else ("email",)
        return {"user": {**found, "profile": without(found["profile"], *hidden)}}

    def _chat_postMessage(self, channel: str, **message: Any) -> dict[str, Any]:  # noqa: N802
        channel = f"{DIRECT}{channel}" if channel in self.users else self._open(channel)
        must_be_well(message)
        ts = f"{1_700_000_000 + next(self._numbers)}.000100"
        self.messages[channel].append({"ts": ts, "bot_id": BOT_ID, **message})
        return {"channel": channel, "ts": ts}

    def _chat_postEphemeral(self, channel: str, user: str, **message: Any) -> dict[str, Any]:  # noqa: N802
        self._open(channel)
        must_be_well(message)
        return {"message_ts": f"{next(self._numbers)}.000100"}

    def _chat_update(self, channel: str, ts: str, **message: Any) -> dict[str, Any]:
        must_be_well(message)
        for each in self.messages[channel]:
            if each["ts"] == ts:
                each.update(message)
                return {"channel": channel, "ts": ts}
        raise Refusal("message_not_found")

    def _views_open(self, trigger_id: str, view: dict[str, Any]) -> dict[str, Any]:
        issued = self._triggers.get(trigger_id)
        if trigger_id in self._triggers and issued is None:
            raise Refusal("exchanged_trigger_id")
        if issued is None or self.now - issued > TRIGGER_SECONDS:
            raise Refusal("expired_trigger_id" if issued is not None else "invalid_trigger_id")
        must_be_a_view(view)
        self._triggers[trigger_id] = None
        return {"view": {"id": f"V{next(self._numbers)}", **view}}

    def _views_update(self, view_id: str, view: dict[str, Any]) -> dict[str, Any]:
        must_be_a_view(view)
        return {"view": {"id": view_id, **view}}

    def _views_publish(self, user_id: str, view: dict[str, Any]) -> dict[str, Any]:
        must_be_a_view(view)
        return {"view": view}

    def _conversations_open(self, users: str) -> dict[str, Any]:
        return {"channel": {"id": f"{DIRECT}{users}"}}

    def _conversations_history(self, channel: str, **about: Any) -> dict[str, Any]:
        self._open(channel)
        return {"messages": [self._readable(each) for each in self.messages[channel][::-1]]}

    def _conversations_replies(self, channel: str, ts: str, **about: Any) -> dict[str, Any]:
        self._open(channel)
        return {
            "messages": [self._readable(each) for each in self.messages[channel] if each.get("thread_ts") == ts]
        }

    def _readable(self, message: dict[str, Any]) -> dict[str, Any]:
        return message if "metadata.message:read" in self.scopes else without(message, "metadata")

    def _files_getUploadURLExternal(self, filename: str, length: str) -> dict[str, Any]:  # noqa: N802
        if not self.files_allowed:
            raise Refusal("file_uploads_disabled")
        id_ = f"F{next(self._numbers)}"
        return {"file_id": id_, "upload_url": f"http://{self.host}/upload/{id_}"}

    def _files_completeUploadExternal(self, files: Any, channel_id: str, **about: Any) -> dict[str, Any]:  # noqa: N802
        if not channel_id.startswith(("C", "D", "G")):
            raise Refusal("channel_not_found")
        listed = json.loads(files) if isinstance(files, str) else files
        return {"files": [{"id": each["id"]} for each in listed]}

    def _open(self, channel: str) -> str:
        if channel == ARCHIVED:
            raise Refusal("is_archived")
        if channel == ELSEWHERE:
            raise Refusal("not_in_channel")
        if channel not in self.members and not channel.startswith("D"):
            raise Refusal("channel_not_found")
        return channel
