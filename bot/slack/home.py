"""App Home: what is mine, the portfolio at a glance, what comes. Made of answers that exist already. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.slack import limits
from bot.slack.blocks import Block, button, command_buttons, header, note
from bot.slack.render import pieces_of
from commands.message import Action, Actions, Reply, Text, TextStyle

ASKED: tuple[tuple[str, str], ...] = (
    ("Ditt", "mina"),
    ("Portföljen", "portfölj"),
    ("Kommande lärseminarier", "seminarier"),
)
"""The parts of the page: a heading, and the command whose answer goes under it."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: the answer to `command`, under `title` when it begins with no heading of its own."""

    title: str
    command: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Home:
    """What one person sees when they open the app. It is made of the answers to each of ASKED.

    `moves` are what the person may do, whether an answer offers it or not.
    """

    sections: tuple[Section, ...]
    moves: tuple[Action, ...] = ()


def home_view(home: Home) -> dict[str, Any]:
    """The view for views.publish. Buttons are those of messages(): "say:<n>", "open_form", "link:<n>".

    A section that has no room is shortened, with a button that says its command.
    """
    numbers = count(1)
    room = (limits.VIEW_BLOCKS - _FOOT) // max(1, len(home.sections))
    blocks = [block for each in home.sections for block in _section(each, numbers, room)]
    return {"type": "home", "blocks": [*blocks, *_foot(home, numbers)]}


def _section(section: Section, numbers: Iterator[int], room: int) -> list[Block]:
    """At most `room` blocks."""
    shown = [piece.block for piece in pieces_of(section.reply, _no_link, numbers, with_tables=False)]
    whole = shown if _has_heading(section.reply) else [*header(section.title), *shown]
    if len(whole) < room:
        return [*whole, {"type": "divider"}]
    everything = button(_MORE, f"say:{next(numbers)}", value=section.command)
    return [
        *whole[: room - 3],
        *note(_SHORTENED),
        {"type": "actions", "elements": [everything]},
        {"type": "divider"},
    ]


def _has_heading(reply: Reply) -> bool:
    first = reply.blocks[0] if reply.blocks else None
    return isinstance(first, Text) and first.style is TextStyle.HEADING


def _no_link(_reference: str) -> str | None:
    """Links expire and the page stays: files are fetched in the conversation."""
    return None


def _foot(home: Home, numbers: Iterator[int]) -> list[Block]:
    """What the person may do that no answer above offers."""
    offered = {
        action.command
        for section in home.sections
        for block in section.reply.blocks
        if isinstance(block, Actions)
        for action in block.items
    }
    left = [move for move in home.moves if move.command not in offered][:_MOST_MOVES]
    return command_buttons((*left, *_ALWAYS), numbers)


_MOST_MOVES = 5
_FOOT = 1 + _MOST_MOVES
"""Blocks of the foot at most: its buttons, and the words of each that no button can hold."""
_ALWAYS = (Action("Vad kan jag göra?", "hjälp"),)
_MORE = "Visa fler"
_SHORTENED = "Det finns mer än vad som får plats här."
