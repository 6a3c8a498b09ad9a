"""The package of the Teams app: manifest and icons in a zip, for an administrator to upload."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from commands.message import UserError
from commands.reports.pages.typesetting import pngs

SCHEMA = "1.30"
SEARCH, REPORT = "status", "report"
"""The commands of the message extension: looking a work up, and reporting from a message."""
SEARCH_FOR = "work"
"""The parameter of the search: what has been typed."""

RIGHTS: Mapping[str, str] = {
    "identity": "knowing a person by the name and the e-mail address of their account",
    "messageTeamMembers": "telling people what is due, in a chat with them",
}
"""What the app asks for, each with the feature that needs it.

No resource-specific consent: Läget reads what is said to it, not what people say to each other.
"""

COLOUR_ICON, OUTLINE_ICON = "color.png", "outline.png"
_ICON_SIZES = {COLOUR_ICON: 192, OUTLINE_ICON: 32}
"""Pixels of each side."""
_ICONS = Path(__file__).parent / "icons"
GUID = re.compile(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
"""How the id of an app registration looks."""
_ADDRESS = re.compile(r"https://[^\s/?#]+(/[^\s?#]*)?")

_SHARED = (
    ("status", "Senaste läget för ett arbete, till exempel status BarnSäkert"),
    ("portfölj", "Alla arbeten, sämst läge först. Filtrera: portfölj röd Sundsvall"),
    ("historik", "Ett arbete över tid, till exempel historik BarnSäkert"),
    ("sök", "Sök i allt som har rapporterats, till exempel sök väntrum"),
    ("seminarier", "Kommande lärseminarier, och hur du anmäler dig"),
    ("aktiviteter", "Vad programmet gör, till exempel aktiviteter 2026"),
    ("vem", "Vem leder ett arbete, vem är vem: vem BarnSäkert"),
    ("följ", "Få veta när det händer något med ett arbete"),
    ("hjälp", "Vad du kan göra, med exempel"),
)
_OWN = (
    ("rapportera", "Berätta hur ditt arbete går, till exempel rapportera BarnSäkert"),
    ("mina", "Dina arbeten, seminarier och det som väntar på dig"),
    ("ångra", "Ta tillbaka det senaste du skrev"),
)
COMMANDS: Mapping[str, Sequence[tuple[str, str]]] = {
    "personal": (*_OWN, *_SHARED),
    "team": (_OWN[0], *_SHARED),
    "groupChat": (_OWN[0], *_SHARED),
}
"""What Teams offers when a person begins to write to Läget, by scope: a line's beginning and what it does."""


def manifest(url: str, app_id: str) -> dict[str, Any]:
    """The app as Teams wants it described. `url` is Läget's public address, `app_id` that of its registration.

    ValueError when `url` is no https address or `app_id` no GUID.
    """
    address = url.rstrip("/")
    if not _ADDRESS.fullmatch(address):
        raise ValueError(f"{url!r} is no https address")
    if not GUID.fullmatch(app_id):
        raise ValueError("the application id is no GUID")
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": version("laget"),
        "id": app_id,
        "developer": {
            "name": "Läget",
            "websiteUrl": address,
            "privacyUrl": address,
            "termsOfUseUrl": address,
        },
        "localizationInfo": {"defaultLanguageTag": "sv-se"},
        **_DISPLAY,
        "defaultInstallScope": "personal",
        "bots": [_bot(app_id)],
        "composeExtensions": [_message_extension(app_id)],
        "permissions": list(RIGHTS),
        "validDomains": [urlsplit(address).netloc],
    }


def write(url: str, out: Path | None, app_id: str) -> str:
    """The package in the file `out`; returns its manifest as text. UserError for what is missing; ValueError."""
    if not GUID.fullmatch(app_id):
        raise UserError("Sätt TEAMS_APP_ID till appregistreringens program-id (ett GUID) först.")
    if not url:
        raise UserError("Ange Lägets adress, till exempel --url https://laget.exempel.se.")
    if out is None:
        raise UserError("Ange filen som appaketet ska skrivas till, till exempel --out laget-teams.zip.")
    out.write_bytes(package(url, app_id))
    return _text(url, app_id)


def _text(url: str, app_id: str) -> str:
    return json.dumps(manifest(url, app_id), ensure_ascii=False, indent=2) + "\n"


def package(url: str, app_id: str) -> bytes:
    """The zip to upload. The same for the same app: nothing in it is dated. ValueError as `manifest`."""
    files = {"manifest.json": _text(url, app_id).encode(), **{name: icon(name) for name in _ICON_SIZES}}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def icon(name: str) -> bytes:
    """One of the icons, drawn as PNG."""
    size = _ICON_SIZES[name]
    drawing = Path(name).with_suffix(".svg").name
    page = (
        f'#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: none)\n#image("{drawing}", width: 100%)'
    )
    (drawn,) = pngs({"main.typ": page, drawing: (_ICONS / drawing).read_text(encoding="utf-8")}, ppi=72)
    return drawn


def _bot(app_id: str) -> dict[str, Any]:
    return {
        "botId": app_id,
        "scopes": list(COMMANDS),
        "supportsFiles": True,  # in a chat with one person, files are handed over as such
        "isNotificationOnly": False,
        "commandLists": [
            {"scopes": [scope], "commands": [{"title": title, "description": does} for title, does in listed]}
            for scope, listed in COMMANDS.items()
        ],
    }


def _message_extension(app_id: str) -> dict[str, Any]:
    return {
        "botId": app_id,
        "commands": [
            {
                "id": SEARCH,
                "type": "query",
                "title": "Status",
                "description": "Sök upp ett arbete och visa läget i samtalet",
                "context": ["compose", "commandBox"],
                "initialRun": True,
                "parameters": [
                    {
                        "name": SEARCH_FOR,
                        "title": "Arbete",
                        "description": "Namnet på ett arbete, eller en del av det",
                        "inputType": "text",
                    }
                ],
            },
            {
                "id": REPORT,
                "type": "action",
                "title": "Rapportera status",
                "description": "Berätta hur ett arbete går, med meddelandets ord",
                "context": ["message", "compose"],
                "fetchTask": True,
            },
        ],
    }


_DISPLAY = {
    "name": {"short": "Läget", "full": "Läget: hur utvecklingsarbetena går"},
    "description": {
        "short": "Fråga och berätta hur utvecklingsarbetena går, där ni redan pratar.",
        "full": (
            "Läget håller reda på hur utvecklingsarbetena går. Projektledare berättar med ett formulär eller en "
            "rad och påminns i god tid, ledningen frågar ”status BarnSäkert” eller ”portfölj röd”, alla anmäler "
            "sig till lärseminarier, och halvårsrapporten sätts ihop av det som redan är berättat. Sök upp ett "
            "arbete från vilket samtal som helst, eller skriv hjälp för att se vad du kan göra.\n\n"
            "Skriv aldrig uppgifter om enskilda patienter. Ett meddelande med ett personnummer sparas inte."
        ),
    },
    "icons": {"color": COLOUR_ICON, "outline": OUTLINE_ICON},
    "accentColor": "#0e5a60",
}
