"""How an answer looks in Teams: one example of each kind of block."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.layout import FAILED, NEWS
from bot.chat.links import DOWNLOADS_OFF
from bot.teams import limits
from bot.teams.forms import submitted
from bot.teams.render import activities, as_activity
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Block,
    Fact,
    Facts,
    Failure,
    File,
    Picture,
    Reply,
    Table,
    Text,
    TextStyle,
)
from tests.bot.teams.cards import faults_of, parts, texts
from tests.bot.web.sample import TABLE

LINK = "https://laget.example/files/signed"


def body(*blocks: Block, link: str | None = LINK) -> list[Any]:
    (outgoing,) = activities(Reply(blocks), lambda _: link)
    assert outgoing.card
    assert faults_of(outgoing.card) == []
    shown: list[Any] = outgoing.card["body"]
    return shown


def words(*blocks: Block) -> list[str]:
    return ["".join(texts(each)).replace("\u00a0", " ") for each in body(*blocks)]


def test_a_heading_is_one_to_a_screen_reader_and_never_markdown() -> None:
    (plain,), (odd,) = body(Text("BarnSäkert", TextStyle.HEADING)), body(Text("*Barn*", TextStyle.HEADING))
    assert (plain["type"], plain["style"]) == ("TextBlock", "heading")
    assert (odd["type"], odd["inlines"][0]["text"]) == ("RichTextBlock", "*Barn*")


@pytest.mark.parametrize(
    "typed", ["**fet**", "[x](https://x.se)", "1. ett", "- ett", "`kod`", "&lt;b&gt;", "<b>fet</b>"]
)
def test_what_people_write_stands_as_they_wrote_it(typed: str) -> None:
    everywhere = (
        Text(typed), Text(typed, TextStyle.HEADING), Text(typed, TextStyle.NOTE), Text(typed, TextStyle.QUOTE),
        Facts((Fact(typed, typed),)), Table((typed,), ((typed,),), "t"), Actions((Action(typed, typed, confirm=typed),)),
    )  # fmt: skip
    assert sum(text.strip(": ") == typed.strip(": ") for each in body(*everywhere) for text in texts(each)) >= 8


def test_a_mention_pings_nobody_and_a_date_is_not_made_anew() -> None:
    (said,) = words(Text("<at>Anna</at> {{DATE(2026-01-01T00:00:00Z)}}"))
    assert said.replace("\u2060", "") == "<at>Anna</at> {{DATE(2026-01-01T00:00:00Z)}}"
    assert "<at>" not in said
    assert "{{DATE" not in said


def test_a_state_is_a_shape_and_a_word_beside_its_colour() -> None:
    (block,) = body(Facts((Fact("Läge", "■ Röd – större avvikelse"),)))
    assert [(each["text"], each.get("color")) for each in block["inlines"]] == [
        ("Läge: ", None), ("■\u00a0Röd", "Attention"), (" – större avvikelse", None),
    ]  # fmt: skip


def test_states_stand_beside_each_other_and_much_text_under_its_label() -> None:
    states = tuple(Fact(label, "● Grön") for label in ("Tid", "Ekonomi", "Resurser", "Risk", "Nytta"))
    rows = body(Facts((*states, Fact("Genomfört", "x " * 60))))
    assert [each["type"] for each in rows] == ["ColumnSet", "ColumnSet", "RichTextBlock", "RichTextBlock"]
    assert [len(each["columns"]) for each in rows[:2]] == [3, 3]


def test_a_wide_table_is_told_row_by_row_with_its_state_first() -> None:
    assert words(TABLE)[:2] == [
        "Arbeten, sämst läge först",
        "■ Röd · LandsbygdParter: Region, Ånge, Sollefteå, Kramfors · Projektledare: Kim Exempel · Rapporterat: i går",
    ]


def test_a_row_begins_with_what_its_table_says_names_it() -> None:
    columns = ("Nr", "Risk", "Värde", "Åtgärd", "Ägare")
    rows = (("7", "Personal slutar", "3 × 4 = 12", "Vikarie", "Anna Exempel"),)
    (named,) = words(Table(columns, rows, naming=1))
    assert named == "7 · Personal slutarVärde: 3 × 4 = 12 · Åtgärd: Vikarie · Ägare: Anna Exempel"


def test_a_narrow_table_is_a_grid_with_headings() -> None:
    *_, grid = body(Table(("Läge", "Antal"), (("■ Röd", "2"), ("● Grön", "")), "Läge"))
    assert grid["type"] == "Table"
    assert [["".join(texts(cell)).replace("\u00a0", " ") for cell in row["cells"]] for row in grid["rows"]] == [
        ["Läge", "Antal"], ["■ Röd", "2"], ["● Grön", "–"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "columns", [("Arbete", "Läge"), ("Arbete", "Läge", "Parter", "Projektledare", "Rapporterat")]
)
def test_a_long_table_goes_on_in_pages_of_at_most_a_hundred_rows(columns: tuple[str, ...]) -> None:
    rows = tuple((f"Arbete {n}", *["● Grön"] * (len(columns) - 1)) for n in range(240))
    reply = Reply((Text("Portfölj", TextStyle.HEADING), Table(columns, rows)))
    made = activities(reply, lambda _: None)
    assert len(made) >= 3
    assert [faults_of(each.card or {}) for each in made] == [[]] * len(made)
    said = [part for each in made for line in each.text.splitlines() for part in line.split(" · ")]
    assert [part for part in said if part.startswith("Arbete ")] == [f"Arbete {n}" for n in range(240)]


def test_a_question_with_a_long_answer_is_turned_page_by_page() -> None:
    reply = Reply((Table(("Nr", "Namn"), tuple((str(n), "x") for n in range(240))),))
    seen, page = [], 1
    for _ in range(3):
        (shown,) = activities(reply, lambda _: None, asked="portfölj", page=page)
        seen.append(shown)
        button = next((each for each in parts(shown.card) if each["type"] == "Action.Execute"), None)
        if button:
            assert button["title"] == f"Visa fler (sida {page + 1} av 3)"
            pressed = submitted({"action": {"data": button["data"]}})
            assert pressed
            assert (pressed.command, pressed.fields) == ("portfölj", None)
            page = pressed.page
    assert button is None
    assert (
        sum(len(each["rows"]) - 1 for shown in seen for each in parts(shown.card) if each["type"] == "Table") == 240
    )


def test_a_button_says_its_command_and_asks_first_when_it_must() -> None:
    (row,) = body(Actions((
        Action("Rapportera", "rapportera X", ActionStyle.PRIMARY),
        Action("Ställ in", "ställ in 7", ActionStyle.DANGER, confirm="Vill du ställa in för alla?"),
    )))  # fmt: skip
    first, dispatcher = row["actions"]
    assert (first["type"], first["style"]) == ("Action.Execute", "positive")
    assert dispatcher["type"] == "Action.ShowCard"
    assert list(texts(dispatcher)) == ["Ställ in", "Vill du ställa in för alla?", "Ja, ställ in"]


def test_many_buttons_stand_in_rows_and_a_long_command_is_told() -> None:
    rows = body(Actions(tuple(Action(f"Val {n}", "x") for n in range(12))))
    assert [len(each["actions"]) for each in rows] == [5, 5, 2]
    told = words(Actions((Action("Spara", "r" * (limits.COMMAND + 1)),)))
    assert "r" * (limits.COMMAND + 1) in "".join(told)


def test_a_file_is_a_button_that_fetches_it() -> None:
    file = File("rapport.pdf", "Halvårsrapport", "application/pdf", "report/1.pdf")
    *_, row = body(file)
    assert row["actions"] == [{"type": "Action.OpenUrl", "title": "Hämta", "url": LINK}]
    (off,) = activities(Reply((file,)), lambda _: None)
    assert DOWNLOADS_OFF in off.text


def test_a_picture_has_words_and_one_that_teams_cannot_show_is_fetched() -> None:
    (shown,) = body(Picture("a.png", "Fyra arbeten, ett rött.", "chart/1.png"))
    assert (shown["type"], shown["altText"]) == ("Image", "Fyra arbeten, ett rött.")
    assert [each["type"] for each in body(Picture("a.svg", "Fyra", "chart/1.svg"))][-1] == "ActionSet"


@pytest.mark.parametrize(("reply", "summary"), [
    (Reply((Text("BarnSäkert <at>x</at>", TextStyle.HEADING), Text("Barnet heter …"))), "BarnSäkert <\u2060at>x</\u2060at>"),
    (Reply((Text("Anna är sjuk."), Table(("A",), (), "Arbeten"))), "Arbeten"),
    (Reply((Text("Anna är sjuk."),)), NEWS),
    (Reply((Text("BarnSäkert", TextStyle.HEADING),), Failure("”Anna” finns inte.")), FAILED),
    (Reply(), NEWS),
])  # fmt: skip
def test_a_notification_shows_a_title_and_nothing_of_what_is_told(reply: Reply, summary: str) -> None:
    (outgoing,) = activities(reply, lambda _: None)
    assert outgoing.summary == summary
    assert outgoing.card
    assert outgoing.card["fallbackText"].startswith(summary.rstrip("."))
    assert "text" not in as_activity(outgoing)
