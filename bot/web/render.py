"""Reply → HTML. Pure: the same reply gives the same markup, and everything in it is escaped."""

from __future__ import annotations

from markupsafe import Markup, escape

from bot.chat.fields import hint, is_chosen
from bot.chat.layout import Link
from bot.chat.links import DOWNLOADS_OFF
from bot.chat.states import STATE_WORDS, brief
from bot.pages import PAGES, page
from commands.message import Field, FieldType, Reply

MOST_RADIO_BUTTONS = 5
"""More options than this are a drop-down list."""


def render(reply: Reply, link: Link, *, submitted: bool = False) -> Markup:
    """What the bot says, as HTML. `submitted` replaces its forms by the word that they were sent."""
    return page("reply.html", reply=reply, link=link, submitted=submitted, downloads_off=DOWNLOADS_OFF)


def states(text: str) -> Markup:
    """The text with each shape before its word ("■ Röd") in that state's colour."""
    shown, end = Markup(), 0
    for found in STATE_WORDS.finditer(text):
        mark, word = found[0].split(" ", 1)
        shown += escape(text[end : found.start()])
        shown += Markup('<span class="state {}"><span class="mark">{}</span> {}</span>').format(
            found.lastgroup, mark, word
        )
        end = found.end()
    return shown + escape(text[end:])


def shape(field: Field) -> str:
    """Which control a field is: radio, select, checkboxes, lines, names, number or line."""
    if field.type is FieldType.CHOICE:
        return "radio" if len(field.options) <= MOST_RADIO_BUTTONS else "select"
    if field.type in (FieldType.PROJECT, FieldType.PERSON):
        return "names" if field.options else "line"
    others = {FieldType.CHOICES: "checkboxes", FieldType.LONG_TEXT: "lines", FieldType.NUMBER: "number"}
    return others.get(field.type, "line")


PAGES.filters["states"] = states
PAGES.filters["brief"] = brief
PAGES.filters["shape"] = shape
PAGES.filters["hint"] = hint
PAGES.tests["chosen_in"] = lambda option, field: is_chosen(field, option)
