"""The composition root: everything that a process needs, made from Settings. Nothing happens at import."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.answer import Context
from bot.chat.links import FileLinks
from bot.platform import Platform, Served
from bot.settings import Settings, addresses
from bot.slack import PLATFORM as SLACK
from bot.teams import PLATFORM as TEAMS
from bot.web.files import Files
from bot.web.health import Health
from bot.worker_threads import WorkerThreads
from commands.clock import Clock, SystemClock
from commands.command import discover
from commands.files import open_file
from commands.message import UserError
from storage import people
from storage.database import Database
from storage.words import Role

PLATFORMS = (SLACK, TEAMS)
"""Where people talk with us. The local chat is none of them: it needs no credentials, believes anyone, and exists
only in `laget demo`, on this machine."""
THREADS = 8
"""Worker threads, and connections in the pool: more threads than connections only wait for each other."""
QUEUE = 64
"""How many may wait for a thread; one more is asked to come again in a moment."""


def make_context(settings: Settings, clock: Clock | None = None) -> Context:
    """What it takes to answer, on the database of these settings."""
    clock = clock or SystemClock()
    database = Database(settings.database_url, pool_size=THREADS, now=clock.now)
    return Context(database, discover(), clock, settings.zone)


def make_threads() -> WorkerThreads:
    """The way from async to plain code, as wide as the database pool."""
    return WorkerThreads(THREADS, QUEUE)


def file_links(settings: Settings, clock: Clock) -> FileLinks:
    """Signs the addresses of downloads, with the public address or this machine's own."""
    base = settings.laget_url or f"http://127.0.0.1:{settings.port}"
    return FileLinks(settings.laget_secret, base, clock)


def make_app(
    context: Context,
    links: FileLinks,
    threads: WorkerThreads,
    routes: Sequence[BaseRoute] = (),
    running: Sequence[Callable[[], AbstractAsyncContextManager[None]]] = (),
) -> Starlette:
    """Downloads, health and the routes of the platforms that are on; `running` spans the life of the server."""
    files = Files(links, open_file, context.database, threads)
    health = Health(context.database, threads)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for each in running:
                await stack.enter_async_context(each())
            yield

    return Starlette(routes=[*files.routes(), *health.routes(), *routes], lifespan=lifespan)


def make_platforms(settings: Settings, context: Context, threads: WorkerThreads, links: FileLinks) -> list[Served]:
    """The platforms that are on: those that miss no setting, and accept what they were given."""
    missing = lacking(settings)
    made = (each.make(settings, context, threads, links) for each in PLATFORMS if not missing[each.name])
    return [each for each in made if each]


def senders(settings: Settings, context: Context) -> dict[str, Platform]:
    """The platforms that the clock can send through, by name."""
    made = make_platforms(settings, context, make_threads(), file_links(settings, context.clock))
    return {each.name: each for each in made}


def lacking(settings: Settings) -> Mapping[str, list[str]]:
    """For each platform, which settings it misses. SettingsError when some cannot be used together."""
    return {each.name: each.missing(settings) for each in PLATFORMS}


def first_people(context: Context, settings: Settings) -> None:
    """Let those named in the environment in, so that a new programme has a person who can add the others."""
    wanted = {Role.COORDINATOR: settings.laget_coordinators, Role.ADMINISTRATOR: settings.laget_admins}
    with context.database.write(actor="settings", source="settings") as session:
        for role, listed in wanted.items():
            for email in addresses(listed):
                known = people.by_email(session, email)
                if known is None:
                    people.add(session, email, now=context.clock.now(), email=email, roles=[role])
                else:
                    people.give_roles(session, known, [role])


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
