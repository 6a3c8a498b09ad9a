"""Läget behind a real port, talking to a stand-in Slack. The people and works are those of tests/commands/conftest.py.

app.say("status BarnSäkert", LEADER)     a signed slash command; returns the response
app.post(mention("…", LEADER))           any delivery, signed
app.settled()                            when nothing is under way any more
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
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
from bot.slack.platform import Slack
from bot.worker_threads import WorkerThreads
from commands.clock import FrozenClock
from storage.tables import StatusUpdate
from storage.words import State
from tests.bot.conftest import own_logging
from tests.bot.slack.deliveries import SIGNING_SECRET, command, posted, signed
from tests.bot.slack.standin import BOT_TOKEN, StandIn
from tests.commands.conftest import Known, book, context, programme

__all__ = ["Known", "book", "context", "own_logging", "programme"]  # fixtures, found here by name

LEADER, COORDINATOR, READER, NEWCOMER = "U1LEDARE", "U2KOORD", "U3LASARE", "U4NY"
SECRET = "en hemlighet som bara proven känner till"  # noqa: S105


class _Server(uvicorn.Server):
    """Ends at once when it is told to, where uvicorn looks ten times a second."""

    async def main_loop(self) -> None:
        self.told_to_end = asyncio.Event()
        await self.told_to_end.wait()


class App:
    """One process's worth of Läget: a server in a thread, on a port of its own."""

    def __init__(self, slack: StandIn, context: Context, **settings: Any) -> None:
        self.slack, self._context = slack, context
        budget = settings.pop("budget", 2.0)
        self.waited: list[float] = []
        given = {
            "slack_bot_token": BOT_TOKEN,
            "slack_signing_secret": SIGNING_SECRET,
            "slack_api_url": slack.url,
            "laget_secret": SECRET,
            "laget_url": "https://laget.exempel.se",
        }
        self.settings = Settings(**given | settings)
        links = FileLinks(self.settings.laget_secret, self.settings.laget_url, context.clock)
        threads = WorkerThreads(4, 64)
        pace = Pace(monotonic=lambda: 0.0, sleep=lambda _: None)
        self.platform = Slack(self.settings, context, threads, links, budget=budget, pace=pace, sleep=self._sleep)
        self.platform.check()
        app = make_app(context, links, threads, self.platform.routes(), [self.platform.running])
        config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="on")
        self._server = _Server(config)
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
        self.stop()
        self.ended()

    def stop(self) -> None:
        """What SIGTERM does."""
        if not self.stopped:
            self._loop.call_soon_threadsafe(self._server.told_to_end.set)

    def ended(self) -> None:
        """Wait until the server has ended."""
        self._thread.join(20)
        assert self.stopped

    @property
    def stopped(self) -> bool:
        """Whether the server has ended."""
        return not self._thread.is_alive()

    def post(self, body: dict[str, Any], headers: dict[str, str] | None = None) -> httpx.Response:
        """A delivery by HTTP, signed now."""
        raw, content_type = posted(body)
        sent = signed(raw, self._context.clock.now(), content_type) | (headers or {})
        return self.client.post("/slack/events", content=raw, headers=sent)

    def say(self, text: str, user: str = LEADER, **more: str) -> dict[str, Any]:
        """`/laget text`; the message in the response, {} for none."""
        response = self.post(command(self.slack, text, user, **more))
        assert response.status_code == 200, response.text
        return response.json() if response.text.startswith("{") else {}

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


@pytest.fixture(autouse=True)
def _logging(own_logging: None) -> None:
    """Log as a process does: tracebacks for a terminal take seconds to draw."""
    set_up("INFO", "json")


@pytest.fixture
def slack() -> Iterator[StandIn]:
    with StandIn() as standin:
        standin.user(LEADER, "leader@exempel.se", "Anna Exempel")
        standin.user(COORDINATOR, "coordinator@exempel.se", "Klara Exempel")
        standin.user(READER, "reader@exempel.se", "Rolf Exempel")
        standin.user(NEWCOMER, "ny@exempel.se", "Nils Exempel")
        yield standin


@pytest.fixture
def start(slack: StandIn, context: Context, programme: Known) -> Iterator[Start]:
    """Start another process's worth of Läget on the same database."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(App(slack, context, **settings))


@pytest.fixture
def app(start: Start) -> App:
    return start()


@pytest.fixture
def frozen(context: Context) -> FrozenClock:
    assert isinstance(context.clock, FrozenClock)
    return context.clock


def told(message: dict[str, Any]) -> str:
    """Everything that can be read in a message or a view."""
    return json.dumps(message, ensure_ascii=False)


def action_ids(message: dict[str, Any]) -> dict[str, str]:
    """The buttons of a message: action_id → value."""
    return {
        each["action_id"]: each.get("value", "")
        for block in message.get("blocks", [])
        if block["type"] == "actions"
        for each in block["elements"]
    }


def reported(context: Context) -> list[tuple[State, str]]:
    """The status that stands in the database, the newest first."""
    with context.database.read() as session:
        rows = session.exec(select(StatusUpdate).order_by(col(StatusUpdate.id).desc())).all()
        return [(each.state, each.done) for each in rows]
