"""Activities of Teams → what was said, by whom, where, and where the answer goes. Pure, and patient with gaps."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.chat.attached import Sent

Activity = Mapping[str, Any]

PERSONAL, GROUP, CHANNEL = "personal", "groupChat", "channel"
SENT_FILE = "application/vnd.microsoft.teams.file.download.info"
"""What a file that somebody sent comes as, in a chat of two."""
_BOT = "28:"
"""Begins the id of every bot in Teams."""
_AT = re.compile(r"<at\b[^>]*>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_IN_THREAD = ";messageid="
_TAGS, _BREAKS = re.compile(r"<[^>]*>"), re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that happened in Teams. What an activity leaves out is "" here.

    `conversation` is the chat or channel itself, `thread` the message whose thread it stands in; `reply_to` is the
    message whose card was used. `person` is Entra's id of who did it, `user` what Teams calls them towards us.
    """

    kind: str
    name: str = ""
    id: str = ""
    text: str = ""
    user: str = ""
    person: str = ""
    tenant: str = ""
    conversation: str = ""
    thread: str = ""
    scope: str = PERSONAL
    team: str = ""
    bot: str = ""
    service_url: str = ""
    reply_to: str = ""
    action: str = ""
    change: str = ""
    value: Mapping[str, Any] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    file: Sent | None = None

    @property
    def direct(self) -> bool:
        """Whether it was said to us alone."""
        return self.scope == PERSONAL

    @property
    def place(self) -> str:
        """Where an answer goes, as the connector names it: in a channel that is the thread."""
        return f"{self.conversation}{_IN_THREAD}{self.thread}" if self.thread else self.conversation

    @property
    def key(self) -> str:
        """What this delivery is known by; it may come again."""
        return f"teams:{self.conversation}:{self.id}" if self.id else ""

    @property
    def from_bot(self) -> bool:
        """Whether a bot said it, perhaps we ourselves."""
        return self.user.startswith(_BOT)

    def is_us(self, id_: str) -> bool:
        """Whether this id means us."""
        return id_ == self.bot if self.bot else id_.startswith(_BOT)


def of_activity(activity: Activity) -> Incoming:
    """What an activity says; never raises, whatever is missing or of another kind than usual."""
    sender, recipient, conversation = (_part(activity, name) for name in ("from", "recipient", "conversation"))
    channel_data = _part(activity, "channelData")
    tenant = _text(conversation, "tenantId") or _text(_part(channel_data, "tenant"), "id")
    whole, kind = _text(conversation, "id"), _text(activity, "type")
    base, _, thread = whole.partition(_IN_THREAD)
    scope = _scope(conversation, base)
    if scope == CHANNEL and not thread and kind == "message":
        thread = _text(activity, "replyToId") or _text(activity, "id")
    return Incoming(
        kind=kind,
        name=_text(activity, "name"),
        id=_text(activity, "id"),
        text=typed(activity, _text(recipient, "id")),
        user=_text(sender, "id"),
        person=_text(sender, "aadObjectId") or _text(sender, "objectId"),
        tenant=tenant,
        conversation=base,
        thread=thread if scope == CHANNEL else "",
        scope=scope,
        team=_text(_part(channel_data, "team"), "id"),
        bot=_text(recipient, "id"),
        service_url=_text(activity, "serviceUrl"),
        reply_to=_text(activity, "replyToId"),
        action=_text(activity, "action"),
        change=_text(channel_data, "eventType"),
        value=_part(activity, "value"),
        added=_ids(activity, "membersAdded"),
        removed=_ids(activity, "membersRemoved"),
        file=_file(activity),
    )


def typed(activity: Activity, bot: str) -> str:
    """What was typed: without our own name, others by their names, NFC, one kind of space."""
    text = _nfc(_text(activity, "text"))
    for entity in _parts(activity, "entities"):
        if _text(entity, "type").lower() == "mention":
            text = _without(text, entity, bot)
    text = html.unescape(_AT.sub(r"\1", text)).replace("\u00a0", " ")
    return _nfc(text).strip()


def _file(activity: Activity) -> Sent | None:
    """The first file that came along; what was typed comes as an attachment too, and so do pictures in it."""
    for each in _parts(activity, "attachments"):
        if _text(each, "contentType") == SENT_FILE:
            return Sent(_text(each, "name"), _text(_part(each, "content"), "downloadUrl"))
    return None


def words_of(content: str) -> str:
    """The plain words of a message's HTML, paragraph by paragraph."""
    plain = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", content))).replace("\u00a0", " ")
    lines = (" ".join(line.split()) for line in plain.splitlines())
    return _nfc("\n".join(line for line in lines if line))


def _without(text: str, mention: Mapping[str, Any], bot: str) -> str:
    """The text without a mention of us, and with the name of anybody else who is mentioned."""
    mentioned, there = _part(mention, "mentioned"), _nfc(_text(mention, "text"))
    if not there:
        return text
    id_ = _text(mentioned, "id")
    is_us = id_ == bot if bot else id_.startswith(_BOT)
    return text.replace(there, " " if is_us else _text(mentioned, "name") or _AT.sub(r"\1", there), 1)


def _scope(conversation: Mapping[str, Any], id_: str) -> str:
    """Personal, group chat or channel; where Teams does not say, by the shape of the id."""
    said = _text(conversation, "conversationType")
    if said in (PERSONAL, GROUP, CHANNEL):
        return said
    if "@thread.tacv2" in id_ or "@thread.skype" in id_:
        return CHANNEL
    return GROUP if conversation.get("isGroup") is True or id_.startswith("19:") else PERSONAL


def _part(activity: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = activity.get(name)
    return part if isinstance(part, Mapping) else {}


def _parts(activity: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    parts = activity.get(name)
    return [each for each in parts if isinstance(each, Mapping)] if isinstance(parts, list) else []


def _ids(activity: Activity, name: str) -> tuple[str, ...]:
    return tuple(_text(each, "id") for each in _parts(activity, name))


def _text(part: Mapping[str, Any], name: str) -> str:
    """A string; "" for anything else."""
    value = part.get(name)
    return value if isinstance(value, str) else ""


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
