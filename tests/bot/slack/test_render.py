"""How an answer looks in Slack: one example of each kind of block."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.layout import FAILED, NEWS, files_of
from bot.chat.links import DOWNLOADS_OFF
from bot.slack.render import Outgoing, messages
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Block,
    Fact,
    Facts,
    Failure,
    Field,
    File,
    Form,
    Picture,
    Reply,
    Table,
    Text,
    TextStyle,
)
from tests.bot.slack.schema import TYPES, Shapes, faults_of_message, fetch, texts
from tests.bot.web.sample import BLOCKS, FORM

LINK = "https://laget.example/files/signed"


def link(_reference: str) -> str | None:
    return LINK


def rendered(*blocks: Block) -> list[Any]:
    (message,) = messages(Reply(blocks), link)
    assert faults_of_message(message.blocks, message.text) == []
    return message.blocks


def elements(*blocks: Block) -> list[Any]:
    """The elements of the one rich text that these blocks become."""
    (block,) = rendered(*blocks)
    return [element for part in block["elements"] for element in part["elements"]]


def test_a_heading_is_a_header() -> None:
    assert rendered(Text("BarnSäkert", TextStyle.HEADING)) == [
        {"type": "header", "text": {"type": "plain_text", "text": "BarnSäkert", "emoji": False}}
    ]


@pytest.mark.parametrize(
    "typed", ["<!channel> <@U1>", "*fet* _kursiv_", "&amp; &lt;", ":smile:", "```kod```", "> citat"]
)
def test_what_people_write_stands_as_they_wrote_it_and_pings_nobody(typed: str) -> None:
    everywhere = (
        Text(typed), Text(typed, TextStyle.HEADING), Text(typed, TextStyle.NOTE), Text(typed, TextStyle.QUOTE),
        Facts((Fact(typed, typed),)), Table((typed,), ((typed,),), typed), Actions((Action(typed, typed, confirm=typed),)),
    )  # fmt: skip
    (message,) = messages(Reply(everywhere, Failure(typed)), link)
    assert faults_of_message(message.blocks) == []  # among others: nothing is mrkdwn, no emoji is made of words
    assert sum(text.replace("\u00a0", " ").strip(": ") == typed.strip(": ") for text in texts(message.blocks)) >= 9


def test_a_quote_is_set_apart_and_keeps_its_lines() -> None:
    (block,) = rendered(Text("Rad ett\nRad två", TextStyle.QUOTE))
    assert block["elements"] == [
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Rad ett\nRad två"}]}
    ]


def test_a_note_is_small_print() -> None:
    (block,) = rendered(Text("Ett utkast.", TextStyle.NOTE))
    assert block["type"] == "context"


def test_short_facts_share_lines_and_long_ones_stand_under_their_label() -> None:
    facts = Facts((
        Fact("Läge", "■ Röd – större avvikelse"),
        Fact("Tid", "▲ Gul"),
        Fact("Ekonomi", "● Grön"),
        Fact("Genomfört", "Vi har träffat alla familjer och börjat med handboken i de tre första kommunerna i länet."),
        Fact("Fas", "Införande"),
    ))  # fmt: skip
    (block,) = rendered(facts)
    lines = [(part["type"], "".join(each["text"] for each in part["elements"])) for part in block["elements"]]
    assert lines == [
        (
            "rich_text_section",
            "Läge: ■ Röd – större avvikelse\nTid:\u00a0▲\u00a0Gul · Ekonomi:\u00a0●\u00a0Grön\nGenomfört",
        ),
        (
            "rich_text_quote",
            "Vi har träffat alla familjer och börjat med handboken i de tre första kommunerna i länet.",
        ),
        ("rich_text_section", "Fas:\u00a0Införande"),
    ]


def test_labels_are_bold() -> None:
    assert elements(Facts((Fact("Rapporterat", "16 november 2026 av Anna"),))) == [
        {"type": "text", "text": "Rapporterat: ", "style": {"bold": True}},
        {"type": "text", "text": "16 november 2026 av Anna"},
    ]


def test_two_lots_of_facts_are_parted() -> None:
    one = Facts((Fact("Läge", "● Grön"),))
    assert [block["type"] for block in rendered(one, one)] == ["rich_text", "divider", "rich_text"]


def test_a_table_is_a_table_with_its_title_before() -> None:
    title, table = rendered(Table(("Läge", "Arbete"), (("■ Röd", "Landsbygd"),), "Sämst läge först"))
    assert list(texts(title)) == ["Sämst läge först"]
    assert table == {
        "type": "table",
        "column_settings": [{"is_wrapped": True}, {"is_wrapped": True}],
        "rows": [
            [{"type": "raw_text", "text": "Läge"}, {"type": "raw_text", "text": "Arbete"}],
            [{"type": "raw_text", "text": "■ Röd"}, {"type": "raw_text", "text": "Landsbygd"}],
        ],
    }


def test_a_title_that_is_the_heading_too_is_said_once() -> None:
    blocks = rendered(Text("Seminarier", TextStyle.HEADING), Table(("Nr",), (("7",),), "Seminarier"))
    assert [block["type"] for block in blocks] == ["header", "table"]


def test_a_table_too_wide_is_told_row_by_row_with_its_headings() -> None:
    columns = ("Läge", "Arbete", *(f"Mått {n}" for n in range(20)))
    told = "".join(texts(rendered(Table(columns, (("■ Röd", "Landsbygd", *["5"] * 20),), naming=1))))
    assert told.startswith("Läge · Arbete · Mått 0")
    assert "■ Röd · Landsbygd\nMått 0: 5 · Mått 1: 5" in told


def test_a_row_begins_with_what_its_table_says_names_it() -> None:
    columns = ("Nr", "Risk", "Värde", *(f"Mått {n}" for n in range(20)))
    rows = (("7", "Personal slutar", "3 × 4 = 12", *["5"] * 20),)
    for naming, begins in enumerate(("7\n", "7 · Personal slutar\n", "7 · Personal slutar · 3 × 4 = 12\n")):
        told = "".join(texts(rendered(Table(columns, rows, naming=naming))))
        assert told.partition("Mått 19")[2].startswith(begins)


def test_buttons_say_commands_and_ask_before_what_is_dangerous() -> None:
    (row,) = rendered(
        Actions((
            Action("Rapportera", "rapportera BarnSäkert", ActionStyle.PRIMARY),
            Action("Ställ in", "ställ in 12", ActionStyle.DANGER, confirm="Ställa in för alla?"),
        ))
    )  # fmt: skip
    first, second = row["elements"]
    assert (first["action_id"], first["value"], first["style"]) == ("say:1", "rapportera BarnSäkert", "primary")
    assert "confirm" not in first
    assert (second["action_id"], second["style"]) == ("say:2", "danger")
    words = {part: text["text"] for part, text in second["confirm"].items() if part != "style"}
    assert words == {
        "title": "Är du säker?",
        "text": "Ställa in för alla?",
        "confirm": "Ställ in",
        "deny": "Nej, avbryt",
    }


def test_a_form_is_a_button_that_opens_it() -> None:
    told, row = rendered(FORM)
    assert "".join(texts(told)) == "Berätta hur det går – ett formulär med 10 fält."
    (opening,) = row["elements"]
    assert (opening["action_id"], opening["value"]) == ("open_form", "fyll i")
    assert opening["text"]["text"] == "Öppna formuläret"


def test_what_is_wrong_in_a_form_is_told_with_it() -> None:
    wrong = Form("fyll i", "Rapportera", (Field("done", "Genomfört", error="Fyll i genomfört."),))
    told = "".join(texts(rendered(wrong)))
    assert "Genomfört: Fyll i genomfört." in told
    assert "ett formulär med ett fält" in told


def test_a_form_whose_command_no_button_holds_is_told_in_words() -> None:
    told = "".join(texts(rendered(Form("r" * 2001, "Rapportera", ()))))
    assert "r" * 2001 in told


def test_a_file_is_fetched_by_a_button_or_said_to_be_off() -> None:
    file = File("rapport.pdf", "Halvårsrapport 2026-2", "application/pdf", "report/1.pdf")
    told, row = rendered(file)
    assert list(texts(told)) == ["Halvårsrapport 2026-2\n", "rapport.pdf"]
    assert (row["elements"][0]["url"], row["elements"][0]["action_id"]) == (LINK, "link:1")
    (message,) = messages(Reply((file,)), lambda _reference: None)
    assert list(texts(message.blocks))[-1] == DOWNLOADS_OFF
    assert files_of(Reply((Text("Klart."), file))) == [file]


def test_a_picture_is_shown_where_slack_can_fetch_it() -> None:
    assert rendered(Picture("läge.png", "Fyra arbeten", "chart/1.png")) == [
        {
            "type": "image",
            "image_url": LINK,
            "alt_text": "Fyra arbeten",
            "title": {"type": "plain_text", "text": "läge.png", "emoji": False},
        }
    ]


@pytest.mark.parametrize(("name", "url"), [("läge.svg", LINK), ("läge.png", "http://127.0.0.1/files/x")])
def test_a_picture_that_slack_cannot_show_is_a_link_with_its_words(name: str, url: str) -> None:
    (message,) = messages(Reply((Picture(name, "Fyra arbeten", "chart/1"),)), lambda _reference: url)
    (block,) = message.blocks
    shown = block["elements"][0]["elements"]
    assert shown[0]["text"].strip() == "Fyra arbeten"
    assert shown[-1] == {"type": "link", "url": url, "text": name}


def test_a_mistake_comes_first_with_a_warning() -> None:
    (message,) = messages(
        Reply((Text("Så här skriver du: status ARBETE", TextStyle.NOTE),), Failure("Vilket?")), link
    )
    first = message.blocks[0]["elements"][0]["elements"]
    assert first[0] == {"type": "emoji", "name": "warning"}
    assert first[-1]["text"] == "Vilket?"


@pytest.mark.parametrize(("reply", "text"), [
    (Reply((Text("BarnSäkert <!here>", TextStyle.HEADING), Text("Barnet heter …"))), "BarnSäkert &lt;!here&gt;"),
    (Reply((Text("Anna är sjuk."), Table(("A",), (), "Arbeten"))), "Arbeten"),
    (Reply((Text("Anna är sjuk."),)), NEWS),
    (Reply((Facts((Fact("Avvikelse", "Anna är sjuk."),)),)), NEWS),
    (Reply((Text("BarnSäkert", TextStyle.HEADING),), Failure("”Anna” finns inte.")), FAILED),
    (Reply(), NEWS),
])  # fmt: skip
def test_a_notification_shows_a_title_and_nothing_of_what_is_told(reply: Reply, text: str) -> None:
    assert [each.text for each in messages(reply, link)] == [text]


def test_an_empty_answer_is_a_message_all_the_same() -> None:
    assert messages(Reply(), link) == [Outgoing(NEWS, rendered(Text(NEWS)))]


def test_the_same_reply_gives_the_same_messages() -> None:
    assert messages(Reply(BLOCKS), link) == messages(Reply(BLOCKS), link)


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return fetch(TYPES)


@pytest.mark.xdist_group("npm")
def test_every_block_has_the_shape_that_slack_publishes(shapes: Shapes) -> None:
    long = (Text("rad\n" * 2000), Actions((Action("x" * 90, "r" * 2001),)), Picture("x.png", "Bild", "chart/1.png"))
    sent = messages(Reply((*BLOCKS, *long), Failure("Fel")), link)
    blocks = [block for message in sent for block in message.blocks]
    kinds = {"header", "rich_text", "context", "table", "actions", "image"}
    assert {block["type"] for block in blocks} >= kinds
    for block in blocks:
        shapes.validate("KnownBlock", block)
