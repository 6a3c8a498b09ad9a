"""Messages at Slack's limits: what is just within stays whole, one past it goes on elsewhere."""

from __future__ import annotations

from itertools import count
from typing import Any

from bot.chat.layout import pieces
from bot.slack import limits
from bot.slack.blocks import Run as Words
from bot.slack.blocks import header, note, rich, weight
from bot.slack.render import Piece, messages, packed
from bot.slack.tables import as_blocks
from commands.message import Action, Actions, Picture, Reply, Table, Text, TextStyle
from tests.bot.slack.schema import faults_of_message, size, texts


def only_message(reply: Reply) -> list[Any]:
    (message,) = messages(reply, lambda _reference: "https://laget.example/f")
    assert faults_of_message(message.blocks) == []
    return message.blocks


def kinds(blocks: list[Any]) -> list[str]:
    return [block["type"] for block in blocks]


def test_a_heading_of_150_is_a_header_and_a_longer_one_is_bold_text() -> None:
    assert kinds(header("x" * limits.HEADER)) == ["header"]
    (longer,) = header("x" * (limits.HEADER + 1))
    assert longer["elements"][0]["elements"] == [
        {"type": "text", "text": "x" * (limits.HEADER + 1), "style": {"bold": True}}
    ]


def test_text_longer_than_a_section_goes_on_in_another_block() -> None:
    room = limits.SECTION - 40  # each stretch of text costs something beside its characters
    assert len(rich([Words("x" * room)])) == 1
    assert ["".join(texts(block)) for block in rich([Words("x" * (room + 1))])] == ["x" * room, "x"]


def test_a_note_longer_than_a_context_element_goes_on_in_another() -> None:
    assert len(note("x" * limits.CONTEXT_TEXT)) == 1
    assert len(note("x" * (limits.CONTEXT_TEXT + 1))) == 2


def test_text_is_cut_after_a_line_or_word_and_loses_no_character() -> None:
    assert list(pieces("en rad\noch en till", 10)) == ["en rad\n", "och en ", "till"]
    assert list(pieces("x" * 25, 10)) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_message_holds_50_blocks_and_the_next_goes_on() -> None:
    def sizes(many: int) -> list[int]:
        reply = Reply(tuple(Text(f"Rad {n}") for n in range(many)))
        return [len(each.blocks) for each in messages(reply, lambda _reference: None)]

    assert sizes(limits.BLOCKS) == [50]
    assert sizes(limits.BLOCKS + 1) == [50, 1]


def test_a_message_holds_about_13000_characters_and_the_next_goes_on() -> None:
    block = rich([Words("x" * 2000)])[0]
    one = weight(block) + limits.BLOCK
    assert len(packed([Piece(block)] * 5, room=5 * one)) == 1
    assert len(packed([Piece(block)] * 5, room=5 * one - 1)) == 2
    long = Reply(tuple(Text("ett ord " * 300) for _ in range(20)))
    made = messages(long, lambda _reference: None)
    assert all(10_000 < size(each.blocks) <= limits.MESSAGE for each in made[:-1])


def test_what_a_notification_says_counts_too() -> None:
    heading = Text("x" * limits.HEADER, TextStyle.HEADING)
    full = [Text("y" * 2000)] * 5

    def made(length: int) -> int:
        return len(messages(Reply((heading, *full, Text("z" * length))), lambda _reference: None))

    blocks = [*header(heading.text), *[rich([Words(each.text)])[0] for each in full], rich([Words("z")])[0]]
    room = limits.MESSAGE - limits.HEADER - sum(limits.BLOCK + weight(block) for block in blocks)
    assert made(1 + room) == 1
    assert made(2 + room) == 2


def test_each_message_holds_one_table() -> None:
    one = Table(("A",), (("a",),), "Ena")
    made = messages(Reply((one, Table(("B",), (("b",),), "Andra"))), lambda _reference: None)
    # The title goes with its table.
    assert [kinds(each.blocks) for each in made] == [["rich_text", "table"]] * 2


def test_a_heading_at_the_end_of_a_full_message_goes_with_what_it_introduces() -> None:
    many = (
        *(Text(f"Rad {n}") for n in range(limits.BLOCKS - 1)),
        Text("Rubrik", TextStyle.HEADING),
        Text("Stycke"),
    )
    made = messages(Reply(many), lambda _reference: None)
    assert [kinds(each.blocks) for each in made] == [["rich_text"] * 49, ["header", "rich_text"]]


def test_a_table_of_100_rows_is_one_and_of_101_two_with_the_headings_again() -> None:
    def sizes(rows: int) -> list[int]:
        return [len(block["rows"]) for block in as_blocks(Table(("A",), (("a",),) * rows))]

    assert sizes(limits.TABLE_ROWS - 1) == [100]
    assert sizes(limits.TABLE_ROWS) == [100, 2]


