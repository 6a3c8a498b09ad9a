"""How long a signed message "status BarnSäkert" takes in Teams, beside a route that only checks the token.

    uv run python -m tests.bench.teams              about a minute; SQLite, loopback, each server a process of its own

`starlette` checks the token with PyJWT and a key at hand, and answers nothing; `läget` does everything: token, tenant,
person, database, command, card, and the card posted to the connector (a stand-in here, so the time includes its
answer) before Teams has its own. `läget, refused` is the same route with a forged token: what an attack costs. They
are asked by turns in the same run, so that whatever else the machine does disturbs them alike. Nothing here passes or
fails.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import jwt
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.bench.serving import Figures, megabytes, started
from tests.bench.timing import show, times

if TYPE_CHECKING:  # the bare server is to hold nothing that it does not need
    from tests.bot.teams.standin import StandIn

SERVERS = ("starlette", "läget")
ASKED = ("starlette", "läget, refused", "läget")
CROWDS = (1, 16)
_KEY, _ISSUER = "LAGET_BENCH_KEY", "LAGET_BENCH_ISSUER"


def main() -> None:
    """Start the servers, ask them by turns, print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.teams")
    parser.add_argument("--requests", type=int, default=2000, help="to each, for each number of connections")
    parser.add_argument("--serve", choices=SERVERS, help="be one of the servers")
    chosen = parser.parse_args()
    if chosen.serve:
        _serve(chosen.serve)
        return
    from tests.bench.slack import _fill
    from tests.bot.teams.conftest import given, people
    from tests.bot.teams.signing import ISSUER, certificate, public
    from tests.bot.teams.standin import StandIn

    with tempfile.TemporaryDirectory(prefix="laget-bench-") as folder:
        trusted = certificate(Path(folder))
        with StandIn(trusted) as teams, ExitStack() as stack:
            people(teams)
            url = f"sqlite:///{Path(folder, 'laget.db')}"
            _fill(url)
            settings = {name.upper(): str(value) for name, value in given(teams).items()}
            own = {
                "DATABASE_URL": url,
                "SSL_CERT_FILE": str(trusted[0]),
                "HOST": "127.0.0.1",
                _KEY: public("first"),
                _ISSUER: ISSUER,
            }
            servers = {
                name: stack.enter_context(started("tests.bench.teams", name, settings | own)) for name in SERVERS
            }
            _compare(teams, servers, chosen.requests)


def _compare(teams: StandIn, servers: dict[str, tuple[int, int]], requests: int) -> None:
    rows = []
    for name in ASKED:
        asyncio.run(_asked(name, servers, teams, 1, 50))
    for crowd in CROWDS:
        figures = {name: Figures() for name in ASKED}
        for _ in range(5):
            for name, each in figures.items():
                part = asyncio.run(_asked(name, servers, teams, crowd, requests // 5))
                each.taken += part.taken
                each.errors += part.errors
                each.seconds += part.seconds
        for name, each in figures.items():
            taken, (_, pid) = times(each.taken), servers[name.partition(",")[0]]
            cells = (f"{taken.p50:.2f}", f"{taken.p99:.2f}", f"{len(each.taken) / each.seconds:.0f}")
            rows.append((f"{crowd}", name, *cells, f"{megabytes(pid):.0f}", f"{each.errors}", f"{len(each.taken)}"))
    columns = ("connections", "server", "p50 ms", "p99 ms", "answers/s", "MB", "errors", "answered")
    show("A signed message “status BarnSäkert” from Teams", columns, rows)


async def _asked(
    name: str, servers: dict[str, tuple[int, int]], teams: StandIn, crowd: int, requests: int
) -> Figures:
    """So many connections, each asking again as soon as it has been answered."""
    from tests.bot.teams.signing import token

    figures, left = Figures(), iter(range(requests))
    server, _, refused = name.partition(",")
    signed = token(teams.url, datetime.now(UTC), signer="forger" if refused else "first", kid="first")
    expected, port = b"HTTP/1.1 401" if refused else b"HTTP/1.1 200", servers[server][0]
    began = time.perf_counter()
    await asyncio.gather(*(_connection(port, teams.url, signed, left, figures, expected) for _ in range(crowd)))
    figures.seconds = time.perf_counter() - began
    return figures


async def _connection(
    port: int, service_url: str, signed: str, left: Iterator[int], figures: Figures, expected: bytes
) -> None:
    from tests.bot.teams.conftest import LEADER
    from tests.bot.teams.deliveries import message

    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in left:
        # Each with an id of its own: none is a delivery of another again.
        body = json.dumps(message(service_url, "status BarnSäkert", LEADER)).encode()
        head = (
            f"Authorization: Bearer {signed}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        )
        began = time.perf_counter()
        writer.write(f"POST /teams/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in answer.lower().split(b"\r\n") if line[:15] == b"content-length:"), 0
        )
        await reader.readexactly(length)
        figures.taken.append((time.perf_counter() - began) * 1000)
        figures.errors += not answer.startswith(expected)
    writer.close()
    await writer.wait_closed()


def _serve(name: str) -> None:
    """Be a server: say the port, serve until SIGTERM."""
    app = _bare() if name == "starlette" else _laget()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, server_header=False))

    async def serve() -> None:
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)  # noqa: T201
        await serving

    asyncio.run(serve())


def _bare() -> Starlette:
    signer, audience, issuer = (os.environ[name] for name in (_KEY, "TEAMS_APP_ID", _ISSUER))

    async def answer(request: Request) -> Response:
        body = json.loads(await request.body())
        signed = request.headers["authorization"].removeprefix("Bearer ")
        claims = jwt.decode(signed, signer, algorithms=["RS256"], audience=audience, issuer=issuer)
        return Response(status_code=200 if claims["serviceurl"] == body["serviceUrl"] else 403)

    return Starlette(routes=[Route("/teams/messages", answer, methods=["POST"])])


def _laget() -> Starlette:
    from bot.app import file_links, make_app, make_context, make_threads
    from bot.logs import set_up
    from bot.settings import Settings
    from bot.teams import PLATFORM

    set_up("INFO", "json")
    settings = Settings()
    context = make_context(settings)
    links, threads = file_links(settings, context.clock), make_threads()
    teams = PLATFORM.make(settings, context, threads, links)
    assert teams
    return make_app(context, links, threads, teams.routes(), [teams.running])


if __name__ == "__main__":
    main()
