"""What a person may do: by role, with examples; the commands under one heading; and how one command is used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, takewhile

from commands.command import Call, Command, command
from commands.message import Action, Actions, Block, Fact, Facts, Reply, Text, TextStyle, UserError
from commands.sentences import sentence
from commands.swedish.text import listing
from commands.swedish.words import ROLES
from storage.swedish import fold, sort_key
from storage.words import Role

TOPICS = (
    "Fråga",
    "Rapportera",
    "Arbeten",
    "Vad arbetena består av",
    "Seminarier och aktiviteter",
    "Rapporter",
    "Programmet",
    "Hjälp",
)
"""The headings of the help, in order."""


FIRST = (
    "mina",
    "rapportera BarnSäkert",
    "avvikelse",
    "rapport halvår",
    "arbete ny",
    "status BarnSäkert",
    "portfölj",
    "beslut",
    "seminarier",
    "följ BarnSäkert",
    "sök väntrum",
)
"""What most people come for, by its first example: the rest is listed under its heading, in a word each."""
MAX_IN_FULL = 4
"""How many commands are described in full when several begin with the same words."""


@command("hjälp", "help", "vad kan jag göra", "hej", "?", summary="Vad du kan göra", examples=("hjälp",))
def help_all(call: Call) -> Reply:
    """What most people come for, with what it does; then the words for all else, under their headings."""
    mine = _mine(call)
    roles = [ROLES[role] for role in Role if role in call.person.roles and role is not Role.READER]
    first = sorted(
        (each for each in mine if each.examples[0] in FIRST), key=lambda each: FIRST.index(each.examples[0])
    )
    topics = [
        (topic, " · ".join(words for words, _ in _families(list(some))))
        for topic, some in groupby(mine, key=lambda each: each.topic)
        if topic != TOPICS[-1]
    ]
    return Reply(
        (
            Text(sentence("help", "greeting", name=call.person.name, roles=listing(roles))),
            Text(sentence("help", "first"), TextStyle.HEADING),
            _examples(first),
            Text(sentence("help", "everything"), TextStyle.HEADING),
            Facts(tuple(Fact(topic, words) for topic, words in topics)),
            Text(sentence("help", "more"), TextStyle.NOTE),
            Actions(tuple(Action(topic, f"hjälp {topic.lower()}") for topic, _ in topics)),
        )
    )


@command(
    "hjälp {command}",
    "help {command}",
    summary="Så används ett kommando",
    examples=("hjälp status", "hjälp rapporter"),
)
def help_one(call: Call, command: str) -> Reply:
    """How the commands that begin with these words are written, with examples; those under a heading in brief."""
    found = [each for each in call.book.named(command) if call.person.roles & each.roles]
    topic = next((each for each in TOPICS if fold(each) == fold(command)), "")
    under = [each for each in _mine(call) if each.topic == topic]
    if not found and not under:
        raise UserError(f"Jag har inget kommando som heter ”{command.strip()[:60]}”.", actions=(_ALL,))
    whole = [each for each in found if any(pattern.literal == fold(command) for pattern in each.patterns)]
    in_full = found if len(found) <= MAX_IN_FULL and not topic else (whole or found)[:MAX_IN_FULL]
    blocks: list[Block] = []
    for each in in_full:
        usage = " · ".join(dict.fromkeys(pattern.usage for pattern in each.patterns))
        blocks.append(Text(each.summary, TextStyle.HEADING))
        blocks.append(Facts((Fact("Skriv", usage), Fact("Exempel", " · ".join(each.examples)))))
    others = [each for each in under or found if each not in in_full and each.examples]
    if others:
        title = topic or sentence("help", "begins_so", words=command.strip())
        blocks += [Text(title, TextStyle.HEADING), _brief(others) if topic else _examples(others)]
    asks = [text for each in in_full if not each.writes for text in each.examples[:1] if not re.search(r"\d", text)]
    return Reply((*blocks, Actions((*(Action(text, text) for text in asks), _ALL))))


_ALL = Action("Hjälp", "hjälp")


def _mine(call: Call) -> list[Command]:
    """What the person may do and the help shows, in the order of its headings."""
    mine = [each for each in call.book.commands if each.examples and call.person.roles & each.roles]
    return sorted(mine, key=lambda each: (TOPICS.index(each.topic), sort_key(each.patterns[0].source)))


def _examples(some: Sequence[Command]) -> Facts:
    return Facts(tuple(Fact(each.examples[0], each.summary) for each in some))


def _brief(some: Sequence[Command]) -> Facts:
    """Their examples; the many that only begin alike ("ta bort …") in one line."""
    facts = []
    for words, alike in _families(some):
        if words.endswith("…") and len(alike) >= MAX_IN_FULL:
            facts.append(Fact(words, " · ".join(each.examples[0] for each in alike)))
        else:
            facts += _examples(alike).items
    return Facts(tuple(facts))


def _families(some: Sequence[Command]) -> list[tuple[str, list[Command]]]:
    """Commands whose first word is the same, under the words that open them all: "risk", "ta bort …"."""
    families: dict[str, list[Command]] = {}
    for each in some:
        families.setdefault(each.patterns[0].opening.partition(" ")[0], []).append(each)
    return [(_together([each.patterns[0].opening.split() for each in alike]), alike) for alike in families.values()]


def _together(lines: Sequence[Sequence[str]]) -> str:
    shared = [words[0] for words in takewhile(lambda words: len(set(words)) == 1, zip(*lines, strict=False))]
    return " ".join(shared if shared in lines else [*shared, "…"])
