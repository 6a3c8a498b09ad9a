"""Reply → the messages that Teams shows, each an Adaptive Card 1.5. Pure, and no word is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from bot.chat.layout import NEWS, Link, headings, in_pages, title_of
from bot.teams import limits, tables
from bot.teams.blocks import buttons, facts, linked, say_again
from bot.teams.cards import Element, Run, attachment, boxed, card, heading, literal, note, rich, weight, words
from bot.teams.inputs import form_box, submit_in_dialog, submit_in_message, too_large
from commands.message import Actions, Facts, File, Form, Picture, Reply, Table, Text, TextStyle

LONGEST_DIALOG = 1000
"""Characters of a dialog that only says something."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message. `summary` is what a notification shows: a title, nothing of the content.

    `text` says all of it in plain words: with `card` None it is what is sent.
    """

    text: str
    summary: str
    card: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Piece:
    """An element of a card; whether it only introduces the next; how many rows of a table it is; whether a form."""

    element: Element
    introduces: bool = False
    rows: int = 0
    is_form: bool = False
    bytes: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bytes", weight(self.element) + 1)  # once: there may be thousands


def activities(reply: Reply, link: Link, *, asked: str = "", page: int = 1) -> list[Outgoing]:
    """The reply as one message, or as many as it takes; never none.

    With `asked`, the question that was answered, it is one message: page `page` (from 1) with a button "Visa fler"
    that asks again, for the next (Submitted.page). So give it for questions only: nothing is to be changed twice.
    """
    summary = summary_of(reply)
    if weight(asked) > limits.COMMAND or any(isinstance(block, Form) for block in reply.blocks):
        asked = ""  # it would take the room that the answer needs
    pages = packed(pieces_of(reply, link), room=_room(summary, asked)) or [rich([Run(NEWS)])]
    if not asked or len(pages) == 1:
        return [_outgoing(each, summary) for each in pages]
    shown = min(max(page, 1), len(pages))
    more = say_again(asked, shown + 1, len(pages)) if shown < len(pages) else []
    return [_outgoing([*pages[shown - 1], *more], summary)]


def as_activity(outgoing: Outgoing) -> dict[str, Any]:
    """The message as the connector takes it, without an address."""
    summary = {"summary": outgoing.summary}
    if outgoing.card is None:
        return plain(outgoing.text) | summary
    return {"type": "message", **summary, "attachments": [attachment(outgoing.card)]}


def plain(text: str) -> dict[str, Any]:
    """A message of a few plain words, as the connector takes it."""
    return {"type": "message", "text": text, "textFormat": "plain"}


def task_module(form: Form) -> dict[str, Any]:
    """The body of the answer to `task/fetch`: the form in a dialog, which is sent with `task/submit`."""
    title = literal(" ".join(form.title.split()) or NEWS)[: limits.TITLE]
    body = form_box(form, submit_in_dialog(form))
    if weight(body) > _room(title, ""):
        body = packed(_pieces(too_large(form)), room=_room(title, ""))[
            0
        ]  # what was typed is still where the form was opened
    shown = {"title": title, "width": "medium", "height": "large", "card": attachment(card(body, _unseen(title)))}
    return {"task": {"type": "continue", "value": shown}}


def dialog(reply: Reply, otherwise: str = "") -> dict[str, Any]:
    """The reply's form, with what was wrong above it; without a form what is said `otherwise`."""
    form = next((block for block in reply.blocks if isinstance(block, Form)), None)
    if form is None:
        return dialog_saying(otherwise)
    module = task_module(form)
    if reply.error:
        body = module["task"]["value"]["card"]["content"]["body"]
        body[:0] = boxed(rich([Run(f"⚠ {reply.error.message}")]), "warning")
    return module


def dialog_saying(text: str) -> dict[str, Any]:
    """A sentence, to be read and closed."""
    return {"task": {"type": "message", "value": text[:LONGEST_DIALOG]}}


def answered(text: str) -> dict[str, Any]:
    """The card that replaces one that was answered: it says so, and nothing in it can be answered again."""
    return card(rich([Run(f"✓ {text}")]), literal(text[: limits.TITLE]))


def summary_of(reply: Reply) -> str:
    """What a notification says, within the limits of Teams."""
    return literal(" ".join(title_of(reply).split()))[: limits.TITLE]


def pieces_of(reply: Reply, link: Link) -> Iterator[Piece]:
    """The blocks of a reply in order."""
    if reply.error:
        style = "attention" if reply.error.reference else "warning"
        yield from _pieces(boxed(rich([Run(f"⚠ {reply.error.message}")]), style))
    titles = headings(reply)
    for block in reply.blocks:
        match block:
            case Text():
                yield from _text(block)
            case Table():
                title = [] if block.title in titles else rich([Run(block.title, bold=True)], spacing="Medium")
                yield from _pieces(title, introduces=True)
                yield from _table(block)
            case Facts(items=items):
                yield from _pieces(facts(items))
            case Actions(items=items):
                yield from _pieces(buttons(items))
            case Form():
                yield from _form(block)
            case File() | Picture():
                yield from _pieces(linked(block, link(block.reference)))
            case _:
                assert_never(block)


def packed(pieces: Iterable[Piece], *, room: int) -> list[list[Element]]:
    """The elements in cards of `room` bytes, each with at most one form and ROWS rows of tables."""

    def fits(page: Sequence[Piece], one: Piece) -> bool:
        whole = [*page, one]
        return (
            sum(each.bytes for each in whole) <= room
            and (not one.rows or sum(each.rows for each in whole) <= limits.ROWS)
            and sum(each.is_form for each in whole) <= 1
        )

    return [[piece.element for piece in page] for page in in_pages(pieces, fits)]


def _room(summary: str, asked: str) -> int:
    """Bytes that the elements of a card may take."""
    return limits.CARD - weight(card([], _unseen(summary))) - (weight(say_again(asked, 999, 999)) if asked else 0)


def _outgoing(body: list[Element], summary: str) -> Outgoing:
    return Outgoing(words(body), summary, card(body, _unseen(summary)))


def _unseen(summary: str) -> str:
    return f"{summary.rstrip('.')}. Kortet kan inte visas här: öppna det i Teams på datorn eller i telefonen."


def _pieces(elements: Iterable[Element], *, introduces: bool = False) -> Iterator[Piece]:
    return (Piece(each, introduces) for each in elements)


def _text(text: Text) -> Iterator[Piece]:
    if text.style is TextStyle.HEADING:
        return _pieces(heading(text.text), introduces=True)
    if text.style is TextStyle.NOTE:
        return _pieces(note(text.text))
    words = rich([Run(text.text)])
    return _pieces(boxed(words, "emphasis") if text.style is TextStyle.QUOTE else words)


def _table(table: Table) -> Iterator[Piece]:
    if not tables.is_grid(table):
        if not table.rows:
            yield from _pieces(note(" · ".join(table.columns)))
        yield from (Piece(each, rows=1) for each in tables.rows(table))
        return
    yield from (Piece(each, rows=rows) for each, rows in tables.grids(table))


def _form(form: Form) -> Iterator[Piece]:
    box = form_box(form, submit_in_message(form))
    if weight(box) > _room("x" * limits.TITLE, ""):
        return _pieces(too_large(form))
    return iter((Piece({"type": "Container", "spacing": "Medium", "items": box}, is_form=True),))
