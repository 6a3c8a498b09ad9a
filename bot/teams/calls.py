"""Calls of Teams' connector (REST), what its refusals mean, and how they are made: async and plain."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from bot.chat.attached import NotFetched, read_capped
from bot.platform import MaybeSent, NotSent, with_retries
from bot.teams.hosts import Hosts
from bot.teams.token import DIRECT, Tokens
from bot.tls import tls

TIMEOUT_SECONDS = 15.0
WAIT_SECONDS = 5.0
"""How long to wait when Teams says "too many" without saying how long."""

GONE, BLOCKED = "teams_gone", "teams_blocked"
"""Why nothing can be written there any more: 404, 403."""
ENDS = frozenset({GONE, BLOCKED})
Answer = Mapping[str, Any]


class TokenRefused(NotSent):
    """Teams does not take our token; nothing was done."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `service_url` is where Teams said that this conversation is served."""

    method: str
    service_url: str
    path: str
    body: Mapping[str, Any] | None = None

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.service_url.rstrip('/')}/v3/conversations{self.path}"


def post_activity(service_url: str, place: str, activity: Mapping[str, Any], reply_to: str = "") -> Call:
    """Post an activity; `reply_to` is the message that it answers."""
    below = f"/{_quoted(reply_to)}" if reply_to else ""
    body = {**activity, **({"replyToId": reply_to} if reply_to else {})}
    return Call("POST", service_url, f"/{_quoted(place)}/activities{below}", body)


def update_activity(service_url: str, place: str, message: str, activity: Mapping[str, Any]) -> Call:
    """Replace a message of ours by an activity."""
    return Call("PUT", service_url, f"/{_quoted(place)}/activities/{_quoted(message)}", {**activity, "id": message})


def get_member(service_url: str, place: str, user: str) -> Call:
    """Who is this? `place` is the chat, or the team of a channel."""
    return Call("GET", service_url, f"/{_quoted(place)}/members/{_quoted(user)}")


def create_conversation(service_url: str, bot: str, person: str, tenant: str) -> Call:
    """Open the personal chat with a person, by Entra's id; the same one if there is one."""
    body = {
        "bot": {"id": bot},
        "members": [{"id": person}],
        "isGroup": False,
        "tenantId": tenant,
        "channelData": {"tenant": {"id": tenant}},
    }
    return Call("POST", service_url, "", body)


class Caller:
    """Makes calls from plain code: the clock's deliveries."""

    def __init__(self, hosts: Hosts, tokens: Tokens) -> None:
        self._hosts = hosts
        self._tokens = tokens
        self._client = httpx.Client(**_SETTINGS, verify=tls())

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def call(self, call: Call) -> Answer:
        """Teams' answer. Raises NotSent or MaybeSent; nothing is tried again."""
        must_be_allowed(self._hosts, call)
        token = self._tokens.get()
        try:
            response = self._client.request(call.method, call.url, json=call.body, headers=_headers(token))
        except httpx.HTTPError as error:
            raise _unanswered(error) from error
        if response.status_code == 401:
            self._tokens.forget(token)
        return result_of(response)


class AsyncCaller:
    """Makes calls from the event loop; waits as long as Teams says, where nothing was done yet."""

    def __init__(
        self, hosts: Hosts, tokens: Tokens, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._hosts = hosts
        self._tokens = tokens
        self._sleep = sleep
        self.client = httpx.AsyncClient(**_SETTINGS, verify=tls())

    async def call(self, call: Call) -> Answer:
        """Teams' answer. Raises NotSent or MaybeSent."""
        must_be_allowed(self._hosts, call)
        try:
            return await with_retries(lambda: self._once(call), self._sleep)
        except TokenRefused:
            return await with_retries(lambda: self._once(call), self._sleep)  # the token is exchanged once

    async def fetched(self, url: str) -> bytes:
        """A file that a person sent, at most one byte more than a file may have. Raises NotFetched.

        Without our token: the address itself is the right to have it, for a few minutes.
        """
        if not self._hosts.is_download(url):
            raise NotFetched("not a place of Teams")
        try:
            async with self.client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as response:
                if response.status_code != 200:
                    raise NotFetched(f"Teams answered {response.status_code}")
                return await read_capped(response.aiter_raw())
        except httpx.HTTPError as error:
            raise NotFetched(f"no answer ({type(error).__name__})") from error

    async def _once(self, call: Call) -> Answer:
        token = self._tokens.held
        if token is None:
            token = await asyncio.to_thread(self._tokens.get)
        try:
            response = await self.client.request(call.method, call.url, json=call.body, headers=_headers(token))
        except httpx.HTTPError as error:
            raise _unanswered(error) from error
        if response.status_code == 401:
            self._tokens.forget(token)
        return result_of(response)


_SETTINGS: dict[str, Any] = {
    "timeout": TIMEOUT_SECONDS,
    "follow_redirects": False,  # the token goes to those that we chose, and to nobody that they choose
    "mounts": DIRECT,
}


def must_be_allowed(hosts: Hosts, call: Call) -> None:
    """Our token goes to Teams only, whatever an activity or the database says."""
    if not hosts.is_service(call.service_url):
        raise NotSent("not a service of Teams", terminal=True)


def result_of(response: httpx.Response) -> Answer:
    """The answer, if it is one. NotSent: surely not done (429 and 412: to be tried again); MaybeSent: unknown."""
    status = response.status_code
    if status in (200, 201, 202, 204):
        return _content(response)
    if status in (412, 429):
        raise NotSent("rate limited" if status == 429 else "a conflict", retry_after=_retry_after(response))
    if status == 408 or status >= 500:
        raise MaybeSent(f"Teams answered {status}")
    if status == 401:
        raise TokenRefused("token refused")
    raise NotSent({403: BLOCKED, 404: GONE}.get(status, f"Teams answered {status}"), terminal=True)


def _unanswered(error: httpx.HTTPError) -> NotSent | MaybeSent:
    name = type(error).__name__
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.UnsupportedProtocol):
        return NotSent(f"no connection ({name})")
    return MaybeSent(f"no answer ({name})")


def _content(response: httpx.Response) -> Answer:
    try:
        content = response.json() if response.content else {}
    except ValueError:
        return {}  # it was taken; Teams only did not say what it is called
    return content if isinstance(content, dict) else {}


def _retry_after(response: httpx.Response) -> float:
    try:
        return max(0.0, float(response.headers["retry-after"]))
    except (KeyError, ValueError):
        return WAIT_SECONDS


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _quoted(id_: str) -> str:
    """An id in a path: those of Teams hold ":", ";" and "=", and nothing in one is to become another path."""
    return quote(id_, safe="").replace(".", "%2E") if set(id_) <= {"."} else quote(id_, safe="")
