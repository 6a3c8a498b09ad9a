"""What a platform is: it receives, renders and sends. One folder under bot/ each."""

from __future__ import annotations

from typing import Protocol

from starlette.routing import BaseRoute

from commands._message import Address, Reply


class NotSent(Exception):
    """The message certainly did not arrive; `terminal` says that trying again will not help."""

    def __init__(self, reason: str, *, terminal: bool = False) -> None:
        super().__init__(reason)
        self.terminal = terminal


class PerhapsSent(Exception):
    """The message may have arrived: it is looked up where that can be done, never resent blindly."""


class Platform(Protocol):
    """A place where people talk."""

    name: str

    def routes(self) -> list[BaseRoute]:
        """The routes it receives at."""

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:
        """Send a message that nobody just asked for; returns its id there. Raises NotSent or PerhapsSent."""
