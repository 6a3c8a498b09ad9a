"""Activities in the shapes that Teams really sends: with gaps, with what nobody documented, with nonsense.

Each is what is different from a well-formed activity of its type; `DROP` takes a field away. Collected from Teams'
reference pages and from what other bots' users have reported; people and ids are invented.
"""

from __future__ import annotations

from typing import Any

from tests.bot.teams.deliveries import BOT
from tests.bot.teams.standin import CHANNEL, TEAM, TENANT

DROP = object()
_CHANNEL: dict[str, Any] = {
    "conversation": {
        "id": f"{CHANNEL};messageid=1700",
        "conversationType": "channel",
        "tenantId": TENANT,
        "isGroup": True,
    },
    "channelData": {
        "teamsChannelId": CHANNEL,
        "teamsTeamId": TEAM,
        "channel": {"id": CHANNEL},
        "team": {"id": TEAM},
        "tenant": {"id": TENANT},
        "settings": {"selectedChannel": {"id": CHANNEL}},
    },
}
_MENTION = {"type": "mention", "mentioned": {"id": BOT, "name": "Läget"}, "text": "<at>Läget</at>"}
_CLIENT = {
    "locale": "sv-SE",
    "country": "SE",
    "platform": "Windows",
    "timezone": "Europe/Stockholm",
    "type": "clientInfo",
}

