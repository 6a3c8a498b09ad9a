"""The pieces that cards are built of, as plain dicts (Adaptive Cards 1.5).

What people wrote goes into TextRun only, which knows no Markdown; `literal()` takes the rest that a client acts on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.layout import pieces
from bot.chat.states import STATE_WORDS
from bot.teams import limits
from storage.words import State

Element = dict[str, Any]

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
_JOINER = "\u2060"
"""No width, no meaning: between two characters that would mean something together."""
_NO_BREAK = "\u00a0"
"""No line is to end between a shape and its word."""
_COLOURS: Mapping[str, str] = {State.GREEN: "Good", State.YELLOW: "Warning", State.RED: "Attention"}
_ACTED_ON = re.compile(r"\{(?=\{(?:DATE|TIME)\()|</?(?=at\b)", re.IGNORECASE)
"""Dates that the client formats anew, and mentions."""
_MARKDOWN = re.compile(r"[\\`*_\[\]()#<>~|&{}!]|https?:|www\.|^\s*(?:[-+]|\d+[.)])\s|\n")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look. `small` is small print, `loud` asks for attention."""

    text: str
    bold: bool = False
    small: bool = False
    large: bool = False
    loud: bool = False

    def element(self, colour: str = "") -> Element:
        """As an inline of a RichTextBlock; `colour` is a state's."""
        look: Element = {}
        if self.bold or self.large:
            look["weight"] = "Bolder"
        if self.small or self.large:
            look["size"] = "Large" if self.large else "Small"
        if self.small and not colour and not self.loud:
            look["isSubtle"] = True
        if colour or self.loud:
            look["color"] = colour or "Attention"
        return {"type": "TextRun", "text": literal(self.text), **look}


def literal(text: str) -> str:
    """The text so that no client makes a date or a mention of it. It looks the same."""
    return _ACTED_ON.sub(lambda found: f"{found[0]}{_JOINER}", text)


def is_plain(text: str) -> bool:
    """Whether Markdown leaves the text as it is."""
    return not _MARKDOWN.search(text)


def rich(runs: Iterable[Run], **more: Any) -> list[Element]:
    """Text in as many blocks as it takes: a line each, and a long line in several. `more` belongs to the first."""
    blocks = [_block(part) for line in _lines(runs) for part in _parts(line)]
    following: Element = {"spacing": "None"}
    return [{**block, **(more if n == 0 else following)} for n, block in enumerate(blocks)]


def heading(text: str) -> list[Element]:
    """A heading: one to assistive technology too, where Markdown would not change its words."""
    if not text.strip():
        return []
    if not is_plain(text) or len(text) > limits.TEXT:
        return rich([Run(text, large=True)])
    look = {"style": "heading", "size": "Large", "weight": "Bolder", "wrap": True}
    return [{"type": "TextBlock", "text": text, **look}]


def note(text: str) -> list[Element]:
    """Small print."""
    return rich([Run(text, small=True)], spacing="Small")


def boxed(elements: list[Element], style: str) -> list[Element]:
    """Set apart as one; as they are when a message could not hold them so."""
    box = {"type": "Container", "style": style, "items": elements}
    return [box] if elements and weight(box) <= limits.BLOCK else elements


def card(body: Sequence[Element], fallback: str) -> Element:
    """A whole card. `fallback` is what a client says that cannot show it."""
    return {"type": "AdaptiveCard", "version": "1.5", "lang": "sv", "fallbackText": fallback, "body": list(body)}


def attachment(content: Element) -> Element:
    """A card as an activity carries it."""
    return {"contentType": CONTENT_TYPE, "content": content}


def weight(part: Any) -> int:
    """Bytes of it as JSON in UTF-8."""
    return len(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"))


def words(part: Any) -> str:
    """Everything that a person reads in elements, line by line: what is said where no card can be shown."""
    return "\n".join(line for line in _words(part) if line.strip())


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _words(each)
    elif isinstance(part, Mapping):
        kind = part.get("type")
        if kind == "RichTextBlock":
            yield "".join(run["text"] for run in part["inlines"])
        elif kind == "TableRow":
            yield " · ".join(words(cell["items"]) for cell in part["cells"])
        elif kind == "Action.OpenUrl":
            yield f"{part['title']}: {part['url']}"
        else:
            yield from (str(part[name]) for name in ("text", "title", "label", "altText") if name in part)
            yield from _words(
                [part[name] for name in ("items", "columns", "rows", "actions", "card") if name in part]
            )
            yield from _words(part.get("body", []))


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs line by line; a client need not break a line within a run. Blank lines are left out."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(replace(run, text=first))
        lines += [[replace(run, text=other)] for other in others]
    kept = [[run for run in line if run.text] for line in lines]
    return [line for line in kept if any(run.text.strip() for run in line)]


def _parts(line: list[Run]) -> Iterator[list[Run]]:
    """The line in parts of what one block holds."""
    held: list[Run] = []
    room = limits.TEXT
    for run in line:
        for text in pieces(run.text, limits.TEXT):
            if len(text) > room and held:
                yield held
                held, room = [], limits.TEXT
            held.append(replace(run, text=text))
            room -= len(text)
    yield held


def _block(runs: list[Run]) -> Element:
    coloured = {"type": "RichTextBlock", "inlines": [each for run in runs for each in _coloured(run)]}
    if weight(coloured) <= limits.BLOCK:
        return coloured
    return {"type": "RichTextBlock", "inlines": [run.element() for run in runs]}


def _coloured(run: Run) -> Iterator[Element]:
    """The run with each state in its colour; its shape and word are there anyway."""
    end = 0
    for found in STATE_WORDS.finditer(run.text):
        colour = _COLOURS.get(found.lastgroup or "")
        if colour:
            if found.start() > end:
                yield replace(run, text=run.text[end : found.start()]).element()
            yield replace(run, text=found[0].replace(" ", _NO_BREAK, 1), bold=True).element(colour)
            end = found.end()
    if end < len(run.text):
        yield replace(run, text=run.text[end:]).element()
