"""What the chats show alike: titles of answers, links to files, texts in parts, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from commands.message import File, Form, Picture, Reply, Table, Text, TextStyle

Link = Callable[[str], str | None]
"""Makes the public address of a file from its reference; None when files cannot be fetched."""
NEWS = "Nytt från Läget"
"""What a notification says of an answer without a title."""
FAILED = "Läget kunde inte göra det. Öppna meddelandet för att se varför."
FETCH = "Hämta"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif")
"""What the chats show as a picture; not SVG."""


class Piece(Protocol):
    """A piece of a message. One that `introduces` the next must not end a page."""

    @property
    def introduces(self) -> bool: ...  # noqa: D102


AnyPiece = TypeVar("AnyPiece", bound=Piece)
Button = TypeVar("Button")


def headings(reply: Reply) -> list[str]:
    """The headings of a reply. A list often has its table's title as its heading: once is enough."""
    return [each.text for each in reply.blocks if isinstance(each, Text) and each.style is TextStyle.HEADING]


def files_of(reply: Reply) -> list[File]:
    """The files of a reply."""
    return [block for block in reply.blocks if isinstance(block, File)]


def title_of(reply: Reply) -> str:
    """What a notification says, on a locked screen too: the title of the answer, and nothing of its content."""
    if reply.error:
        return FAILED
    titles = (each.title for each in reply.blocks if isinstance(each, Form | File | Table))
    return next((each for each in (*headings(reply), *titles) if each.strip()), NEWS)


def can_show(picture: Picture, url: str, *, longest: int) -> bool:
    """Whether a chat shows the picture itself: it fetches it from a public address, with words up to `longest`."""
    described = picture.alt.strip() and len(picture.alt) <= longest
    return bool(described) and url.startswith("https://") and picture.name.lower().endswith(_PICTURES)


def cut(text: str, limit: int) -> str:
    """The text, or its beginning with "…" when it is longer. The whole must be shown elsewhere."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def pieces(text: str, limit: int) -> Iterator[str]:
    """The text in parts that joined are the text again; cut after a line or a word where one ends late enough."""
    while len(text) > limit:
        end = max(text.rfind("\n", 0, limit), text.rfind(" ", 0, limit)) + 1
        end = end if end > limit // 2 else limit
        yield text[:end]
        text = text[end:]
    yield text


def in_rows(buttons: Iterable[Button], fits: Callable[[Sequence[Button]], bool]) -> list[list[Button]]:
    """Buttons in as many rows as it takes, each of which `fits`; one button alone always does."""
    rows: list[list[Button]] = []
    for each in buttons:
        if rows and fits([*rows[-1], each]):
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def in_pages(
    pieces: Iterable[AnyPiece], fits: Callable[[Sequence[AnyPiece], AnyPiece], bool]
) -> list[list[AnyPiece]]:
    """The pieces in pages. `fits` says whether a page has room for one more."""
    pages: list[list[AnyPiece]] = [[]]
    for piece in pieces:
        if pages[-1] and not fits(pages[-1], piece):
            pages.append(_introduction(pages[-1], piece, fits))
        pages[-1].append(piece)
    return [page for page in pages if page]


def _introduction(
    page: list[AnyPiece], piece: AnyPiece, fits: Callable[[Sequence[AnyPiece], AnyPiece], bool]
) -> list[AnyPiece]:
    """The headings that end a full page, taken from it: they go with what they introduce."""
    taken: list[AnyPiece] = []
    while len(page) > 1 and page[-1].introduces and fits([page[-1], *taken], piece):
        taken.insert(0, page.pop())
    return taken
