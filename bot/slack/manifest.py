"""The manifest of the Slack app: paste it at api.slack.com/apps, "Create New App", "From a manifest"."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commands.message import UserError

COMMAND = "/laget"
SHORTCUT_REPORT, SHORTCUT_SAVE = "report_status", "save_as_status"
"""callback_ids of the global shortcut and of the one on messages."""

SCOPES: Mapping[str, str] = {
    "commands": "the slash command and both shortcuts",
    "app_mentions:read": "being mentioned in a channel: slash commands do not work in threads",
    "im:history": "reading what is written to Läget in a direct message",
    "channels:history": "seeing whether a message of our own arrived in a channel before it is sent again",
    "groups:history": "the same in a private channel",
    "im:write": "finding the direct conversation with a person, to see whether a message arrived there",
    "chat:write": "answering, and telling people what is due",
    "metadata.message:read": "knowing our own messages again by what is noted beside them: none comes twice",
    "files:read": "reading the Word file that a coordinator sends with a line: own words or an own template",
    "files:write": "leaving a report in the conversation where a person asked for it",
    "users:read": "asking Slack who writes; users:read.email is not given without it",
    "users:read.email": "knowing a person by the e-mail address that Slack vouches for",
}
"""What the app may do in a workspace, each with the feature that needs it. One less, and that feature is gone.

The histories are those of channels that Läget was invited to, and are read only after a post that perhaps arrived.
No event brings us what people say to each other (EVENTS). Where less is given, such a post stays unsure, and the
coordinators are notified.
"""

EVENTS = ("app_mention", "message.im", "app_home_opened", "app_uninstalled", "tokens_revoked")
"""What Slack notifies us of: what was said to us, who opened App Home, and that a workspace no longer wants us."""

RESERVED = frozenset(
    """
    /active /apps /archive /away /call /collapse /dm /dnd /expand /feed /feedback /help /invite /invite_people /join
    /keys /leave /me /msg /mute /open /part /prefs /remind /remove /rename /search /shortcuts /shrug /star /status
    /todo /topic /who
    """.split()  # noqa: SIM905 - thirty words in quotes are harder to read
)
"""Slack's own commands: one of these makes it refuse the whole manifest, and its schema does not say so."""

_COMMAND_NAME = re.compile(r"/[a-z0-9_-]{1,31}")


def manifest(url: str, *, socket: bool) -> dict[str, Any]:
    """The app as Slack wants it described. `url` is Läget's public address; with `socket` none is needed.

    ValueError when `url` is no https address and one is needed: Slack calls no other.
    """
    address = url.rstrip("/")
    if not socket and not re.fullmatch(r"https://[^\s/?#]+(/[^\s?#]*)?", address):
        raise ValueError(f"{url!r} is no https address")
    if not _COMMAND_NAME.fullmatch(COMMAND) or COMMAND in RESERVED:
        raise ValueError(f"Slack does not accept {COMMAND} as a command")
    events = f"{address}/slack/events"
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": _DISPLAY,
        "features": _features({} if socket else {"url": events}),
        "oauth_config": {
            **({} if socket else {"redirect_urls": [f"{address}/slack/oauth_redirect"]}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": _settings({} if socket else {"request_url": events}, socket=socket),
    }


def write(url: str, out: Path | None, *, socket: bool) -> str:
    """The manifest as JSON text, and in the file `out`. UserError without an address; ValueError as `manifest`."""
    if not url and not socket:
        raise UserError("Ange adressen dit Slack ska anropa Läget, till exempel --url https://laget.exempel.se.")
    text = json.dumps(manifest(url, socket=socket), ensure_ascii=False, indent=2) + "\n"
    if out:
        out.write_text(text, encoding="utf-8")
    return text


def _features(at: Mapping[str, str]) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Läget", "always_online": True},
        "shortcuts": [
            {
                "name": "Rapportera status",
                "type": "global",
                "callback_id": SHORTCUT_REPORT,
                "description": "Berätta hur ett av dina arbeten går",
            },
            {
                "name": "Spara som status",
                "type": "message",
                "callback_id": SHORTCUT_SAVE,
                "description": "Gör meddelandet till en statusrapport för ett arbete",
            },
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                "description": "Fråga eller berätta hur utvecklingsarbetena går",
                "usage_hint": "status BarnSäkert",
                # Names as people see them ("@Anna"), not as Slack's ids: commands look people up by name.
                "should_escape": False,
                **at,
            }
        ],
    }


def _settings(at: Mapping[str, str], *, socket: bool) -> dict[str, Any]:
    return {
        "event_subscriptions": {"bot_events": list(EVENTS), **at},
        "interactivity": {
            "is_enabled": True,
            **at,
            **({"message_menu_options_url": at["request_url"]} if at else {}),
        },
        "org_deploy_enabled": True,  # an organisation with several workspaces can install it once, for all of them
        "socket_mode_enabled": socket,
        # Several processes that renew one token at once would each get another: only the last would work.
        "token_rotation_enabled": False,
    }


_DISPLAY = {
    "name": "Läget",
    "description": "Fråga och berätta hur utvecklingsarbetena går, där ni redan pratar.",
    "background_color": "#1f4e5f",
    "long_description": (
        "Läget håller reda på hur utvecklingsarbetena går. Projektledare berättar med ett formulär eller en rad, "
        "ledningen frågar ”status BarnSäkert” eller ”portfölj röd”, alla anmäler sig till lärseminarier, och "
        "halvårsrapporten sätts ihop av det som redan är berättat. Skriv hjälp för att se vad du kan göra.\n\n"
        "Skriv aldrig uppgifter om enskilda patienter. Ett meddelande med ett personnummer sparas inte."
    ),
}
