"""Who a Slack user is: asked of Slack once, known ever after; and who is turned away, kindly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.answer import Context
from commands.clock import FrozenClock
from storage import people
from storage.tables import ChatIdentity, Person
from storage.words import Role
from tests.bot.slack.conftest import LEADER, NEWCOMER, App, Start, told
from tests.bot.slack.deliveries import mention, message
from tests.bot.slack.standin import BOT_TOKEN, TEAM, Fault, StandIn


def everyone(context: Context) -> list[str]:
    with context.database.read() as session:
        return sorted(email for email in session.exec(select(Person.email)) if email)


def identity(context: Context, user: str) -> ChatIdentity:
    with context.database.read() as session:
        found = people.identity(session, "slack", TEAM, user)
        assert found
        return found


def test_a_person_is_found_by_address_once_and_known_ever_after(
    start: Start, slack: StandIn, context: Context
) -> None:
    before = everyone(context)
    for _ in range(3):
        start().say("status BarnSäkert")
    assert len(slack.called("users.info")) == 1
    assert everyone(context) == before
    assert "Välkommen" not in told(start().say("hjälp"))


def test_somebody_new_becomes_a_reader_and_is_welcomed_once(app: App, context: Context) -> None:
    assert "Välkommen till Läget" in told(app.say("hjälp", NEWCOMER))
    assert "Välkommen till Läget" not in told(app.say("hjälp", NEWCOMER))
    with context.database.read() as session:
        person = people.by_email(session, "ny@exempel.se")
        assert person
        assert person.name == "Nils Exempel"
        assert people.roles_of(session, person.id) == {Role.READER}


def test_whoever_is_known_from_another_platform_is_the_same_person(app: App, context: Context) -> None:
    with context.database.write(actor="test") as session:
        known = people.add(session, "Nils Exempel", now=context.clock.now(), email="NY@exempel.se")
        people.link(session, known, "teams", "tenant", "29:nils", context.clock.now())
    assert "Välkommen" not in told(app.say("hjälp", NEWCOMER))
    assert identity(context, NEWCOMER).person_id == known.id


def test_who_was_named_in_the_settings_gets_their_name(app: App, context: Context) -> None:
    with context.database.write(actor="test") as session:
        people.add(
            session, "ny@exempel.se", now=context.clock.now(), email="ny@exempel.se", roles=[Role.COORDINATOR]
        )
    app.say("hjälp", NEWCOMER)
    with context.database.read() as session:
        person = people.by_email(session, "ny@exempel.se")
        assert person
        assert person.name == "Nils Exempel"


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"is_restricted": True}, "gäst"),
        ({"is_ultra_restricted": True}, "gäst"),
        ({"is_bot": True}, "människor"),
        ({"deleted": True}, "människor"),
        ({"is_stranger": True}, "annan arbetsyta"),
        ({"team_id": "T9ANNAN"}, "annan arbetsyta"),
        ({"is_email_confirmed": False}, "bekräftad e-postadress"),
        ({"profile": {"real_name": "Utan Adress"}}, "bekräftad e-postadress"),
    ],
)
def test_who_is_not_ours_is_turned_away_and_not_registered(
    app: App, slack: StandIn, context: Context, about: dict[str, Any], words: str
) -> None:
    before = everyone(context)
    slack.user("U9FRAMMANDE", "leader@exempel.se", "Ola Exempel", **about)
    answer = app.say("rapportera BarnSäkert gul Jag är inte jag", "U9FRAMMANDE")
    assert words in told(answer)
    assert answer["response_type"] == "ephemeral"
    assert everyone(context) == before
    with context.database.read() as session:
        assert people.identity(session, "slack", TEAM, "U9FRAMMANDE") is None


def test_guests_are_let_in_where_the_settings_say_so(start: Start, slack: StandIn) -> None:
    slack.user("U9GAST", "gast@exempel.se", "Gun Exempel", is_restricted=True)
    assert "Välkommen" in told(start(slack_allow_guests=True).say("hjälp", "U9GAST"))


def test_a_guest_inherits_nothing_from_an_address(start: Start, slack: StandIn) -> None:
    slack.user("U9GAST", "coordinator@exempel.se", "Gun Exempel", is_ultra_restricted=True)
    app = start(slack_allow_guests=True)
    assert "Välkommen" in told(app.say("hjälp", "U9GAST"))
    assert "kan inte du göra" in told(app.say("rapport halvår", "U9GAST"))


def test_somebody_from_another_organisation_in_a_shared_channel_is_turned_away(app: App, slack: StandIn) -> None:
    slack.user("U9DELAD", "", "Dan Exempel", team_id="T9ANNAN", is_stranger=True)
    app.post(mention("status BarnSäkert", "U9DELAD", user_team="T9ANNAN"))
    (answer,) = slack.called("chat.postEphemeral")
    assert "annan arbetsyta" in told(answer)
    assert answer["user"] == "U9DELAD"


def test_another_workspace_is_told_that_we_are_not_there(app: App, slack: StandIn) -> None:
    assert "inte installerat" in told(app.say("status", LEADER, team_id="T9ANNAN"))
    elsewhere = mention("status", LEADER, team="T9ANNAN")
    del elsewhere["authorizations"]
    assert app.post({**elsewhere, "team_id": "T9ANNAN"}).status_code == 200
    assert not slack.called("users.info")


def test_when_slack_cannot_say_who_it_is_a_command_says_so_and_an_event_comes_again(
    app: App, slack: StandIn
) -> None:
    slack.fail("users.info", Fault(status=500), Fault(status=500))
    assert "når inte Slack" in told(app.say("status BarnSäkert"))
    said = message("status BarnSäkert", LEADER)
    assert app.post(said).status_code == 500
    assert app.post(said).status_code == 200
    assert len(slack.called("chat.postMessage")) == 1


def test_it_is_kept_when_and_where_somebody_was_last_here(app: App, context: Context, frozen: FrozenClock) -> None:
    app.post(message("hjälp", LEADER))
    app.settled()
    assert identity(context, LEADER).conversation == f"D0{LEADER}"
    first = identity(context, LEADER).last_seen_at
    frozen.advance(timedelta(minutes=4))
    app.say("hjälp")
    app.settled()
    assert identity(context, LEADER).last_seen_at == first, "not a row of the audit record for each word"
    frozen.advance(timedelta(hours=2))
    app.say("hjälp")
    app.settled()
    assert identity(context, LEADER).last_seen_at == frozen.now()
    assert identity(context, LEADER).conversation == f"D0{LEADER}"


def test_two_processes_that_meet_somebody_at_once_make_one_person(start: Start, context: Context) -> None:
    apps = [start(), start()]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: told(apps[number % 2].say("hjälp", NEWCOMER)), range(4)))
    assert all("status" in answer for answer in answers)
    assert everyone(context).count("ny@exempel.se") == 1


def test_everything_goes_with_our_own_token(app: App, slack: StandIn) -> None:
    app.post(message("status BarnSäkert", LEADER))
    assert {call.token for call in slack.calls} == {BOT_TOKEN}
