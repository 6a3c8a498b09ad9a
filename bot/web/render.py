"""Reply → HTML. Pure: the same reply gives the same markup, and everything in it is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from bot.web.files import DOWNLOADS_OFF
from bot.web.pages import PAGES, page
from commands._message import Fact, Field, FieldType, Option, Reply
from commands._words import MARKS, STATES
from storage.swedish import fold

MOST_RADIO_BUTTONS = 5
"""More options than this are a drop-down list."""
FEWEST_SIDE_BY_SIDE = 3
LONGEST_SIDE_BY_SIDE = 14
"""Facts that say only a state stand side by side when there are so many and their labels are so short."""
DATE_HINT = "Till exempel 11 april eller nästa fredag."

Link = Callable[[str], str | None]
"""Makes the address of a file from its reference; None when files cannot be fetched."""

STATE_WORDS = re.compile(
    "|".join(rf"(?P<{state.value}>{MARKS[state]} {word})\b" for state, word in STATES.items())
    + rf"|(?P<none>^{MARKS[None]} ej \w+)",
    re.IGNORECASE,
)
"""A shape and its word ("■ Röd"); which state it is names the group."""


def render(reply: Reply, link: Link, *, submitted: bool = False) -> Markup:
    """What the bot says, as HTML. `submitted` replaces its forms by the word that they were sent."""
    return page("reply.html", reply=reply, link=link, submitted=submitted, downloads_off=DOWNLOADS_OFF)


def states(text: str) -> Markup:
    """The text with each shape that stands before its word ("■ Röd") in that state's colour."""
    shown, end = Markup(), 0
    for found in STATE_WORDS.finditer(text):
        mark, word = found[0].split(" ", 1)
        shown += escape(text[end : found.start()])
        shown += Markup('<span class="state {}"><span class="mark">{}</span> {}</span>').format(
            found.lastgroup, mark, word
        )
        end = found.end()
    return shown + escape(text[end:])


def brief(items: Sequence[Fact]) -> list[bool]:
    """Which facts say only a state, several in a row ("Tid": "▲ Gul", …): they can stand side by side."""
    short = [_is_brief(fact) for fact in items]
    runs = [(is_short, len(list(run))) for is_short, run in groupby(short)]
    return [is_short and length >= FEWEST_SIDE_BY_SIDE for is_short, length in runs for _ in range(length)]


def _is_brief(fact: Fact) -> bool:
    if STATE_WORDS.fullmatch(fact.label):
        return fact.value.isdigit()
    return bool(STATE_WORDS.fullmatch(fact.value)) and len(fact.label) <= LONGEST_SIDE_BY_SIDE


def shape(field: Field) -> str:
    """Which control a field is: radio, select, checkboxes, lines, names, number or line."""
    if field.type is FieldType.CHOICE:
        return "radio" if len(field.options) <= MOST_RADIO_BUTTONS else "select"
    if field.type in (FieldType.PROJECT, FieldType.PERSON):
        return "names" if field.options else "line"
    others = {FieldType.CHOICES: "checkboxes", FieldType.LONG_TEXT: "lines", FieldType.NUMBER: "number"}
    return others.get(field.type, "line")


def hint(field: Field) -> str:
    """The help at a field: its own, or how a date may be written."""
    return field.hint or (DATE_HINT if field.type is FieldType.DATE else "")


def is_chosen(field: Field, option: Option) -> bool:
    """Whether an option is (one of) the field's initial value."""
    parts = field.value.split(";") if field.type is FieldType.CHOICES else [field.value]
    return any(part.strip() and fold(part) in (fold(option.value), fold(option.label)) for part in parts)


PAGES.filters["states"] = states
PAGES.filters["brief"] = brief
PAGES.filters["shape"] = shape
PAGES.filters["hint"] = hint
PAGES.tests["chosen_in"] = lambda option, field: is_chosen(field, option)
