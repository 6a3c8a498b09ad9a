"""Where Teams can be written to: kept, ended, found by person and by tenant; and which cards wait."""

from datetime import timedelta

from commands.clock import FrozenClock
from storage import conversations
from storage.conversations import MAX_CARD_AGE
from storage.database import Database
from storage.tables import TeamsConversation


def seen(clock: FrozenClock, conversation: str, **more: str) -> TeamsConversation:
    about = {"tenant": "t1", "kind": "personal", "service_url": "https://one", "person": "anna"} | more
    return TeamsConversation.model_validate({"conversation": conversation, "seen_at": clock.now(), **about})


def test_a_conversation_is_kept_as_it_was_seen_last(database: Database, clock: FrozenClock) -> None:
    with database.write() as session:
        conversations.keep(session, seen(clock, "a:1", bot="28:x"))
        conversations.end(session, "a:1", clock.now())
        clock.advance(timedelta(minutes=1))
        conversations.keep(session, seen(clock, "a:1", service_url="https://two", person=""))
    with database.read() as session:
        found = conversations.find(session, "a:1")
        assert found
        assert (found.service_url, found.bot, found.person) == ("https://two", "28:x", "anna")
        assert (found.seen_at, found.ended_at) == (clock.now(), None)


def test_somebodys_chat_is_the_newest_that_has_not_ended(database: Database, clock: FrozenClock) -> None:
    with database.write() as session:
        for conversation in ("a:old", "a:new", "a:ended"):
            conversations.keep(session, seen(clock, conversation))
            clock.advance(timedelta(minutes=1))
        conversations.end(session, "a:ended", clock.now())
        conversations.end(session, "a:unknown", clock.now())
        conversations.keep(session, seen(clock, "19:x", kind="channel", tenant="t1", service_url="https://near"))
        conversations.keep(session, seen(clock, "19:y", kind="channel", tenant="t2", person=""))
    with database.read() as session:
        found = conversations.personal(session, "anna")
        assert found
        assert found.conversation == "a:new"
        assert conversations.personal(session, "bo") is None
        near = conversations.nearest(session, "t1")
        assert near
        assert near.service_url == "https://near"
        assert conversations.nearest(session, "t3") is None


def test_a_card_is_found_by_its_nonce_until_it_is_old(database: Database, clock: FrozenClock) -> None:
    with database.write() as session:
        conversations.keep_card(session, "n1", "a:1", "m1", clock.now())
        conversations.keep_card(session, "n1", "a:1", "m2", clock.now())
    clock.advance(MAX_CARD_AGE + timedelta(seconds=1))
    with database.write() as session:
        found = conversations.card(session, "n1")
        assert found
        assert found.message == "m2"
        conversations.keep_card(session, "n2", "a:1", "m3", clock.now())
        session.expire_all()
        assert conversations.card(session, "n1") is None
