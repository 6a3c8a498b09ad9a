"""Downloads: whose link it is, how long it holds, what a forged one gets."""

from __future__ import annotations

from datetime import timedelta

from starlette.applications import Starlette

from bot.chat.links import FileLinks
from commands.clock import FrozenClock
from storage import people
from storage.database import Database
from tests.bot.web.conftest import Visit, text_of
from tests.bot.web.sample import KIM, SECRET

WEEK = timedelta(days=7)


def test_a_link_gives_the_file_to_the_person_it_was_made_for(app: Starlette, visit: Visit) -> None:
    visit.be("Lo Exempel")  # whoever the browser is, the link says for whom
    answer = visit.get(app.state.links.path("report/1.pdf", 7))
    assert answer.status_code == 200
    assert answer.content == b"person 7"
    headers = answer.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''halv%C3%A5rsrapport%20%C3%A5.pdf"
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]


def test_the_operator_is_nobody_in_particular(app: Starlette, visit: Visit) -> None:
    assert visit.get(app.state.links.path("report/1.pdf", None)).content == b"person None"


def test_a_picture_is_shown_in_the_page(app: Starlette, visit: Visit) -> None:
    answer = visit.get(app.state.links.path("chart/1.svg", 1))
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.content.startswith(b"<svg")


def test_the_links_in_the_chat_are_for_who_one_is(visit: Visit, database: Database) -> None:
    with database.read() as session:
        kim = people.by_email(session, KIM)
    assert kim
    page = visit.say("visa allt")
    address = page.split('class="file" href="')[1].split('"')[0]
    assert visit.get(address).content == f"person {kim.id}".encode()


def test_a_link_holds_for_seven_days(app: Starlette, visit: Visit, clock: FrozenClock) -> None:
    link = app.state.links.path("report/1.pdf", 7)
    clock.advance(WEEK)
    assert visit.get(link).status_code == 200
    clock.advance(timedelta(seconds=1))
    answer = visit.get(link)
    assert answer.status_code == 410
    assert "Länken har gått ut" in answer.text
    assert "skriv samma sak en gång till, så får du en ny länk" in text_of(answer.text)


def forged(token: str) -> list[str]:
    payload, stamp, signature = token.split(".")
    return [
        f"{payload}x.{stamp}.{signature}",
        f"{payload}.{stamp}.{signature[:-2]}xx",
        f"{payload}.{stamp}",
        payload,
        "x",
        "%00%ff",
    ]


def test_a_forged_link_gets_nothing(app: Starlette, visit: Visit, clock: FrozenClock) -> None:
    mine, other = (app.state.links.path("report/1.pdf", number).removeprefix("/files/") for number in (7, 8))
    mixed = ".".join([other.split(".")[0], *mine.split(".")[1:]])
    elsewhere = FileLinks("en annan hemlighet", "", clock).path("report/1.pdf", 7) or ""
    for token in [*forged(mine), mixed, elsewhere.removeprefix("/files/")]:
        answer = visit.get(f"/files/{token}")
        assert answer.status_code == 404, token
        assert b"person" not in answer.content
        assert "Filen finns inte" in answer.text


def test_an_unknown_file_is_a_page_and_a_refusal_says_why(app: Starlette, visit: Visit) -> None:
    unknown = visit.get(app.state.links.path("report/99.pdf", 1))
    assert (unknown.status_code, "Filen finns inte" in unknown.text) == (404, True)
    refused = visit.get(app.state.links.path("report/2.pdf", 1))
    assert (refused.status_code, "koordinatorernas arbetsmaterial" in refused.text) == (404, True)
    assert "default-src 'none'" in refused.headers["content-security-policy"]


def test_a_whole_address_begins_with_where_the_server_is(clock: FrozenClock) -> None:
    links = FileLinks(SECRET, "https://laget.example/", clock)
    url = links.url("report/1.pdf", 7)
    assert url == f"https://laget.example{links.path('report/1.pdf', 7)}"


def test_without_a_secret_there_are_no_links(visit: Visit, clock: FrozenClock) -> None:
    links = FileLinks("", "https://laget.example", clock)
    assert links.path("report/1.pdf", 7) is None
    assert links.url("report/1.pdf", 7) is None


def test_a_file_can_only_be_fetched(app: Starlette, visit: Visit) -> None:
    assert visit.post(app.state.links.path("report/1.pdf", 7), {}).status_code == 405
