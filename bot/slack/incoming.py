"""Slack's payloads → what was said, by whom, where, and where the answer goes. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.attached import Sent
from bot.slack.installation import Workspace
from commands.message import Reply

Body = Mapping[str, Any]
NOWHERE = Workspace("", "")

_TAG = re.compile(r"<(?:([@#!])|(?=https?:|mailto:|tel:))([^<>|]+)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that a person said to us in Slack.

    `team` is where it was said, `user_team` the person's own workspace; `workspace` is looked up for the first.
    `private` says that only the sender is to see the answer. `deliveries` are the ids under which Slack may deliver
    it again, the best first.
    """

    text: str
    user: str
    team: str
    enterprise: str = ""
    user_team: str = ""
    channel: str = ""
    thread: str = ""
    private: bool = True
    deliveries: tuple[str, ...] = ()
    trigger: str = ""
    response_url: str = ""
    file: Sent | None = None
    workspace: Workspace = NOWHERE

    @property
    def direct(self) -> bool:
        """Whether it was said to us alone: a direct message, the app's own page."""
        return not self.channel or (self.channel.startswith("D") and not self.private)

    def meant_for(self, reply: Reply) -> Incoming:
        """The same, to be answered so: what is private goes to the sender only, also in a channel."""
        listened_to = bool(self.channel) and not self.channel.startswith("D")
        return replace(self, private=True) if reply.is_private and listened_to else self

    def directly(self) -> Incoming:
        """The same, to be answered in the conversation with this person alone."""
        return replace(self, channel="", thread="", private=False, response_url="")


def of_command(body: Body) -> Incoming:
    """`/laget …`; on its own it asks for help."""
    return Incoming(
        text=unescaped(_text(body, "text")) or "hjälp",
        user=_text(body, "user_id"),
        team=_text(body, "team_id"),
        enterprise=_text(body, "enterprise_id"),
        user_team=_text(body, "team_id"),
        channel=_text(body, "channel_id"),
        deliveries=_keys(trigger=_text(body, "trigger_id")),
        trigger=_text(body, "trigger_id"),
        response_url=_text(body, "response_url"),
    )


def of_event(body: Body, workspace: Workspace) -> Incoming | None:
    """A mention, or a message said to us directly. None for what needs no answer: bots, edits, joins."""
    event, bot_user = body.get("event") or {}, workspace.bot_user
    if event.get("bot_id") or event.get("subtype") not in (None, "file_share", "thread_broadcast"):
        return None
    mention, team = event.get("type") == "app_mention", _team_of_event(body)
    user, channel, at = _text(event, "user"), _text(event, "channel"), _text(event, "ts")
    if not mention and event.get("channel_type", "im" if channel.startswith("D") else "") != "im":
        return None
    if not user or user == bot_user:
        return None
    return Incoming(
        text=unescaped(_without(_text(event, "text"), bot_user)) or "hjälp",
        user=user,
        team=team,
        enterprise=_enterprise_of_event(body),
        user_team=_text(event, "user_team") or _text(event, "team") or team,
        channel=channel,
        # A mention is answered in its thread; a direct message there only when it stands in one.
        thread=_text(event, "thread_ts") or (at if mention else ""),
        private=False,
        deliveries=_keys(event=_text(body, "event_id"), message=f"{team}:{channel}:{at}"),
        file=_file(event),
        workspace=workspace,
    )


def of_button(body: Body) -> Incoming:
    """A button in a message, in a modal or on the app's page; its value is what is said."""
    action, container = (body.get("actions") or [{}])[0], body.get("container") or {}
    channel = _id(body, "channel") or _text(container, "channel_id")
    unseen = bool(container.get("is_ephemeral"))
    return _interaction(
        body,
        text=_text(action, "value"),
        channel=channel,
        thread=_text(body.get("message") or {}, "thread_ts") or _text(container, "thread_ts"),
        private=bool(channel) and (unseen or not channel.startswith("D")),
        deliveries=_keys(trigger=_text(body, "trigger_id")),
    )


def action_of(body: Body) -> str:
    """Which button or field it was."""
    return _text((body.get("actions") or [{}])[0], "action_id")


def of_shortcut(body: Body) -> Incoming:
    """A shortcut; the one on a message brings that message's words."""
    channel, message = _id(body, "channel"), body.get("message") or {}
    return _interaction(
        body,
        text=unescaped(_text(message, "text")),
        channel=channel,
        thread=_text(message, "thread_ts"),
        private=bool(channel),
    )


def of_view(body: Body) -> Incoming:
    """A submitted modal, or a person typing in one: who it is. What was filled in is read elsewhere."""
    return _interaction(body, deliveries=_keys(view=_text(body.get("view") or {}, "id")))


def _interaction(body: Body, text: str = "", **more: Any) -> Incoming:
    """What a person did with something of ours."""
    user_team = _text(body.get("user") or {}, "team_id")
    return Incoming(
        text=text,
        user=_id(body, "user"),
        team=_id(body, "team") or user_team,
        enterprise=_id(body, "enterprise"),
        user_team=user_team,
        trigger=_text(body, "trigger_id"),
        response_url=_text(body, "response_url"),
        **more,
    )


def of_home(body: Body, workspace: Workspace) -> Incoming | None:
    """A person opened the app's page; None for its other tabs."""
    event = body.get("event") or {}
    if event.get("tab") != "home":
        return None
    team = _team_of_event(body)
    return Incoming(
        text="",
        user=_text(event, "user"),
        team=team,
        enterprise=_enterprise_of_event(body),
        user_team=_text(event, "user_team") or team,
        private=False,
        workspace=workspace,
    )


def typed_in(body: Body) -> str:
    """What a person has typed so far in a field of names."""
    return _text(body, "value")


def unescaped(text: str) -> str:
    """What was typed: Slack escapes `& < >` and writes links, channels and people as tags."""

    def typed(tag: re.Match[str]) -> str:
        sign, target, label = tag[1] or "", tag[2], tag[3]
        if sign == "!":
            return label or f"@{target.partition('^')[0]}"
        shown = label or target.removeprefix("mailto:").removeprefix("tel:")
        return {"@": f"@{shown}", "#": f"#{shown}"}.get(sign, shown)

    plain = _TAG.sub(typed, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _file(event: Body) -> Sent | None:
    """The first file that came along."""
    files = event.get("files")
    first = files[0] if isinstance(files, list) and files else None
    return Sent(_text(first, "name"), _text(first, "url_private_download")) if isinstance(first, Mapping) else None


def _without(text: str, bot_user: str) -> str:
    """The text without our own name."""
    return re.sub(rf"<@{re.escape(bot_user)}(?:\|[^<>]*)?>[:,]?", " ", text) if bot_user else text


def _keys(**ids: str) -> tuple[str, ...]:
    # 255 characters is what a receipt holds; Slack's ids are far shorter.
    return tuple(f"slack:{kind}:{id_}"[:255] for kind, id_ in ids.items() if id_.strip(":"))


def _team_of_event(body: Body) -> str:
    """Where we are installed; in a channel shared by two organisations `team_id` may name the other one."""
    given = body.get("authorizations") or [{}]
    return _text(given[0] or {}, "team_id") or _text(body, "team_id")


def _enterprise_of_event(body: Body) -> str:
    given = body.get("authorizations") or [{}]
    return _text(given[0] or {}, "enterprise_id") or _text(body, "enterprise_id")


def _id(body: Body, name: str) -> str:
    part = body.get(name)
    return _text(part, "id") if isinstance(part, Mapping) else ""


def _text(part: Body, name: str) -> str:
    value = part.get(name)
    return value if isinstance(value, str) else ""
