"""The composition root: everything that a process needs, made from Settings. Nothing happens at import."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.answer import Context
from bot.chat.links import FileLinks
from bot.platform import Platform
from bot.settings import Settings, addresses, must_be_safe
from bot.web.files import Files
from bot.web.health import Health
from bot.worker_threads import WorkerThreads
from commands.clock import Clock, SystemClock
from commands.command import discover
from commands.files import open_file
from storage import people
from storage.database import Database
from storage.words import Role

if TYPE_CHECKING:
    from bot.slack.platform import Slack
    from bot.teams.platform import Teams

THREADS = 8
"""Worker threads, and connections in the pool: more threads than connections only wait for each other."""
QUEUE = 64
"""So many may wait for a thread; one more is asked to come again in a moment."""

log = structlog.get_logger()

_CREDENTIALS: Mapping[str, Sequence[str]] = {
    "slack": ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
    "teams": ("TEAMS_APP_ID", "TEAMS_APP_SECRET", "TEAMS_TENANT_ID"),
}


def make_context(settings: Settings, clock: Clock | None = None) -> Context:
    """What it takes to answer, on the database of these settings."""
    clock = clock or SystemClock()
    database = Database(settings.database_url, pool_size=THREADS, now=clock.now)
    return Context(database, discover(), clock, settings.zone)


def make_crossing() -> WorkerThreads:
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


def make_slack(settings: Settings, context: Context, threads: WorkerThreads, links: FileLinks) -> Slack | None:
    """Slack, if it has its credentials and Slack accepts them; what is wrong is logged, and the rest goes on."""
    if lacking(settings)["slack"]:
        return None
    from bot.slack.installation import TokenRefused  # noqa: PLC0415  # only those who use Slack pay for it
    from bot.slack.platform import Slack  # noqa: PLC0415

    slack = Slack(settings, context, threads, links)
    try:
        slack.check()
    except TokenRefused as refused:
        log.error("platform off", platform="slack", trouble=str(refused))  # noqa: TRY400
        return None
    return slack


def make_teams(settings: Settings, context: Context, threads: WorkerThreads, links: FileLinks) -> Teams | None:
    """Microsoft Teams, if it has its credentials or is only tried out. SettingsError when it is both."""
    must_be_safe(settings)
    if lacking(settings)["teams"]:
        return None
    from bot.teams.platform import Teams  # noqa: PLC0415  # only those who use Teams pay for it

    return Teams(settings, context, threads, links)


def make_platforms(
    settings: Settings, context: Context, threads: WorkerThreads, links: FileLinks
) -> list[Slack | Teams]:
    """The platforms that are on."""
    made = (make(settings, context, threads, links) for make in (make_slack, make_teams))
    return [each for each in made if each]


def senders(settings: Settings, context: Context) -> dict[str, Platform]:
    """The platforms that the clock can send through, by name."""
    made = make_platforms(settings, context, make_crossing(), file_links(settings, context.clock))
    return {each.name: each for each in made}


def lacking(settings: Settings) -> Mapping[str, list[str]]:
    """For each platform, which settings it lacks.

    Socket Mode needs no signing secret, OAuth brings the tokens; Teams that is only tried out needs none.
    """
    missing = {
        platform: [name for name in names if not getattr(settings, name.lower())]
        for platform, names in _CREDENTIALS.items()
    }
    if settings.slack_app_token and "SLACK_SIGNING_SECRET" in missing["slack"]:
        missing["slack"].remove("SLACK_SIGNING_SECRET")
    if settings.slack_client_id and settings.slack_client_secret and "SLACK_BOT_TOKEN" in missing["slack"]:
        missing["slack"].remove("SLACK_BOT_TOKEN")
    if settings.teams_dev_unauthenticated:
        missing["teams"] = []
    return missing


def first_people(context: Context, settings: Settings) -> None:
    """Let those named in the environment in, so that a new programme has somebody who can add the others."""
    wanted = {Role.COORDINATOR: settings.laget_coordinators, Role.ADMINISTRATOR: settings.laget_admins}
    with context.database.write(actor="settings", source="settings") as session:
        for role, listed in wanted.items():
            for email in addresses(listed):
                known = people.by_email(session, email)
                if known is None:
                    people.add(session, email, now=context.clock.now(), email=email, roles=[role])
                else:
                    people.give_roles(session, known, [role])
