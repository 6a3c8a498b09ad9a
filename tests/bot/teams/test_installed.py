"""Being added, removed, upgraded: a friendly word once, and where we may write."""

from __future__ import annotations

from datetime import timedelta

from bot.answer import Context
from commands.clock import FrozenClock
from storage import conversations
from storage.tables import TeamsConversation
from tests.bot.teams.conftest import LEADER, ON_SQLITE, App, told
from tests.bot.teams.deliveries import BOT, activity, in_channel, message
from tests.bot.teams.standin import CHANNEL, TENANT, StandIn

pytestmark = ON_SQLITE


def kept(context: Context, conversation: str) -> TeamsConversation | None:
    with context.database.read() as session:
        return conversations.find(session, conversation)


def test_hello_is_said_once_however_often_we_are_told_that_we_were_added(app: App, teams: StandIn) -> None:
    for kind, more in (
        ("installationUpdate", {"action": "add"}),
        ("conversationUpdate", {"membersAdded": [{"id": BOT}]}),
        ("conversationUpdate", {"membersAdded": [{"id": "29:nagon"}, {"id": BOT}]}),
        ("installationUpdate", {"action": "add-upgrade"}),
    ):
        assert app.post(activity(teams.url, kind, LEADER, **more)).status_code == 200
    (hello,) = teams.posted(f"a:{LEADER}")
    assert "Jag är Läget" in told(hello)


def test_in_a_team_hello_is_said_in_the_channel_and_not_to_each_who_joins(app: App, teams: StandIn) -> None:
    there = in_channel() | {"conversation": {"id": CHANNEL, "conversationType": "channel", "tenantId": TENANT}}
    app.post(activity(teams.url, "conversationUpdate", LEADER, membersAdded=[{"id": BOT}], **there))
    app.post(activity(teams.url, "conversationUpdate", LEADER, membersAdded=[{"id": "29:ny"}], **there))
    assert len(teams.posted(CHANNEL)) == 1


def test_a_conversation_ends_when_we_are_removed_and_begins_anew(
    app: App, teams: StandIn, context: Context
) -> None:
    app.post(activity(teams.url, "installationUpdate", LEADER, action="add"))
    known = kept(context, f"a:{LEADER}")
    assert known
    assert (known.kind, known.person, known.tenant, known.bot) == ("personal", LEADER, TENANT, BOT)
    assert known.service_url == teams.url
    app.post(activity(teams.url, "installationUpdate", LEADER, action="remove"))
    ended = kept(context, f"a:{LEADER}")
    assert ended
    assert ended.ended_at == context.clock.now()
    app.post(activity(teams.url, "installationUpdate", LEADER, action="add"))
    assert len(teams.posted(f"a:{LEADER}")) == 2
    again = kept(context, f"a:{LEADER}")
    assert again
    assert again.ended_at is None


def test_removed_from_a_team(app: App, teams: StandIn, context: Context) -> None:
    app.post(activity(teams.url, "conversationUpdate", LEADER, membersAdded=[{"id": BOT}], **in_channel()))
    app.post(activity(teams.url, "conversationUpdate", LEADER, membersRemoved=[{"id": BOT}], **in_channel()))
    ended = kept(context, CHANNEL)
    assert ended
    assert ended.ended_at


def test_a_service_that_moves_is_noticed(app: App, teams: StandIn, context: Context, frozen: FrozenClock) -> None:
    app.post(message(teams.url, "hjälp", LEADER))
    moved = teams.url.replace("127.0.0.1", "127.0.0.1") + "/"
    app.post(message(moved, "hjälp", LEADER))
    known = kept(context, f"a:{LEADER}")
    assert known
    assert known.service_url == moved
    frozen.advance(timedelta(hours=1))
    app.post(message(moved, "hjälp", LEADER))
    seen = kept(context, f"a:{LEADER}")
    assert seen
    assert seen.seen_at == frozen.now()
