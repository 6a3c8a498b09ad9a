"""Who is let in: what Teams has signed for this bot, from tenants that are allowed. Every forgery has a test here."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
from starlette.datastructures import Headers

from bot.settings import Settings
from bot.teams.guard import Guard, Refused
from bot.teams.hosts import Hosts
from bot.teams.keys import MOST_REFETCHES
from commands.clock import FrozenClock
from tests.bot.teams.conftest import LEADER, App, told
from tests.bot.teams.deliveries import activity, message
from tests.bot.teams.signing import APP_ID, jwk, public, token
from tests.bot.teams.standin import OTHER_TENANT, TENANT, StandIn

SERVICE = "https://smba.trafficmanager.net/emea/"
KEYS = "https://login.botframework.com/v1/.well-known/keys"
SAID = message(SERVICE, "status BarnSäkert", LEADER)


class KeyServer:
    """The key document, and how often it was asked for."""

    def __init__(self, *names: str) -> None:
        self.keys = [jwk(name) for name in names]
        self.asked = 0
        self.answer: Callable[[], Awaitable[httpx.Response]] | None = None

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        assert str(request.url) == KEYS
        self.asked += 1
        await asyncio.sleep(0)
        return await self.answer() if self.answer else httpx.Response(200, json={"keys": self.keys})


class Gate:
    """A guard in a loop of its own, and what it said."""

    def __init__(self, clock: FrozenClock, server: KeyServer, **settings: Any) -> None:
        self._clock, self._server = clock, server
        own = {"teams_app_id": APP_ID, "teams_app_secret": "hemligt", "teams_tenant_id": TENANT}
        self.settings = Settings(**own | settings)

    def status(self, body: dict[str, Any] | bytes, *tokens: str, headers: dict[str, str] | None = None) -> int:
        """What the last of these deliveries is answered, made one after the other."""
        return self.statuses(body, tokens, headers)[-1]

    def statuses(
        self, body: dict[str, Any] | bytes, tokens: tuple[str, ...], headers: dict[str, str] | None = None
    ) -> list[int]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()

        async def all_of_them() -> list[int]:
            async with httpx.AsyncClient(transport=httpx.MockTransport(self._server)) as client:
                guard = Guard(self.settings, Hosts(self.settings), self._clock, client)
                return [await _status(guard, each, raw, headers) for each in tokens or ("",)]

        return asyncio.run(all_of_them())

    def together(self, body: dict[str, Any], tokens: list[str]) -> list[int]:
        """What these deliveries are answered, all at once."""
        raw = json.dumps(body).encode()

        async def all_of_them() -> list[int]:
            async with httpx.AsyncClient(transport=httpx.MockTransport(self._server)) as client:
                guard = Guard(self.settings, Hosts(self.settings), self._clock, client)
                return list(await asyncio.gather(*(_status(guard, each, raw, None) for each in tokens)))

        return asyncio.run(all_of_them())


async def _status(guard: Guard, signed: str, raw: bytes, headers: dict[str, str] | None) -> int:
    given = headers if headers is not None else {"authorization": f"Bearer {signed}"}
    try:
        await guard.admit(Headers(given), raw)
    except Refused as refused:
        return refused.status
    return 200


@pytest.fixture
def server() -> KeyServer:
    return KeyServer("first")


@pytest.fixture
def gate(clock: FrozenClock, server: KeyServer) -> Gate:
    return Gate(clock, server)


@pytest.fixture
def good(clock: FrozenClock) -> str:
    return token(SERVICE, clock.now())


def test_what_teams_has_signed_is_let_in(gate: Gate, good: str) -> None:
    assert gate.status(SAID, good) == 200


def test_without_a_token(gate: Gate) -> None:
    assert gate.status(SAID, headers={}) == 401
    for header in ("", "Bearer", "Bearer ", "Basic YTpi", "Bearer x.y.z", "Bearer åäö"):
        assert gate.status(SAID, headers={"authorization": header.encode().decode("latin-1")}) == 401


def test_forged_signature(gate: Gate, clock: FrozenClock) -> None:
    assert gate.status(SAID, token(SERVICE, clock.now(), signer="forger", kid="first")) == 401


def test_changed_after_it_was_signed(gate: Gate, good: str) -> None:
    head, body, signature = good.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    changed = base64.urlsafe_b64encode(json.dumps({**claims, "exp": 9999999999}).encode()).decode().rstrip("=")
    assert gate.status(SAID, f"{head}.{changed}.{signature}") == 401


def test_expired(gate: Gate, clock: FrozenClock, good: str) -> None:
    clock.advance(timedelta(hours=1, seconds=59))
    assert gate.status(SAID, good) == 200, "clocks differ a little"
    clock.advance(timedelta(seconds=2))
    assert gate.status(SAID, good) == 401


def test_not_valid_yet_or_never_ending(gate: Gate, clock: FrozenClock) -> None:
    later = int((clock.now() + timedelta(minutes=2)).timestamp())
    assert gate.status(SAID, token(SERVICE, clock.now(), nbf=later)) == 401
    assert gate.status(SAID, token(SERVICE, clock.now(), exp=None)) == 401
    assert gate.status(SAID, token(SERVICE, clock.now(), exp=10**30)) == 401


def test_wrong_audience(gate: Gate, clock: FrozenClock) -> None:
    for audience in ("99999999-0000-0000-0000-000000000000", "", None, [APP_ID, "another"]):
        assert gate.status(SAID, token(SERVICE, clock.now(), aud=audience)) == 401


def test_wrong_issuer(gate: Gate, clock: FrozenClock) -> None:
    for issuer in (f"https://sts.windows.net/{TENANT}/", "https://api.botframework.com.example", None):
        assert gate.status(SAID, token(SERVICE, clock.now(), iss=issuer)) == 401


def test_wrong_tenant(gate: Gate, good: str) -> None:
    elsewhere = {**SAID["conversation"], "tenantId": OTHER_TENANT}
    assert gate.status({**SAID, "conversation": elsewhere}, good) == 403
    assert gate.status({**SAID, "channelData": {"tenant": {"id": OTHER_TENANT}}}, good) == 403
    assert gate.status({**SAID, "conversation": {"id": "a:1"}, "channelData": None}, good) == 403


def test_several_tenants_may_be_allowed(clock: FrozenClock, server: KeyServer, good: str) -> None:
    gate = Gate(clock, server, teams_allowed_tenants=f"{TENANT}, {OTHER_TENANT.upper()}")
    elsewhere = {"conversation": {"id": "a:1", "tenantId": OTHER_TENANT}, "channelData": {}}
    assert gate.status({**SAID, **elsewhere}, good) == 200
    assert gate.status(SAID, good) == 200


def test_unendorsed_key(clock: FrozenClock, server: KeyServer, good: str) -> None:
    for endorsements in ([], ["webchat", "directline"]):
        server.keys = [jwk("first", endorsements=endorsements)]
        assert Gate(clock, server).status(SAID, good) == 403


def test_another_channel(gate: Gate, good: str) -> None:
    assert gate.status({**SAID, "channelId": "webchat"}, good) == 403


def test_service_url_mismatch(gate: Gate, clock: FrozenClock) -> None:
    for claimed in ("https://smba.trafficmanager.net/amer/", "", None):
        assert gate.status(SAID, token(SERVICE, clock.now(), serviceurl=claimed)) == 403
    assert gate.status({**SAID, "serviceUrl": None}, token(SERVICE, clock.now())) == 403


def test_signed_but_not_a_service_of_teams(gate: Gate, clock: FrozenClock) -> None:
    """A key that is let in elsewhere, or a mistake at Microsoft: our token stays here all the same."""
    for url in (
        "https://evil.example/",
        "http://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@evil.example/",
    ):
        assert gate.status({**SAID, "serviceUrl": url}, token(url, clock.now())) == 403


def test_alg_none(gate: Gate, good: str) -> None:
    claims = jwt.decode(good, options={"verify_signature": False})
    for algorithm in ("none", "None"):
        header = (
            base64.urlsafe_b64encode(json.dumps({"alg": algorithm, "kid": "first"}).encode()).decode().rstrip("=")
        )
        body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        assert gate.status(SAID, f"{header}.{body}.") == 401


def test_hs256_with_the_public_key(gate: Gate, good: str) -> None:
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "first"}).encode()).decode().rstrip("=")
    signed = f"{head}.{good.split('.')[1]}"
    digest = hmac.new(public("first").encode(), signed.encode(), hashlib.sha256).digest()
    assert gate.status(SAID, f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}") == 401


def test_key_rotation_is_noticed(clock: FrozenClock, server: KeyServer, good: str) -> None:
    new = token(SERVICE, clock.now(), signer="second")

    async def rotated() -> httpx.Response:
        keys = [jwk("first")] if server.asked == 1 else [jwk("first"), jwk("second")]
        return httpx.Response(200, json={"keys": keys})

    server.answer = rotated
    assert Gate(clock, server).statuses(SAID, (good, new, new, good)) == [200] * 4
    assert server.asked == 2


def test_thirty_unknown_keys_ask_three_times_at_most(
    gate: Gate, clock: FrozenClock, server: KeyServer, good: str
) -> None:
    unknown = tuple(token(SERVICE, clock.now(), kid=f"unknown-{n}") for n in range(30))
    assert gate.statuses(SAID, (good, *unknown, good)) == [200, *[401] * 30, 200]
    assert server.asked == 1 + MOST_REFETCHES
    assert 1 + MOST_REFETCHES <= 3


def test_many_at_once_share_one_question(gate: Gate, server: KeyServer, good: str) -> None:
    assert gate.together(SAID, [good] * 20) == [200] * 20
    assert server.asked == 1


def test_what_cannot_be_right_asks_nobody(gate: Gate, clock: FrozenClock, server: KeyServer) -> None:
    gate.status(SAID, token(SERVICE, clock.now(), aud="another"), token(SERVICE, clock.now(), iss="another"))
    assert server.asked == 0


def test_keys_that_are_down_are_told_apart_from_a_forgery(gate: Gate, server: KeyServer, good: str) -> None:
    async def down() -> httpx.Response:
        if server.asked == 1:
            raise httpx.ConnectError("down")
        if server.asked == 2:
            return httpx.Response(500)
        return (
            httpx.Response(200, text="<html>")
            if server.asked == 3
            else httpx.Response(200, json={"keys": server.keys})
        )

    server.answer = down
    assert gate.statuses(SAID, (good,) * 5) == [503, 503, 503, 200, 200]


def test_keys_that_are_slow_hold_nobody_for_ever(
    gate: Gate, server: KeyServer, good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.teams.keys.FETCH_SECONDS", 0.01)

    async def slow() -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    server.answer = slow
    assert gate.status(SAID, good) == 503


def test_a_known_key_waits_for_nobody(
    clock: FrozenClock, server: KeyServer, good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day later the document is fetched anew, in the background: whose key is known gets in meanwhile."""
    monkeypatch.setattr("bot.teams.keys.KEEP_SECONDS", -1.0)

    async def then_never() -> httpx.Response:
        if server.asked > 1:
            await asyncio.Event().wait()
        return httpx.Response(200, json={"keys": server.keys})

    server.answer = then_never
    assert Gate(clock, server).statuses(SAID, (good, good)) == [200, 200]


