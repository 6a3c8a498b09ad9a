"""Whatever Teams sends is answered calmly: never a 5xx but "not implemented", and nothing is changed by accident."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answer import Context
from bot.teams.incoming import of_activity, typed, words_of
from tests.bot.teams.conftest import LEADER, ON_SQLITE, App, Start, reported, told
from tests.bot.teams.deliveries import BOT, activity, message
from tests.bot.teams.payloads import DROP, PAYLOADS
from tests.bot.teams.standin import CHANNEL, StandIn


def shaped(service_url: str, change: dict[str, Any]) -> dict[str, Any]:
    """The activity of a payload."""
    whole = activity(service_url, "message", LEADER) | change
    return {name: value for name, value in whole.items() if value is not DROP}


def test_there_are_enough_of_them() -> None:
    assert len(PAYLOADS) >= 24


def test_every_shape_is_answered_calmly_and_changes_nothing(app: App, teams: StandIn, context: Context) -> None:
    codes = {name: app.post(shaped(teams.url, change)).status_code for name, change in PAYLOADS.items()}
    app.settled()
    assert {name: code for name, code in codes.items() if code not in (200, 501)} == {}
    assert {name for name, code in codes.items() if code == 501} == {
        "an invoke that is not known",
        "an invoke without a name",
        "a link to unfurl",
        "a sign-in",
    }
    assert not reported(context)
    assert "Barnsäkert" in told(app.say("status BarnSäkert"))


@pytest.mark.parametrize(
    "name", [name for name, each in PAYLOADS.items() if "status Barn" in str(each.get("text"))]
)
def test_what_asks_for_a_status_gets_it(app: App, teams: StandIn, name: str) -> None:
    change = PAYLOADS[name]
    app.post(shaped(teams.url, change))
    app.settled()
    said = told([*teams.messages.values()])
    assert ("Barnsäkert" in said) is (change["type"] == "message")


def test_every_string_may_be_nonsense() -> None:
    """Reading never raises, whatever stands where."""
    whole = activity("https://x", "message", LEADER, text="x", entities=[{"type": "mention"}], value={})
    nonsense: Any
    for name in (*whole, "membersAdded", "membersRemoved", "name", "action", "replyToId"):
        for nonsense in (None, 7, 1.5, True, "x", [], [None], [[]], {}, {"id": 7}, {"id": None}, {"tenant": 7}):
            of_activity({**whole, name: nonsense})


@pytest.mark.parametrize(
    ("text", "bot", "expected"),
    [
        ("<at>Läget</at> status BarnSäkert", BOT, "status BarnSäkert"),
        ("<at>Läget</at>&nbsp;status BarnSäkert", BOT, "status BarnSäkert"),
        ("status BarnSäkert <at>Läget</at>", "", "status BarnSäkert"),
        ("<at>La\u0308get</at> status BarnSa\u0308kert", BOT, "status BarnSäkert"),
        ("<at>Läget</at> be <at>Läget</at> om status", BOT, "be Läget om status"),
        ("<at>Läget</at> a &lt; b &amp;&amp; c", BOT, "a < b && c"),
        ("Läget status", BOT, "Läget status"),
    ],
)
def test_only_the_mention_of_us_is_taken_away(text: str, bot: str, expected: str) -> None:
    entity = {"type": "mention", "mentioned": {"id": BOT}, "text": "<at>Läget</at>"}
    assert " ".join(typed({"text": text, "entities": [entity]}, bot).split()) == expected


def test_the_words_of_a_message() -> None:
    html = "<div><p>Hej&nbsp;<at id='0'>Bo</at>!</p><ul><li>ett</li><li>tv&aring;</li></ul><br>a &lt;b&gt; c</div>"
    assert words_of(html) == "Hej Bo!\nett\ntvå\na <b> c"


def test_where_an_answer_goes() -> None:
    root = of_activity({"type": "message", "id": "9", "conversation": {"id": CHANNEL}})
    assert root.place == f"{CHANNEL};messageid=9"
    assert of_activity({"type": "message", "conversation": {"id": "19:x@thread.v2"}}).scope == "groupChat"
    assert of_activity({"type": "message", "conversation": {"id": "a:1"}}).direct


@ON_SQLITE
def test_without_any_tenant_only_while_developing(start: Start, teams: StandIn) -> None:
    bare = message(teams.url, "hjälp", LEADER) | {"conversation": {"id": "a:1"}, "channelData": {}}
    assert start().post(bare).status_code == 403
