"""The two processes that listen: `laget web` for the world, `laget demo` for one person on one machine."""

from __future__ import annotations

import secrets
import signal
import socket
import sys

import structlog
import uvicorn
from starlette.applications import Starlette

from bot.answer import Context
from bot.app import (
    PLATFORMS,
    file_links,
    first_people,
    lacking,
    make_app,
    make_context,
    make_platforms,
    make_threads,
)
from bot.clock import ticking
from bot.example import EXAMPLE_NAME, load_example
from bot.settings import Settings
from bot.web.chat import LocalChat
from commands.message import UserError
from storage import people, programme

LOOPBACK = "127.0.0.1"
SHUTDOWN_SECONDS = 10

log = structlog.get_logger()


def serve_web(settings: Settings) -> None:
    """Receive until SIGTERM. Platforms without credentials are off, and the log says what they miss."""
    off = lacking(settings)
    context = make_context(settings)
    context.database.require_current()
    first_people(context, settings)
    for platform, missing in off.items():
        if missing:
            log.info("platform off", platform=platform, lacks=missing)
    if not settings.laget_secret:
        log.warning("downloads off", lacks=["LAGET_SECRET"])
    links, threads = file_links(settings, context.clock), make_threads()
    platforms = make_platforms(settings, context, threads, links)
    routes = [route for each in platforms for route in each.routes()]
    app = make_app(context, links, threads, routes, [each.running for each in platforms])
    only_here = any(each.trusts_anyone(settings) for each in PLATFORMS)
    _serve(app, LOOPBACK if only_here else settings.host, settings.port)
    context.database.close()


def serve_demo(settings: Settings, port: int, *, fresh: bool) -> None:
    """The example programme and the local chat, on this machine only; the clock ticks in the same process."""
    secret = settings.laget_secret or secrets.token_urlsafe(32)
    settings = settings.model_copy(update={"port": port, "laget_secret": secret, "laget_url": ""})
    context = make_context(settings)
    _prepare(context, fresh=fresh)
    threads, links = make_threads(), file_links(settings, context.clock)
    chat = LocalChat(context, threads, links)
    welcome = f"Läget svarar på http://{LOOPBACK}:{port} (avsluta med Ctrl+C)"
    with ticking(context, {chat.name: chat}):
        _serve(make_app(context, links, threads, chat.routes()), LOOPBACK, port, welcome)
    context.database.close()


def _prepare(context: Context, *, fresh: bool) -> None:
    """A migrated database with a programme in it: what is there already, or the example."""
    path = context.database.path
    if path is None:
        raise UserError("laget demo använder SQLite. Ta bort DATABASE_URL eller skriv sqlite:///laget.db.")
    if path.exists():
        _must_be_example(context)
    if fresh:
        context.database.close()
        for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            each.unlink(missing_ok=True)
    context.database.migrate()
    with context.database.read() as session:
        empty = programme.get(session) is None
    if empty:
        print(load_example(context.database, context.clock), file=sys.stderr)  # noqa: T201


def _must_be_example(context: Context) -> None:
    """Only the example, or nothing: here anyone on the machine can speak as anyone, and --fresh deletes."""
    path = context.database.path
    if path and path.stat().st_size and context.database.schema_revision() is None:
        raise UserError(f"{path} är ingen databas från Läget. Flytta filen först, eller välj en annan.")
    context.database.migrate()
    with context.database.read() as session:
        held = programme.get(session)
        if held is None and not people.everyone(session):
            return
    if held is None or held.name != EXAMPLE_NAME:
        there = held.name if held else "personer"
        raise UserError(f"{path} innehåller {there}, inte exemplet. Flytta filen först, eller välj en annan.")


def _serve(app: Starlette, host: str, port: int, welcome: str = "") -> None:
    """Serve until SIGTERM or Ctrl+C; what is being answered is answered first. `welcome` is said once bound."""
    config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=SHUTDOWN_SECONDS, server_header=False)
    # uvicorn raises the signal again when it has shut down; that this is how we end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: None)
    listening = _bound(host, port)
    at = listening.getsockname()
    log.info("listening", host=at[0], port=at[1])
    if welcome:
        print(welcome, file=sys.stderr)  # noqa: T201
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        log.info("stopped")


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise UserError(f"Porten {port} är upptagen eller inte tillåten. Välj en annan.") from error
    return listening
