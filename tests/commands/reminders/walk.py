"""Walking through time hour by hour, with what people say on the way, and a platform that remembers what was sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from starlette.routing import BaseRoute

from bot.answer import Context, answer
from bot.clock import tick
from commands.clock import Clock, FrozenClock
from commands.message import Address, Identity, Reply, Request, Table, Text
from commands.swedish.dates import is_working_day
from tests.commands.conftest import STOCKHOLM

HOUR = timedelta(hours=1)
TELLING_HOURS = (8, 9)
"""A quick walk ticks at these on working days, and in the hour after a person has typed: nothing falls due at others
as long as no seminar begins at another hour than ten. test_hours_that_are_skipped_change_nothing shows that it may."""


@dataclass(frozen=True)
class Sent:
    """One message: when by the clock on the wall, to whom, what."""

    at: datetime
    to: str
    reply: Reply

    @property
    def says(self) -> str:
        """Its texts, and the works of its tables, on one line."""
        parts = [block.text for block in self.reply.blocks if isinstance(block, Text)]
        rows = [
            f"({', '.join(row[0] for row in block.rows)})"
            for block in self.reply.blocks
            if isinstance(block, Table)
        ]
        return " ".join([*parts, *rows])


@dataclass
class Remembering:
    """The platform "local", which keeps what it is given to send."""

    sent: list[Sent] = field(default_factory=list)
    clock: FrozenClock | None = None
    name: str = "local"

    def routes(self) -> list[BaseRoute]:
        return []

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:
        assert self.clock is not None
        at = self.clock.now().astimezone(STOCKHOLM)
        self.sent.append(Sent(at, to.conversation.partition("@")[0], reply))
        return str(notice_id)


def moment(text: str) -> datetime:
    """Stockholm time: "2026-06-01 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def set_clock(clock: Clock, to: str) -> None:
    """Move a frozen clock to a moment of Stockholm's."""
    assert isinstance(clock, FrozenClock)
    clock.advance(moment(to) - clock.now())


@dataclass(frozen=True)
class Line:
    """A line that a person types on the way."""

    at: datetime
    who: str
    text: str


def walk(
    context: Context,
    platform: Remembering,
    start: str,
    end: str,
    lines: Sequence[Line] = (),
    *,
    down: Collection[tuple[str, str]] = (),
    every_hour: bool = False,
) -> None:
    """Tick at every full hour from `start` to `end`; people speak first, and no clock ticks while it is down."""
    clock = context.clock
    assert isinstance(clock, FrozenClock)
    platform.clock = clock
    platforms: Mapping[str, Remembering] = {platform.name: platform}
    pauses = [(moment(first), moment(last)) for first, last in down]
    waiting = sorted(lines, key=lambda each: each.at)
    now, last = moment(start).astimezone(UTC), moment(end)
    while now <= last:
        is_spoken = bool(waiting) and waiting[0].at <= now
        while waiting and waiting[0].at <= now:
            _type(context, clock, waiting.pop(0))
        clock.advance(now - clock.now())
        is_down = any(first <= now <= stop for first, stop in pauses)
        here = now.astimezone(STOCKHOLM)
        tells = here.hour in TELLING_HOURS and is_working_day(here.date())
        if not is_down and (every_hour or is_spoken or tells):
            tick(context, platforms)
        now += HOUR
    assert not waiting, "a line after the end"


def _type(context: Context, clock: FrozenClock, line: Line) -> None:
    clock.advance(line.at - clock.now())
    sender = Identity("local", email=f"{line.who}@exempel.se")
    reply = answer(context, Request(line.text, sender, Address("local", line.who)))
    assert reply.error is None, f"{line.text}: {reply.error}"
