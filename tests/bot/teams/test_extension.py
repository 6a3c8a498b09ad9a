"""The message extension: status into any conversation, and a report that begins with a message."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answer import Context
from tests.bot.teams.conftest import LEADER, ON_SQLITE, READER, App, actions, reported, told
from tests.bot.teams.deliveries import in_group, invoke
from tests.bot.teams.standin import GROUP, StandIn

pytestmark = ON_SQLITE


def searched(app: App, teams: StandIn, typed: str, person: str = LEADER, **more: Any) -> dict[str, Any]:
    """What a search is answered."""
    query = {
        "commandId": "status",
        "parameters": [{"name": "work", "value": typed}],
        "queryOptions": {"skip": 0, "count": 25},
    }
    response = app.post(invoke(teams.url, "composeExtension/query", query, person, **more))
    assert response.status_code == 200
    found: dict[str, Any] = response.json()["composeExtension"]
    return found


@pytest.mark.parametrize("typed", ["BarnSäkert", "status BarnSäkert", "Status barnsäkert", "barnsä"])
def test_a_work_is_found_and_its_status_is_a_card(app: App, teams: StandIn, typed: str) -> None:
    found = searched(app, teams, typed)
    assert (found["type"], found["attachmentLayout"]) == ("result", "list")
    first = found["attachments"][0]
    assert first["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert "Barnsäkert" in told(first["content"])
    assert first["preview"]["contentType"] == "application/vnd.microsoft.card.thumbnail"
    assert first["preview"]["content"]["title"] == "BarnSäkert"


def test_several_works_are_several_results(app: App, teams: StandIn) -> None:
    found = searched(app, teams, "barn")
    assert len(found["attachments"]) >= 2


def test_what_is_opened_without_a_word_shows_ones_own(app: App, teams: StandIn) -> None:
    query = {"commandId": "status", "parameters": [{"name": "initialRun", "value": "true"}]}
    found = app.post(invoke(teams.url, "composeExtension/query", query, LEADER)).json()["composeExtension"]
    assert len(found["attachments"]) == 1
    others = app.post(invoke(teams.url, "composeExtension/query", query, READER)).json()["composeExtension"]
    assert len(others["attachments"]) == 4


def test_any_question_may_be_asked_and_nothing_is_changed_while_one_types(
    app: App, teams: StandIn, context: Context
) -> None:
    assert "3 arbeten" in told(searched(app, teams, "portfölj"))
    refused = searched(app, teams, "rapportera BarnSäkert röd Av misstag")
    assert refused["type"] == "message"
    assert not reported(context)


def test_what_is_not_found_is_said(app: App, teams: StandIn) -> None:
    assert searched(app, teams, "xyzzyq")["type"] == "message"


def test_a_conversation_that_we_are_not_in_gets_no_message_and_is_not_remembered(
    app: App, teams: StandIn, context: Context
) -> None:
    app.say("hjälp")
    teams.gone[GROUP] = 403
    found = searched(app, teams, "BarnSäkert", **in_group())
    assert found["type"] == "result"
    assert not teams.posted(GROUP)
    from tests.bot.teams.test_installed import kept

    assert kept(context, GROUP) is None
    stranger = searched(app, teams, "BarnSäkert", READER, **in_group())
    assert "egen chatt med mig" in stranger["text"]


def report_from(app: App, teams: StandIn, content: str) -> dict[str, Any]:
    """The dialog that opens on a message."""
    value = {
        "commandId": "report",
        "commandContext": "message",
        "messagePayload": {"id": "1", "body": {"contentType": "html", "content": content}},
    }
    response = app.post(invoke(teams.url, "composeExtension/fetchTask", value, LEADER))
    opened: dict[str, Any] = response.json()["task"]
    assert opened["type"] == "continue"
    return opened


def sent(app: App, teams: StandIn, opened: dict[str, Any], **filled: str) -> dict[str, Any]:
    """What becomes of a dialog that is filled in."""
    card = opened["value"]["card"]["content"]
    (action,) = [each for each in actions(card) if "command" in told(each.get("data"))]
    values = {each["id"]: each.get("value", "") for each in _inputs(card)} | filled
    value = {"commandId": "report", "commandContext": "message", "data": {**action["data"], **values}}
    response = app.post(invoke(teams.url, "composeExtension/submitAction", value, LEADER))
    assert response.status_code == 200
    task: dict[str, Any] = response.json()["task"]
    return task


def _inputs(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for each in part for found in _inputs(each)]
    if not isinstance(part, dict):
        return []
    own = [part] if str(part.get("type", "")).startswith("Input.") else []
    return own + [found for each in part.values() for found in _inputs(each)]


def test_a_report_begins_with_a_messages_words(app: App, teams: StandIn, context: Context) -> None:
    opened = report_from(
        app, teams, "<p>Piloten är <b>igång</b>&nbsp;&amp; fler vill&nbsp;med</p><p>Bra jobbat</p>"
    )
    assert "Barnsäkert" in told(opened), "the work that one leads"
    form = sent(app, teams, opened)
    assert form["type"] == "continue"
    assert "Piloten är igång & fler vill med" in told(form)
    missing = sent(app, teams, form)
    assert missing["type"] == "continue"
    assert "⚠" in told(missing)
    done = sent(app, teams, missing, **{"choice.state": "grön"})
    assert done["type"] == "message"
    assert [text for _, text in reported(context)] == ["Piloten är igång & fler vill med\nBra jobbat"]


def test_a_report_without_a_message_begins_empty(app: App, teams: StandIn) -> None:
    value = {"commandId": "report", "commandContext": "compose"}
    opened = app.post(invoke(teams.url, "composeExtension/fetchTask", value, LEADER)).json()["task"]
    assert opened["type"] == "continue"


def test_a_work_that_is_not_picked_is_asked_for(app: App, teams: StandIn) -> None:
    opened = report_from(app, teams, "<p>Hej</p>")
    said = sent(app, teams, opened, **{"choice.work": "xyzzyq", "field.work": "xyzzyq"})
    assert said["type"] == "message"
    assert said["value"]
