"""What Teams delivers: activities in the shapes that it sends, cut to what an app may rely on."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.bot.teams.signing import APP_ID
from tests.bot.teams.standin import CHANNEL, GROUP, TEAM, TENANT

BOT = f"28:{APP_ID}"
_numbers = count(1)


def activity(service_url: str, kind: str, person: str, **more: Any) -> dict[str, Any]:
    """Anything, in the personal chat with somebody."""
    return {
        "type": kind,
        "id": f"17{next(_numbers):011}",
        "timestamp": "2026-11-19T09:00:00.123Z",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": f"29:{person}", "name": "Exempel", "aadObjectId": person},
        "recipient": {"id": BOT, "name": "Läget"},
        "conversation": {"id": f"a:{person}", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "sv-SE",
        **more,
    }


def message(service_url: str, text: str, person: str, **more: Any) -> dict[str, Any]:
    """A line in the personal chat."""
    return activity(service_url, "message", person, text=text, textFormat="plain", **more)


def in_channel(thread: str = "1700", conversation: str = CHANNEL) -> dict[str, Any]:
    """What makes an activity stand in a channel's thread."""
    return {
        "conversation": {
            "id": f"{conversation};messageid={thread}",
            "conversationType": "channel",
            "tenantId": TENANT,
            "isGroup": True,
        },
        "channelData": {"tenant": {"id": TENANT}, "team": {"id": TEAM}, "channel": {"id": conversation}},
    }


def in_group() -> dict[str, Any]:
    """What makes an activity stand in a group chat."""
    there = {"id": GROUP, "conversationType": "groupChat", "tenantId": TENANT, "isGroup": True}
    return {"conversation": there, "channelData": {"tenant": {"id": TENANT}}}


def mention(service_url: str, text: str, person: str, **more: Any) -> dict[str, Any]:
    """A line that mentions us; in a channel unless told otherwise."""
    entity = {"type": "mention", "mentioned": {"id": BOT, "name": "Läget"}, "text": "<at>Läget</at>"}
    there = in_channel() if "conversation" not in more else {}
    said = f"<at>Läget</at>&nbsp;{text}"
    return message(service_url, said, person, entities=[entity], **(there | more))


def invoke(service_url: str, name: str, value: Any, person: str, **more: Any) -> dict[str, Any]:
    """What Teams waits for an answer to."""
    return activity(service_url, "invoke", person, name=name, value=value, **more)


def execute(
    service_url: str, action: dict[str, Any], values: dict[str, Any], person: str, reply_to: str, **more: Any
) -> dict[str, Any]:
    """An Action.Execute of a card, with what was filled in."""
    data = {**action["data"], **values}
    value = {"action": {"type": "Action.Execute", "verb": action.get("verb"), "data": data}, "trigger": "manual"}
    return invoke(service_url, "adaptiveCard/action", value, person, replyToId=reply_to, **more)


def submit(
    service_url: str, action: dict[str, Any], values: dict[str, Any], person: str, reply_to: str, **more: Any
) -> dict[str, Any]:
    """The same as an Action.Submit: a message without text."""
    value = {**action["data"], **values}
    return activity(service_url, "message", person, value=value, replyToId=reply_to, **more)
