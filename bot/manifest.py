"""`laget manifest`: what a platform wants to know of the app before it lets it in."""

from __future__ import annotations

import json
from pathlib import Path

from bot.slack.manifest import manifest as slack_manifest
from commands.message import UserError


def write_manifest(platform: str, url: str, out: Path | None, *, socket: bool = False, app_id: str = "") -> str:
    """Slack's manifest as JSON text, written to the file `out` as well when one is named; Teams' as a zip in `out`.

    `socket` makes Slack's variant for Socket Mode, which needs no address; `app_id` is that of the Teams app.
    Returns the manifest's text. UserError when it cannot be made so.
    """
    if platform == "slack":
        return _slack(url, out, socket=socket)
    if platform == "teams":
        return _teams(url, out, app_id)
    raise UserError(f"Det finns inget manifest för ”{platform}”. Skriv slack eller teams.")


def _slack(url: str, out: Path | None, *, socket: bool) -> str:
    if not url and not socket:
        raise UserError("Ange adressen dit Slack ska anropa Läget, till exempel --url https://laget.exempel.se.")
    try:
        text = json.dumps(slack_manifest(url, socket=socket), ensure_ascii=False, indent=2) + "\n"
    except ValueError as error:
        raise UserError(f"Slack anropar bara adresser som börjar med https://, så ”{url}” går inte.") from error
    if out:
        out.write_text(text, encoding="utf-8")
    return text


def _teams(url: str, out: Path | None, app_id: str) -> str:
    from bot.teams.manifest import GUID, manifest, package  # noqa: PLC0415  # it draws icons: only for those who want it

    if not GUID.fullmatch(app_id):
        raise UserError("Sätt TEAMS_APP_ID till appregistreringens program-id (ett GUID) först.")
    if not url:
        raise UserError("Ange Lägets adress, till exempel --url https://laget.exempel.se.")
    if out is None:
        raise UserError("Ange filen som appaketet ska skrivas till, till exempel --out laget-teams.zip.")
    try:
        text = json.dumps(manifest(url, app_id), ensure_ascii=False, indent=2) + "\n"
        out.write_bytes(package(url, app_id))
    except ValueError as error:
        raise UserError(f"Teams anropar bara adresser som börjar med https://, så ”{url}” går inte.") from error
    return text
