"""A stand-in for Teams on loopback, over TLS: its connector, Entra's login, the key document, a place for files.

It refuses what Teams refuses (a bad token, conversations we are not in, a reply or a change to a message that is not
there, an activity that is too large) and remembers every call:

    with StandIn(certificate) as teams:
        teams.url, teams.login, teams.keys_url       what the settings say
        teams.fail("post", Fault(status=429, headers={"Retry-After": "7"}))
        teams.posted("19:…")                         the activities that stand in a conversation, as they stand now
        teams.called("put")                          each call of a kind, in order
"""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from tests.bot.teams.signing import jwk

TENANT, OTHER_TENANT = "aaaaaaaa-0000-0000-0000-000000000001", "bbbbbbbb-0000-0000-0000-000000000002"
SECRET = "klienthemlighet"  # noqa: S105
CHANNEL, GROUP, TEAM = "19:kanal@thread.tacv2", "19:grupp@thread.v2", "19:team@thread.tacv2"
LARGEST = 100_000
"""Bytes of an activity as UTF-16."""


@dataclass
class Fault:
    """What goes wrong with one call: a status, the line cut before or after it was done, or a wait."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: str = ""  # "before" or "after"
    held: threading.Event | None = None


@dataclass
class Called:
    """One call that came in."""

    kind: str
    token: str
    path: str
    body: dict[str, Any]
    headers: Mapping[str, str]


class StandIn:
    """Teams, as far as Läget can tell."""

    def __init__(self, certificate: tuple[Path, Path] | None) -> None:
        self._tls = certificate
        self.keys: list[dict[str, Any]] = [jwk("first")]
        self.members: dict[str, dict[str, Any]] = {}
        self.gone: dict[str, int] = {}
        self.calls: list[Called] = []
        self.messages: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        self.personal: dict[str, str] = {}
        self.uploads: dict[str, bytes] = {}
        self.tokens: list[str] = []
        self.expires_in = 3600
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._numbers = count(1)
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
    def root(self) -> str:
        """The address of everything."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        """The service address that activities bear."""
        return f"{self.root}/emea/"

    @property
    def login(self) -> str:
        """What TEAMS_LOGIN_URL is set to."""
        return f"{self.root}/login"

    @property
    def keys_url(self) -> str:
        """What TEAMS_JWKS_URL is set to."""
        return f"{self.root}/keys"

    def member(self, person: str, email: str, name: str, /, **more: Any) -> None:
        """Somebody in the tenant; `29:<person>` to the bot."""
        known = {"aadObjectId": person, "objectId": person, "name": name, "tenantId": TENANT, "userRole": "user"}
        who = {"id": f"29:{person}", **known, "email": email, "userPrincipalName": email} | more
        self.members[f"29:{person}"] = self.members[person] = who

    def fail(self, kind: str, *faults: Fault) -> None:
        """The next calls of this kind go wrong, each in its way."""
        self._faults[kind].extend(faults)

    def called(self, kind: str) -> list[Called]:
        """Every call of a kind: post, put, member, create, token, discovery, keys, upload, download."""
        return [each for each in self.calls if each.kind == kind]

    def posted(self, conversation: str) -> list[dict[str, Any]]:
        """What stands in a conversation, in the order it was posted, as it stands now."""
        return list(self.messages[conversation].values())

    def wait_for(self, kind: str, times: int = 1) -> list[Called]:
        """Wait until there were so many calls of a kind; fails after a while."""
        self.wait(lambda: len(self.called(kind)) >= times, f"{times} of {kind}")
        return self.called(kind)

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Wait until something holds; looked at after each call."""
        with self._changed:
            assert self._changed.wait_for(until, 10), what

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application(client_max_size=50_000_000)
        conversations = "/emea/v3/conversations"
        app.add_routes(
            [
                web.get(
                    "/login/{tenant}/v2.0/.well-known/openid-configuration", self._kind("discovery", self._where)
                ),
                web.post("/login/{tenant}/oauth2/v2.0/token", self._kind("token", self._token)),
                web.get("/keys", self._kind("keys", self._key_document)),
                web.post(conversations, self._kind("create", self._create)),
                web.get(conversations + "/{conversation}/members/{user}", self._kind("member", self._member)),
                web.post(conversations + "/{conversation}/activities", self._kind("post", self._post)),
                web.post(conversations + "/{conversation}/activities/{message}", self._kind("post", self._post)),
                web.put(conversations + "/{conversation}/activities/{message}", self._kind("put", self._put)),
                web.put("/upload/{id}", self._kind("upload", self._upload)),
                web.get("/upload/{id}", self._kind("download", self._download)),
            ]
        )
        self._runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1, access_log=None)
        self._loop.run_until_complete(self._runner.setup())
        context = None
        if self._tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self._tls)
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=context)
        self._loop.run_until_complete(site.start())
        self._port = self._runner.addresses[0][1]
        self._ready.set()
        self._loop.run_forever()
        self._loop.close()

    def _kind(self, kind: str, act: Callable[..., web.Response]) -> Callable[[web.Request], Any]:
        """A handler that notes the call, and lets go wrong what is to go wrong."""

        async def handle(request: web.Request) -> web.StreamResponse:
            raw = await request.read()
            is_json = request.content_type == "application/json" and raw
            body = json.loads(raw) if is_json else {"raw": raw} if kind == "upload" else dict(await request.post())
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            self._note(lambda: self.calls.append(Called(kind, token, request.raw_path, body, request.headers)))
            fault = self._faults[kind].popleft() if self._faults[kind] else Fault()
            if fault.held:
                await asyncio.to_thread(fault.held.wait, 10)
            if fault.cut == "before":
                _cut(request)
            if fault.status != 200:
                return web.json_response({"error": {"code": "Fault"}}, status=fault.status, headers=fault.headers)
            if request.path.startswith("/emea/") and self._tls and token not in self.tokens:
                return web.json_response({"error": {"code": "Unauthorized"}}, status=401)
            if fault.headers.get("Location"):
                return web.Response(status=307, headers=fault.headers)
            response = act(request, body)
            self._note(lambda: None)
            if fault.cut == "after":
                _cut(request)
            return response

        return handle

    def _where(self, request: web.Request, _: dict[str, Any]) -> web.Response:
        base = f"{self.login}/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
            }
        )

    def _token(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        if body.get("client_secret") != SECRET or request.match_info["tenant"] != TENANT:
            return web.json_response({"error": "invalid_client", "error_description": "AADSTS7000215"}, status=401)
        if body.get("scope") != "https://api.botframework.com/.default":
            return web.json_response({"error": "invalid_scope"}, status=400)
        self.tokens.append(f"token-{next(self._numbers)}")
        given = {"access_token": self.tokens[-1], "token_type": "Bearer", "expires_in": self.expires_in}
        return web.json_response(given)

    def _key_document(self, *_: object) -> web.Response:
        return web.json_response({"keys": self.keys})

    def _create(self, _: web.Request, body: dict[str, Any]) -> web.Response:
        person = body["members"][0]["id"]
        if person not in self.members or not body["tenantId"] or not body["bot"]["id"].startswith("28:"):
            return _refused(403, "ForbiddenOperationException")
        return web.json_response({"id": self.personal.setdefault(person, f"a:{person}")}, status=201)

    def _member(self, request: web.Request, _: dict[str, Any]) -> web.Response:
        conversation = request.match_info["conversation"]
        if ";" in conversation or conversation in self.gone:
            return _refused(404, "ConversationNotFound")
        found = self.members.get(request.match_info["user"])
        return web.json_response(found) if found else _refused(404, "MemberNotFoundInConversation")

    def _post(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        conversation = request.match_info["conversation"]
        base = conversation.partition(";")[0]
        if base in self.gone:
            return _refused(self.gone[base], "Gone")
        if len(json.dumps(body, ensure_ascii=False).encode("utf-16-le")) > LARGEST:
            return _refused(413, "MessageSizeTooBig")
        if body.get("type") != "message" or not (body.get("text") or body.get("attachments")):
            return _refused(400, "BadArgument")
        id_ = f"m{next(self._numbers)}"
        self.messages[conversation][id_] = {**body, "id": id_}
        return web.json_response({"id": id_}, status=201)

    def _put(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        conversation, message = request.match_info["conversation"], request.match_info["message"]
        if message not in self.messages[conversation]:
            return _refused(404, "ActivityNotFoundInConversation")
        self.messages[conversation][message] = body
        return web.json_response({"id": message})

    def _upload(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        size = len(body["raw"])
        if request.headers.get("Content-Range") != f"bytes 0-{size - 1}/{size}":
            return web.Response(status=400)
        self.uploads[request.match_info["id"]] = body["raw"]
        return web.json_response({}, status=201)

    def _download(self, request: web.Request, _: dict[str, Any]) -> web.Response:
        return web.Response(body=self.uploads[request.match_info["id"]])

    def _note(self, change: Callable[[], object]) -> None:
        with self._changed:
            change()
            self._changed.notify_all()


def _refused(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": code}}, status=status)


def _cut(request: web.Request) -> None:
    assert request.transport
    request.transport.abort()
