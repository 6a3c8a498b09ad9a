"""Keeping a platform's pace: spacing within a conversation and a platform, and pauses that it asks for."""

from __future__ import annotations

from datetime import timedelta

from bot.answer import Context
from bot.deliver import deliver
from bot.pace import Limit, Pace
from bot.platform import NotSent
from commands.clock import FrozenClock
from storage.words import NoticeState
from tests.bot.outbox import StandIn, outbox, plan


class Watch:
    """A stopwatch that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class PacedStandIn(StandIn):
    """A platform with a pace, that notes when each message came."""

    def __init__(self, watch: Watch, *limits: Limit) -> None:
        super().__init__()
        self.watch = watch
        self.pace = Pace(watch.read, watch.sleep, conversation=limits)
        self.times: list[tuple[str, float]] = []

    def send(self, to, reply, notice_id):  # type: ignore[no-untyped-def]
        self.times.append((to.conversation, self.watch.now))
        return super().send(to, reply, notice_id)


def times(pace: Pace, watch: Watch, *conversations: str) -> list[float]:
    found = []
    for each in conversations:
        pace.wait(each)
        found.append(round(watch.now, 3))
    return found


def test_within_all_limits_of_a_conversation_and_of_the_platform() -> None:
    watch = Watch()
    teams = Pace(watch.read, watch.sleep, conversation=(Limit(7, 1), Limit(60, 30)), platform=(Limit(30, 1),))
    at = times(teams, watch, *["one"] * 130)
    assert at[:8] == [0, 0, 0, 0, 0, 0, 0, 1]
    for first, most, seconds in ((0, 7, 1), (0, 60, 30)):
        assert all(at[n + most] - at[n] >= seconds for n in range(first, len(at) - most))
    assert at[60] == 30
    watch.now = 1000
    at = times(teams, watch, *(f"c{number}" for number in range(70)))
    assert (at[29], at[30], at[60]) == (1000, 1001, 1002)


def test_what_is_long_past_is_forgotten() -> None:
    watch = Watch()
    pace = Pace(watch.read, watch.sleep, conversation=(Limit(1, 1),))
    for number in range(3000):
        watch.now = float(number)
        pace.wait(f"c{number}")
    assert len(pace._taken) <= 1002


def test_the_deliverer_keeps_the_pace_of_each_conversation(context: Context, leader: str) -> None:
    slack = PacedStandIn(Watch(), Limit(1, 1))
    plan(context, leader, *(f"project:{number}" for number in range(3)))
    plan(context, "slack:C1", "project:1", "project:2")
    assert deliver(context, slack.known_as) == 5
    assert [at for where, at in slack.times if where == "D1"] == [0, 1, 2]
    assert [at for where, at in slack.times if where == "C1"] == [2, 3]


def test_retry_after_pauses_the_conversation_and_counts_no_attempt(
    context: Context, leader: str, clock: FrozenClock
) -> None:
    slack = PacedStandIn(Watch())
    slack.ends = lambda _: slack_says_wait() if slack.sent[-1][0].conversation == "D1" else "m"

    def slack_says_wait() -> str:
        raise NotSent("rate limited", retry_after=42)

    plan(context, leader, "project:1", "project:2")
    plan(context, "slack:C1", "project:1")
    assert deliver(context, slack.known_as) == 1
    first, second, _ = outbox(context.database)
    assert [to.conversation for to, _, _ in slack.sent] == ["D1", "C1"], "the second to D1 is held back"
    assert [each.state for each in (first, second)] == [NoticeState.PLANNED] * 2
    assert [each.next_at for each in (first, second)] == [clock.now() + timedelta(seconds=42)] * 2
    assert [each.attempts for each in (first, second)] == [1, 0]
    slack.ends = lambda number: f"m{number}"
    clock.advance(timedelta(seconds=41))
    assert deliver(context, slack.known_as) == 0
    clock.advance(timedelta(seconds=1))
    assert deliver(context, slack.known_as) == 2


def test_two_conversations_that_must_wait_hold_back_the_whole_platform(clock: FrozenClock) -> None:
    pace, now = Pace(), clock.now()
    pace.pause("C1", now + timedelta(seconds=5))
    assert (pace.held_until("C1", now), pace.held_until("C2", now)) == (now + timedelta(seconds=5), None)
    pace.pause("C2", now + timedelta(seconds=9))
    assert pace.held_until("C3", now) == now + timedelta(seconds=9)
    assert pace.held_until("C3", now + timedelta(seconds=6)) is None
    assert pace.held_until("C2", now + timedelta(seconds=9)) is None
