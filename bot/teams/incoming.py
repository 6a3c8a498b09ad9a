"""Activities of Teams → what was said, by whom, where, and where the answer goes. Pure, and patient with gaps."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.chat.attached import Sent
from bot.chat.payload import Payload, part, parts, string
from commands.message import Address

Activity = Payload

PERSONAL, GROUP, CHANNEL = "personal", "groupChat", "channel"
SENT_FILE = "application/vnd.microsoft.teams.file.download.info"
"""How a file that a person sent comes, in a chat of two."""
_BOT = "28:"
"""Begins the id of every bot in Teams."""
_AT = re.compile(r"<at\b[^>]*>(.*?)</at>", re.IGNORECASE | re.DOTALL)
_IN_THREAD = ";messageid="
_TAGS, _BREAKS = re.compile(r"<[^>]*>"), re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that happened in Teams. What an activity leaves out is "" here.

    `conversation` is the chat or channel itself, `thread` the message whose thread it is in; `reply_to` is the
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
    value: Mapping[str, Any] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    file: Sent | None = None

    @property
    def address(self) -> Address:
        """Where it was said."""
        return Address("teams", self.conversation, self.thread or None, not self.direct)

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
    sender, recipient, conversation = (part(activity, name) for name in ("from", "recipient", "conversation"))
    channel_data = part(activity, "channelData")
    tenant = string(conversation, "tenantId") or string(channel_data, "tenant", "id")
    whole, kind = string(conversation, "id"), string(activity, "type")
    base, _, thread = whole.partition(_IN_THREAD)
    scope = _scope(conversation, base)
    if scope == CHANNEL and not thread and kind == "message":
        thread = string(activity, "replyToId") or string(activity, "id")
    return Incoming(
        kind=kind,
        name=string(activity, "name"),
        id=string(activity, "id"),
        text=typed(activity, string(recipient, "id")),
        user=string(sender, "id"),
        person=string(sender, "aadObjectId") or string(sender, "objectId"),
        tenant=tenant,
        conversation=base,
        thread=thread if scope == CHANNEL else "",
        scope=scope,
        team=string(channel_data, "team", "id"),
        bot=string(recipient, "id"),
        service_url=string(activity, "serviceUrl"),
        reply_to=string(activity, "replyToId"),
        action=string(activity, "action"),
        value=part(activity, "value"),
        added=_ids(activity, "membersAdded"),
        removed=_ids(activity, "membersRemoved"),
        file=_file(activity),
    )


def typed(activity: Activity, bot: str) -> str:
    """What was typed: without our own name, others by their names, NFC, one kind of space."""
    text = _nfc(string(activity, "text"))
    for entity in parts(activity, "entities"):
        if string(entity, "type").lower() == "mention":
            text = _without(text, entity, bot)
    text = html.unescape(_AT.sub(r"\1", text)).replace("\u00a0", " ")
    return _nfc(text).strip()


def _file(activity: Activity) -> Sent | None:
    """The first file that came along; what was typed comes as an attachment too, and so do pictures in it."""
    for each in parts(activity, "attachments"):
        if string(each, "contentType") == SENT_FILE:
            return Sent(string(each, "name"), string(each, "content", "downloadUrl"))
    return None


def words_of(content: str) -> str:
    """The plain words of a message's HTML, paragraph by paragraph."""
    plain = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", content))).replace("\u00a0", " ")
    lines = (" ".join(line.split()) for line in plain.splitlines())
    return _nfc("\n".join(line for line in lines if line))


def _without(text: str, mention: Mapping[str, Any], bot: str) -> str:
    """The text without a mention of us, and with the name of each person who is mentioned."""
    mentioned, there = part(mention, "mentioned"), _nfc(string(mention, "text"))
    if not there:
        return text
    id_ = string(mentioned, "id")
    is_us = id_ == bot if bot else id_.startswith(_BOT)
    return text.replace(there, " " if is_us else string(mentioned, "name") or _AT.sub(r"\1", there), 1)


def _scope(conversation: Mapping[str, Any], id_: str) -> str:
    """Personal, group chat or channel; where Teams does not say, by the shape of the id."""
    said = string(conversation, "conversationType")
    if said in (PERSONAL, GROUP, CHANNEL):
        return said
    if "@thread.tacv2" in id_ or "@thread.skype" in id_:
        return CHANNEL
    return GROUP if conversation.get("isGroup") is True or id_.startswith("19:") else PERSONAL


def _ids(activity: Activity, name: str) -> tuple[str, ...]:
    return tuple(string(each, "id") for each in parts(activity, name))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