PAYLOADS: dict[str, dict[str, Any]] = {
    "message, with everything around it": {
        "type": "message",
        "text": "status BarnSäkert",
        "entities": [_CLIENT],
        "localTimestamp": "2026-11-19T10:00:00+01:00",
        "localTimezone": "Europe/Stockholm",
        "attachments": [{"contentType": "text/html", "content": "<p>status BarnSäkert</p>"}],
    },
    "message, recipient missing": {"type": "message", "text": "status BarnSäkert", "recipient": DROP},
    "message, aadObjectId missing": {"type": "message", "text": "hjälp", "from": {"id": "29:00000001-aad"}},
    "message, sender missing": {"type": "message", "text": "hjälp", "from": DROP},
    "message, id missing": {"type": "message", "text": "hjälp", "id": DROP},
    "message, conversationType missing": {
        "type": "message",
        "text": "hjälp",
        "conversation": {"id": "a:00000001-aad", "tenantId": TENANT},
    },
    "message, channelData missing": {"type": "message", "text": "hjälp", "channelData": DROP},
    "message, conversation without an id": {
        "type": "message",
        "text": "hjälp",
        "conversation": {"tenantId": TENANT},
    },
    "message, a picture only": {
        "type": "message",
        "text": DROP,
        "attachments": [{"contentType": "image/*", "contentUrl": "https://smba.trafficmanager.net/x"}],
    },
    "message, a file": {
        "type": "message",
        "text": "",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.teams.file.download.info",
                "name": "a.xlsx",
                "content": {"downloadUrl": "https://x", "uniqueId": "1", "fileType": "xlsx"},
            }
        ],
    },
    "message, decomposed letters": {"type": "message", "text": "status BarnSa\u0308kert"},
    "message, half a character": {"type": "message", "text": "status \ud83d BarnSäkert\x00"},
    "channel mention with a hard space": {
        "type": "message",
        "text": "<at>Läget</at>&nbsp;status BarnSäkert",
        "entities": [_MENTION],
        **_CHANNEL,
    },
    "channel mention, entities missing": {
        "type": "message",
        "text": "<at>Läget</at> status BarnSäkert",
        **_CHANNEL,
    },
    "channel mention of others too": {
        "type": "message",
        "text": "<at>Läget</at> status BarnSäkert <at>Bo Exempel</at>\n",
        "entities": [
            _MENTION,
            {"type": "mention", "mentioned": {"id": "29:bo", "name": "Bo Exempel"}, "text": "<at>Bo Exempel</at>"},
        ],
        **_CHANNEL,
    },
    "channel root message without a thread": {
        "type": "message",
        "text": "hjälp",
        **_CHANNEL,
        "conversation": {"id": CHANNEL, "conversationType": "channel", "tenantId": TENANT},
    },
    "mention without what was mentioned": {
        "type": "message",
        "text": "<at>Läget</at> hjälp",
        "entities": [{"type": "mention", "text": "<at>Läget</at>"}, {"type": "mention"}, None, "x"],
    },
    "message with a value that is text": {"type": "message", "text": DROP, "value": "status"},
    "message with a value of another bot's": {
        "type": "message",
        "text": DROP,
        "value": {"action": "vote", "id": 7},
    },
    "fields of another kind than usual": {
        "type": "message",
        "text": 7,
        "entities": {},
        "value": [],
        "replyToId": 7,
        "name": {},
        "locale": None,
    },
    "unknown fields": {
        "type": "message",
        "text": "hjälp",
        "callerId": "urn:botframework:azure",
        "relatesTo": None,
        "x-ny": {"djup": [1]},
    },
    "edited": {
        "type": "messageUpdate",
        "text": "rapportera BarnSäkert röd Ändrat",
        "channelData": {"eventType": "editMessage", "tenant": {"id": TENANT}},
    },
    "undeleted": {
        "type": "messageUpdate",
        "text": "x",
        "channelData": {"eventType": "undeleteMessage", "tenant": {"id": TENANT}},
    },
    "soft-deleted": {
        "type": "messageDelete",
        "channelData": {"eventType": "softDeleteMessage", "tenant": {"id": TENANT}},
    },
    "a reaction": {"type": "messageReaction", "reactionsAdded": [{"type": "like"}], "replyToId": "1"},
    "a reaction taken back": {"type": "messageReaction", "reactionsRemoved": [{"type": "like"}], "replyToId": "1"},
    "typing": {"type": "typing"},
    "installed": {
        "type": "installationUpdate",
        "action": "add",
        "channelData": {"tenant": {"id": TENANT}, "source": {"name": "message"}},
    },
    "upgraded": {"type": "installationUpdate", "action": "add-upgrade"},
    "upgraded away": {"type": "installationUpdate", "action": "remove-upgrade"},
    "removed": {"type": "installationUpdate", "action": "remove"},
    "installed, action missing": {"type": "installationUpdate"},
    "members added": {
        "type": "conversationUpdate",
        "membersAdded": [{"id": BOT}, {"id": "29:ny", "aadObjectId": "ny"}],
    },
    "members added, a null among them": {"type": "conversationUpdate", "membersAdded": [None, {}]},
    "members removed": {"type": "conversationUpdate", "membersRemoved": [{"id": "29:ny"}], **_CHANNEL},
    "a channel renamed": {
        "type": "conversationUpdate",
        **_CHANNEL,
        "channelData": {**_CHANNEL["channelData"], "eventType": "channelRenamed"},
    },
    "a team archived": {
        "type": "conversationUpdate",
        **_CHANNEL,
        "channelData": {**_CHANNEL["channelData"], "eventType": "teamArchived"},
    },
    "an event": {"type": "event", "name": "application/vnd.microsoft.meetingStart", "value": {"Id": "1"}},
    "a type from the future": {"type": "holographicUpdate", "value": {"x": 1}},
    "no type": {"type": DROP},
    "a button, data missing": {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "value": {"action": {"type": "Action.Execute", "verb": "laget"}},
    },
    "a button, value missing": {"type": "invoke", "name": "adaptiveCard/action", "value": DROP},
    "a card that refreshes itself": {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "value": {
            "action": {
                "type": "Action.Execute",
                "verb": "refresh",
                "data": {"laget": {"version": 1, "command": "status BarnSäkert"}},
            },
            "trigger": "automatic",
        },
    },
    "a card that refreshes itself, and would change something": {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "value": {
            "action": {"data": {"laget": {"version": 1, "command": "rapportera BarnSäkert röd Av sig själv"}}},
            "trigger": "automatic",
        },
    },
    "a button of a card from another version": {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "value": {"action": {"data": {"laget": {"version": 99, "command": "hjälp"}}}},
    },
    "an invoke that is not known": {"type": "invoke", "name": "someNew/thing", "value": {}},
    "an invoke without a name": {"type": "invoke", "name": DROP, "value": {}},
    "a dialog, data missing": {"type": "invoke", "name": "task/fetch", "value": {"context": {"theme": "default"}}},
    "a dialog sent, data of null": {"type": "invoke", "name": "task/submit", "value": {"data": None}},
    "a search, parameters missing": {
        "type": "invoke",
        "name": "composeExtension/query",
        "value": {"commandId": "status"},
    },
    "a search for a number": {
        "type": "invoke",
        "name": "composeExtension/query",
        "value": {"parameters": [{"name": "work", "value": 7}, None]},
    },
    "a report from a message without a body": {
        "type": "invoke",
        "name": "composeExtension/fetchTask",
        "value": {"commandId": "report", "messagePayload": {"id": "1"}},
    },
    "a report, data missing": {
        "type": "invoke",
        "name": "composeExtension/submitAction",
        "value": {"commandId": "report"},
    },
    "a link to unfurl": {
        "type": "invoke",
        "name": "composeExtension/queryLink",
        "value": {"url": "https://exempel.se"},
    },
    "a file, context missing": {
        "type": "invoke",
        "name": "fileConsent/invoke",
        "value": {"type": "fileUpload", "action": "accept"},
    },
    "a file, upload of another kind": {
        "type": "invoke",
        "name": "fileConsent/invoke",
        "value": {"type": "fileUpload", "action": "accept", "context": "x", "uploadInfo": []},
    },
    "a sign-in": {"type": "invoke", "name": "signin/verifyState", "value": {"state": "123"}},
}
"""Name → what is different."""
