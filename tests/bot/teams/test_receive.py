"""Messages: in a chat of two, in a group, in a channel's thread."""

from __future__ import annotations

import unicodedata

from bot.answer import Context
from tests.bot.teams.conftest import LEADER, ON_SQLITE, App, card_of, reported, told
from tests.bot.teams.deliveries import in_group, mention, message
from tests.bot.teams.standin import CHANNEL, GROUP, StandIn

pytestmark = ON_SQLITE


def test_a_question_is_answered_with_a_card(app: App, teams: StandIn) -> None:
    answer = app.say("status BarnSäkert")
    assert "Barnsäkert" in told(card_of(answer))
    assert answer["replyToId"]
    assert teams.called("post")[0].token == teams.tokens[0]


def test_a_report_in_one_line_is_saved(app: App, context: Context) -> None:
    app.say("rapportera BarnSäkert gul Piloten <försenad> & ommöblerad")
    assert [text for _, text in reported(context)] == ["Piloten <försenad> & ommöblerad"]


def test_a_mention_in_a_channel_is_answered_in_its_thread(app: App, teams: StandIn) -> None:
    said = mention(teams.url, "status BarnSäkert", LEADER)
    assert app.post(said).status_code == 200
    (call,) = teams.called("post")
    assert "19%3Akanal%40thread.tacv2%3Bmessageid%3D1700/activities/" in call.path
    assert "Barnsäkert" in told(teams.posted(f"{CHANNEL};messageid=1700"))


def test_decomposed_letters_and_hard_spaces_are_understood(app: App, teams: StandIn) -> None:
    text = unicodedata.normalize("NFD", "status\u00a0BarnSäkert")
    assert app.post(mention(teams.url, text, LEADER, **in_group())).status_code == 200
    assert "Barnsäkert" in told(teams.posted(GROUP))


def test_a_mention_alone_asks_for_help(app: App, teams: StandIn) -> None:
    app.post(mention(teams.url, "", LEADER))
    assert "status" in told(teams.posted(f"{CHANNEL};messageid=1700"))


def test_bots_are_not_answered(app: App, teams: StandIn) -> None:
    other = message(teams.url, "status BarnSäkert", LEADER)
    app.post({**other, "from": {"id": "28:annan-bot", "name": "Bot"}})
    assert not teams.called("post")
