"""Läget behind a real port, talking to a stand-in Teams over TLS. The people and works are those of tests/commands.

app.say("status BarnSäkert", LEADER)     a signed message in the personal chat; returns what was posted last there
app.post(activity)                       any delivery, signed; returns the response
app.settled()                            when nothing is under way any more
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from sqlmodel import col, select

from bot.answer import Context
from bot.app import make_app
from bot.chat.links import FileLinks
from bot.logs import set_up
from bot.pace import Pace
from bot.settings import Settings
from bot.teams.platform import Teams
from bot.tls import tls
from bot.worker_threads import WorkerThreads
from commands.clock import FrozenClock
from storage.tables import StatusUpdate
from storage.words import State
from tests.bot.conftest import own_logging
from tests.bot.slack.conftest import _Server
from tests.bot.teams.deliveries import message
from tests.bot.teams.gate import SERVICE, Gate, KeyServer
from tests.bot.teams.signing import APP_ID, certificate, token
from tests.bot.teams.standin import SECRET, TENANT, StandIn
from tests.commands.conftest import Known, book, context, programme

__all__ = ["Known", "book", "context", "own_logging", "programme"]  # fixtures, found here by name

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For what has nothing to do with which database it is."""
LEADER, COORDINATOR, READER, NEWCOMER = (f"0000000{n}-aad" for n in range(1, 5))
SAID = message(SERVICE, "status BarnSäkert", LEADER)


class App:
    """One process's worth of Läget: a server in a thread, on a port of its own."""

    def __init__(self, teams: StandIn, context: Context, **settings: Any) -> None:
        self.teams, self._context = teams, context
        budget = settings.pop("budget", 20.0)
        self.waited: list[float] = []
        self.settings = Settings(**given(teams) | settings)
        links = FileLinks("en hemlighet som bara proven känner", "https://laget.exempel.se", context.clock)
        threads = WorkerThreads(4, 64)
        pace = Pace(monotonic=lambda: 0.0, sleep=lambda _: None)
        self.platform = Teams(self.settings, context, threads, links, budget=budget, pace=pace, sleep=self._sleep)
        app = make_app(context, links, threads, self.platform.routes(), [self.platform.running])
        self._server = _Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="on"))
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> App:
        self._thread.start()
        assert self._started.wait(10)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        self.client = httpx.Client(base_url=address, timeout=20, verify=False, trust_env=False)  # noqa: S501
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()  # first: a server looks ten times a second whether the connections that it has are gone
        self._loop.call_soon_threadsafe(self._server.told_to_end.set)
        self._thread.join(20)

    def post(self, activity: dict[str, Any], **claims: Any) -> httpx.Response:
        """A delivery, signed now."""
        signed = token(activity.get("serviceUrl", self.teams.url), self._context.clock.now(), **claims)
        headers = {"Authorization": f"Bearer {signed}", "Content-Type": "application/json"}
        return self.client.post("/teams/messages", content=json.dumps(activity), headers=headers)

    def say(self, text: str, person: str = LEADER) -> dict[str, Any]:
        """A line in the personal chat; the message that was posted last there."""
        response = self.post(message(self.teams.url, text, person))
        assert response.status_code == 200, response.text
        return self.teams.posted(f"a:{person}")[-1]

    def settled(self) -> None:
        """Wait until nothing is under way."""
        asyncio.run_coroutine_threadsafe(self.platform.settled(), self._loop).result(20)

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)

    def _run(self) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            serving = asyncio.create_task(self._server.serve())
            while not self._server.started and not serving.done():
                await asyncio.sleep(0)
            self._started.set()
            await serving

        asyncio.run(serve())


Start = Callable[..., App]


def given(teams: StandIn) -> dict[str, Any]:
    """The settings that make Läget talk to the stand-in."""
    return {
        "teams_app_id": APP_ID,
        "teams_app_secret": SECRET,
        "teams_tenant_id": TENANT,
        "teams_service_hosts": "127.0.0.1",
        "teams_login_url": teams.login,
        "teams_jwks_url": teams.keys_url,
    }


@pytest.fixture(autouse=True)
def _logging(own_logging: None) -> None:
    """Log as a process does: tracebacks for a terminal take seconds to draw."""
    set_up("INFO", "json")


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The stand-in's certificate and key."""
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def trusted(authority: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The stand-in's certificate is trusted, as SSL_CERT_FILE says it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[0]))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    tls.cache_clear()
    yield
    tls.cache_clear()


@pytest.fixture
def teams(authority: tuple[Path, Path], trusted: None) -> Iterator[StandIn]:
    with StandIn(authority) as standin:
        people(standin)
        yield standin


def people(standin: StandIn) -> None:
    """Those of the small programme, and somebody new."""
    standin.member(LEADER, "leader@exempel.se", "Anna Exempel")
    standin.member(COORDINATOR, "coordinator@exempel.se", "Klara Exempel")
    standin.member(READER, "reader@exempel.se", "Rolf Exempel")
    standin.member(NEWCOMER, "ny@exempel.se", "Nils Exempel")


@pytest.fixture
def start(teams: StandIn, context: Context, programme: Known) -> Iterator[Start]:
    """Start another process's worth of Läget on the same database."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(App(teams, context, **settings))


@pytest.fixture
def app(start: Start) -> App:
    return start()


@pytest.fixture
def frozen(context: Context) -> FrozenClock:
    assert isinstance(context.clock, FrozenClock)
    return context.clock


def told(part: Any) -> str:
    """Everything that can be read in a message, a card or a body."""
    return json.dumps(part, ensure_ascii=False)


def card_of(message: dict[str, Any]) -> dict[str, Any]:
    """The card of a message."""
    (attachment,) = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card: dict[str, Any] = attachment["content"]
    return card


def actions(part: Any) -> list[dict[str, Any]]:
    """Every button in a card, in order."""
    if isinstance(part, list):
        return [found for each in part for found in actions(each)]
    if not isinstance(part, dict):
        return []
    own = [part] if str(part.get("type", "")).startswith("Action.") else []
    return own + [found for name, each in part.items() if name != "fallback" for found in actions(each)]


def button(part: Any, title: str) -> dict[str, Any]:
    """The button of that title."""
    found = [each for each in actions(part) if title in each.get("title", "")]
    assert found, f"no {title!r} among {[each.get('title') for each in actions(part)]}"
    return found[0]


def reported(context: Context) -> list[tuple[State, str]]:
    """The status that stands in the database, the newest first."""
    with context.database.read() as session:
        rows = session.exec(select(StatusUpdate).order_by(col(StatusUpdate.id).desc())).all()
        return [(each.state, each.done) for each in rows]


@pytest.fixture
def server() -> KeyServer:
    return KeyServer("first")


@pytest.fixture
def gate(clock: FrozenClock, server: KeyServer) -> Gate:
    return Gate(clock, server)


@pytest.fixture
def good(clock: FrozenClock) -> str:
    return token(SERVICE, clock.now())