def test_a_table_of_20_columns_is_one_and_of_21_is_told_in_words() -> None:
    def made(columns: int) -> list[str]:
        return kinds(as_blocks(Table(tuple(f"k{n}" for n in range(columns)), (("a",) * columns,))))

    assert made(limits.TABLE_COLUMNS) == ["table"]
    assert made(limits.TABLE_COLUMNS + 1) == ["rich_text", "rich_text"]


def test_a_table_of_10000_characters_is_one_and_a_longer_is_two() -> None:
    def made(length: int) -> list[str]:
        return kinds(as_blocks(Table(("A",), (("x" * 4999,), ("x" * length,)))))

    assert made(limits.TABLE_TEXT - 5000) == ["table"]
    assert made(limits.TABLE_TEXT - 4999) == ["table", "table"]


def test_a_row_that_no_table_holds_is_told_in_words() -> None:
    assert kinds(as_blocks(Table(("A",), (("x" * (limits.TABLE_TEXT - 1),),)))) == ["table"]
    assert set(kinds(as_blocks(Table(("A",), (("x" * limits.TABLE_TEXT,),))))) == {"rich_text"}


def test_an_empty_cell_is_a_blank_since_slack_refuses_none() -> None:
    (made,) = as_blocks(Table(("A", "B"), (("", "b"), ("a",))))
    assert [[cell["text"] for cell in row] for row in made["rows"]] == [["A", "B"], [" ", "b"], ["a", " "]]


def test_26_buttons_take_two_rows() -> None:
    def rows(many: int) -> list[int]:
        buttons = Actions(tuple(Action(f"Nr {n}", f"status {n}") for n in range(many)))
        return [len(block["elements"]) for block in only_message(Reply((buttons,)))]

    assert rows(limits.ACTIONS) == [25]
    assert rows(limits.ACTIONS + 1) == [25, 1]


def test_a_label_of_75_stands_on_its_button_and_a_longer_is_told_beside_it() -> None:
    def made(length: int) -> list[Any]:
        return only_message(Reply((Actions((Action("x" * length, "status"),)),)))

    assert kinds(made(limits.BUTTON)) == ["actions"]
    told, row = made(limits.BUTTON + 1)
    assert list(texts(told)) == ["x" * 76]
    assert row["elements"][0]["text"]["text"] == "x" * 74 + "…"


def test_a_command_of_2000_is_a_button_and_a_longer_is_said_in_words() -> None:
    def made(length: int) -> list[Any]:
        return only_message(Reply((Actions((Action("Spara", "r" * length),)),)))

    (row,) = made(limits.BUTTON_VALUE)
    assert row["elements"][0]["value"] == "r" * 2000
    (told,) = made(limits.BUTTON_VALUE + 1)
    assert told["type"] == "rich_text"
    assert "r" * 2001 in "".join(texts(told))


def test_a_question_of_300_is_asked_whole_and_a_longer_is_told_before() -> None:
    def made(length: int) -> list[Any]:
        return only_message(Reply((Actions((Action("Ställ in", "ställ in 12", confirm="x" * length),)),)))

    assert kinds(made(limits.CONFIRM_TEXT)) == ["actions"]
    assert kinds(made(limits.CONFIRM_TEXT + 1)) == ["context", "actions"]


def test_a_label_of_30_answers_the_question_and_a_longer_says_yes() -> None:
    def answer(length: int) -> str:
        (row,) = only_message(Reply((Actions((Action("x" * length, "ställ in 12", confirm="Säkert?"),)),)))
        return str(row["elements"][0]["confirm"]["confirm"]["text"])

    assert answer(limits.CONFIRM_BUTTON) == "x" * 30
    assert answer(limits.CONFIRM_BUTTON + 1) == "Ja"


def test_a_picture_of_2000_words_is_shown_and_of_more_is_a_link() -> None:
    def made(length: int) -> list[str]:
        return kinds(only_message(Reply((Picture("x.png", "x" * length, "chart/1.png"),))))

    assert made(limits.ALT_TEXT) == ["image"]
    assert made(limits.ALT_TEXT + 1) == ["rich_text"]


def test_an_address_of_3000_is_a_button_and_of_more_is_no_link() -> None:
    def made(length: int) -> list[str]:
        address = "https://x/".ljust(length, "f")
        (message,) = messages(Reply((Picture("x.png", "x", "chart/1.png"),)), lambda _reference: address)
        return kinds(message.blocks)

    assert made(limits.URL) == ["image"]
    assert made(limits.URL + 1) == ["rich_text", "context"]


def test_numbers_of_buttons_go_on_through_all_messages() -> None:
    many = Reply(tuple(Actions((Action(f"Nr {n}", "x" * 1900),)) for n in range(12)))
    made = messages(many, lambda _reference: None)
    ids = [button["action_id"] for each in made for row in each.blocks for button in row["elements"]]
    assert len(made) > 1
    assert ids == [f"say:{n}" for n, _ in zip(count(1), ids, strict=False)]
