"""What only whoever asked may see, asked where others listen: it goes to the chat of two."""

from __future__ import annotations

from typing import Any

from tests.bot.teams.conftest import COORDINATOR, LEADER, ON_SQLITE, App, told
from tests.bot.teams.deliveries import execute, in_channel, invoke, mention, submit
from tests.bot.teams.standin import CHANNEL, StandIn

pytestmark = ON_SQLITE

THREAD = f"{CHANNEL};messageid=1700"
MINE: dict[str, Any] = {"data": {"laget": {"version": 1, "command": "mina"}}}


def test_it_goes_to_the_chat_of_two_and_the_channel_is_told_so(app: App, teams: StandIn) -> None:
    app.post(mention(teams.url, "mina", LEADER))
    assert "arnsäkert" in told(teams.posted(f"a:{LEADER}"))
    (note,) = teams.posted(THREAD)
    assert "Jag svarade dig i vår privata chatt." in told(note)
    assert "arnsäkert" not in told(note)
    app.post(mention(teams.url, "mina", LEADER))
    assert len(teams.called("create")) == 1, "the chat is known by now"


def test_who_does_not_have_us_in_a_chat_of_their_own_is_told_how(app: App, teams: StandIn) -> None:
    app.post(mention(teams.url, "hjälp", LEADER))
    del teams.members[LEADER]
    app.post(mention(teams.url, "mina", LEADER))
    assert "Öppna en egen chatt med mig" in told(teams.posted(THREAD)[-1])
    assert not teams.posted(f"a:{LEADER}")


def test_in_a_chat_of_two_it_is_said_at_once(app: App, teams: StandIn) -> None:
    assert "arnsäkert" in told(app.say("mina"))
    assert len(teams.posted(f"a:{LEADER}")) == 1


def test_a_button_shows_it_to_who_pressed_it_only(app: App, teams: StandIn) -> None:
    body = app.post(execute(teams.url, MINE, {}, LEADER, "m1", **in_channel())).json()
    assert "arnsäkert" in told(body)
    app.settled()
    assert not teams.called("put")
    assert not teams.called("post")


def test_an_older_clients_button_is_answered_in_the_chat_of_two(app: App, teams: StandIn) -> None:
    app.post(submit(teams.url, MINE, {}, LEADER, "m1", **in_channel()))
    assert "arnsäkert" in told(teams.posted(f"a:{LEADER}"))
    assert "arnsäkert" not in told(teams.posted(THREAD))


def test_a_private_file_goes_there_too(app: App, teams: StandIn) -> None:
    app.post(mention(teams.url, "export", COORDINATOR))
    assert "file.consent" in told(teams.posted(f"a:{COORDINATOR}"))
    assert "/files/" not in told(teams.posted(THREAD))


def test_it_is_not_put_in_a_message(app: App, teams: StandIn) -> None:
    query = {"commandId": "status", "parameters": [{"name": "work", "value": "mina"}]}
    found = app.post(invoke(teams.url, "composeExtension/query", query, LEADER)).json()["composeExtension"]
    assert found["type"] == "message"
    assert "bara för dig" in found["text"]


def test_a_mistake_is_said_where_it_was_made(app: App, teams: StandIn) -> None:
    app.post(mention(teams.url, "status xyzzyq", LEADER))
    assert len(teams.posted(THREAD)) == 1
    assert not teams.posted(f"a:{LEADER}")
