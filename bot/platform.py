"""What a platform is: it receives, renders and sends. One folder under bot/ each, which exports its PLATFORM."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from starlette.routing import BaseRoute

from bot.answer import Context
from bot.chat.links import FileLinks
from bot.pace import Pace
from bot.settings import Settings
from bot.worker_threads import WorkerThreads
from commands.message import Address, Reply

LONGEST_WAIT_SECONDS, MOST_TRIES = 30, 3
"""How long, and how often, a call is put off when the platform says "too many"."""
Result = TypeVar("Result")


class NotSent(Exception):
    """The message certainly did not arrive; `terminal` says that trying again will not help.

    `retry_after` is how many seconds the platform asked us to wait, None when it did not say.
    """

    def __init__(self, reason: str, *, terminal: bool = False, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.terminal = terminal
        self.retry_after = retry_after


class MaybeSent(Exception):
    """The message may have arrived: it is looked up where that can be done, never resent blindly."""


async def with_retries(call: Callable[[], Awaitable[Result]], sleep: Callable[[float], Awaitable[None]]) -> Result:
    """The result of a call, made again after the wait that the platform asks for. Raises NotSent, MaybeSent."""
    for _ in range(MOST_TRIES - 1):
        try:
            return await call()
        except NotSent as refused:
            if refused.retry_after is None or refused.retry_after > LONGEST_WAIT_SECONDS:
                raise
            await sleep(refused.retry_after)
    return await call()


class Platform(Protocol):
    """A place where people talk."""

    name: str

    def routes(self) -> list[BaseRoute]:
        """The routes it receives at."""

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:
        """Send a message that nobody just asked for; returns its id there. Raises NotSent or MaybeSent."""


class Served(Platform, Protocol):
    """A platform of `laget web`."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Spans the life of the server."""


@runtime_checkable
class Searchable(Protocol):
    """A platform that can be asked whether a message arrived."""

    def was_sent(self, notice_id: int, to: Address) -> str | None:
        """The id of a notice's message, None when there is none. Raises NotSent or MaybeSent if unknown."""


@runtime_checkable
class Paced(Protocol):
    """A platform that takes only so many messages: the sender keeps its pace."""

    pace: Pace


class WriteManifest(Protocol):
    """Describes the app as the platform wants it."""

    def __call__(self, url: str, out: Path | None, *, socket: bool, app_id: str) -> str:
        """The text of the manifest, which is also written to `out`. UserError; ValueError for no https address."""


@dataclass(frozen=True)
class PlatformKind:
    """What a platform needs, and how it is made. It is light: what weighs is imported when it is made.

    `credentials` are its settings: one that is set says that the platform is wanted. `missing` names those that it
    still needs; SettingsError when some cannot be used together. `make` gives None when the platform refuses them.
    `state` is what `laget doctor` says when nothing is missing. `trusts_anyone` says that it takes a person's word
    for who they are: then only this machine may reach it.
    """

    name: str
    credentials: tuple[str, ...]
    missing: Callable[[Settings], list[str]]
    make: Callable[[Settings, Context, WorkerThreads, FileLinks], Served | None]
    manifest: WriteManifest
    state: Callable[[Settings], str] = lambda _: "inställd"
    trusts_anyone: Callable[[Settings], bool] = lambda _: False
