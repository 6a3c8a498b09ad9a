"""A person on several platforms: which one gets the message, what happens when it refuses, who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.answer import Context
from bot.deliver import MOST_ATTEMPTS, RETRY_AFTER, SETTLE, deliver
from bot.platform import MaybeSent, NotSent
from commands.clock import FrozenClock
from commands.reminders import unreachable
from storage import people, reachability
from storage.words import NoticeState
from tests.bot.outbox import DOUBT, Searched, StandIn, know, only, outbox, plan, raising
from tests.commands.conftest import Known, text_of

GONE = raising(NotSent("account_inactive", terminal=True))
TO_SLACK, TO_TEAMS = "slack:D1", "teams:29:1"


def tell(context: Context, clock: FrozenClock) -> list[str]:
    """Go to the next full hour and deliver on the local chat; what the coordinators were told, oldest first."""
    clock.advance(timedelta(hours=1))
    local = StandIn("local")
    deliver(context, local.known_as)
    return [text_of(reply) for to, reply, _ in local.sent if to.conversation == "coordinator@exempel.se"]


def test_where_it_is_refused_for_good_the_other_platform_gets_it_at_once(context: Context, leader: str) -> None:
    know(context, leader, "teams")
    plan(context, leader)
    slack, teams = StandIn(), StandIn("teams", GONE)
    assert deliver(context, {**slack.known_as, **teams.known_as}) == 1
    assert [to.conversation for to, _, _ in (*teams.sent, *slack.sent)] == ["29:1", "D1"]
    notice = only(context.database)
    assert (notice.state, notice.address, notice.refused) == (NoticeState.SENT, TO_SLACK, TO_TEAMS)
    assert outbox(context.database, unreachable.KIND) == []


def test_where_all_refuse_it_is_given_up_and_the_coordinators_are_told_once_that_day(
    context: Context, leader: str, clock: FrozenClock, programme: Known
) -> None:
    know(context, leader, "teams")
    both = {"slack": StandIn(ends=GONE), "teams": StandIn("teams", GONE)}
    told = []
    for hour in range(3):
        plan(context, leader, f"project:{hour}", f"project:{hour}b", said="Förtroligt")
        assert deliver(context, both) == 0  # type: ignore[arg-type]
        told += tell(context, clock)
    assert [len(each.sent) for each in both.values()] == [6, 6]
    [once] = told
    assert "Anna Exempel | kontot är avstängt" in once
    assert "Förtroligt" not in once
    clock.advance(timedelta(days=1))
    plan(context, leader, "project:next day")
    deliver(context, both)  # type: ignore[arg-type]
    assert len(tell(context, clock)) == 1


def test_several_who_cannot_be_reached_are_told_of_together(
    context: Context, leader: str, clock: FrozenClock, programme: Known
) -> None:
    plan(context, leader)
    plan(context, f"person:{programme.people['reader']}")  # never spoke with us anywhere
    plan(context, "slack:C9")
    deliver(context, {"slack": StandIn(ends=GONE)})  # type: ignore[dict-item]
    [told] = tell(context, clock)
    assert "Anna Exempel | kontot är avstängt" in told
    assert "Rolf Exempel | har aldrig talat med Läget" in told
    assert "Slack, kanal C9" in told


def test_whoever_cannot_be_reached_on_a_weekend_is_told_of_on_monday(
    context: Context, leader: str, clock: FrozenClock
) -> None:
    clock.advance(timedelta(days=2))
    plan(context, leader, kind="moved")
    deliver(context, {"slack": StandIn(ends=GONE)})  # type: ignore[dict-item]
    due = {f"{each.due:%Y-%m-%d %H}" for each in outbox(context.database, unreachable.KIND)}
    assert due == {"2026-11-23 07"}  # 08:00 in Stockholm


def test_nobody_to_reach_is_not_tried_for_ever(context: Context, programme: Known, clock: FrozenClock) -> None:
    plan(context, f"person:{programme.people['reader']}")
    slack = StandIn()
    deliver(context, slack.known_as)
    assert (only(context.database).state, only(context.database).next_at) == (NoticeState.FAILED, None)


def test_a_platform_that_is_off_is_waited_for_but_not_for_ever(
    context: Context, leader: str, clock: FrozenClock
) -> None:
    plan(context, leader)
    teams = StandIn("teams").known_as
    deliver(context, teams)
    notice = only(context.database)
    assert (notice.state, notice.next_at) == (NoticeState.PLANNED, clock.now() + RETRY_AFTER)
    for _ in range(70):
        clock.advance(timedelta(hours=1))
        deliver(context, teams)
    notice = only(context.database)
    assert notice.state is NoticeState.FAILED
    assert notice.attempts <= MOST_ATTEMPTS


def test_refusals_for_now_are_tried_more_and_more_seldom_and_then_given_up(
    context: Context, leader: str, clock: FrozenClock
) -> None:
    plan(context, leader, kind="moved")
    slack = StandIn(ends=raising(NotSent("no connection")))
    for _ in range(24 * 4 * 3):
        deliver(context, slack.known_as)
        clock.advance(timedelta(minutes=15))
    assert len(slack.sent) == MOST_ATTEMPTS
    assert only(context.database).state is NoticeState.FAILED
    assert outbox(context.database, unreachable.KIND)


def test_a_chosen_platform_comes_before_the_one_that_was_used_last(context: Context, leader: str) -> None:
    know(context, leader, "teams")
    with context.database.write() as session:
        reachability.choose(session, int(leader.removeprefix("person:")), "slack")
    plan(context, leader)
    slack, teams = StandIn(), StandIn("teams")
    deliver(context, {**slack.known_as, **teams.known_as})
    assert (len(slack.sent), len(teams.sent)) == (1, 0)


def test_what_is_in_doubt_is_looked_for_where_it_was_sent(
    context: Context, leader: str, clock: FrozenClock
) -> None:
    plan(context, leader)
    slack, teams = Searched(DOUBT, lambda _: "m1"), StandIn("teams")
    both = {**slack.known_as, **teams.known_as}
    deliver(context, both)
    know(context, leader, "teams")  # meanwhile the person speaks elsewhere
    clock.advance(SETTLE)
    deliver(context, both)
    assert (only(context.database).state, slack.searches, teams.sent) == (NoticeState.SENT, 1, [])


def test_what_stays_in_doubt_is_told_of(context: Context, leader: str, clock: FrozenClock) -> None:
    plan(context, leader)
    deliver(context, {"slack": StandIn(ends=raising(MaybeSent("timed out")))})  # type: ignore[dict-item]
    [told] = tell(context, clock)
    assert "Anna Exempel | det kan ha kommit fram, och går inte att kontrollera" in told


def test_a_removed_person_is_nobody_to_reach(context: Context, leader: str, clock: FrozenClock) -> None:
    with context.database.write() as session:
        person = people.get(session, int(leader.removeprefix("person:")))
        assert person
        person.anonymised_at = clock.now()
        session.add(person)
    plan(context, leader)
    slack = StandIn()
    deliver(context, slack.known_as)
    assert (slack.sent, only(context.database).state) == ([], NoticeState.FAILED)


@pytest.mark.parametrize("count", [1, 30])
def test_where_each_goes_is_asked_for_all_together(context: Context, leader: str, count: int) -> None:
    with context.database.read() as session:
        found = reachability.of(session, [int(leader.removeprefix("person:"))] * count)
    assert [tuple(way) for reach in found.values() for way in reach.ways] == [("slack", "D1")]
