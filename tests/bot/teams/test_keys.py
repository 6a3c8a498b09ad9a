"""Microsoft's keys: fetched seldom, never by a flood, and never waited for without end."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.teams.keys import MOST_REFETCHES
from commands.clock import FrozenClock
from tests.bot.teams.conftest import SAID
from tests.bot.teams.gate import SERVICE, Gate, KeyServer
from tests.bot.teams.signing import jwk, token


def test_unendorsed_key(clock: FrozenClock, server: KeyServer, good: str) -> None:
    for endorsements in ([], ["webchat", "directline"]):
        server.keys = [jwk("first", endorsements=endorsements)]
        assert Gate(clock, server).status(SAID, good) == 403


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
