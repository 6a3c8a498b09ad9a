"""Who somebody in Teams is: looked up once, known ever after; and who is turned away, kindly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.answer import Context
from commands.clock import FrozenClock
from storage import people
from storage.tables import ChatIdentity, Person
from storage.words import Role
from tests.bot.teams.conftest import LEADER, NEWCOMER, App, Start, told
from tests.bot.teams.deliveries import activity, mention, message
from tests.bot.teams.standin import OTHER_TENANT, TEAM, TENANT, Fault, StandIn


def everyone(context: Context) -> list[str]:
    with context.database.read() as session:
        return sorted(email for email in session.exec(select(Person.email)) if email)


def identity(context: Context, person: str, tenant: str = TENANT) -> ChatIdentity | None:
    with context.database.read() as session:
        return people.identity(session, "teams", tenant, person)


def test_a_person_is_looked_up_once_and_known_ever_after(start: Start, teams: StandIn, context: Context) -> None:
    before = everyone(context)
    for _ in range(3):
        start().say("status BarnSäkert")
    assert len(teams.called("member")) == 1
    assert everyone(context) == before


def test_somebody_new_becomes_a_reader_and_is_welcomed_once(app: App, context: Context) -> None:
    assert "Välkommen till Läget" in told(app.say("hjälp", NEWCOMER))
    assert "Välkommen till Läget" not in told(app.say("hjälp", NEWCOMER))
    with context.database.read() as session:
        person = people.by_email(session, "ny@exempel.se")
        assert person
        assert person.name == "Nils Exempel"
        assert people.roles_of(session, person.id) == {Role.READER}


def test_whoever_is_known_from_slack_is_the_same_person(app: App, context: Context) -> None:
    with context.database.write(actor="test") as session:
        known = people.add(session, "Nils Exempel", now=context.clock.now(), email="NY@exempel.se")
        people.link(session, known, "slack", "T1", "U1", context.clock.now())
    assert "Välkommen" not in told(app.say("hjälp", NEWCOMER))
    found = identity(context, NEWCOMER)
    assert found
    assert found.person_id == known.id


def test_an_activity_without_entras_id_is_looked_up_by_the_bots_own(
    app: App, teams: StandIn, context: Context
) -> None:
    said = message(teams.url, "status BarnSäkert", LEADER)
    for _ in range(2):
        app.post({**said, "id": f"x{_}", "from": {"id": f"29:{LEADER}", "name": "Exempel"}})
    assert len(teams.posted(f"a:{LEADER}")) == 2
    assert identity(context, LEADER)
    assert len(teams.called("member")) == 1


def test_in_a_channel_the_team_is_asked(app: App, teams: StandIn) -> None:
    app.post(mention(teams.url, "status BarnSäkert", LEADER))
    assert f"/{TEAM.replace(':', '%3A').replace('@', '%40')}/members/" in teams.called("member")[0].path


def test_the_same_id_in_another_tenant_is_somebody_else(start: Start, teams: StandIn, context: Context) -> None:
    app = start(teams_allowed_tenants=f"{TENANT},{OTHER_TENANT}")
    app.say("hjälp")
    teams.member(LEADER, "annan@exempel.se", "Ann Exempel", tenantId=OTHER_TENANT)
    there = {"conversation": {"id": "a:annan", "conversationType": "personal", "tenantId": OTHER_TENANT}}
    app.post(message(teams.url, "hjälp", LEADER, **there, channelData={"tenant": {"id": OTHER_TENANT}}))
    first, second = identity(context, LEADER), identity(context, LEADER, OTHER_TENANT)
    assert first
    assert second
    assert first.person_id != second.person_id


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"userRole": "guest"}, "gäst"),
        ({"userPrincipalName": "ola_annan.se#EXT#@exempel.onmicrosoft.com"}, "gäst"),
        ({"userRole": "anonymous"}, "inte är med i programmet"),
        ({"tenantId": OTHER_TENANT}, "inte är med i programmet"),
        ({"email": "", "userPrincipalName": ""}, "ingen e-postadress"),
        ({"userPrincipalName": ""}, "ingen e-postadress"),
    ],
)
def test_who_is_not_ours_is_turned_away_and_not_registered(
    app: App, teams: StandIn, context: Context, about: dict[str, Any], words: str
) -> None:
    before = everyone(context)
    teams.member("0009-aad", "leader@exempel.se", "Ola Exempel", **about)
    assert words in told(app.say("rapportera BarnSäkert gul Jag är inte jag", "0009-aad"))
    assert everyone(context) == before
    assert identity(context, "0009-aad") is None


def test_guests_are_let_in_where_the_settings_say_so(start: Start, teams: StandIn) -> None:
    teams.member("0009-aad", "gast@annan.se", "Gun Exempel", userRole="guest")
    assert "Välkommen" in told(start(teams_allow_guests=True).say("hjälp", "0009-aad"))


def test_a_guest_inherits_nothing_from_an_address(start: Start, teams: StandIn) -> None:
    teams.member("0009-aad", "coordinator@exempel.se", "Gun Exempel", userRole="guest")
    app = start(teams_allow_guests=True)
    assert "Välkommen" in told(app.say("hjälp", "0009-aad"))
    assert "kan inte du göra" in told(app.say("rapport halvår", "0009-aad"))


def test_the_mail_address_of_an_account_is_not_who_it_is(app: App, teams: StandIn, context: Context) -> None:
    teams.member("0009-aad", "coordinator@exempel.se", "Uno Exempel", userPrincipalName="uno@exempel.se")
    assert "kan inte du göra" in told(app.say("rapport halvår", "0009-aad"))
    assert "uno@exempel.se" in everyone(context)


def test_a_sign_in_name_stands_for_an_address(app: App, teams: StandIn, context: Context) -> None:
    teams.member("0009-aad", "", "Uno Exempel", userPrincipalName="Uno@Exempel.se")
    app.say("hjälp", "0009-aad")
    assert "uno@exempel.se" in everyone(context)


def test_somebody_whom_teams_does_not_know_there_is_told_so(app: App, context: Context) -> None:
    before = everyone(context)
    assert "känner inte igen dig" in told(app.say("status BarnSäkert", "okand-aad"))
    assert everyone(context) == before


def test_when_teams_cannot_say_who_it_is_that_is_told(app: App, teams: StandIn) -> None:
    teams.fail("member", Fault(status=500))
    assert "når inte Teams" in told(app.say("status BarnSäkert"))
    assert "Barnsäkert" in told(app.say("status BarnSäkert"))


def test_it_is_kept_when_and_where_somebody_was_last_here(app: App, context: Context, frozen: FrozenClock) -> None:
    app.say("hjälp")
    app.settled()
    first = identity(context, LEADER)
    assert first
    assert first.conversation == f"a:{LEADER}"
    frozen.advance(timedelta(hours=2))
    app.say("hjälp")
    app.settled()
    second = identity(context, LEADER)
    assert second
    assert second.last_seen_at == frozen.now()


def test_whoever_installs_us_and_is_known_by_address_can_be_written_to(
    app: App, teams: StandIn, context: Context
) -> None:
    for person in (LEADER, NEWCOMER):
        app.post(activity(teams.url, "installationUpdate", person, action="add"))
    app.settled()
    found = identity(context, LEADER)
    assert found
    assert found.conversation == f"a:{LEADER}"
    assert identity(context, NEWCOMER) is None, "who only got the app from an administrator is not registered"
