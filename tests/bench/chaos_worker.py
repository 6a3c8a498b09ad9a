"""One worker of the chaos run: what `laget worker` does, with shorter waits, on a stand-in of Slack's API."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from starlette.routing import BaseRoute

from bot.answer import Context
from bot.clock import THREADS
from bot.deliver import Timing, deliver
from bot.logs import set_up
from bot.pace import Pace
from bot.slack.client import plain_client
from bot.slack.installation import Workspaces
from bot.slack.send import PER_CHANNEL, Sender
from commands.clock import SystemClock
from commands.command import Book
from commands.message import Address, Reply
from storage.database import Database

ASKED, UNASKED = "slack", "mute"
"""A platform that can be asked what has arrived, and one that cannot."""


@dataclass(frozen=True)
class Pressure:
    """How much shorter everything is than in earnest, in seconds."""

    timeout: float = 1.0
    lease: float = 8.0
    settle: float = 2.5
    retry: float = 0.5
    margin: float = 3.0

    @property
    def timing(self) -> Timing:
        """The same for the deliverer."""
        lease, settle, retry, margin = (
            timedelta(seconds=each) for each in (self.lease, self.settle, self.retry, self.margin)
        )
        return Timing(lease, settle, retry, margin)


class Mute:
    """Sends through the same API, but cannot be asked."""

    name = UNASKED

    def __init__(self, sender: Sender, pace: Pace) -> None:
        self._sender = sender
        self.pace = pace

    def routes(self) -> list[BaseRoute]:
        """None: it only sends."""
        return []

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:
        """Send. Raises NotSent or MaybeSent."""
        return self._sender.send(to, reply, notice_id)


class Asked(Mute):
    """The whole of what Slack is to the deliverer."""

    name = ASKED

    def was_sent(self, notice_id: int, to: Address) -> str | None:
        """The id of the notice's message. Raises NotSent or MaybeSent."""
        return self._sender.was_sent(notice_id, to)


def work(url: str, api: str, pressure: Pressure) -> None:
    """Deliver until somebody ends this process."""
    logging.disable(logging.CRITICAL)
    set_up("CRITICAL", "json")
    clock = SystemClock()
    context = Context(
        Database(url, pool_size=THREADS + 1, now=clock.now), Book(iter(())), clock, ZoneInfo("Europe/Stockholm")
    )
    client = plain_client(api)
    client.timeout = pressure.timeout  # type: ignore[assignment]
    sender = Sender(Workspaces(context, client, token="xoxb-chaos", secret=""), client, clock, Pace())  # noqa: S106
    platforms = {each.name: each(sender, Pace(conversation=PER_CHANNEL)) for each in (Asked, Mute)}
    while True:
        if not deliver(context, platforms, timing=pressure.timing, threads=THREADS):
            time.sleep(0.05)
