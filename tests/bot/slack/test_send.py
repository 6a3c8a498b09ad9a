"""What the clock sends: once, paced, looked for when in doubt, given up when that is all one can do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.answer import Context
from bot.clock import tick
from bot.deliver import LEASE, RETRY_AFTER, SETTLE, deliver
from bot.pace import Pace
from bot.slack.send import PER_CHANNEL
from commands.clock import FrozenClock
from commands.message import REPLY, Address, Fact, Facts, Reply, Text
from commands.reminders import unreachable
from storage import notices, people
from storage.tables import Notice
from storage.words import NoticeState
from tests.bot.slack.conftest import LEADER, App, Known, told
from tests.bot.slack.deliveries import message
from tests.bot.slack.standin import ARCHIVED, CHANNEL, ELSEWHERE, PRIVATE, Fault, StandIn

Plan = Callable[..., None]
DUE = Reply((Text("Det är dags att rapportera."),))
LONG = Reply(tuple(Text("Hållpunkt " * 280) for _ in range(12)))


@pytest.fixture
def plan(context: Context, app: App) -> Plan:
    """Plan a message."""

    def planned(recipient: str, reply: Reply = DUE, subject: str = "x") -> None:
        with context.database.write(actor="test") as session:
            body = REPLY.dump_json(reply).decode()
            now = context.clock.now()
            notices.plan(session, kind="reminder", subject=subject, recipient=recipient, due=now, body=body)

    return planned


@pytest.fixture
def go(context: Context, app: App) -> Callable[[], int]:
    """One round of deliveries."""
    return lambda: deliver(context, {"slack": app.platform})


def states(context: Context) -> list[tuple[NoticeState, str]]:
    with context.database.read() as session:
        rows = session.exec(select(Notice).where(Notice.kind == "reminder").order_by(col(Notice.id))).all()
        return [(row.state, row.trouble) for row in rows]


def test_a_message_to_a_channel_bears_the_notices_id(
    plan: Plan, go: Callable[[], int], slack: StandIn, context: Context
) -> None:
    plan(f"slack:{CHANNEL}")
    assert go() == 1
    (sent,) = slack.messages[CHANNEL]
    assert sent["metadata"]["event_type"] == "laget_notice"
    assert sent["metadata"]["event_payload"]["part"] == 0
    assert states(context) == [(NoticeState.SENT, "")]


def test_a_person_is_reached_where_they_talk_to_us(
    plan: Plan, go: Callable[[], int], slack: StandIn, app: App, programme: Known
) -> None:
    app.post(message("hjälp", LEADER))
    app.settled()
    plan(f"person:{programme.people['leader']}")
    assert go() == 1
    assert slack.called("chat.postMessage")[-1]["channel"] == f"D0{LEADER}"


def test_too_many_are_tried_again_when_slack_says(
    plan: Plan, go: Callable[[], int], slack: StandIn, context: Context, frozen: FrozenClock
) -> None:
    slack.fail("chat.postMessage", Fault(status=429, error="ratelimited", headers={"Retry-After": "42"}))
    plan(f"slack:{CHANNEL}")
    assert go() == 0
    assert states(context) == [(NoticeState.PLANNED, "rate limited")]
    frozen.advance(timedelta(seconds=41))
    assert go() == 0
    frozen.advance(timedelta(seconds=1))
    assert go() == 1
    assert len(slack.messages[CHANNEL]) == 1


@pytest.mark.parametrize(
    "fault", [Fault(cut="after"), Fault(cut="before"), Fault(status=503), Fault(error="fatal_error")]
)
@pytest.mark.parametrize("channel", [CHANNEL, PRIVATE])
def test_what_is_in_doubt_is_looked_for_before_anything_is_sent_again(
    plan: Plan,
    go: Callable[[], int],
    slack: StandIn,
    context: Context,
    frozen: FrozenClock,
    fault: Fault,
    channel: str,
) -> None:
    slack.fail("chat.postMessage", fault)
    plan(f"slack:{channel}")
    assert go() == 0
    assert states(context)[0][0] is NoticeState.UNSURE
    assert go() == 0, "not before it has had time to arrive"
    frozen.advance(SETTLE)
    go()
    assert states(context)[0][0] is NoticeState.SENT
    assert len(slack.messages[channel]) == 1
    history = slack.called("conversations.history")
    assert len(history) == 1
    assert str(history[0]["include_all_metadata"]) == "1"


@pytest.mark.parametrize("channel", [CHANNEL, PRIVATE])
def test_a_workspace_that_does_not_let_us_look_keeps_it_unsure_and_nothing_is_sent_again(
    plan: Plan, go: Callable[[], int], slack: StandIn, context: Context, frozen: FrozenClock, channel: str
) -> None:
    slack.scopes -= {"channels:history", "groups:history"}
    slack.fail("chat.postMessage", Fault(cut="after"))
    plan(f"slack:{channel}")
    go()
    for _ in range(3):
        frozen.advance(timedelta(days=1))
        go()
    assert states(context) == [(NoticeState.UNSURE, "cannot look for it: missing_scope")]
    assert len(slack.messages[channel]) == 1


def test_what_a_worker_claimed_and_never_told_of_is_looked_for(
    plan: Plan, go: Callable[[], int], slack: StandIn, context: Context, frozen: FrozenClock, app: App
) -> None:
    plan(f"slack:{CHANNEL}")
    with context.database.write(actor="test") as session:
        now = context.clock.now()
        (claimed,) = notices.claim(session, now, LEASE, 1)
        assert notices.begin(session, claimed.id, claimed.token, at=now, lease=LEASE, address=f"slack:{CHANNEL}")
    app.platform.send(Address("slack", CHANNEL), Reply((Text("Det är dags."),)), claimed.id)
    frozen.advance(LEASE)
    assert go() == 1
    assert states(context)[0][0] is NoticeState.SENT
    assert len(slack.messages[CHANNEL]) == 1


def test_who_cannot_look_does_not_send(
    plan: Plan, go: Callable[[], int], slack: StandIn, context: Context, frozen: FrozenClock
) -> None:
    slack.fail("chat.postMessage", Fault(cut="before"))
    slack.fail("conversations.history", Fault(status=500))
    plan(f"slack:{CHANNEL}")
    go()
    frozen.advance(SETTLE)
    go()
    assert states(context)[0][0] is NoticeState.UNSURE
    frozen.advance(RETRY_AFTER)
    assert go() == 1
    assert len(slack.messages[CHANNEL]) == 1


@pytest.mark.parametrize(
    ("channel", "word"),
    [(ELSEWHERE, "not_in_channel"), (ARCHIVED, "is_archived"), ("C0FINNSINTE", "channel_not_found")],
)
def test_a_channel_that_is_gone_is_given_up_and_the_coordinators_are_told_once_a_day(
    plan: Plan,
    go: Callable[[], int],
    slack: StandIn,
    context: Context,
    frozen: FrozenClock,
    channel: str,
    word: str,
) -> None:
    for subject in ("first", "second"):
        plan(f"slack:{channel}", subject=subject)
    go()
    assert states(context) == [(NoticeState.FAILED, word)] * 2
    with context.database.read() as session:
        told_ = session.exec(select(Notice).where(Notice.kind == unreachable.KIND)).all()
        coordinator = people.by_email(session, "coordinator@exempel.se")
        assert coordinator
        assert [each.recipient for each in told_] == [f"person:{coordinator.id}"]
    frozen.advance(timedelta(days=1))
    plan(f"slack:{channel}", subject="third")
    go()
    with context.database.read() as session:
        assert len(session.exec(select(Notice).where(Notice.kind == unreachable.KIND)).all()) == 2


def test_a_revoked_token_is_told_of_and_not_tried_for_ever(
    plan: Plan, go: Callable[[], int], slack: StandIn, context: Context, frozen: FrozenClock
) -> None:
    slack.tokens = dict.fromkeys(slack.tokens, "revoked")
    plan(f"slack:{CHANNEL}")
    go()
    go()
    assert states(context) == [(NoticeState.FAILED, "token_revoked")]
    with context.database.read() as session:
        assert len(session.exec(select(Notice).where(Notice.kind == unreachable.KIND)).all()) == 1
    frozen.advance(timedelta(days=3))
    go()
    for_channel = [each for each in slack.called("chat.postMessage") if each["channel"] == CHANNEL]
    assert len(for_channel) == 1


def test_a_long_message_that_broke_off_is_made_whole_and_nothing_is_said_twice(
    plan: Plan, go: Callable[[], int], slack: StandIn, context: Context, frozen: FrozenClock
) -> None:
    slack.fail("chat.postMessage", Fault(), Fault(error="some_new_error"))
    plan(f"slack:{CHANNEL}", LONG)
    go()
    assert states(context)[0][0] is NoticeState.UNSURE
    frozen.advance(SETTLE)
    assert go() == 1
    parts = [each["metadata"]["event_payload"]["part"] for each in slack.messages[CHANNEL]]
    assert parts == list(range(len(parts)))
    assert len(parts) > 2


def test_the_tick_sends_what_is_due_to_several(plan: Plan, slack: StandIn, context: Context, app: App) -> None:
    plan(f"slack:{CHANNEL}", Reply((Facts((Fact("Läge", "● Grön"),)),)))
    assert tick(context, {"slack": app.platform}) == 1
    assert "Grön" in told(slack.messages[CHANNEL][0])


def test_a_channel_gets_one_message_a_second() -> None:
    now = [100.0]
    slept: list[float] = []
    pace = Pace(monotonic=lambda: now[0], sleep=slept.append, conversation=PER_CHANNEL)
    for channel in ("C1", "C1", "C2", "C1"):
        pace.wait(channel)
    assert slept == [1.0, 2.0]
    now[0] = 200.0
    pace.wait("C1")
    assert slept == [1.0, 2.0]
