"""Slack delivers again: at once, after a minute, after five; to this process or another. Everything happens once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.answer import Context
from commands.clock import FrozenClock
from storage.words import State
from tests.bot.slack.conftest import LEADER, App, Start, reported, told
from tests.bot.slack.deliveries import command, mention, message, submission
from tests.bot.slack.standin import Fault, StandIn

RETRY = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}


def test_a_retry_may_be_the_only_delivery(app: App, slack: StandIn, context: Context) -> None:
    app.post(message("rapportera BarnSäkert gul Kom till slut fram", LEADER), RETRY)
    assert reported(context) == [(State.YELLOW, "Kom till slut fram")]
    assert len(slack.called("chat.postMessage")) == 1


def test_an_event_delivered_again_is_one_change_and_one_answer(app: App, slack: StandIn, context: Context) -> None:
    said = message("rapportera BarnSäkert gul En gång", LEADER)
    assert [app.post(said, headers).status_code for headers in ({}, RETRY, RETRY)] == [200, 200, 200]
    assert len(reported(context)) == 1
    assert len(slack.called("chat.postMessage")) == 1


def test_a_question_delivered_again_is_answered_once(app: App, slack: StandIn) -> None:
    said = mention("status BarnSäkert", LEADER)
    app.post(said)
    app.post(said, RETRY)
    assert len(slack.called("chat.postMessage")) == 1


def test_a_mention_that_arrives_as_two_events_is_answered_once(app: App, slack: StandIn, context: Context) -> None:
    first = mention("rapportera BarnSäkert gul En gång", LEADER)
    app.post(first)
    app.post({**first, "event_id": "EvAnother"})
    assert len(reported(context)) == 1
    assert len(slack.called("chat.postMessage")) == 1


def test_two_processes_side_by_side_answer_once(start: Start, slack: StandIn, context: Context) -> None:
    apps = [start(), start()]
    said = message("rapportera BarnSäkert gul En gång", LEADER)
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda number: apps[number % 2].post(said).status_code, range(8)))
    # Who comes while the first is being answered is asked to come again.
    assert set(codes) <= {200, 503}
    assert 200 in codes
    assert len(reported(context)) == 1
    assert len(slack.called("chat.postMessage")) == 1


def test_a_submission_sent_twice_is_one_change_and_one_answer(
    start: Start, slack: StandIn, context: Context
) -> None:
    apps = [start(), start()]
    apps[0].say("rapportera BarnSäkert")
    sent = submission(slack.called("views.open")[0]["view"], LEADER, {"state": "gul", "done": "En gång"})
    assert [each.post(sent).text for each in apps] == ["", ""]
    for each in apps:
        each.settled()
    assert len(reported(context)) == 1
    assert len(slack.answers()) == 1


def test_the_same_form_in_another_view_is_still_one_change(app: App, slack: StandIn, context: Context) -> None:
    app.say("rapportera BarnSäkert")
    view = slack.called("views.open")[0]["view"]
    for view_id in ("V1", "V2"):
        app.post(submission(view, LEADER, {"state": "gul", "done": "En gång"}, view_id))
    assert len(reported(context)) == 1


def test_what_could_not_be_posted_is_posted_when_slack_delivers_again(
    app: App, slack: StandIn, context: Context
) -> None:
    slack.fail("chat.postMessage", Fault(error="some_new_error"))
    said = message("rapportera BarnSäkert gul En gång", LEADER)
    assert app.post(said).status_code == 500
    assert app.post(said, RETRY).status_code == 200
    assert len(reported(context)) == 1
    assert len(slack.messages[f"D0{LEADER}"]) == 1


def test_what_was_perhaps_posted_is_looked_for_and_not_posted_again(
    app: App, slack: StandIn, frozen: FrozenClock
) -> None:
    slack.fail("chat.postMessage", Fault(cut="after"))
    said = message("status BarnSäkert", LEADER)
    assert app.post(said).status_code == 500
    assert app.post(said, RETRY).status_code == 503, "the first may still be on its way"
    frozen.advance(timedelta(minutes=1))
    assert app.post(said, RETRY).status_code == 200
    assert len(slack.messages[f"D0{LEADER}"]) == 1


def test_what_was_perhaps_posted_and_is_not_there_is_posted(app: App, slack: StandIn, frozen: FrozenClock) -> None:
    slack.fail("chat.postMessage", Fault(cut="before"))
    said = mention("status BarnSäkert", LEADER)
    assert app.post(said).status_code == 500
    frozen.advance(timedelta(minutes=1))
    assert app.post(said, RETRY).status_code == 200
    assert app.post(said, RETRY).status_code == 200
    assert len(slack.messages["C0ALLMANT"]) == 1


def test_a_fault_in_a_command_is_told_and_not_delivered_again(
    app: App, slack: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("hemligt innehåll")

    monkeypatch.setattr("commands.status.status.statuses.latest_texts", broken)
    answer = app.say("status BarnSäkert")
    assert "Något gick fel (ref" in told(answer)
    assert "hemligt" not in told(answer)
    assert app.post(message("status BarnSäkert", LEADER)).status_code == 200
    assert "Något gick fel (ref" in told(slack.called("chat.postMessage")[0])


def test_too_many_are_waited_for_as_long_as_slack_says(start: Start, slack: StandIn) -> None:
    app = start()
    slack.fail("chat.postMessage", Fault(status=429, error="ratelimited", headers={"Retry-After": "7"}))
    assert app.post(message("status BarnSäkert", LEADER)).status_code == 200
    assert len(slack.messages[f"D0{LEADER}"]) == 1
    assert app.waited == [7.0]


def test_a_command_is_not_delivered_twice_by_two_processes(start: Start, slack: StandIn, context: Context) -> None:
    apps = [start(), start()]
    said = command(slack, "rapportera BarnSäkert gul En gång", LEADER)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: apps[number % 2].post(said).text, range(6)))
    assert len(set(answers)) == 1
    assert len(reported(context)) == 1
