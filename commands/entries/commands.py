"""The commands that are the same for every kind of entry: show one, change it, close it, take it away."""

from __future__ import annotations

from dataclasses import replace

from commands.command import LEADERS, Call, Command, command
from commands.entries.kind import EntryKind, Row
from commands.entries.listing import show
from commands.entries.writing import change, close, remove
from commands.message import Reply


def commands_for_one(kind: EntryKind[Row]) -> tuple[Command, ...]:
    """Show, change and take away an entry of this kind, and close it if the kind closes; under `kind.word`."""
    word, may = kind.word, LEADERS | kind.also
    one = f"{'ett' if kind.is_neuter else 'en'} {word}"

    @command(f"{word} {{number}}", summary=f"Allt om {one}", examples=(f"{word} 1",))
    def show_one(call: Call, number: str) -> Reply:
        return show(call, kind, number)

    @command(
        f"ändra {word} {{number}}",
        f"ändra {word} {{number}} {{text}}",
        f"{word} {{number}} ändra",
        summary=f"Ändra {one}",
        examples=(f"ändra {word} 1", *kind.changes),
        roles=may,
        writes=True,
    )
    def change_one(call: Call, number: str, text: str = "") -> Reply:
        return change(call, kind, number, text)

    @command(
        f"ta bort {word} {{number}}",
        f"{word} {{number}} ta bort",
        summary=f"Ta bort {one}",
        examples=(f"ta bort {word} 1",),
        roles=may,
        writes=True,
    )
    def remove_one(call: Call, number: str) -> Reply:
        return remove(call, kind, number)

    @command(
        f"{word} klar {{number}} {{day?}}",
        f"{word} {{number}} klar {{day?}}",
        f"stäng {word} {{number}} {{day?}}",
        summary=f"Säg att {one} är {kind.closed.lower()}",
        examples=(f"{word} klar 1",),
        roles=may,
        writes=True,
    )
    def close_one(call: Call, number: str, day: str = "") -> Reply:
        return close(call, kind, number, day)

    declared = (show_one, change_one, remove_one, close_one)[: 4 if kind.closing else 3]
    # Each kind has its own: the log and a clash of patterns name them.
    return tuple(replace(each, name=f"{each.name}_{kind.table.__tablename__}") for each in declared)
