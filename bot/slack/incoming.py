"""Slack's payloads → what was said, by whom, where, and where the answer goes. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.attached import Sent
from bot.chat.payload import Payload, part, parts, string
from bot.slack.installation import Workspace
from commands.message import Address, Reply

Body = Payload
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
    def address(self) -> Address:
        """Where it was said, and others read when it is a channel."""
        conversation = self.workspace.address(self.channel)
        return Address("slack", conversation, self.thread or None, self.channel.startswith(("C", "G")))

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
        text=unescaped(string(body, "text")) or "hjälp",
        user=string(body, "user_id"),
        team=string(body, "team_id"),
        enterprise=string(body, "enterprise_id"),
        user_team=string(body, "team_id"),
        channel=string(body, "channel_id"),
        deliveries=_keys(trigger=string(body, "trigger_id")),
        trigger=string(body, "trigger_id"),
        response_url=string(body, "response_url"),
    )


def of_event(body: Body, workspace: Workspace) -> Incoming | None:
    """A mention, or a message said to us directly. None for what needs no answer: bots, edits, joins."""
    event, bot_user = part(body, "event"), workspace.bot_user
    if event.get("bot_id") or event.get("subtype") not in (None, "file_share", "thread_broadcast"):
        return None
    mention, team = event.get("type") == "app_mention", _installed(body, "team_id")
    user, channel, at = string(event, "user"), string(event, "channel"), string(event, "ts")
    if not mention and event.get("channel_type", "im" if channel.startswith("D") else "") != "im":
        return None
    if not user or user == bot_user:
        return None
    return Incoming(
        text=unescaped(_without(string(event, "text"), bot_user)) or "hjälp",
        user=user,
        team=team,
        enterprise=_installed(body, "enterprise_id"),
        user_team=string(event, "user_team") or string(event, "team") or team,
        channel=channel,
        # A mention is answered in its thread; a direct message there only when it is in one.
        thread=string(event, "thread_ts") or (at if mention else ""),
        private=False,
        deliveries=_keys(event=string(body, "event_id"), message=f"{team}:{channel}:{at}"),
        file=_file(event),
        workspace=workspace,
    )


def of_button(body: Body) -> Incoming:
    """A button in a message, in a modal or on the app's page; its value is what is said."""
    container = part(body, "container")
    channel = string(body, "channel", "id") or string(container, "channel_id")
    unseen = bool(container.get("is_ephemeral"))
    return _interaction(
        body,
        text=string(_action(body), "value"),
        channel=channel,
        thread=string(body, "message", "thread_ts") or string(container, "thread_ts"),
        private=bool(channel) and (unseen or not channel.startswith("D")),
        deliveries=_keys(trigger=string(body, "trigger_id")),
    )


def action_of(body: Body) -> str:
    """Which button or field it was."""
    return string(_action(body), "action_id")


def _action(body: Body) -> Body:
    return next(iter(parts(body, "actions")), {})


def of_shortcut(body: Body) -> Incoming:
    """A shortcut; the one on a message brings that message's words."""
    words, channel = unescaped(string(body, "message", "text")), string(body, "channel", "id")
    thread = string(body, "message", "thread_ts")
    return _interaction(body, text=words, channel=channel, thread=thread, private=bool(channel))


def of_view(body: Body) -> Incoming:
    """A submitted modal, or a person typing in one: who it is. What was filled in is read elsewhere."""
    return _interaction(body, deliveries=_keys(view=string(body, "view", "id")))


def _interaction(body: Body, text: str = "", **more: Any) -> Incoming:
    """What a person did with something of ours."""
    user_team = string(body, "user", "team_id")
    return Incoming(
        text=text,
        user=string(body, "user", "id"),
        team=string(body, "team", "id") or user_team,
        enterprise=string(body, "enterprise", "id"),
        user_team=user_team,
        trigger=string(body, "trigger_id"),
        response_url=string(body, "response_url"),
        **more,
    )


def of_home(body: Body, workspace: Workspace) -> Incoming | None:
    """A person opened the app's page; None for its other tabs."""
    event = part(body, "event")
    if event.get("tab") != "home":
        return None
    team = _installed(body, "team_id")
    return Incoming(
        text="",
        user=string(event, "user"),
        team=team,
        enterprise=_installed(body, "enterprise_id"),
        user_team=string(event, "user_team") or team,
        private=False,
        workspace=workspace,
    )


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
    files = [Sent(string(each, "name"), string(each, "url_private_download")) for each in parts(event, "files")]
    return next(iter(files), None)


def _without(text: str, bot_user: str) -> str:
    """The text without our own name."""
    return re.sub(rf"<@{re.escape(bot_user)}(?:\|[^<>]*)?>[:,]?", " ", text) if bot_user else text


def _keys(**ids: str) -> tuple[str, ...]:
    # 255 characters is what a receipt holds; Slack's ids are far shorter.
    return tuple(f"slack:{kind}:{id_}"[:255] for kind, id_ in ids.items() if id_.strip(":"))


def _installed(body: Body, name: str) -> str:
    """Where we are installed; in a channel shared by two organisations the body itself may name the other one."""
    return string(next(iter(parts(body, "authorizations")), {}), name) or string(body, name)
