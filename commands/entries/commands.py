"""The commands that are the same for every kind of entry: show one, change it, close it, take it away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from commands.command import LEADERS, Call, Command, command
from commands.entries.fields import ClosedOn
from commands.entries.kind import EntryKind, Row
from commands.entries.listing import show
from commands.entries.writing import change, close, remove
from commands.message import Reply


def commands_for_one(kind: EntryKind[Row]) -> tuple[Command, ...]:
    """Show, change and take away an entry of this kind, and close it if the kind closes; under `kind.word`."""
    declared = (*_for_any(kind), *((_closing(kind, kind.closed),) if kind.closed else ()))
    # Each kind has its own: the log and a clash of patterns name them.
    return tuple(replace(each, name=f"{each.name}_{kind.table.__tablename__}") for each in declared)


def _for_any(kind: EntryKind[Row]) -> Iterator[Command]:
    word, may = kind.word, LEADERS | kind.extra_writers

    @command(f"{word} {{number}}", summary=f"Allt om {_one(kind)}", examples=(f"{word} 1",))
    def show_one(call: Call, number: str) -> Reply:
        return show(call, kind, number)

    @command(
        f"ändra {word} {{number}}",
        f"ändra {word} {{number}} {{text}}",
        f"{word} {{number}} ändra",
        summary=f"Ändra {_one(kind)}",
        examples=(f"ändra {word} 1", *kind.examples),
        roles=may,
        writes=True,
    )
    def change_one(call: Call, number: str, text: str = "") -> Reply:
        return change(call, kind, number, text)

    @command(
        f"ta bort {word} {{number}}",
        f"{word} {{number}} ta bort",
        summary=f"Ta bort {_one(kind)}",
        examples=(f"ta bort {word} 1",),
        roles=may,
        writes=True,
    )
    def remove_one(call: Call, number: str) -> Reply:
        return remove(call, kind, number)

    yield from (show_one, change_one, remove_one)


def _closing(kind: EntryKind[Row], closed: ClosedOn) -> Command:
    word = kind.word

    @command(
        f"{word} klar {{number}} {{day?}}",
        f"{word} {{number}} klar {{day?}}",
        f"stäng {word} {{number}} {{day?}}",
        summary=f"Säg att {_one(kind)} är {closed.label.lower()}",
        examples=(f"{word} klar 1",),
        roles=LEADERS | kind.extra_writers,
        writes=True,
    )
    def close_one(call: Call, number: str, day: str = "") -> Reply:
        return close(call, kind, closed, number, day)

    return close_one


def _one(kind: EntryKind[Row]) -> str:
    return f"{'ett' if kind.is_neuter else 'en'} {kind.word}"
