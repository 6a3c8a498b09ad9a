"""Reply → the messages that Slack shows. Pure: the same reply gives the same messages, and no word is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import assert_never

from bot.chat.layout import FETCH, NEWS, Link, can_show, headings, in_pages, title_of
from bot.chat.links import DOWNLOADS_OFF
from bot.slack import limits, tables
from bot.slack.blocks import WARNING, Block, Run, button, command_buttons, header, note, plain, rich, weight
from commands.message import (
    Action,
    Actions,
    Fact,
    Facts,
    File,
    Form,
    Picture,
    Reply,
    Table,
    Text,
    TextStyle,
)
from commands.swedish.text import counted

_BRIEF, _SHORT = 16, 80
"""A fact of up to 16 characters shares its line with others; one of more than 80 goes under its label."""
_LINE = 80
_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message. `text` is what a notification shows: escaped mrkdwn, a title, nothing of the content."""

    text: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, whether it only introduces the next, and what it weighs in a message."""

    block: Block
    introduces: bool = False
    weight: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight", _weight(self.block))  # once: it is asked for again and again

    @property
    def is_table(self) -> bool:
        """Whether it is a table: a message holds one."""
        return bool(self.block["type"] == "table")


def messages(reply: Reply, links: Link) -> list[Outgoing]:
    """The reply as one message, or as many as it takes; never none.

    A button has the action_id "say:<n>" and a command as its value; one that opens a form has "open_form" and the
    command that opens it; one that only follows a link has "link:<n>" and needs nothing but an ack.
    """
    text = escaped(title_of(reply)[: limits.HEADER])
    pages = packed(pieces_of(reply, links, count(1)), room=limits.MESSAGE - len(text))
    return [Outgoing(text, page) for page in pages or [rich([Run(NEWS)])]]


def escaped(text: str) -> str:
    """For mrkdwn: `<!channel>` must ping nobody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pieces_of(reply: Reply, links: Link, numbers: Iterator[int], *, with_tables: bool = True) -> Iterator[Piece]:
    """The blocks of a reply in order. `numbers` numbers its buttons; a view holds no table."""
    if reply.error:
        yield from _pieces(rich([Run(reply.error.message)], first=WARNING))
    titles = headings(reply)
    for before, block in zip((None, *reply.blocks), reply.blocks, strict=False):
        match block:
            case Text():
                yield from _text(block)
            case Table():
                yield from _table(block, titled=block.title not in titles, as_table=with_tables)
            case Facts(items=items):
                parted: list[Block] = [{"type": "divider"}] if isinstance(before, Facts) else []
                yield from _pieces(parted, introduces=True)
                yield from _pieces(rich(_facts(items)))
            case Actions(items=items):
                yield from _pieces(command_buttons(items, numbers))
            case Form():
                yield from _form(block)
            case File() | Picture():
                yield from _pieces(_linked(block, links(block.reference), numbers))
            case _:
                assert_never(block)


def packed(pieces: Iterable[Piece], *, room: int) -> list[list[Block]]:
    """The blocks in messages that hold each at most 50, one table, and `room` characters."""

    def fits(page: Sequence[Piece], one: Piece) -> bool:
        full = len(page) == limits.BLOCKS or (one.is_table and any(each.is_table for each in page))
        return not full and sum(each.weight for each in page) + one.weight <= room

    return [[each.block for each in page] for page in in_pages(pieces, fits)]


def _weight(block: Block) -> int:
    if block["type"] == "table":
        # Slack counts the cells' text, as TABLE_TEXT does; the hundreds of objects around it would fill a message.
        return limits.BLOCK + sum(len(cell["text"]) for row in block["rows"] for cell in row)
    return limits.BLOCK + weight(block)


def _pieces(blocks: Iterable[Block], *, introduces: bool = False) -> Iterator[Piece]:
    return (Piece(block, introduces) for block in blocks)


def _text(text: Text) -> Iterator[Piece]:
    if text.style is TextStyle.HEADING:
        return _pieces(header(text.text), introduces=True)
    if text.style is TextStyle.NOTE:
        return _pieces(note(text.text))
    return _pieces(rich([Run(text.text, quote=text.style is TextStyle.QUOTE)]))


def _table(table: Table, *, titled: bool, as_table: bool) -> Iterator[Piece]:
    if titled:
        yield from _pieces(rich([Run(table.title, bold=True)]), introduces=True)
    yield from _pieces(tables.as_blocks(table) if as_table else tables.as_lines(table))


def _facts(facts: Iterable[Fact]) -> Iterator[Run]:
    """Labels and values: a word or two side by side, more on a line each, much set apart under its label."""
    used = 0
    for n, fact in enumerate(facts):
        length = len(f"{fact.label}: {fact.value} · ")
        is_brief = len(fact.value) <= _BRIEF and "\n" not in fact.value
        is_beside = is_brief and 0 < used <= _LINE - length
        if n:
            yield Run(" · " if is_beside else "\n")
        if len(fact.value) > _SHORT or "\n" in fact.value:
            yield Run(f"{fact.label}\n", bold=True)
            yield Run(fact.value, quote=True)
        else:
            # No line is to end between a shape and its word.
            space = _NO_BREAK if is_brief else " "
            yield Run(f"{fact.label}:{space}", bold=True)
            yield Run(fact.value.replace(" ", space))
        used = 0 if not is_brief else length + used if is_beside else length


def _form(form: Form) -> Iterator[Piece]:
    """What the form is, what is wrong in it, and the button that opens it: no form goes in a message."""
    title = [Run(form.title, bold=True), Run(f" – ett formulär med {counted(len(form.fields), 'fält', 'fält')}.")]
    wrong = _facts(Fact(each.label, each.error) for each in form.fields if each.error)
    yield from _pieces(rich(title), introduces=True)
    yield from _pieces(rich(wrong), introduces=True)
    if len(form.command) <= limits.BUTTON_VALUE:
        opening = button(OPEN, "open_form", value=form.command, style="primary")
        yield Piece({"type": "actions", "elements": [opening]})
    else:
        yield from _pieces(command_buttons([Action(OPEN, form.command)], count()))


OPEN = "Öppna formuläret"


def _linked(block: File | Picture, url: str | None, numbers: Iterator[int]) -> list[Block]:
    """A file as a button that fetches it; a picture as itself where Slack can show it, else as a link."""
    title = [Run(f"{block.title}\n", bold=True), Run(block.name)] if isinstance(block, File) else [Run(block.alt)]
    if url is None or len(url) > limits.URL:
        return [*rich(title), *note(DOWNLOADS_OFF)]
    if isinstance(block, File):
        return [*rich(title), {"type": "actions", "elements": [button(FETCH, f"link:{next(numbers)}", url=url)]}]
    if can_show(block, url, longest=limits.ALT_TEXT) and len(block.name) <= limits.ALT_TEXT:
        return [{"type": "image", "image_url": url, "alt_text": block.alt, "title": plain(block.name)}]
    return rich([*title, Run("\n"), Run(block.name if block.name.strip() else url, url=url)])
