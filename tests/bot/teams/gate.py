"""The guard of Teams in a loop of its own, and the server that it fetches Microsoft's keys from."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from starlette.datastructures import Headers

from bot.settings import Settings
from bot.teams.guard import Guard, Refused
from bot.teams.hosts import Hosts
from commands.clock import FrozenClock
from tests.bot.teams.signing import APP_ID, jwk
from tests.bot.teams.standin import TENANT

SERVICE = "https://smba.trafficmanager.net/emea/"


KEYS = "https://login.botframework.com/v1/.well-known/keys"


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
