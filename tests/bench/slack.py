"""How long a signed `/laget status BarnSäkert` takes over HTTP, beside the least that Starlette and bolt take.

    uv run python -m tests.bench.slack              about a minute; SQLite, loopback, each server a process of its own

`starlette` checks the signature and answers a fixed text; `bolt` is an AsyncApp(process_before_response=True) that
answers a fixed text; `läget` does everything: guard, bolt, person, database, command, Block Kit; `edge` is the same
with the reply at hand, so without answer(), command and database. They are asked by turns in the same run, so that
whatever else the machine does disturbs them alike. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.logs import set_up
from commands.status.status import TREND_LENGTH
from storage import statuses
from storage.database import Database
from storage.tables import StatusUpdate
from storage.words import State
from tests.bench.serving import Figures, megabytes, started
from tests.bench.timing import show, times
from tests.bot.slack.deliveries import FORM, SIGNING_SECRET, command, posted, signed
from tests.bot.slack.standin import BOT_TOKEN, StandIn
from tests.commands.conftest import _make

SERVERS = ("starlette", "bolt", "edge", "läget")
CROWDS = (1, 16, 64)
TEXT = {"response_type": "ephemeral", "text": "■ Röd"}
USER = "U1LEDARE"


def main() -> None:
    """Start the three, ask them by turns, print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.slack")
    parser.add_argument("--requests", type=int, default=2000, help="to each server, for each number of connections")
    parser.add_argument("--serve", choices=SERVERS, help="be one of the servers")
    chosen = parser.parse_args()
    if chosen.serve:
        _serve(chosen.serve)
        return
    with tempfile.TemporaryDirectory(prefix="laget-bench-") as folder, StandIn() as slack:
        slack.user(USER, "leader@exempel.se", "Anna Exempel")
        url = f"sqlite:///{Path(folder, 'laget.db')}"
        _fill(url)
        settings = _settings(url, slack)
        with ExitStack() as stack:
            servers = {name: stack.enter_context(started("tests.bench.slack", name, settings)) for name in SERVERS}
            _compare(slack, servers, chosen.requests)


def _compare(slack: StandIn, servers: dict[str, tuple[int, int]], requests: int) -> None:
    rows = []
    for port, _ in servers.values():
        asyncio.run(_asked(port, slack, 1, 50))
    for crowd in CROWDS:
        figures = {name: Figures() for name in servers}
        for _ in range(5):
            for name, (port, _) in servers.items():
                part = asyncio.run(_asked(port, slack, crowd, requests // 5))
                figures[name].taken += part.taken
                figures[name].errors += part.errors
                figures[name].seconds += part.seconds
        floor = times(figures["bolt"].taken).p50
        for name, each in figures.items():
            rows.append(_row(name, crowd, each, floor, megabytes(servers[name][1])))
    columns = (
        "connections",
        "server",
        "p50 ms",
        "p99 ms",
        "answers/s",
        "p50 of bolt's",
        "MB",
        "errors",
        "answered",
    )
    show("A signed /laget status BarnSäkert over HTTP", columns, rows)


def _row(name: str, crowd: int, figures: Figures, floor: float, megabytes: float) -> Sequence[str]:
    taken = times(figures.taken)
    rate = len(figures.taken) / figures.seconds
    part = f"{taken.p50 / floor:.2f} ×"
    return (
        f"{crowd}",
        name,
        f"{taken.p50:.2f}",
        f"{taken.p99:.2f}",
        f"{rate:.0f}",
        part,
        f"{megabytes:.0f}",
        f"{figures.errors}",
        f"{len(figures.taken)}",
    )


async def _asked(port: int, slack: StandIn, crowd: int, requests: int) -> Figures:
    """So many connections, each asking again as soon as it has been answered."""
    figures, left = Figures(), iter(range(requests))
    began = time.perf_counter()
    await asyncio.gather(*(_connection(port, slack, left, figures) for _ in range(crowd)))
    figures.seconds = time.perf_counter() - began
    return figures


async def _connection(port: int, slack: StandIn, left: Iterator[int], figures: Figures) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in left:
        sent = _request(slack)
        began = time.perf_counter()
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        body = await reader.readexactly(length)
        figures.taken.append((time.perf_counter() - began) * 1000)
        figures.errors += not (head.startswith(b"HTTP/1.1 200") and b"ephemeral" in body and b"Jag " not in body)
    writer.close()
    await writer.wait_closed()


def _request(slack: StandIn) -> bytes:
    """A command with a trigger of its own: none is a replay of another."""
    raw, _ = posted(command(slack, "status BarnSäkert", USER))
    headers = signed(raw, datetime.now(UTC), FORM) | {"Host": "127.0.0.1", "Content-Length": str(len(raw))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /slack/events HTTP/1.1\r\n{lines}\r\n{raw}".encode()


def _settings(url: str, slack: StandIn) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.url,
        "LAGET_SECRET": "hemligt",
        "HOST": "127.0.0.1",
    }


def _serve(name: str) -> None:
    """Be a server: say the port, serve until SIGTERM."""
    set_up("INFO", "json")
    app = {"starlette": _bare, "bolt": _bolt, "edge": _edge, "läget": _laget}[name]()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, server_header=False))

    async def serve() -> None:
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)  # noqa: T201
        await serving

    asyncio.run(serve())


