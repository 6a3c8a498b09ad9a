"""A state in a sentence or a fact: its shape and its word, and which facts say only that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from commands.message import Fact
from commands.swedish.words import MARKS, STATES

FEWEST_SIDE_BY_SIDE = 3


LONGEST_SIDE_BY_SIDE = 14
"""Facts that say only a state go side by side when they are so many and their labels are so short."""


STATE_WORDS = re.compile(
    "|".join(rf"(?P<{state.value}>{MARKS[state]} {word})\b" for state, word in STATES.items())
    + rf"|(?P<none>^{MARKS[None]} ej \w+)",
    re.IGNORECASE,
)
"""A shape and its word ("■ Röd"); which state it is names the group."""


def brief(items: Sequence[Fact]) -> list[bool]:
    """Which facts say only a state, several in a row ("Tid": "▲ Gul", …): they can go side by side."""
    short = [_is_brief(fact) for fact in items]
    runs = [(is_short, len(list(run))) for is_short, run in groupby(short)]
    return [is_short and length >= FEWEST_SIDE_BY_SIDE for is_short, length in runs for _ in range(length)]


def _is_brief(fact: Fact) -> bool:
    if STATE_WORDS.fullmatch(fact.label):
        return fact.value.isdigit()
    return bool(STATE_WORDS.fullmatch(fact.value)) and len(fact.label) <= LONGEST_SIDE_BY_SIDE
