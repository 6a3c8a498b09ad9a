"""Reply → the messages that Slack shows. Pure: the same reply gives the same messages, and no word is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple, assert_never

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

Link = Callable[[str], str | None]
"""Makes the public address of a file from its reference; None when files cannot be fetched."""

NEWS = "Nytt från Läget"
"""What a notification says of an answer without a title."""
FAILED = "Läget kunde inte göra det. Öppna meddelandet för att se varför."

_BRIEF, _SHORT = 16, 80
"""A fact of up to 16 characters shares its line with others; one of more than 80 stands under its label."""
_LINE = 80
_NO_BREAK = "\u00a0"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif")
"""What Slack shows as a picture; not SVG."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message. `text` is what a notification shows: escaped mrkdwn, a title, nothing of what is told."""

    text: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Piece:
    """A block and whether it only introduces the next, and so must not end a message."""

    block: Block
    introduces: bool = False


def messages(reply: Reply, links: Link) -> list[Outgoing]:
    """The reply as one message, or as many as it takes; never none.

    A button has the action_id "say:<n>" and a command as its value; one that opens a form has "open_form" and the
    command that opens it; one that only follows a link has "link:<n>" and needs nothing but an ack.
    """
    text = fallback(reply)
    pages = packed(pieces_of(reply, links, count(1)), room=limits.MESSAGE - len(text))
    return [Outgoing(text, page) for page in pages or [rich([Run(NEWS)])]]


def files_of(reply: Reply) -> list[File]:
    """The files of a reply, for a sender that uploads them."""
    return [block for block in reply.blocks if isinstance(block, File)]


def fallback(reply: Reply) -> str:
    """What a notification says, on a locked screen too: the title of the answer, and nothing of what it tells."""
    if reply.error:
        return FAILED
    headings = (each.text for each in reply.blocks if isinstance(each, Text) and each.style is TextStyle.HEADING)
    titles = (each.title for each in reply.blocks if isinstance(each, Form | File | Table))
    title = next((each for each in (*headings, *titles) if each.strip()), NEWS)
    return escaped(title[: limits.HEADER])


def escaped(text: str) -> str:
    """For mrkdwn: `<!channel>` must ping nobody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pieces_of(reply: Reply, links: Link, numbers: Iterator[int], *, with_tables: bool = True) -> Iterator[Piece]:
    """The blocks of a reply in order. `numbers` numbers its buttons; a view holds no table."""
    if reply.error:
        yield from _pieces(rich([Run(reply.error.message)], first=WARNING))
    headings = [each.text for each in reply.blocks if isinstance(each, Text) and each.style is TextStyle.HEADING]
    for before, block in zip((None, *reply.blocks), reply.blocks, strict=False):
        match block:
            case Text():
                yield from _text(block)
            case Table():
                # A list often has its table's title as its heading: said once is enough.
                yield from _table(block, titled=block.title not in headings, as_table=with_tables)
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
    pages: list[list[_Weighed]] = [[]]
    for piece in pieces:
        weighed = _Weighed(piece, _weight(piece.block))
        if not _fits(pages[-1], weighed, room):
            pages.append(_introduction(pages[-1], weighed, room))
        pages[-1].append(weighed)
    return [[each.piece.block for each in page] for page in pages if page]


class _Weighed(NamedTuple):
    piece: Piece
    weight: int

    @property
    def is_table(self) -> bool:
        return bool(self.piece.block["type"] == "table")


def _fits(page: list[_Weighed], one: _Weighed, room: int) -> bool:
    full = len(page) == limits.BLOCKS or (one.is_table and any(each.is_table for each in page))
    return not full and sum(each.weight for each in page) + one.weight <= room


def _introduction(page: list[_Weighed], one: _Weighed, room: int) -> list[_Weighed]:
    """The headings that end a full page, taken from it: they go with what they introduce."""
    taken: list[_Weighed] = []
    while len(page) > 1 and page[-1].piece.introduces and _fits([page[-1], *taken], one, room):
        taken.insert(0, page.pop())
    return taken


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
    """What the form is, what is wrong in it, and the button that opens it: no form stands in a message."""
    told = [Run(form.title, bold=True), Run(f" – ett formulär med {counted(len(form.fields), 'fält', 'fält')}.")]
    wrong = _facts(Fact(each.label, each.error) for each in form.fields if each.error)
    yield from _pieces(rich(told), introduces=True)
    yield from _pieces(rich(wrong), introduces=True)
    if len(form.command) <= limits.BUTTON_VALUE:
        opening = button(OPEN, "open_form", value=form.command, style="primary")
        yield Piece({"type": "actions", "elements": [opening]})
    else:
        yield from _pieces(command_buttons([Action(OPEN, form.command)], count()))


OPEN = "Öppna formuläret"
_FETCH = "Hämta"


def _linked(block: File | Picture, url: str | None, numbers: Iterator[int]) -> list[Block]:
    """A file as a button that fetches it; a picture as itself where Slack can show it, else as a link."""
    told = [Run(f"{block.title}\n", bold=True), Run(block.name)] if isinstance(block, File) else [Run(block.alt)]
    if url is None or len(url) > limits.URL:
        return [*rich(told), *note(DOWNLOADS_OFF)]
    if isinstance(block, File):
        return [*rich(told), {"type": "actions", "elements": [button(_FETCH, f"link:{next(numbers)}", url=url)]}]
    if _can_show(block, url):
        return [{"type": "image", "image_url": url, "alt_text": block.alt, "title": plain(block.name)}]
    return rich([*told, Run("\n"), Run(block.name if block.name.strip() else url, url=url)])


def _can_show(picture: Picture, url: str) -> bool:
    """Slack fetches it itself, so from a public address only, and knows no SVG."""
    told = picture.alt.strip() and len(picture.alt) <= limits.ALT_TEXT and len(picture.name) <= limits.ALT_TEXT
    return bool(told) and url.startswith("https://") and picture.name.lower().endswith(_PICTURES)
