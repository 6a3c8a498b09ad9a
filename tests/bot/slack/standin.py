"""A stand-in for Slack on loopback: its Web API, response_url, file uploads and Socket Mode, in a thread of its own.

It refuses what Slack refuses (unknown arguments, blocks past a limit, triggers that are used or three seconds old, a
response_url after five uses, channels it is not in, bad tokens) and remembers every call:

    with StandIn() as slack:
        slack.url                                    for SLACK_API_URL
        slack.trigger(), slack.response_url()        what a delivery brings along
        slack.fail("chat.postMessage", Fault(status=429, headers={"Retry-After": "7"}))
        slack.called("chat.postMessage")             the arguments of each call, in order
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter, defaultdict, deque
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.bot.slack.rules import RESPONSE_URL_USES, Call, Fault, Refusal, arguments_of
from tests.bot.slack.schema import faults_of_message
from tests.bot.slack.sent import SentFiles
from tests.bot.slack.workspace import (
    APP_TOKEN,
    ARCHIVED,
    BOT_ID,
    BOT_TOKEN,
    BOT_USER,
    CHANNEL,
    ELSEWHERE,
    PRIVATE,
    TEAM,
    Workspace,
)

__all__ = [
    "APP_TOKEN",
    "ARCHIVED",
    "BOT_ID",
    "BOT_TOKEN",
    "BOT_USER",
    "CHANNEL",
    "ELSEWHERE",
    "PRIVATE",
    "TEAM",
    "Fault",
    "StandIn",
]


class StandIn(Workspace):
    """Slack, as far as Läget can tell."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.responses: list[tuple[str, dict[str, Any]]] = []
        self.uploads: dict[str, bytes] = {}
        self.sent = SentFiles(self)
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._uses: Counter[str] = Counter()
        self._sockets: list[web.WebSocketResponse] = []
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"http://{self.host}/api/"

    def response_url(self) -> str:
        """A response_url; good for five uses."""
        return f"http://{self.host}/commands/{next(self._numbers)}"

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of this method go wrong, each in its way."""
        self._faults[method].extend(faults)

    def called(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of this method, whether it was done or refused."""
        return [call.arguments for call in self.calls if call.method == method]

    def wait_for(self, method: str, times: int = 1) -> list[dict[str, Any]]:
        """Wait until it has been called so often (also "response_url"); fails after a while."""
        found: list[dict[str, Any]] = self._wait(
            lambda: self.called(method) if method != "response_url" else self.answers(), times, method
        )
        return found

    def answers(self) -> list[dict[str, Any]]:
        """What was posted to any response_url."""
        return [body for _, body in self.responses]

    def sockets(self) -> int:
        """How many sockets stand open."""
        return len([each for each in self._sockets if not each.closed])

    def wait_for_sockets(self, number: int) -> None:
        """Wait until so many sockets stand open."""
        self._wait(lambda: [None] * self.sockets(), number, "sockets")

    def wait_for_opened(self, number: int) -> None:
        """Wait until so many sockets have been opened in all."""
        self._wait(lambda: self._sockets, number, "sockets opened")

    def deliver(self, kind: str, payload: dict[str, Any], socket: int = -1) -> str:
        """Send an envelope through a socket; returns its id."""
        envelope = f"envelope-{next(self._numbers)}"
        message = {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
        open_ = [each for each in self._sockets if not each.closed]
        asyncio.run_coroutine_threadsafe(open_[socket].send_json(message), self._loop).result(10)
        return envelope

    def refresh(self) -> None:
        """Tell every socket to open anew, as Slack does every hour or so."""
        for each in [each for each in self._sockets if not each.closed]:
            asyncio.run_coroutine_threadsafe(
                each.send_json({"type": "disconnect", "reason": "refresh_requested"}), self._loop
            ).result(10)

    def answer_to(self, envelope: str) -> dict[str, Any]:
        """What was said to an envelope; fails when it is not acknowledged in a while."""
        self._wait(lambda: [each for each in self.acknowledged if each == envelope], 1, "acknowledgement")
        return self.acknowledged[envelope]

    def _wait(self, found: Any, times: int, what: str) -> Any:
        with self._changed:
            assert self._changed.wait_for(lambda: len(found()) >= times, 10), f"{what}: {len(found())} of {times}"
            return found()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application(client_max_size=50_000_000)
        app.add_routes(
            [
                web.post("/api/{method}", self._api),
                web.get("/api/{method}", self._api),
                web.post("/commands/{id}", self._respond),
                web.post("/upload/{id}", self._upload),
                web.get("/files-pri/{id}/{name}", self.sent.give),
                web.get("/socket", self._socket),
            ]
        )
        self._runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
        self._loop.run_until_complete(self._runner.setup())
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        self._loop.run_until_complete(site.start())
        self.host = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self._ready.set()
        self._loop.run_forever()
        self._loop.close()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, arguments = request.match_info["method"], await arguments_of(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        fault = self._faults[method].popleft() if self._faults[method] else Fault()
        self._note(lambda: self.calls.append(Call(method, token, arguments)))
        if fault.held:
            await asyncio.to_thread(fault.held.wait, 10)
        if fault.cut == "before":
            _cut(request)
        if fault.error or fault.status != 200:
            return web.json_response(
                {"ok": False, "error": fault.error or "internal_error"}, status=fault.status, headers=fault.headers
            )
        try:
            answer = self.perform(method, token, arguments)
        except Refusal as refusal:
            return web.json_response({"ok": False, "error": str(refusal)})
        finally:
            self._note(lambda: None)
        if fault.cut == "after":
            _cut(request)
        return web.json_response({"ok": True, **answer})

    async def _respond(self, request: web.Request) -> web.Response:
        id_, body = request.match_info["id"], await request.json()
        fault = self._faults["response_url"].popleft() if self._faults["response_url"] else None
        self._uses[id_] += 1
        if fault or self._uses[id_] > RESPONSE_URL_USES:
            return web.Response(status=fault.status if fault else 404, text="used_url")
        if faults := faults_of_message(body.get("blocks", [{"type": "divider"}]), body["text"]):
            return web.Response(status=400, text=f"invalid_blocks {faults}")
        self._note(lambda: self.responses.append((id_, body)))
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads[request.match_info["id"]] = await request.read()
        return web.Response(text="OK")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._note(lambda: self._sockets.append(socket))
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                body = json.loads(message.data)
                self._note(lambda body=body: self.acknowledged.update({body["envelope_id"]: body.get("payload")}))
        self._note(lambda: None)
        return socket

    def _note(self, change: Any) -> None:
        with self._changed:
            change()
            self._changed.notify_all()


def _cut(request: web.Request) -> None:
    assert request.transport
    request.transport.abort()
