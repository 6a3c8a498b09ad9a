"""Where a person wants the messages that nobody just asked for: reminders, alerts, letters."""

from __future__ import annotations

from commands.command import Call, command
from commands.lookup import must_be_known
from commands.message import Action, Reply, UserError
from commands.sentences import sentence
from commands.swedish.text import in_order
from storage import people, reachability
from storage.swedish import fold

LAST = "senast"
"""The word for: where one was seen last."""


@command(
    "mina meddelanden",
    "mina meddelanden i {kind}",
    "mina meddelanden {kind}",
    summary="Välj var du vill ha påminnelser och andra meddelanden",
    examples=("mina meddelanden", "mina meddelanden senast"),
    topic="Fråga",
    writes=True,
)
def my_messages(call: Call, kind: str = "") -> Reply:
    """Show where they come, or let them come to another of the chats in which the person is known."""
    me = must_be_known(call)
    known = {each.platform for each in people.identities(call.session, me)}
    platforms = in_order(known, str.capitalize)
    if kind and fold(kind) == LAST:
        reachability.choose(call.session, me, None)
    elif kind:
        named = next((each for each in platforms if fold(each) == fold(kind)), None)
        if named is None:
            raise UserError(sentence("follow", "not_there", kind=kind), actions=_choices(platforms))
        reachability.choose(call.session, me, named)
    chosen = reachability.chosen(call.session, me)
    where = sentence("follow", "messages", chosen=(chosen or "").capitalize(), several=len(platforms) > 1)
    return Reply.of(where, *_choices(platforms), Action("Mina uppgifter", "mina uppgifter"))


def _choices(platforms: list[str]) -> tuple[Action, ...]:
    if len(platforms) < 2:
        return ()
    each = tuple(Action(f"I {one.capitalize()}", f"mina meddelanden i {one}") for one in platforms)
    return (*each, Action("Där jag var senast", f"mina meddelanden {LAST}"))
