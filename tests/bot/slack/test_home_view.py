"""App Home: the answers to a few commands on one page, without tables, within Slack's limits."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.home import ASKED, Home, Section, home_view
from commands.command import Book
from commands.message import Action, Actions, Fact, Facts, Failure, Reply, Table, Text, TextStyle
from tests.bot.slack.schema import TYPES, faults_of_view, fetch, texts

WORKS = Table(
    ("Läge", "Arbete", "Fas", "Rapporterat"),
    (("■ Röd", "Landsbygd", "genomförande", "i går"), ("● Grön", "Demensteam", "planering", "")),
    "Arbeten, sämst läge först",
    naming=1,
)
SEMINARS = Table(
    ("Nr", "Datum", "Tid", "Titel", "Format"),
    (("7", "30 november", "13.00", "Rehab", "fysiskt"),),
    "Närmast",
    naming=3,
)
MINE = Reply(
    (Text("Dina arbeten", TextStyle.HEADING), WORKS, Actions((Action("Rapportera", "rapportera Landsbygd"),)))
)
COMING = Reply((SEMINARS, Actions((Action("Anmäl mig", "anmäl 7"),))))


def blocks_of(*replies: Reply) -> list[Any]:
    view = home_view(Home(tuple(Section("Ditt", "mina", reply) for reply in replies)))
    assert faults_of_view(view) == []
    assert view["type"] == "home"
    return list(view["blocks"])


def told(*replies: Reply) -> str:
    return "".join(texts(blocks_of(*replies)))


def test_the_rows_of_a_table_begin_with_what_they_are_about() -> None:
    assert "■ Röd · Landsbygd\nFas: genomförande · Rapporterat: i går\n● Grön · Demensteam\nFas: planering" in told(
        MINE
    )
    assert "7 · 30 november · 13.00 · Rehab\nFormat: fysiskt" in told(COMING)


def test_a_section_has_its_own_heading_or_that_of_its_answer() -> None:
    headings = [block["text"]["text"] for block in blocks_of(MINE, COMING) if block["type"] == "header"]
    assert headings == ["Dina arbeten", "Ditt"]


def test_buttons_are_numbered_through_the_page_and_the_last_says_what_one_may_do() -> None:
    buttons = [
        each for block in blocks_of(MINE, COMING) if block["type"] == "actions" for each in block["elements"]
    ]
    assert [(each["action_id"], each["value"]) for each in buttons] == [
        ("say:1", "rapportera Landsbygd"),
        ("say:2", "anmäl 7"),
        ("say:3", "hjälp"),
    ]


def test_the_works_one_may_report_are_offered_once() -> None:
    moves = tuple(Action("Rapportera", f"rapportera {work}") for work in ("Landsbygd", "BarnSäkert"))
    view = home_view(Home((Section("Ditt", "mina", MINE),), moves))
    said = [each["value"] for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]]
    assert said == ["rapportera Landsbygd", "rapportera BarnSäkert", "hjälp"]


def test_a_section_that_has_no_room_is_shortened_and_says_so() -> None:
    endless = Reply(tuple(Text(f"Rad {n}", TextStyle.NOTE) for n in range(300)))
    blocks = blocks_of(endless, COMING)
    assert len(blocks) <= 100
    assert "Det finns mer än vad som får plats här." in told(endless, COMING)
    more = next(each for block in blocks if block["type"] == "actions" for each in block["elements"])
    assert (more["text"]["text"], more["value"]) == ("Visa fler", "mina")
    assert "Rehab" in told(endless, COMING)


def test_a_person_nobody_knows_is_told_so() -> None:
    assert "Jag känner inte dig ännu." in told(Reply(error=Failure("Jag känner inte dig ännu.")))


def test_an_empty_home_still_offers_help() -> None:
    assert [block["type"] for block in blocks_of()] == ["actions"]


def test_what_the_page_asks_are_commands(book: Book) -> None:
    for _, command in ASKED:
        match = book.match(command)
        assert match is not None
        assert not match.command.writes


@pytest.mark.xdist_group("npm")
def test_the_page_has_the_shape_that_slack_publishes() -> None:
    shapes = fetch(TYPES)
    counts = Reply((Facts((Fact("Antal", "6 arbeten"), Fact("■ Röd", "1"))), Facts((Fact("Fas", "alla"),))))
    sections = tuple(Section("Ditt", "mina", reply) for reply in (MINE, COMING, counts))
    view = home_view(Home(sections))
    shapes.validate("HomeView", view)
    for block in view["blocks"]:
        shapes.validate("KnownBlock", block)
