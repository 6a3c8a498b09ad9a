"""The keys that Teams signs with: fetched once, kept, renewed in the background, asked for anew within bounds."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import structlog
from jwt import PyJWK
from jwt.exceptions import PyJWTError

FETCH_SECONDS = 5.0
KEEP_SECONDS = 24 * 3600.0
"""Microsoft asks that keys be fetched anew at least once a day."""
MOST_REFETCHES, WITHIN_SECONDS = 2, 300.0
"""How often unknown key ids make us ask, at most: invented key ids are not to make us flood the key server."""

log = structlog.get_logger()


class KeysUnreachable(Exception):
    """The key server does not answer, and without it nobody can say whose signature this is."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key, and the channels that it may sign for."""

    key: PyJWK
    endorsements: frozenset[str]


class Keys:
    """The keys of one key document, by key id."""

    def __init__(
        self, url: str, client: httpx.AsyncClient, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url
        self._client = client
        self._monotonic = monotonic
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at = 0.0
        self._refetched: deque[float] = deque()
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, key_id: str) -> SigningKey | None:
        """The key, None when there is none by that id. Raises KeysUnreachable when that cannot be known."""
        if not self._keys:
            await self._fetch()
        elif key_id not in self._keys:
            if not self._may_refetch():
                return None
            await self._fetch()
        elif self._monotonic() - self._fetched_at > KEEP_SECONDS:
            self._begin()  # a key that we know need not wait for it
        return self._keys.get(key_id)

    async def _fetch(self) -> None:
        """Fetch, together with others who are waiting for the same."""
        await asyncio.shield(self._begin())

    def _begin(self) -> asyncio.Task[None]:
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._renew())
            self._fetching.add_done_callback(_seen)
        return self._fetching

    async def _renew(self) -> None:
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                answer = await self._client.get(self._url)
            answer.raise_for_status()
            keys = _read(answer.json()["keys"])
        except (httpx.HTTPError, TimeoutError, ValueError, KeyError, TypeError) as error:
            self._fetched_at = self._monotonic() - KEEP_SECONDS + WITHIN_SECONDS if self._keys else 0.0
            log.warning("teams keys not fetched", error=type(error).__name__)
            raise KeysUnreachable from error
        self._keys, self._fetched_at = keys, self._monotonic()

    def _may_refetch(self) -> bool:
        if self._fetching and not self._fetching.done():
            return True  # a fetch is under way: waiting for it costs nothing
        now = self._monotonic()
        while self._refetched and now - self._refetched[0] > WITHIN_SECONDS:
            self._refetched.popleft()
        if len(self._refetched) >= MOST_REFETCHES:
            return False
        self._refetched.append(now)
        return True


def _read(listed: Sequence[Mapping[str, Any]]) -> dict[str, SigningKey]:
    """The RSA keys of the document; one that cannot be read does not spoil the others."""
    keys = {}
    for each in listed:
        if each.get("kty") != "RSA" or not isinstance(each.get("kid"), str):
            continue
        try:
            key = PyJWK.from_dict(dict(each), algorithm="RS256")
        except PyJWTError:
            continue
        keys[each["kid"]] = SigningKey(key, frozenset(map(str, each.get("endorsements") or ())))
    return keys


def _seen(fetch: asyncio.Task[None]) -> None:
    """What went wrong in the background has been logged; asyncio need not say that nobody looked."""
    if not fetch.cancelled():
        fetch.exception()
