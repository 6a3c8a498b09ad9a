"""What I may do: by role, with examples; and how one command is used."""

from __future__ import annotations

from itertools import groupby

from commands._command import Call, Command, command
from commands._message import Action, Actions, Block, Fact, Facts, Reply, Text, TextStyle, UserError
from commands._sentences import say
from commands._swedish import listing
from commands._words import ROLES
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


@command("hjälp", "help", "vad kan jag göra", "?", summary="Vad du kan göra", examples=("hjälp",), topic="Hjälp")
def help_all(call: Call) -> Reply:
    """Everything the person may do, under its headings."""
    mine = [each for each in call.book.commands if each.examples and call.person.roles & each.roles]
    roles = [ROLES[role] for role in Role if role in call.person.roles and role is not Role.READER]
    blocks: list[Block] = [Text(say("help", "greeting", name=call.person.name, roles=listing(roles)))]
    by_topic = sorted(mine, key=lambda each: (_order(each), each.patterns[0].literal))
    for topic, some in groupby(by_topic, key=lambda each: each.topic):
        blocks.append(Text(topic, TextStyle.HEADING))
        blocks.append(Facts(tuple(Fact(each.examples[0], each.summary) for each in some)))
    blocks.append(Text(say("help", "more"), TextStyle.NOTE))
    return Reply(tuple(blocks))


@command(
    "hjälp {command}",
    "help {command}",
    summary="Så används ett kommando",
    examples=("hjälp status",),
    topic="Hjälp",
)
def help_one(call: Call, command: str) -> Reply:
    """How the commands that begin with these words are written, with examples."""
    found = [each for each in call.book.named(command) if call.person.roles & each.roles]
    if not found:
        said = Action("hjälp", "hjälp")
        raise UserError(f"Jag har inget kommando som heter ”{command.strip()[:60]}”.", actions=(said,))
    blocks: list[Block] = []
    for each in found:
        usage = " · ".join(dict.fromkeys(pattern.usage for pattern in each.patterns))
        blocks.append(Text(each.summary, TextStyle.HEADING))
        blocks.append(Facts((Fact("Skriv", usage), Fact("Exempel", " · ".join(each.examples)))))
    asks = tuple(Action(text, text) for each in found if not each.writes for text in each.examples[:1])
    return Reply((*blocks, Actions(asks)) if asks else tuple(blocks))


def _order(each: Command) -> int:
    return TOPICS.index(each.topic)
