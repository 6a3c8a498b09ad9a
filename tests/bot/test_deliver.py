"""The outbox on its way out: what becomes of a message that is taken, refused, or perhaps arrived."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from bot.answer import Context
from bot.clock import tick
from bot.deliver import LEASE, RETRY_AFTER, USUAL, deliver
from bot.platform import MaybeSent, NotSent
from commands.clock import FrozenClock
from commands.message import Address, Reply, Text
from storage import notices
from storage.words import NoticeState
from tests.bot.outbox import StandIn, know, only, outbox, plan, raising
from tests.commands.conftest import Known


def test_what_is_taken_is_sent_once(context: Context, leader: str) -> None:
    plan(context, leader)
    slack = StandIn()
    assert deliver(context, slack.known_as) == 1
    assert deliver(context, slack.known_as) == 0
    ((to, reply, notice_id),) = slack.sent
    assert to == Address("slack", "D1")
    assert reply == Reply((Text("Dags att rapportera"),))
    notice = only(context.database)
    assert (notice.state, notice.message_id, notice.next_at) == (NoticeState.SENT, f"m{notice_id}", None)
    assert notice.sent_at == context.clock.now()
    assert (notice.token, notice.attempts, notice.trouble) == ("", 1, "")


def test_what_is_not_due_waits(context: Context, leader: str, clock: FrozenClock) -> None:
    clock.advance(timedelta(hours=1))
    plan(context, leader)
    clock.advance(timedelta(hours=-1))
    slack = StandIn()
    assert deliver(context, slack.known_as) == 0
    clock.advance(timedelta(hours=1))
    assert deliver(context, slack.known_as) == 1


def test_what_was_refused_for_now_is_tried_again_later(context: Context, leader: str, clock: FrozenClock) -> None:
    plan(context, leader)
    refusing = StandIn(ends=raising(NotSent("rate limited")))
    assert deliver(context, refusing.known_as) == 0
    notice = only(context.database)
    assert (notice.state, notice.trouble) == (NoticeState.PLANNED, "rate limited")
    assert notice.next_at == clock.now() + RETRY_AFTER
    slack = StandIn()
    assert deliver(context, slack.known_as) == 0
    clock.advance(RETRY_AFTER)
    assert deliver(context, slack.known_as) == 1
    notice = only(context.database)
    assert (notice.state, notice.attempts, notice.trouble) == (NoticeState.SENT, 2, "")


def test_what_was_refused_for_good_is_given_up(context: Context, leader: str, clock: FrozenClock) -> None:
    plan(context, leader)
    refusing = StandIn(ends=raising(NotSent("account_inactive", terminal=True)))
    deliver(context, refusing.known_as)
    clock.advance(timedelta(days=30))
    deliver(context, refusing.known_as)
    notice = only(context.database)
    assert [notice_id for _, _, notice_id in refusing.sent] == [notice.id]
    assert (notice.state, notice.next_at, notice.trouble) == (NoticeState.FAILED, None, "account_inactive")


def test_what_may_have_arrived_is_never_sent_again_blindly(
    context: Context, leader: str, clock: FrozenClock
) -> None:
    plan(context, leader)
    doubtful = StandIn("teams", ends=raising(MaybeSent("timed out")))
    know(context, leader, "teams")
    assert deliver(context, doubtful.known_as) == 0
    notice = only(context.database)
    assert (notice.state, notice.trouble) == (NoticeState.UNSURE, "timed out")
    clock.advance(timedelta(days=30))
    deliver(context, doubtful.known_as)
    assert len(doubtful.sent) == 1


def test_after_a_worker_that_died_while_sending_nothing_is_sent_blindly(
    context: Context, leader: str, clock: FrozenClock
) -> None:
    plan(context, leader)

    def dies(_: int) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(context, StandIn(ends=dies).known_as)
    slack = StandIn()
    deliver(context, slack.known_as)  # the claim is still held
    assert only(context.database).state is NoticeState.CLAIMED
    clock.advance(LEASE)
    deliver(context, slack.known_as)
    assert slack.sent == []
    assert only(context.database).state is NoticeState.UNSURE


def test_what_a_worker_that_died_had_only_claimed_is_sent(
    context: Context, leader: str, clock: FrozenClock
) -> None:
    plan(context, leader)
    with context.database.write() as session:
        assert len(notices.claim(session, clock.now(), LEASE, 10)) == 1
    clock.advance(LEASE)
    assert deliver(context, StandIn().known_as) == 1


def test_nothing_is_begun_when_the_lease_is_about_to_end(context: Context, leader: str, clock: FrozenClock) -> None:
    plan(context, leader, "project:1", "project:2")

    def slow(number: int) -> str:
        clock.advance(LEASE - USUAL.margin + timedelta(seconds=1) if len(slack.sent) == 1 else timedelta(0))
        return f"m{number}"

    slack = StandIn(ends=slow)
    assert deliver(context, slack.known_as) == 2
    assert [notice.attempts for notice in outbox(context.database)] == [1, 1], (
        "the second was put back and claimed anew"
    )


def test_who_is_told_to_end_begins_nothing_more(context: Context, leader: str) -> None:
    plan(context, leader, "project:1", "project:2")
    slack = StandIn()
    assert deliver(context, slack.known_as, ends=lambda: bool(slack.sent)) == 1
    second = outbox(context.database)[1]
    assert (second.state, second.attempts, second.token) == (NoticeState.PLANNED, 0, "")


def test_a_bug_in_a_platform_stops_neither_the_others_nor_the_next_tick(
    context: Context, leader: str, clock: FrozenClock
) -> None:
    plan(context, leader, "project:1", "project:2", "project:3")
    first = outbox(context.database)[0].id

    def breaks_once(number: int) -> str:
        if number == first:
            raise RuntimeError("a bug")
        return f"m{number}"

    slack = StandIn(ends=breaks_once)
    deliver(context, slack.known_as)
    states = [notice.state for notice in outbox(context.database)]
    assert states == [NoticeState.UNSURE, NoticeState.SENT, NoticeState.SENT]


def test_without_a_platform_what_is_planned_waits(context: Context, leader: str) -> None:
    plan(context, leader)
    assert tick(context, {}) == 0
    notice = only(context.database)
    assert (notice.state, notice.attempts) == (NoticeState.PLANNED, 0)


def test_a_channel_is_a_recipient_too(context: Context, programme: Known) -> None:
    plan(context, "slack:C012")
    slack = StandIn()
    assert deliver(context, slack.known_as) == 1
    assert slack.sent[0][0] == Address("slack", "C012")


def test_a_person_is_reached_where_they_were_seen_last(context: Context, leader: str) -> None:
    know(context, leader, "teams")
    plan(context, leader, "project:1")
    slack, teams = StandIn(), StandIn("teams")
    deliver(context, {**slack.known_as, **teams.known_as})
    assert (len(slack.sent), len(teams.sent)) == (0, 1)
    plan(context, leader, "project:2")
    deliver(context, slack.known_as)  # and elsewhere when that platform is off
    assert len(slack.sent) == 1


def test_two_deliverers_at_once_never_send_the_same_twice(context: Context, leader: str) -> None:
    plan(context, leader, *(f"project:{number}" for number in range(120)))
    slack = StandIn()
    together = Barrier(4)

    def work(_: int) -> int:
        together.wait()
        return sum(deliver(context, slack.known_as) for _ in range(4))

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(work, range(4))) == 120
    assert set(Counter(notice_id for _, _, notice_id in slack.sent).values()) == {1}
    assert {notice.state for notice in outbox(context.database)} == {NoticeState.SENT}


def test_who_lost_the_claim_marks_nothing(context: Context, leader: str, clock: FrozenClock) -> None:
    """A send that takes longer than the lease: meanwhile another worker has taken the notice over."""
    plan(context, leader)
    other = StandIn()

    def slow(_: int) -> str:
        later = replace(context, clock=FrozenClock(clock.now() + LEASE))
        deliver(later, other.known_as)
        return "too late"

    deliver(context, StandIn(ends=slow).known_as)
    assert other.sent == []
    notice = only(context.database)
    assert (notice.state, notice.message_id) == (NoticeState.UNSURE, "")
