"""`laget manifest`: what a platform wants to know of the app before it lets it in."""

from __future__ import annotations

import json
from pathlib import Path

from bot.slack.manifest import manifest as slack_manifest
from commands._message import UserError


def write_manifest(platform: str, url: str, out: Path | None, *, socket: bool = False) -> str:
    """The manifest as JSON text; written to the file `out` as well when one is named.

    `socket` makes the variant for Socket Mode, which needs no address. UserError when it cannot be made so.
    """
    if platform != "slack":
        raise UserError(f"Det finns inget manifest för ”{platform}”. Skriv slack.")
    if not url and not socket:
        raise UserError("Ange adressen dit Slack ska anropa Läget, till exempel --url https://laget.exempel.se.")
    try:
        text = json.dumps(slack_manifest(url, socket=socket), ensure_ascii=False, indent=2) + "\n"
    except ValueError as error:
        raise UserError(f"Slack anropar bara adresser som börjar med https://, så ”{url}” går inte.") from error
    if out:
        out.write_text(text, encoding="utf-8")
    return text
