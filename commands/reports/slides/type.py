"""How much room words take on a slide, so that type is as large as its content allows.

PowerPoint lays text out when it is opened, so what fits has to be reckoned beforehand: a little too wide
rather than a little too narrow.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

SIZES = (22, 20, 18, 16, 14)
"""Of the type of tables and cards, in points."""
POINT = 12700
"""Lengths are in EMU, as PowerPoint counts; so many make a typographic point."""
LETTER, LINE = 0.44, 1.22
"""A letter of Calibri in Swedish text (0.41 to 0.42 on an average) and a line: shares of the size."""


def lines(text: str, size: int, width: int) -> int:
    """How many lines the text fills at this size in points and width in EMU."""
    most = max(int(width / (size * POINT * LETTER)), 1)
    return sum(max(len(textwrap.wrap(part, most)), 1) for part in text.split("\n"))


def height(texts: Sequence[str], size: int, width: int, after: int = 0) -> int:
    """How high paragraphs are, in EMU, with `after` points below each."""
    return int(sum(lines(each, size, width) * size * LINE + after for each in texts) * POINT)


def largest(texts: Sequence[str], sizes: Sequence[int], width: int, high: int, after: int = 0) -> int:
    """The largest of `sizes` at which the texts fit; the smallest when none does."""
    return next((size for size in sizes if height(texts, size, width, after) <= high), sizes[-1])


def shortened(text: str, most: int) -> str:
    """The beginning of a text, marked with … where it goes on."""
    return text if len(text) <= most else f"{text[: most - 2].rstrip()} …"


def fitting(texts: Sequence[str], size: int, width: int, high: int, after: int = 0) -> Iterator[str]:
    """Yield as much of the texts as fits, marked with … where they go on."""
    left = high
    for place, text in enumerate(texts):
        own = height([text], size, width, after)
        most = int((left / POINT - after) / (size * LINE))
        goes_on = place + 1 < len(texts) and left - own < height(["…"], size, width, after)
        if own > left or goes_on:
            yield _cut(text, size, width, max(most, 1), goes_on=goes_on)
            return
        left -= own
        yield text


def _cut(text: str, size: int, width: int, most: int, *, goes_on: bool) -> str:
    """At most so many lines; `goes_on` says that more follows even where all of this fits."""
    shown = f"{text} …" if goes_on else text
    while lines(shown, size, width) > most and len(text) > 20:
        text = text[: int(len(text) * 0.9)]
        shown = f"{text.rstrip()} …"
    return shown
