"""`laget manifest`: what a platform wants to know of the app before it lets it in."""

from __future__ import annotations

from pathlib import Path

from bot.app import PLATFORMS
from commands.message import UserError


def write_manifest(platform: str, url: str, out: Path | None, *, socket: bool = False, app_id: str = "") -> str:
    """Slack's manifest as JSON text, written to the file `out` as well when one is named; Teams' as a zip in `out`.

    `socket` makes Slack's variant for Socket Mode, which needs no address; `app_id` is that of the Teams app.
    Returns the manifest's text. UserError when it cannot be made so.
    """
    kind = next((each for each in PLATFORMS if each.name == platform), None)
    if kind is None:
        known = " eller ".join(each.name for each in PLATFORMS)
        raise UserError(f"Det finns inget manifest för ”{platform}”. Skriv {known}.")
    try:
        return kind.manifest(url, out, socket=socket, app_id=app_id)
    except ValueError as error:
        name = platform.capitalize()
        raise UserError(f"{name} anropar bara adresser som börjar med https://, så ”{url}” går inte.") from error
