"""What may have arrived: looked for where the platform can be asked, and never sent again blindly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.answer import Context
from bot.deliver import MOST_ATTEMPTS, RETRY_AFTER, SETTLE, deliver
from bot.platform import MaybeSent, NotSent
from commands.clock import FrozenClock
from storage.words import NoticeState
from tests.bot.outbox import DOUBT, Searched, StandIn, only, plan, raising


def test_what_had_arrived_is_found_and_not_sent_again(context: Context, leader: str, clock: FrozenClock) -> None:
    plan(context, leader)
    slack = Searched(DOUBT, lambda _: "m77")
    deliver(context, slack.known_as)
    assert (only(context.database).state, slack.searches) == (NoticeState.UNSURE, 0)  # it may still be on its way
    clock.advance(SETTLE)
    deliver(context, slack.known_as)
    notice = only(context.database)
    assert (notice.state, notice.message_id, len(slack.sent)) == (NoticeState.SENT, "m77", 1)


def test_what_had_not_arrived_is_sent_after_all(context: Context, leader: str, clock: FrozenClock) -> None:
    plan(context, leader)
    deliver(context, Searched(DOUBT, lambda _: "").known_as)
    clock.advance(SETTLE)
    slack = Searched(lambda number: f"m{number}", lambda _: "")
    assert deliver(context, slack.known_as) == 1
    assert (slack.searches, len(slack.sent)) == (1, 1)
    assert only(context.database).state is NoticeState.SENT


@pytest.mark.parametrize("trouble", [NotSent("rate limited"), MaybeSent("timed out")])
def test_what_cannot_be_looked_for_is_not_sent(
    context: Context, leader: str, clock: FrozenClock, trouble: Exception
) -> None:
    plan(context, leader)
    slack = Searched(DOUBT, raising(trouble))
    deliver(context, slack.known_as)
    for _ in range(80):
        clock.advance(timedelta(hours=1))
        deliver(context, slack.known_as)
    notice = only(context.database)
    assert (notice.state, notice.next_at) == (NoticeState.UNSURE, None)
    assert (len(slack.sent), slack.searches) == (1, MOST_ATTEMPTS - 1)


def test_what_is_in_doubt_stays_so_while_its_platform_is_off(
    context: Context, leader: str, clock: FrozenClock
) -> None:
    plan(context, leader)
    deliver(context, Searched(DOUBT, lambda _: "m77").known_as)
    clock.advance(SETTLE)
    deliver(context, StandIn("teams").known_as)
    assert only(context.database).state is NoticeState.UNSURE
    clock.advance(RETRY_AFTER)
    slack = Searched(lambda number: f"m{number}", lambda _: "m77")
    deliver(context, slack.known_as)
    assert slack.sent == []
    assert only(context.database).state is NoticeState.SENT
