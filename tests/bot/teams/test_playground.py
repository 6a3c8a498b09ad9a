"""Läget in Microsoft's own emulator: ask, fill in, mend, be replaced; a group, a channel, a reminder, a search."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.app import file_links, make_context, make_threads
from bot.chat.layout import NEWS
from bot.deliver import deliver
from bot.settings import Settings
from bot.teams.forms import EMPTIED
from bot.teams.platform import Teams
from commands.clock import FrozenClock
from commands.message import REPLY, Reply, Text
from storage import notices, people
from tests.bot.conftest import AT
from tests.bot.teams.cards import faults_of, parts, texts
from tests.bot.teams.playground import CHANNEL, GROUP, PERSONAL, Message, Talk, talking
from tests.commands.conftest import STOCKHOLM

pytestmark = pytest.mark.xdist_group("npm")

SUBMIT = "Spara rapporten"
LEADER = "leader@exempel.se"
DUE = REPLY.dump_json(Reply((Text("Dags att rapportera BarnSäkert."),))).decode()
PEOPLE = (
    LEADER,
    "coordinator@exempel.se",
    "reader@exempel.se",
    "leadership@exempel.se",
    "admin@exempel.se",
    "ny@exempel.se",
)


@pytest.fixture(scope="module")
def file(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(filled_file, tmp_path_factory.mktemp("playground") / "laget.db"))


@pytest.fixture(scope="module")
def talk(file: Path) -> Iterator[Talk]:
    with talking(file, PEOPLE, file.parent) as talk:
        yield talk


def told(message: Message) -> str:
    assert faults_of(message.card) == []
    return "\n".join(texts(message.card))


def test_a_question_is_answered_with_a_card(talk: Talk) -> None:
    answer = talk.say("status BarnSäkert")
    assert answer.place == PERSONAL
    assert "Läge" in told(answer)
    assert answer.body["summary"].startswith("Barnsäkert")
    assert "text" not in answer.body


def test_a_form_is_mended_and_its_card_replaced_and_sent_once(talk: Talk) -> None:
    form = talk.say("rapportera BarnSäkert")
    fields = {each["id"] for each in parts(form.card) if each["type"].startswith("Input.")}
    assert {"choice.state", "field.done"} <= fields

    mended = talk.press(form, SUBMIT, **{"choice.state": "gul", "field.done": ""})
    assert mended["type"] == "application/vnd.microsoft.card.adaptive"
    again = replace(form, body={"attachments": [{"content": mended["value"]}]})
    assert "⚠ Rätta: Fyll i genomfört." in told(again)
    chosen = {each["id"]: each.get("value") for each in parts(again.card) if each["type"].startswith("Input.")}
    assert chosen["choice.state"] == "gul"

    filled = {
        "choice.state": "gul",
        "field.done": "Pilot i **Ånge** <at>alla</at>",
        "choice.dimension_tid": EMPTIED,
    }
    saved = talk.press(again, SUBMIT, **filled)
    shown = replace(form, body={"attachments": [{"content": saved["value"]}]})
    assert "Tack" in told(shown)
    assert not [each for each in parts(shown.card) if each["type"].startswith("Input.")]
    stands = talk.incoming(lambda message: message.replaces and "Tack" in told(message))
    assert (stands.id, stands.place) == (form.id, form.place)

    twice = talk.press(again, SUBMIT, **filled)
    assert list(texts(twice["value"])) == list(texts(saved["value"]))
    history = told(talk.say("historik BarnSäkert"))
    assert history.replace("\u2060", "").count("Pilot i **Ånge** <at>alla</at>") == 1


def test_a_mention_in_a_group_chat_is_answered_there(talk: Talk) -> None:
    answer = talk.say("portfölj", GROUP, who="user-1", mention=True)
    assert answer.place == GROUP
    assert "BarnSäkert" in told(answer)


def test_a_mention_in_a_channel_is_answered_in_its_thread(talk: Talk) -> None:
    answer = talk.say("status BarnSäkert", CHANNEL, mention=True)
    assert answer.place.startswith(f"{CHANNEL};messageid=")
    assert "Läge" in told(answer)


def test_what_is_due_comes_by_itself(talk: Talk, file: Path) -> None:
    clock = FrozenClock(datetime.fromisoformat(AT).replace(tzinfo=STOCKHOLM))
    settings = Settings(database_url=f"sqlite:///{file}", teams_dev_unauthenticated=True)
    context = make_context(settings, clock)
    with context.database.write(actor="test") as session:
        person = people.by_email(session, LEADER)
        assert person
        notices.plan(session, kind="test", subject="1", recipient=f"person:{person.id}", due=clock.now(), body=DUE)
    teams = Teams(settings, context, make_threads(), file_links(settings, clock))
    with closing(context.database), closing(teams):
        assert deliver(context, {teams.name: teams}) == 1
    came = talk.incoming(lambda message: "Dags att rapportera" in told(message))
    assert came.place == PERSONAL
    assert came.body["summary"] == NEWS  # a locked screen shows nothing of it


def test_the_message_extension_finds_a_work(talk: Talk) -> None:
    value = {
        "commandId": "status",
        "parameters": [{"name": "work", "value": "barnsäk"}],
        "queryOptions": {"skip": 0, "count": 25},
    }
    about = {"from": {"id": "user-0"}, "conversation": {"id": PERSONAL}}
    found = talk.post("/_conversation/v1/invoke", {"name": "composeExtension/query", "value": value, **about})
    (result, *_) = found["composeExtension"]["attachments"]
    assert result["preview"]["content"]["title"] == "BarnSäkert"
    assert "Läge: " in "".join(texts(result["content"]))
