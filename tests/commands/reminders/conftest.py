"""A year of the clock: a platform that only remembers, hours that pass when told to, and the outbox looked into."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from sqlmodel import col, select

from bot.answer import Context
from commands.clock import FrozenClock
from commands.message import REPLY
from commands.reminders.planning import Again, plan_due, read_again, still_due
from storage import people
from storage.tables import Notice
from storage.words import NoticeState
from tests.commands.conftest import STOCKHOLM, Known, Say, book, context, programme, say, text_of
from tests.commands.reminders.walk import Remembering, set_clock

__all__ = ["Known", "book", "context", "programme", "say"]  # fixtures, found here by name

Now = Callable[[str], int]


@pytest.fixture
def platform() -> Remembering:
    return Remembering()


@pytest.fixture
def now(context: Context, clock: FrozenClock) -> Now:
    """Move the clock to a moment and plan: returns how many messages are to be sent."""

    def planned(at: str) -> int:
        set_clock(clock, at)
        with context.database.write(actor="clock", source="clock") as session:
            return plan_due(session, clock.now(), STOCKHOLM)

    return planned


@pytest.fixture
def june(say: Say, now: Now) -> None:
    """A round that opens on 25 May 2026, seen from the day before; the clock has run."""
    now("2026-05-22 10:00")
    assert say("omgång 2026-1 öppnar 2026-05-25 sista dag 2026-06-22 leverans 2026-06-30").error is None


def outbox(context: Context, *kinds: str) -> Sequence[Notice]:
    with context.database.read() as session:
        query = select(Notice).order_by(col(Notice.due), col(Notice.id))
        return [each for each in session.exec(query) if not kinds or each.kind in kinds]


def messages(context: Context, *kinds: str) -> list[tuple[str, str]]:
    """What was planned for whom: (name, first text)."""
    with context.database.read() as session:
        names = {f"person:{person.id}": person.name.split()[0] for person in people.everyone(session)}
    planned = [each for each in outbox(context, *kinds) if each.state is NoticeState.PLANNED]
    return sorted((names[each.recipient], text_of(REPLY.validate_json(each.body))) for each in planned)


def names(context: Context, *kinds: str) -> list[str]:
    return [name for name, _ in messages(context, *kinds)]


def again(context: Context, notice: Notice) -> Again:
    with context.database.read() as session:
        found = read_again(session, notice, context.clock.now(), STOCKHOLM)
        assert still_due(session, notice, context.clock.now(), STOCKHOLM) is (found.reply is not None)
        return found
