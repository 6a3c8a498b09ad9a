"""What the clock sends: by what we know of conversations, paced, never again blindly, given up when that is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.answer import Context
from bot.deliver import deliver
from bot.pace import Limit
from bot.platform import MaybeSent, NotSent, Paced, Searchable
from bot.teams.send import PER_CONVERSATION, PER_TENANT
from commands.clock import FrozenClock
from commands.message import REPLY, Address, Reply, Text
from storage import conversations, notices, people
from storage.tables import Notice
from storage.words import NoticeState
from tests.bot.teams.conftest import LEADER, App, Known, Start, told
from tests.bot.teams.deliveries import activity, in_channel, mention
from tests.bot.teams.standin import CHANNEL, TENANT, Fault, StandIn

DUE = Reply((Text("Det är dags att rapportera."),))
LONG = Reply(tuple(Text("Hållpunkt " * 280) for _ in range(12)))
Plan = Callable[..., None]


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
    return lambda: deliver(context, {"teams": app.platform})


@pytest.fixture
def met(app: App, teams: StandIn) -> str:
    """The channel, where we have been spoken to."""
    app.post(mention(teams.url, "hjälp", LEADER))
    app.settled()
    return CHANNEL


def states(context: Context) -> list[tuple[NoticeState, str]]:
    with context.database.read() as session:
        rows = session.exec(select(Notice).where(Notice.kind == "reminder").order_by(col(Notice.id))).all()
        return [(row.state, row.trouble) for row in rows]


def ended(context: Context, conversation: str) -> bool:
    with context.database.read() as session:
        known = conversations.find(session, conversation)
        return known is not None and known.ended_at is not None


def test_a_channel_gets_a_message_of_its_own(
    plan: Plan, go: Callable[[], int], teams: StandIn, met: str, context: Context
) -> None:
    plan(f"teams:{met}")
    assert go() == 1
    assert "dags att rapportera" in told(teams.posted(CHANNEL))
    assert states(context) == [(NoticeState.SENT, "")]


def test_a_person_is_reached_where_they_talk_to_us(
    plan: Plan, go: Callable[[], int], teams: StandIn, app: App, programme: Known
) -> None:
    app.say("hjälp")
    app.settled()
    plan(f"person:{programme.people['leader']}")
    assert go() == 1
    assert "dags att rapportera" in told(teams.posted(f"a:{LEADER}")[-1])
    assert not teams.called("create")


def test_who_never_wrote_to_us_is_reached_in_a_chat_that_we_open(
    plan: Plan, go: Callable[[], int], teams: StandIn, met: str, context: Context, programme: Known
) -> None:
    """Known by Entra's id from a channel; the chat is opened where the tenant's service is, and remembered."""
    for subject in ("first", "second"):
        plan(f"person:{programme.people['leader']}", subject=subject)
    assert go() == 2
    (opened,) = teams.called("create")
    assert opened.body["members"] == [{"id": LEADER}]
    assert opened.body["tenantId"] == TENANT
    assert len(teams.posted(f"a:{LEADER}")) == 2


def test_somebody_who_does_not_have_us_is_given_up(
    plan: Plan, go: Callable[[], int], teams: StandIn, context: Context, programme: Known
) -> None:
    with context.database.write(actor="test") as session:
        person = people.get(session, programme.people["leader"])
        assert person
        people.link(session, person, "teams", TENANT, "utan-aad", context.clock.now())
    with pytest.raises(NotSent) as caught:
        go_direct(context, teams)
    assert caught.value.terminal


def go_direct(context: Context, teams: StandIn) -> str:
    """Send to somebody who has never been met in any conversation."""
    from bot.pace import Pace
    from bot.settings import Settings
    from bot.teams.calls import Caller
    from bot.teams.hosts import Hosts
    from bot.teams.send import Sender
    from bot.teams.token import Tokens
    from storage.tables import TeamsConversation
    from tests.bot.teams.conftest import given

    with context.database.write(actor="test") as session:
        seen = TeamsConversation(
            conversation="19:x", tenant=TENANT, kind="channel", service_url=teams.url, seen_at=context.clock.now()
        )
        conversations.keep(session, seen)
    settings = Settings(**given(teams))
    caller = Caller(Hosts(settings), Tokens(settings, context.clock))
    try:
        return Sender(context, caller, "app", Pace()).send(Address("teams", "utan-aad"), DUE)
    finally:
        caller.close()


@pytest.mark.parametrize("status", [403, 404])
def test_a_place_that_is_closed_to_us_is_given_up_and_remembered_as_ended(
    plan: Plan, go: Callable[[], int], teams: StandIn, context: Context, met: str, status: int
) -> None:
    teams.gone[CHANNEL] = status
    for subject in ("first", "second"):
        plan(f"teams:{met}", subject=subject)
    before = len(teams.called("post"))
    assert go() == 0
    assert [state for state, _ in states(context)] == [NoticeState.FAILED] * 2
    assert ended(context, CHANNEL)
    assert len(teams.called("post")) == before + 1, "what has ended is not asked again"
    with context.database.read() as session:
        told_ = session.exec(select(Notice).where(Notice.kind == "undeliverable")).all()
        assert len(told_) == 1, "the coordinator is told"


def test_a_conversation_that_speaks_again_is_written_to_again(
    plan: Plan, go: Callable[[], int], teams: StandIn, context: Context, met: str, app: App, frozen: FrozenClock
) -> None:
    teams.gone[CHANNEL] = 403
    plan(f"teams:{met}")
    go()
    teams.gone.clear()
    frozen.advance(timedelta(minutes=11))
    app.post(mention(teams.url, "hjälp", LEADER))
    assert not ended(context, CHANNEL)
    plan(f"teams:{met}", subject="again")
    assert go() == 1


def test_too_many_are_tried_again_when_teams_says(
    plan: Plan, go: Callable[[], int], teams: StandIn, context: Context, met: str, frozen: FrozenClock
) -> None:
    teams.fail("post", Fault(status=429, headers={"Retry-After": "42"}))
    plan(f"teams:{met}")
    assert go() == 0
    assert states(context) == [(NoticeState.PLANNED, "rate limited")]
    frozen.advance(timedelta(seconds=41))
    assert go() == 0
    frozen.advance(timedelta(seconds=1))
    assert go() == 1
    assert len(teams.posted(CHANNEL)) == 1


def test_a_conflict_is_tried_again(
    plan: Plan, go: Callable[[], int], teams: StandIn, met: str, frozen: FrozenClock
) -> None:
    teams.fail("post", Fault(status=412))
    plan(f"teams:{met}")
    assert go() == 0
    frozen.advance(timedelta(minutes=1))
    assert go() == 1


@pytest.mark.parametrize("fault", [Fault(cut="after"), Fault(cut="before"), Fault(status=503)])
def test_what_may_have_arrived_is_never_sent_again(
    plan: Plan, go: Callable[[], int], teams: StandIn, context: Context, met: str, frozen: FrozenClock, fault: Fault
) -> None:
    teams.fail("post", fault)
    plan(f"teams:{met}")
    before = len(teams.called("post"))
    for _ in range(3):
        go()
        frozen.advance(timedelta(hours=1))
    assert states(context)[0][0] is NoticeState.UNSURE
    assert len(teams.called("post")) == before + 1


def test_a_long_message_that_broke_off_is_in_doubt(app: App, teams: StandIn, met: str) -> None:
    teams.fail("post", Fault(), Fault(status=400))
    with pytest.raises(MaybeSent, match="the first part only"):
        app.platform.send(Address("teams", met), LONG, 1)


def test_a_token_that_is_refused_is_fetched_anew_for_the_next_try(app: App, teams: StandIn, met: str) -> None:
    app.platform.send(Address("teams", met), DUE, 1)
    teams.tokens = []
    with pytest.raises(NotSent, match="token refused") as caught:
        app.platform.send(Address("teams", met), DUE, 1)
    assert not caught.value.terminal
    assert app.platform.send(Address("teams", met), DUE, 1)


def test_nobody_listens(start: Start, teams: StandIn, met: str) -> None:
    """A connection that is refused brought nothing: it is tried again, and not in doubt."""
    app = start()
    app.post(activity("https://127.0.0.1:1/", "conversationUpdate", LEADER, **in_channel()))
    with pytest.raises(NotSent, match="no connection") as caught:
        app.platform.send(Address("teams", met), DUE, 1)
    assert not caught.value.terminal


def test_its_pace_is_what_teams_takes(app: App) -> None:
    assert (Limit(7, 1.0), Limit(60, 30.0)) == PER_CONVERSATION
    assert (Limit(30, 1.0),) == PER_TENANT
    assert isinstance(app.platform, Paced)
    assert not isinstance(app.platform, Searchable)


def test_a_thread_is_written_to_as_such(app: App, teams: StandIn, met: str) -> None:
    app.platform.send(Address("teams", met, "1700"), DUE, 1)
    assert "dags att rapportera" in told(teams.posted(f"{CHANNEL};messageid=1700")[-1])
