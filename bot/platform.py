"""What a platform is: it receives, renders and sends. One folder under bot/ each."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from starlette.routing import BaseRoute

from bot.pace import Pace
from commands.message import Address, Reply


class NotSent(Exception):
    """The message certainly did not arrive; `terminal` says that trying again will not help.

    `retry_after` is how many seconds the platform asked us to wait, None when it did not say.
    """

    def __init__(self, reason: str, *, terminal: bool = False, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.terminal = terminal
        self.retry_after = retry_after


class PerhapsSent(Exception):
    """The message may have arrived: it is looked up where that can be done, never resent blindly."""


class Platform(Protocol):
    """A place where people talk."""

    name: str

    def routes(self) -> list[BaseRoute]:
        """The routes it receives at."""

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:
        """Send a message that nobody just asked for; returns its id there. Raises NotSent or PerhapsSent."""


@runtime_checkable
class Searchable(Protocol):
    """A platform that can be asked whether a message stands there."""

    def was_sent(self, notice_id: int, to: Address) -> str | None:
        """The id of a notice's message, None when it is not there. Raises NotSent or PerhapsSent if unknown."""


@runtime_checkable
class Paced(Protocol):
    """A platform that takes only so many messages: whoever sends keeps its pace."""

    pace: Pace
