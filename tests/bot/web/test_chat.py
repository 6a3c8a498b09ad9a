"""The conversation without the script: ask, press, fill in, be refused, be somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape

import pytest
from starlette.applications import Starlette

from bot.chat.dispatcher import BUSY
from bot.web.chat import HIDDEN_LINE, HIDDEN_VALUE
from bot.worker_threads import Result, WorkerThreads
from commands.clock import FrozenClock
from commands.message import Address, Reply, Text
from storage import people
from storage.database import Database
from tests.bot.web.conftest import Visit, conversation, text_of
from tests.bot.web.sample import HOSTILE, LO, make_app

NUMBER = "19121212-1212"
"""The example number of the tax agency: nobody's, with a right checksum."""
PRESSED = {"field.state": "gul", "field.title": "Ny rubrik", "field.parties": ["", "Timrå", "Ånge"]}


def open_form(visit: Visit) -> dict[str, object]:
    """What a browser sends back untouched: the hidden values of the newest form."""
    html = conversation(visit.say("fyll i"))
    form = html[html.rindex('action="/form"') :]
    return {
        name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    }


def submit(visit: Visit, hidden: Mapping[str, object], **fields: object) -> str:
    sent = {**hidden, **{f"field.{name}": value for name, value in fields.items()}}
    assert visit.post("/form", sent).status_code == 303
    return conversation(visit.page())


def names(database: Database) -> list[str]:
    with database.read() as session:
        return [person.name for person in people.everyone(session)]


def test_an_empty_conversation_greets_by_name_and_offers_a_beginning(visit: Visit) -> None:
    page = visit.page()
    assert "Hej Kim! Vad vill du veta?" in page
    assert 'value="status BarnSäkert"' in page
    assert "<li" not in conversation(page)


def test_a_question_and_its_answer(visit: Visit) -> None:
    said = text_of(conversation(visit.say("eko hej på dig")))
    assert said == "Du 10:00 eko hej på dig Läget 10:00 hej på dig"


def test_a_file_goes_with_a_line(visit: Visit) -> None:
    said = text_of(conversation(visit.send("eko se här", "r&d.docx", b"12345")))
    assert said == "Du 10:00 eko se här (r&d.docx) Läget 10:00 se här r&d.docx: 5 byte"
    assert "byte" not in text_of(conversation(visit.send("eko igen", "", b""))).rpartition("igen")[2]


def test_only_those_who_compile_reports_can_attach_a_file(visit: Visit) -> None:
    assert 'type="file"' in visit.page()
    visit.be("Anna")
    assert 'type="file"' not in visit.page()


def test_the_script_gets_only_what_is_new(visit: Visit) -> None:
    first = visit.say("eko ett")
    mark = re.search(r'data-mark="([^"]+)"', first)
    assert mark
    news = visit.post(f"/say?after={mark[1]}", {"text": "eko två"}).text
    assert "två" in news
    assert "ett" not in news
    assert "data-whole" not in news
    assert "<html" not in news


def test_a_page_from_before_a_restart_gets_the_whole_conversation(visit: Visit) -> None:
    visit.say("eko ett")
    for mark in ("", "0.kim@exempel.se.99", "skräp"):
        news = visit.get(f"/news?after={mark}").text
        assert "ett" in news
        assert "data-whole" in news


def test_what_is_typed_is_shown_literally(visit: Visit) -> None:
    page = visit.say(f"eko {HOSTILE}")
    assert "<script>alert" not in page
    assert "49" not in text_of(conversation(page))
    assert f"eko {HOSTILE}" in unescape(page)  # the person's own words, to the letter
    assert "مرحبا 🙂</blockquote>" in page


def test_a_personal_number_is_never_shown_again(visit: Visit) -> None:
    page = visit.say(f"eko {NUMBER} mår bra")
    assert HIDDEN_LINE in page
    assert "innehåller ett personnummer" in page
    assert "121212" not in conversation(page)


def test_nothing_typed_is_answered_but_not_said(visit: Visit) -> None:
    assert text_of(conversation(visit.say("  "))).startswith("Läget 10:00 Skriv vad du vill veta")


def test_a_very_long_line_is_refused_and_not_kept_whole(visit: Visit) -> None:
    page = visit.say("eko " + "a" * 50_000)
    assert "a" * 4001 not in page
    assert '<div class="failure">' in page


def test_a_mistake_and_a_fault_are_told_apart(visit: Visit) -> None:
    assert "Det går inte just här." in visit.say("misstag")
    page = visit.say("fel")
    assert re.search(r"Något gick fel \(ref [0-9A-F]{6}\)\. Ingenting sparades\.", page)
    assert re.search(r"Ange [0-9A-F]{6} om du ber någon om hjälp\.", page)
    assert "bug" not in page


def test_a_form_is_saved_once_and_then_closed(visit: Visit, database: Database) -> None:
    visit.be("Anna Exempel")
    html = submit(visit, open_form(visit), state="gul", title="Ny rubrik", parties=["", "Timrå", "Ånge"])
    assert "Tack! Sparat: Ny rubrik, gul, Timrå; Ånge, dold." in html
    assert "Skickat: Berätta hur det går" in html
    assert 'action="/form"' not in html
    assert names(database).count("Ny rubrik") == 1