def _bare() -> Starlette:
    verifier = SignatureVerifier(SIGNING_SECRET)

    async def answer(request: Request) -> Response:
        body = await request.body()
        well = verifier.is_valid_request(body, dict(request.headers))
        return JSONResponse(TEXT, 200 if well else 401)

    return Starlette(routes=[Route("/slack/events", answer, methods=["POST"])])


def _bolt() -> Starlette:
    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=BOT_TOKEN)

    app = AsyncApp(signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=True)

    @app.command("/laget")
    async def answer(ack: AsyncAck) -> None:
        await ack(dict[str, Any](TEXT))

    handler = AsyncSlackRequestHandler(app)

    async def receive(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", receive, methods=["POST"])])


def _laget() -> Starlette:
    from bot.app import file_links, make_app, make_context, make_threads
    from bot.settings import Settings
    from bot.slack import PLATFORM

    settings = Settings()
    context = make_context(settings)
    links, threads = file_links(settings, context.clock), make_threads()
    slack = PLATFORM.make(settings, context, threads, links)
    assert slack
    return make_app(context, links, threads, slack.routes(), [slack.running])


def _edge() -> Starlette:
    """Läget, with what is between the edge and the database left out: the reply is there already."""
    from bot.answer import answer
    from bot.app import make_context
    from bot.chat import dispatcher
    from bot.settings import Settings
    from commands.message import Address, Identity, Request

    sender = Identity("local", email="leader@exempel.se")
    reply = answer(make_context(Settings()), Request("status BarnSäkert", sender, Address("local")))
    dispatcher.answer = lambda context, request: reply  # type: ignore[attr-defined]
    return _laget()


def _fill(url: str) -> None:
    """The small programme of the tests, with a history of BarnSäkert as long as its answer shows."""
    database = Database(url)
    database.migrate()
    now = datetime.now(ZoneInfo("Europe/Stockholm"))
    with database.write(actor="bench", source="bench") as session:
        known = _make(session, now)
        for week in range(TREND_LENGTH, 0, -1):
            told = StatusUpdate(
                project_id=known.works["Barnsäkert"],
                at=now - timedelta(weeks=week),
                state=State.YELLOW,
                done="Två piloter är klara, och de första familjerna har fått sitt hembesök.",
                next_steps="Utbildning i Ånge och Sundsvall under våren.",
                reported_by_id=known.people["leader"],
                created_at=now,
                source="bench",
            )
            statuses.record(session, told, dict.fromkeys(known.dimensions.values(), State.GREEN))
    database.close()


if __name__ == "__main__":
    main()
