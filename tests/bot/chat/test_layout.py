"""What the chats lay out alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.layout import FAILED, NEWS, cut, in_pages, in_rows, title_of
from commands.message import Failure, Form, Reply, Table, Text, TextStyle


@dataclass(frozen=True)
class Line:
    text: str
    introduces: bool = False


def three(page: Sequence[Line], _: Line) -> bool:
    return len(page) < 3


def test_a_notification_says_the_title_and_nothing_of_the_content() -> None:
    heading, table = Text("BarnSäkert", TextStyle.HEADING), Table(("A",), (), "Risker")
    assert title_of(Reply((Text("Hemligt"), table, heading))) == "BarnSäkert"
    assert title_of(Reply((Text("Hemligt"), table))) == "Risker"
    assert title_of(Reply((Form("x", "Rapportera", ()),))) == "Rapportera"
    assert title_of(Reply((Text("Hemligt"),))) == NEWS
    assert title_of(Reply((heading,), Failure("Hemligt"))) == FAILED


def test_a_heading_goes_with_what_it_introduces() -> None:
    a, b, heading, c = Line("a"), Line("b"), Line("h", introduces=True), Line("c")
    assert in_pages([a, b, heading, c], three) == [[a, b], [heading, c]]
    assert in_pages([a, b, c, heading], three) == [[a, b, c], [heading]]
    assert in_pages([], three) == []


def test_a_page_is_never_left_empty_for_what_it_introduces() -> None:
    headings = [Line(str(n), introduces=True) for n in range(4)]
    assert [len(page) for page in in_pages(headings, three)] == [1, 3]


def test_buttons_go_in_as_many_rows_as_it_takes() -> None:
    assert in_rows(range(5), lambda row: len(row) <= 2) == [[0, 1], [2, 3], [4]]
    assert in_rows([1, 2], lambda _: False) == [[1], [2]], "one alone always fits"


def test_a_text_that_is_cut_says_so() -> None:
    assert cut("abcd", 4) == "abcd"
    assert cut("abcde", 4) == "abc…"