def test_submitting_twice_shows_the_same_answer_and_saves_once(visit: Visit, database: Database) -> None:
    visit.be("Anna Exempel")
    hidden = open_form(visit)
    submit(visit, hidden, state="gul", title="Ny rubrik")
    html = submit(visit, hidden, state="röd", title="En annan")
    assert html.count("Tack! Sparat: Ny rubrik, gul") == 2
    assert names(database).count("Ny rubrik") == 1
    assert "En annan" not in names(database)


def test_a_refused_form_comes_back_in_its_place_with_what_was_typed(visit: Visit, database: Database) -> None:
    visit.be("Anna Exempel")
    hidden = open_form(visit)
    html = submit(visit, hidden, title="", state="röd", done="Rad 1\nRad 2 <b>", parties="", on="blurk")
    assert html.count("<li") == 2  # what was asked, and the answer with the form
    assert re.search(r'<p class="wrong" id="\S+-title-error">Fyll i rubrik\.</p>', html)
    assert re.search(
        r'name="field\.title" aria-required="true" aria-invalid="true" aria-describedby="\S+-title-err', html
    )
    assert "Rad 1\nRad 2 &lt;b&gt;</textarea>" in html
    assert 'value="röd" checked' in html
    assert 'value="blurk"' in html
    assert 'value="Timrå" checked' not in html  # was ticked from the start, and was unticked
    again = {**hidden, "nonce": re.findall(r'name="nonce" value="([^"]+)"', html)[-1]}
    assert again["nonce"] != hidden["nonce"]
    assert "Tack! Sparat: Nu med rubrik, röd" in submit(visit, again, title="Nu med rubrik", state="röd")
    assert names(database).count("Nu med rubrik") == 1


def test_a_personal_number_in_a_form_does_not_come_back_but_the_rest_does(visit: Visit, database: Database) -> None:
    visit.be("Anna Exempel")
    html = submit(visit, open_form(visit), title=f"Möte med {NUMBER}", done="Det här står kvar", state="gul")
    assert "121212" not in html
    assert "Möte med" not in html
    assert HIDDEN_VALUE in html
    assert "Det här står kvar" in html
    assert 'value="gul" checked' in html
    assert len(names(database)) == 4


def test_a_form_that_the_server_has_forgotten_is_saved_all_the_same(
    visit: Visit, database: Database, clock: FrozenClock
) -> None:
    visit.be("Anna Exempel")
    hidden = open_form(visit)
    visit.client._transport = type(visit.client._transport)(make_app(database, clock))  # type: ignore[call-arg]
    html = submit(visit, hidden, state="gul", title="Efter omstarten")
    assert "Tack! Sparat: Efter omstarten" in html
    html = submit(visit, {**hidden, "nonce": "okänd"}, state="gul", title="")
    assert "Fyll i rubrik." in html


def test_a_message_that_nobody_asked_for_is_news(app: Starlette, visit: Visit) -> None:
    visit.say("eko hej")
    mark = re.search(r'data-mark="([^"]+)"', visit.page())
    assert mark
    assert "<li" not in visit.get(f"/news?after={mark[1]}").text
    app.state.chat.send(Address("local", "KIM@exempel.se"), Reply((Text("Dags att rapportera."),)), 7)
    app.state.chat.send(Address("local", LO), Reply((Text("Till någon annan."),)), 8)
    news = visit.get(f"/news?after={mark[1]}").text
    assert text_of(news) == "Läget 10:00 Dags att rapportera."


def test_a_conversation_keeps_its_newest_entries(app: Starlette, visit: Visit) -> None:
    for number in range(230):
        app.state.chat.send(Address("local", "kim@exempel.se"), Reply((Text(f"nummer {number}."),)), number)
    html = conversation(visit.page())
    assert html.count("<li") == 200
    assert "nummer 29." not in html
    assert "nummer 30." in html


def test_too_much_at_once_is_said_as_it_is(
    visit: Visit, app: Starlette, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit.be("Anna Exempel")
    hidden = open_form(visit)
    monkeypatch.setattr(app.state.chat, "_threads", Filling(1))
    assert visit.post("/say", {"text": "visa"}).status_code == 303
    app.state.chat._threads.room = 1
    assert visit.post("/form", {**hidden, "field.title": "Kvar", "field.state": "gul"}).status_code == 303
    app.state.chat._threads.room = 0
    assert visit.get("/").status_code == 503
    assert visit.get("/suggest?q=s").json() == []
    monkeypatch.undo()
    html = conversation(visit.page())
    assert html.count(BUSY) == 2
    assert 'value="Kvar"' in html  # nothing of what was typed is lost
    assert "Kvar" not in names(database)


class Filling(WorkerThreads):
    """A crossing that is full when it has been used `room` times."""

    def __init__(self, room: int) -> None:
        super().__init__(1, 1)
        self.room = room

    async def run(self, function: Callable[[], Result]) -> Result:
        self._queue = 1 if self.room > 0 else 0
        self.room -= 1
        return await super().run(function)
