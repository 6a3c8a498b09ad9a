"""Every way of talking to Läget in Slack, over real HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.answer import Context
from commands.clock import FrozenClock
from storage.swedish import fold
from storage.tables import Project
from storage.words import Stage, Standing, State, WorkForm
from tests.bot.slack.conftest import COORDINATOR, LEADER, READER, App, action_ids, reported, told
from tests.bot.slack.deliveries import button, mention, message, shortcut, submission, suggestion
from tests.bot.slack.standin import BOT_USER, CHANNEL, ELSEWHERE, Fault, StandIn

# The same code on both databases; what differs between them is tried in the files beside this one.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_slash_command_is_answered_in_the_response_for_the_asking_person(app: App, slack: StandIn) -> None:
    answer = app.say("status BarnSäkert")
    assert answer["response_type"] == "ephemeral"
    assert "Barnsäkert - en god och nära vård" in told(answer)
    assert not slack.called("chat.postMessage")
    assert not slack.answers()


def test_an_empty_command_is_a_question_for_help(app: App) -> None:
    assert "status" in told(app.say(""))


def test_the_answer_to_a_question_can_be_shown_to_the_channel(app: App, slack: StandIn) -> None:
    answer = app.say("portfölj")
    assert action_ids(answer)["share"] == "portfölj"
    assert app.post(button(slack, "portfölj", LEADER, action="share")).status_code == 200
    (shown,) = slack.wait_for("response_url")
    assert shown["response_type"] == "in_channel"
    assert LEADER in told(shown)


def test_what_is_shown_long_after_it_was_asked_is_posted_by_us(app: App, slack: StandIn) -> None:
    slack.fail("response_url", Fault(status=404))
    app.post(button(slack, "portfölj", LEADER, action="share"))
    (shown,) = slack.wait_for("chat.postMessage")
    assert shown["channel"] == CHANNEL
    assert LEADER in told(shown)


def test_what_changes_something_cannot_be_shown_to_the_channel(app: App, slack: StandIn, context: Context) -> None:
    answer = app.say("rapportera BarnSäkert gul Vi har börjat")
    assert "share" not in action_ids(answer)
    app.post(button(slack, "rapportera BarnSäkert röd Inte så här", LEADER, action="share"))
    app.settled()
    assert not slack.answers()


def test_one_line_reports(app: App, context: Context) -> None:
    assert "gul" in told(app.say("rapportera BarnSäkert gul Piloten är försenad & <dyr>")).lower()
    assert reported(context) == [(State.YELLOW, "Piloten är försenad & <dyr>")]


def test_what_slack_escapes_is_stored_as_it_was_typed(app: App, context: Context) -> None:
    app.say("rapportera BarnSäkert gul Kostar &lt;5&gt; &amp; mer, se <https://exempel.se|sidan> i <#C1|allmänt>")
    assert reported(context) == [(State.YELLOW, "Kostar <5> & mer, se sidan i #allmänt")]


def test_a_mention_is_answered_in_its_thread(app: App, slack: StandIn) -> None:
    asked = mention("status BarnSäkert", READER)
    assert app.post(asked).status_code == 200
    (answer,) = slack.called("chat.postMessage")
    assert answer["thread_ts"] == asked["event"]["ts"]
    assert answer["channel"] == CHANNEL
    assert "Barnsäkert" in told(answer)


def test_a_mention_inside_a_thread_is_answered_in_that_thread(app: App, slack: StandIn) -> None:
    app.post(mention("status BarnSäkert", READER, thread_ts="1599.1"))
    assert [each["thread_ts"] for each in slack.called("chat.postMessage")] == ["1599.1"]


def test_a_direct_message_is_answered_with_a_message(app: App, slack: StandIn) -> None:
    assert app.post(message("status BarnSäkert", READER)).status_code == 200
    (answer,) = slack.called("chat.postMessage")
    assert (answer["channel"], "thread_ts" in answer) == (f"D0{READER}", False)


def test_bots_edits_and_our_own_words_are_not_answered(app: App, slack: StandIn) -> None:
    app.post(message("status", READER, bot_id="B9"))
    app.post(message("status", READER, subtype="message_changed"))
    app.post(message("status", BOT_USER))
    app.post(message("status", READER, channel_type="channel"))
    assert not slack.called("chat.postMessage")


def test_a_button_in_a_direct_message_is_answered_there(app: App, slack: StandIn) -> None:
    app.post(button(slack, "status BarnSäkert", LEADER, channel=f"D0{LEADER}", ephemeral=False))
    (answer,) = slack.wait_for("chat.postMessage")
    assert answer["channel"] == f"D0{LEADER}"


def test_a_button_under_a_private_answer_is_answered_privately(app: App, slack: StandIn) -> None:
    app.post(button(slack, "status BarnSäkert", LEADER))
    (answer,) = slack.wait_for("response_url")
    assert answer["response_type"] == "ephemeral"
    assert answer["replace_original"] is False


def test_a_button_in_the_channel_answers_only_whoever_pressed_it(app: App, slack: StandIn) -> None:
    app.post(button(slack, "status BarnSäkert", LEADER, ephemeral=False))
    assert slack.wait_for("response_url")[0]["response_type"] == "ephemeral"
    assert not slack.called("chat.postMessage")


def test_a_button_that_only_follows_a_link_does_nothing(app: App, slack: StandIn) -> None:
    assert app.post(button(slack, "", LEADER, action="link:1")).status_code == 200
    app.settled()
    assert not slack.answers()


def test_a_form_opens_at_once_and_is_saved_where_it_was_opened(app: App, slack: StandIn, context: Context) -> None:
    assert app.say("rapportera BarnSäkert") == {}
    (opened,) = slack.called("views.open")
    sent = app.post(submission(opened["view"], LEADER, {"state": "röd", "done": "Två piloter är klara"}))
    assert (sent.status_code, sent.text) == (200, "")
    assert reported(context) == [(State.RED, "Två piloter är klara")]
    (answer,) = slack.wait_for("response_url")
    assert answer["response_type"] == "ephemeral"


def test_a_form_opened_in_a_channel_we_are_not_in_is_answered_directly(app: App, slack: StandIn) -> None:
    asked = button(slack, "rapportera BarnSäkert", LEADER, channel=ELSEWHERE)
    app.post({**asked, "response_url": ""})
    (opened,) = slack.called("views.open")
    app.post(submission(opened["view"], LEADER, {"state": "gul", "done": "Klart"}))
    app.settled()
    assert [each["channel"] for each in slack.called("chat.postEphemeral")] == [ELSEWHERE]
    assert [each["channel"] for each in slack.called("chat.postMessage")] == [LEADER]


def test_mistakes_are_shown_in_the_open_modal(app: App, slack: StandIn, context: Context) -> None:
    app.say("rapportera BarnSäkert")
    view = slack.called("views.open")[0]["view"]
    wrong = app.post(submission(view, LEADER, {"state": "gul", "done": ""}, "V7")).json()
    assert wrong["response_action"] == "errors"
    assert list(wrong["errors"]) == ["done"]
    right = app.post(submission(view, LEADER, {"state": "gul", "done": "Nu så"}, "V7"))
    assert right.text == ""
    assert reported(context) == [(State.YELLOW, "Nu så")]


def test_a_personal_number_is_shown_at_the_field_that_holds_it(app: App, slack: StandIn, context: Context) -> None:
    app.say("rapportera BarnSäkert")
    view = slack.called("views.open")[0]["view"]
    told_ = app.post(submission(view, LEADER, {"state": "gul", "done": "Klart", "cause": "19811218-9876"})).json()
    assert list(told_["errors"]) == ["cause"]
    assert reported(context) == []


def test_a_form_is_offered_as_a_button_where_there_is_no_trigger(app: App, slack: StandIn) -> None:
    app.post(message("rapportera BarnSäkert", LEADER))
    (answer,) = slack.called("chat.postMessage")
    value = action_ids(answer)["open_form"]
    app.post(button(slack, value, LEADER, channel=f"D0{LEADER}", action="open_form", ephemeral=False))
    assert len(slack.called("views.open")) == 1


def test_a_trigger_that_is_too_old_becomes_a_button(app: App, slack: StandIn) -> None:
    late = button(slack, "rapportera BarnSäkert", LEADER)
    slack.now += 4
    app.post(late)
    (answer,) = slack.wait_for("response_url")
    assert action_ids(answer)["open_form"]


def test_the_global_shortcut_asks_for_a_work_and_then_for_its_state(
    app: App, slack: StandIn, context: Context
) -> None:
    app.post(shortcut(slack, LEADER))
    (opened,) = slack.called("views.open")
    asked = app.post(submission(opened["view"], LEADER, {"work": "BarnSäkert"})).json()
    assert asked["response_action"] == "update"
    app.post(submission(asked["view"], LEADER, {"state": "grön", "done": "Allt går bra"}))
    assert reported(context) == [(State.GREEN, "Allt går bra")]
    assert slack.wait_for("chat.postMessage")[0]["channel"] == LEADER


def test_a_message_can_be_saved_as_status(app: App, slack: StandIn, context: Context) -> None:
    app.post(shortcut(slack, LEADER, "gul &amp; blå: vi har träffat &lt;alla&gt; parter"))
    (opened,) = slack.called("views.open")
    asked = app.post(submission(opened["view"], LEADER, {"work": "BarnSäkert"})).json()
    app.post(submission(asked["view"], LEADER, {"state": "grön"}))
    assert reported(context) == [(State.GREEN, "gul & blå: vi har träffat <alla> parter")]
    assert slack.wait_for("response_url")


def test_a_work_that_one_may_not_report_is_refused_in_the_modal(app: App, slack: StandIn) -> None:
    app.post(shortcut(slack, READER))
    (opened,) = slack.called("views.open")
    asked = app.post(submission(opened["view"], READER, {"work": "BarnSäkert"})).json()
    assert list(asked["errors"]) == ["work"]


def test_names_are_suggested_while_typing(app: App, slack: StandIn) -> None:
    works = app.post(suggestion("suggest:project", "barn", COORDINATOR)).json()["options"]
    assert {each["text"]["text"] for each in works} == {"BarnSäkert", "Barn och Unga i Ånge"}
    people = app.post(suggestion("suggest:person", "klar", COORDINATOR)).json()["options"]
    assert [each["value"] for each in people] == ["Klara Exempel"]
    assert app.post(suggestion("suggest:project", "xyzzy", COORDINATOR)).json() == {"options": []}


def test_names_that_share_their_first_75_letters_are_told_apart_and_the_one_that_was_chosen_is_meant(
    app: App, slack: StandIn, context: Context
) -> None:
    begun = "Samordnad uppföljning av hälsa och utveckling för barn och unga med stora behov"
    with context.database.write(actor="test") as session:
        for place in ("i Ånge", "i Sundsvall"):
            name = f"{begun} {place}"
            session.add(
                Project(
                    name=name,
                    key=fold(name),
                    form=WorkForm.PROJECT,
                    stage=Stage.PLANNING,
                    standing=Standing.INCLUDED,
                    created_at=context.clock.now(),
                )
            )
    lines = app.post(suggestion("suggest:project", "samordnad upp", COORDINATOR)).json()["options"]
    assert len({each["text"]["text"] for each in lines}) == 2
    (chosen,) = [each["value"] for each in lines if each["text"]["text"].endswith("i Sundsvall")]
    app.post(shortcut(slack, COORDINATOR))
    asked = app.post(submission(slack.called("views.open")[0]["view"], COORDINATOR, {"work": chosen})).json()
    app.post(submission(asked["view"], COORDINATOR, {"state": "grön", "done": "Rätt arbete"}))
    with context.database.read() as session:
        (found,) = session.exec(select(Project).where(col(Project.latest_state).is_not(None))).all()
        assert found.name == f"{begun} i Sundsvall"


def home_of(app: App, slack: StandIn, user: str) -> dict[str, Any]:
    """The app's page, as somebody sees it."""
    event = mention("", user)
    event["event"] = {"type": "app_home_opened", "user": user, "channel": f"D0{user}", "tab": "home"}
    assert app.post(event).status_code == 200
    view: dict[str, Any] = slack.called("views.publish")[-1]["view"]
    return view