def test_one_bad_key_does_not_spoil_the_others(clock: FrozenClock, server: KeyServer, good: str) -> None:
    server.keys = [{"kty": "RSA", "kid": "bad"}, {"kty": "EC", "kid": "ec"}, {"kid": 7}, *server.keys]
    assert Gate(clock, server).status(SAID, good) == 200


def test_what_is_no_activity(gate: Gate, good: str) -> None:
    for raw in (b"", b"[]", b"{", b"7", b"\xff", b"[" * 100_000):
        assert gate.status(raw, good) in (400, 403)
    assert gate.status(b" " * 1_000_001, good) == 413


def test_while_developing_only_this_machine_may_speak(clock: FrozenClock, server: KeyServer) -> None:
    gate = Gate(
        clock, server, teams_app_id="", teams_app_secret="", teams_tenant_id="", teams_dev_unauthenticated=True
    )
    local = {"host": "127.0.0.1:3978", "content-type": "application/json"}
    said = {**SAID, "serviceUrl": "http://127.0.0.1:56150"}
    assert gate.status(said, headers=local) == 200
    assert gate.status(said, headers={**local, "host": "laget.example"}) == 403, "a name that points here"
    assert gate.status(said, headers={**local, "content-type": "text/plain"}) == 403, "a page of somebody's"
    assert gate.status({**said, "serviceUrl": "http://192.168.0.7:56150"}, headers=local) == 403
    assert server.asked == 0


def test_the_route_refuses_and_says_nothing_of_why(app: App, teams: StandIn) -> None:
    said = message(teams.url, "status BarnSäkert", LEADER)
    bare = app.client.post("/teams/messages", json=said)
    forged = app.post(said, signer="forger", kid="first")
    foreign = app.post(
        activity(teams.url, "message", LEADER, text="hej", conversation={"id": "a:1", "tenantId": OTHER_TENANT})
    )
    assert [each.status_code for each in (bare, forged, foreign)] == [401, 401, 403]
    assert not any(each.text for each in (bare, forged, foreign))
    assert not teams.called("post")
    huge = app.client.post("/teams/messages", content=b"x" * 1_000_001)
    assert huge.status_code == 413
    assert "Barnsäkert" in told(app.say("status BarnSäkert"))
