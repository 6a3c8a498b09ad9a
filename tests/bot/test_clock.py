"""The clock itself: a tick, two at once, what it would do, what it costs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import event

from bot import clock as bot_clock
from bot.answer import Context
from bot.clock import due_lines, look, tick
from commands.clock import FrozenClock
from commands.reminders.planning import plan_due
from tests.commands.conftest import STOCKHOLM, Known, Say
from tests.commands.reminders.conftest import Now, now, outbox, platform
from tests.commands.reminders.walk import Remembering, set_clock

__all__ = ["now", "platform"]  # fixtures, found here by name


def test_a_tick_plans_and_delivers(context: Context, say: Say, clock: FrozenClock, platform: Remembering) -> None:
    platform.clock = clock
    set_clock(clock, "2026-05-18 09:00")
    assert tick(context, {"local": platform}) == 2
    assert sorted(each.to for each in platform.sent) == ["leader", "other_leader"]
    assert tick(context, {"local": platform}) == 0


def test_due_lines_tell_who_and_why_and_keep_nothing(context: Context, say: Say, clock: FrozenClock) -> None:
    set_clock(clock, "2026-05-18 09:00")
    lines = list(due_lines(context))
    assert len(lines) == 2
    assert lines[0].startswith(
        "2026-05-18 09.00  Anna Exempel  reminder  Ett arbete att berätta om Rapportomgång 2026-1"
    )
    assert lines == list(due_lines(context))
    assert outbox(context) == []


def test_due_lines_leave_out_what_is_done_or_too_late(context: Context, say: Say, clock: FrozenClock) -> None:
    set_clock(clock, "2026-05-18 08:30")
    assert say("omgång 2026-1 öppnar 2026-05-11 sista dag 2026-06-08").error is None
    assert say("påminn").error is None
    assert len(list(due_lines(context))) == 2
    assert say("rapportera BarnSäkert grön Klart", "leader").error is None
    [line] = due_lines(context)
    assert "Anders Exempel  nudge" in line
    set_clock(clock, "2026-05-21 10:00")
    assert list(due_lines(context)) == []


@pytest.mark.parametrize("has_run", [True, False])
def test_two_clocks_at_once_plan_nothing_twice(
    context: Context, programme: Known, clock: FrozenClock, now: Now, has_run: bool
) -> None:
    if has_run:
        now("2026-05-15 10:00")
    set_clock(clock, "2026-05-18 09:00")
    together = Barrier(2)

    def one(_: int) -> int:
        together.wait(timeout=10)
        with context.database.write(actor="clock", source="clock") as session:
            return plan_due(session, clock.now(), STOCKHOLM)

    with ThreadPoolExecutor(2) as clocks:
        assert sum(clocks.map(one, range(2))) == 2
    assert len(outbox(context, "reminder")) == 2


def test_a_day_with_nothing_due_costs_a_few_questions(
    context: Context, say: Say, clock: FrozenClock, now: Now
) -> None:
    now("2026-02-03 10:00")
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(context.database._engine, "before_cursor_execute", count)
    try:
        clock.advance(timedelta(seconds=30))
        with context.database.write(actor="clock", source="clock") as session:
            assert plan_due(session, clock.now(), STOCKHOLM) == 0
        by_day = [each for each in asked if not each.startswith(("BEGIN", "PRAGMA"))]
        asked.clear()
        set_clock(clock, "2026-02-03 22:00")
        for _ in range(2):
            asked.clear()
            clock.advance(timedelta(seconds=30))
            with context.database.write(actor="clock", source="clock") as session:
                plan_due(session, clock.now(), STOCKHOLM)
        by_night = [each for each in asked if not each.startswith(("BEGIN", "PRAGMA"))]
    finally:
        event.remove(context.database._engine, "before_cursor_execute", count)
    assert len(by_day) <= 8
    assert len(by_night) <= 2


def test_what_cannot_be_planned_does_not_hold_back_what_can_be_sent(
    context: Context, say: Say, clock: FrozenClock, platform: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.clock = clock
    assert say("rapportera BarnSäkert röd Stopp", "leader").error is None

    def broken(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(bot_clock, "plan_due", broken)
    with pytest.raises(ZeroDivisionError):
        tick(context, {"local": platform})
    assert sorted(each.to for each in platform.sent) == ["coordinator", "leadership"]


def test_what_must_be_known_at_once_goes_out_between_two_ticks(
    context: Context, say: Say, clock: FrozenClock, platform: Remembering
) -> None:
    platform.clock = clock
    assert look(context, {"local": platform}) == 0
    assert say("rapportera BarnSäkert röd Stopp", "leader").error is None
    assert look(context, {"local": platform}) == 2
    assert sorted(each.to for each in platform.sent) == ["coordinator", "leadership"]
    assert look(context, {}) == 0