def test_the_apps_page_shows_what_is_ones_own_what_one_owes_and_what_comes(
    app: App, slack: StandIn, frozen: FrozenClock
) -> None:
    app.say("rapportera BarnSäkert gul Piloten dröjer")
    app.say("seminarium ny", COORDINATOR)
    day = frozen.now().date() + timedelta(days=60)
    seminar = {"title": "Vägen vidare", "date": day.isoformat(), "time": "13-15", "format": "digitalt"}
    view = slack.called("views.open")[0]["view"]
    assert app.post(submission(view, COORDINATOR, seminar)).text == ""
    frozen.advance(timedelta(days=9))
    page = told(home_of(app, slack, LEADER))
    for words in ("▲ Gul", "för 9 dagar sedan", "omgång", "Antal:", "Kommande lärseminarier", "Vägen vidare"):
        assert words in page, words
    asked = action_ids(home_of(app, slack, LEADER)).values()
    assert "hjälp" in asked
    assert [each for each in asked if each.startswith("rapportera Barnsäkert")]


def test_the_apps_page_offers_only_what_one_may_do(app: App, slack: StandIn) -> None:
    page = home_of(app, slack, READER)
    assert not [each for each in action_ids(page).values() if each.startswith(("rapportera", "seminarium ny"))]
    assert "Portfölj" in told(page)


def test_a_button_on_the_apps_page_answers_directly(app: App, slack: StandIn) -> None:
    pressed = button(slack, "status BarnSäkert", LEADER)
    pressed = {name: value for name, value in pressed.items() if name not in ("channel", "response_url")}
    app.post({**pressed, "container": {"type": "view", "view_id": "V1"}, "view": {"type": "home"}})
    assert slack.wait_for("chat.postMessage")[0]["channel"] == LEADER


def test_slack_may_verify_the_address(app: App) -> None:
    body = {"type": "url_verification", "challenge": "utmaning", "token": "x"}
    assert app.post(body).json() == {"challenge": "utmaning"}


def test_an_event_that_means_nothing_is_taken(app: App) -> None:
    event = mention("", LEADER)
    event["event"] = {"type": "reaction_added", "user": LEADER}
    assert app.post(event).status_code == 200
