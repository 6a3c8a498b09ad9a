"""The same again: with the same id, with a new one, to two processes, after what went wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.answer import Context
from commands.clock import FrozenClock
from tests.bot.teams.conftest import LEADER, App, Start, reported, told
from tests.bot.teams.deliveries import execute, message, submit
from tests.bot.teams.standin import Fault, StandIn
from tests.bot.teams.test_cards import FILLED, form_of


def test_a_message_delivered_again_is_one_change_and_one_answer(app: App, teams: StandIn, context: Context) -> None:
    said = message(teams.url, "rapportera BarnSäkert gul En gång", LEADER)
    assert [app.post(said).status_code for _ in range(3)] == [200] * 3
    assert len(reported(context)) == 1
    assert len(teams.called("post")) == 1


def test_two_processes_side_by_side_answer_once(start: Start, teams: StandIn, context: Context) -> None:
    apps = [start(), start()]
    said = message(teams.url, "rapportera BarnSäkert gul En gång", LEADER)
    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(lambda number: apps[number % 2].post(said).status_code, range(6)))
    assert codes == [200] * 6
    assert len(reported(context)) == 1
    assert len(teams.called("post")) == 1


def test_a_form_sent_again_with_a_new_id_is_one_change(app: App, teams: StandIn, context: Context) -> None:
    id_, action = form_of(app)
    first, second = (app.post(execute(teams.url, action, FILLED, LEADER, id_)) for _ in range(2))
    app.post(submit(teams.url, action, FILLED, LEADER, id_))
    assert first.json() == second.json()
    app.settled()
    assert len(reported(context)) == 1
    assert len(teams.posted(f"a:{LEADER}")) == 1


def test_a_button_without_a_form_pressed_again_at_once_is_one_change(
    app: App, teams: StandIn, context: Context, frozen: FrozenClock
) -> None:
    action = {"data": {"laget": {"version": 1, "command": "rapportera BarnSäkert gul Med en knapp"}}}
    for seconds in (0, 29, 90):
        frozen.advance(timedelta(seconds=seconds))
        app.post(execute(teams.url, action, {}, LEADER, "m1"))
    app.settled()
    assert len(reported(context)) == 2, "a minute and a half later it is meant"


def test_an_edited_command_does_not_run_twice(app: App, teams: StandIn, context: Context) -> None:
    said = message(teams.url, "rapportera BarnSäkert gul En gång", LEADER)
    app.post(said)
    changed = {
        **said,
        "text": "rapportera BarnSäkert röd En gång till",
        "channelData": {**said["channelData"], "eventType": "editMessage"},
    }
    assert app.post({**changed, "type": "messageUpdate"}).status_code == 200
    assert app.post({**changed, "type": "messageDelete"}).status_code == 200
    assert len(reported(context)) == 1
    assert len(teams.called("post")) == 1


def test_too_many_are_waited_for_as_long_as_teams_says(app: App, teams: StandIn) -> None:
    app.say("hjälp")
    teams.fail("post", Fault(status=429, headers={"Retry-After": "7"}), Fault(status=412))
    assert "Barnsäkert" in told(app.say("status BarnSäkert"))
    assert app.waited == [7.0, 5.0]


def test_what_surely_did_not_arrive_is_answered_when_it_comes_again(
    app: App, teams: StandIn, context: Context
) -> None:
    teams.fail("post", Fault(status=400))
    said = message(teams.url, "rapportera BarnSäkert gul En gång", LEADER)
    assert [app.post(said).status_code for _ in range(2)] == [200, 200]
    assert len(teams.posted(f"a:{LEADER}")) == 1
    assert len(reported(context)) == 1


def test_what_may_have_arrived_is_not_posted_again(app: App, teams: StandIn) -> None:
    for fault in (Fault(cut="after"), Fault(status=502), Fault(status=503), Fault(status=504)):
        teams.fail("post", fault)
        before = len(teams.called("post"))
        said = message(teams.url, "status BarnSäkert", LEADER)
        assert [app.post(said).status_code for _ in range(2)] == [200, 200]
        assert len(teams.called("post")) == before + 1
