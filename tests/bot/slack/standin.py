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
from itertools import count
from typing import Any, Self

from aiohttp import WSMsgType, web

from bot.slack.manifest import SCOPES
from tests.bot.slack.rules import (
    ARGUMENTS,
    RESPONSE_URL_USES,
    TRIGGER_SECONDS,
    Call,
    Fault,
    Refusal,
    arguments_of,
    must_be_a_view,
    must_be_allowed,
    must_be_well,
    refuse,
    without,
)
from tests.bot.slack.schema import faults_of_message
from tests.bot.slack.sent import SentFiles

__all__ = ["Fault"]  # what goes wrong is told to the stand-in

BOT_TOKEN, APP_TOKEN = "xoxb-test", "xapp-test"
TEAM, BOT_USER, BOT_ID = "T0LAGET", "U0LAGET", "B0LAGET"
CHANNEL, PRIVATE, ELSEWHERE, ARCHIVED = "C0ALLMANT", "G0STYRGRUPP", "C0UTANFOR", "C0ARKIV"
DIRECT = "D0"


class StandIn:
    """Slack, as far as Läget can tell."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.tokens = {BOT_TOKEN: TEAM}
        self.scopes = set(SCOPES)
        self.users: dict[str, dict[str, Any]] = {}
        self.members = {CHANNEL, PRIVATE}
        self.messages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.calls: list[Call] = []
        self.responses: list[tuple[str, dict[str, Any]]] = []
        self.uploads: dict[str, bytes] = {}
        self.files_allowed = True
        self.sent = SentFiles(self)
        self.oauth: dict[str, dict[str, Any]] = {}
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._triggers: dict[str, float | None] = {}
        self._uses: Counter[str] = Counter()
        self._numbers = count(1)
        self._sockets: list[web.WebSocketResponse] = []
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._port = 0

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
        return f"http://127.0.0.1:{self._port}/api/"

    def trigger(self) -> str:
        """A trigger_id, issued now."""
        trigger = f"{next(self._numbers)}.trigger"
        self._triggers[trigger] = self.now
        return trigger

    def response_url(self) -> str:
        """A response_url; good for five uses."""
        return f"http://127.0.0.1:{self._port}/commands/{next(self._numbers)}"

    def user(self, id_: str, email: str, name: str, **more: Any) -> str:
        """A member of the workspace."""
        profile = {"email": email, "real_name": name} if email else {"real_name": name}
        standing = {"is_bot": False, "is_email_confirmed": True, "team_id": TEAM}
        self.users[id_] = {"id": id_, "name": name, "profile": profile, **standing, **more}
        return id_

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
        self._port = self._runner.addresses[0][1]
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
            answer = self._done(method, token, arguments)
        except Refusal as refusal:
            return web.json_response({"ok": False, "error": str(refusal)})
        finally:
            self._note(lambda: None)
        if fault.cut == "after":
            _cut(request)
        return web.json_response({"ok": True, **answer})

    def _done(self, method: str, token: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if method not in ARGUMENTS:
            raise Refusal("unknown_method")
        if unknown := set(arguments) - ARGUMENTS[method]:
            raise Refusal(f"invalid_arguments: {sorted(unknown)}")
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                raise Refusal("invalid_auth")
            return {"url": f"ws://127.0.0.1:{self._port}/socket"}
        if method == "oauth.v2.access":
            return self.oauth.pop(arguments["code"], None) or refuse("invalid_code")
        if token not in self.tokens:
            raise Refusal("invalid_auth")
        if self.tokens[token] == "revoked":
            raise Refusal("token_revoked")
        must_be_allowed(method, arguments, self.scopes)
        act = getattr(self, "_" + method.replace(".", "_"))
        done: dict[str, Any] = act(**arguments) if method != "auth.test" else act(self.tokens[token])
        return done

    def _auth_test(self, team: str) -> dict[str, Any]:
        return {"team_id": team, "user_id": BOT_USER, "bot_id": BOT_ID, "url": "https://exempel.slack.com/"}

    def _users_info(self, user: str) -> dict[str, Any]:
        found = self.users[user] if user in self.users else refuse("user_not_found")
        hidden = () if "users:read.email" in self.scopes else ("email",)
        return {"user": {**found, "profile": without(found["profile"], *hidden)}}

    def _chat_postMessage(self, channel: str, **message: Any) -> dict[str, Any]:  # noqa: N802
        channel = f"{DIRECT}{channel}" if channel in self.users else self._open(channel)
        must_be_well(message)
        ts = f"{1_700_000_000 + next(self._numbers)}.000100"
        self.messages[channel].append({"ts": ts, "bot_id": BOT_ID, **message})
        return {"channel": channel, "ts": ts}

    def _chat_postEphemeral(self, channel: str, user: str, **message: Any) -> dict[str, Any]:  # noqa: N802
        self._open(channel)
        must_be_well(message)
        return {"message_ts": f"{next(self._numbers)}.000100"}

    def _chat_update(self, channel: str, ts: str, **message: Any) -> dict[str, Any]:
        must_be_well(message)
        for each in self.messages[channel]:
            if each["ts"] == ts:
                each.update(message)
                return {"channel": channel, "ts": ts}
        raise Refusal("message_not_found")

    def _views_open(self, trigger_id: str, view: dict[str, Any]) -> dict[str, Any]:
        issued = self._triggers.get(trigger_id)
        if trigger_id in self._triggers and issued is None:
            raise Refusal("exchanged_trigger_id")
        if issued is None or self.now - issued > TRIGGER_SECONDS:
            raise Refusal("expired_trigger_id" if issued is not None else "invalid_trigger_id")
        must_be_a_view(view)
        self._triggers[trigger_id] = None
        return {"view": {"id": f"V{next(self._numbers)}", **view}}

    def _views_update(self, view_id: str, view: dict[str, Any]) -> dict[str, Any]:
        must_be_a_view(view)
        return {"view": {"id": view_id, **view}}

    def _views_publish(self, user_id: str, view: dict[str, Any]) -> dict[str, Any]:
        must_be_a_view(view)
        return {"view": view}

    def _conversations_open(self, users: str) -> dict[str, Any]:
        return {"channel": {"id": f"{DIRECT}{users}"}}

    def _conversations_history(self, channel: str, **about: Any) -> dict[str, Any]:
        self._open(channel)
        return {"messages": [self._readable(each) for each in self.messages[channel][::-1]]}

    def _conversations_replies(self, channel: str, ts: str, **about: Any) -> dict[str, Any]:
        self._open(channel)
        return {
            "messages": [self._readable(each) for each in self.messages[channel] if each.get("thread_ts") == ts]
        }

    def _readable(self, message: dict[str, Any]) -> dict[str, Any]:
        return message if "metadata.message:read" in self.scopes else without(message, "metadata")

    def _files_getUploadURLExternal(self, filename: str, length: str) -> dict[str, Any]:  # noqa: N802
        if not self.files_allowed:
            raise Refusal("file_uploads_disabled")
        id_ = f"F{next(self._numbers)}"
        return {"file_id": id_, "upload_url": f"http://127.0.0.1:{self._port}/upload/{id_}"}

    def _files_completeUploadExternal(self, files: Any, channel_id: str, **about: Any) -> dict[str, Any]:  # noqa: N802
        if not channel_id.startswith(("C", "D", "G")):
            raise Refusal("channel_not_found")
        listed = json.loads(files) if isinstance(files, str) else files
        return {"files": [{"id": each["id"]} for each in listed]}

    def _open(self, channel: str) -> str:
        if channel == ARCHIVED:
            raise Refusal("is_archived")
        if channel == ELSEWHERE:
            raise Refusal("not_in_channel")
        if channel not in self.members and not channel.startswith("D"):
            raise Refusal("channel_not_found")
        return channel

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
