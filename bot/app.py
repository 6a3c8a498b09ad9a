"""The composition root: everything that a process needs, made from Settings. Nothing happens at import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.answer import Desk
from bot.crossing import Crossing
from bot.settings import Settings, addresses
from bot.web.files import FileLinks, Files
from bot.web.health import Health
from commands._clock import Clock, SystemClock
from commands._command import discover
from commands._files import open_file
from storage import people
from storage.database import Database
from storage.words import Role

THREADS = 8
"""Worker threads, and connections in the pool: more threads than connections only wait for each other."""
QUEUE = 64
"""So many may wait for a thread; one more is asked to come again in a moment."""

_CREDENTIALS: Mapping[str, Sequence[str]] = {
    "slack": ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
    "teams": ("TEAMS_APP_ID", "TEAMS_APP_SECRET", "TEAMS_TENANT_ID"),
}


def make_desk(settings: Settings, clock: Clock | None = None) -> Desk:
    """What it takes to answer, on the database of these settings."""
    clock = clock or SystemClock()
    database = Database(settings.database_url, pool_size=THREADS, now=clock.now)
    return Desk(database, discover(), clock, settings.zone)


def make_crossing() -> Crossing:
    """The way from async to plain code, as wide as the database pool."""
    return Crossing(THREADS, QUEUE)


def file_links(settings: Settings, clock: Clock) -> FileLinks:
    """Signs the addresses of downloads, with the public address or this machine's own."""
    base = settings.laget_url or f"http://127.0.0.1:{settings.port}"
    return FileLinks(settings.laget_secret, base, clock)


def make_app(desk: Desk, links: FileLinks, crossing: Crossing, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Downloads, health and the routes of the platforms that are on."""
    files = Files(links, open_file, desk.database, crossing)
    health = Health(desk.database, crossing)
    return Starlette(routes=[*files.routes(), *health.routes(), *routes])


def lacking(settings: Settings) -> Mapping[str, list[str]]:
    """For each platform, which settings it lacks. Socket Mode needs no signing secret."""
    missing = {
        platform: [name for name in names if not getattr(settings, name.lower())]
        for platform, names in _CREDENTIALS.items()
    }
    if settings.slack_app_token and "SLACK_SIGNING_SECRET" in missing["slack"]:
        missing["slack"].remove("SLACK_SIGNING_SECRET")
    return missing


def first_people(desk: Desk, settings: Settings) -> None:
    """Let those named in the environment in, so that a new programme has somebody who can add the others."""
    wanted = {Role.COORDINATOR: settings.laget_coordinators, Role.ADMINISTRATOR: settings.laget_admins}
    with desk.database.write(actor="settings", source="settings") as session:
        for role, listed in wanted.items():
            for email in addresses(listed):
                known = people.by_email(session, email)
                if known is None:
                    people.add(session, email, now=desk.clock.now(), email=email, roles=[role])
                else:
                    people.give_roles(session, known, [role])
