"""The commands that are the same for every kind of the plan: add one, show it, change it, close it, list them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from commands.command import Call, Command, command
from commands.entries.listing import ListQuery, listing, show
from commands.entries.plan_kind import PlanKind, PlanRow
from commands.entries.times import ClosedOn
from commands.entries.writing import add, change, close, remove
from commands.message import Block, Reply
from storage.swedish import fold
from storage.tables import Project


def add_command(
    kind: PlanKind[PlanRow],
    then: Callable[[Call, PlanRow, Project | None], tuple[Block, ...]] | None = None,
    *,
    summary: str,
    examples: tuple[str, ...],
) -> Command:
    """What adds one: saves the line, or opens the form with what it says. `then` is what follows in the answer."""
    also = () if kind.command else (f"{kind.word} {'nytt' if kind.is_neuter else 'ny'}",)

    @command(f"{kind.new} {{told?}}", *also, summary=summary, examples=examples, roles=kind.writers, writes=True)
    def add_one(call: Call, told: str = "") -> Reply:
        return add(call, kind, told, then)

    return replace(add_one, name=f"add_{fold(kind.new).replace(' ', '_')}")


def commands_for_one(kind: PlanKind[Any]) -> tuple[Command, ...]:
    """Show, change and take away an entry of this kind, and close it if the kind closes; under `kind.word`."""
    declared = (*_for_any(kind), *((_closing(kind, kind.closed),) if kind.closed else ()))
    # Each kind has its own: the log and a clash of patterns name them.
    return tuple(replace(each, name=f"{each.name}_{kind.table.__tablename__}") for each in declared)


def list_command(
    kind: PlanKind[PlanRow],
    columns: Sequence[str],
    cells: Callable[[Call, PlanRow], tuple[str, ...]],
    above: Callable[[Call, ListQuery], tuple[Block, ...]] | None = None,
    *,
    summary: str,
    examples: tuple[str, ...],
    says_work: bool = False,
) -> Command:
    """What lists them, with these cells under these headings; `says_work` where the cells name the work already."""

    @command(f"{kind.plural} {{words?}}", summary=summary, examples=examples)
    def list_all(call: Call, words: str = "") -> Reply:
        return listing(call, kind, words, columns, cells, above, says_work=says_work)

    return replace(list_all, name=f"list_{kind.table.__tablename__}")


def _for_any(kind: PlanKind[Any]) -> Iterator[Command]:
    word, one = kind.word, _one(kind)

    @command(f"{word} {{number}}", summary=f"Allt om {one}", examples=(f"{word} 1",))
    def show_one(call: Call, number: str) -> Reply:
        return show(call, kind, number)

    @command(
        f"ändra {word} {{number}}",
        f"ändra {word} {{number}} {{text}}",
        f"{word} {{number}} ändra",
        summary=f"Ändra {one}",
        examples=(f"ändra {word} 1", *kind.examples),
        roles=kind.writers,
        writes=True,
    )
    def change_one(call: Call, number: str, text: str = "") -> Reply:
        return change(call, kind, number, text)

    @command(
        f"ta bort {word} {{number}}",
        f"{word} {{number}} ta bort",
        summary=f"Ta bort {one}",
        examples=(f"ta bort {word} 1",),
        roles=kind.writers,
        writes=True,
    )
    def remove_one(call: Call, number: str) -> Reply:
        return remove(call, kind, number)

    yield from (show_one, change_one, remove_one)


def _closing(kind: PlanKind[Any], closed: ClosedOn) -> Command:
    word = kind.word

    @command(
        f"{word} klar {{number}} {{day?}}",
        f"{word} {{number}} klar {{day?}}",
        f"stäng {word} {{number}} {{day?}}",
        summary=f"Säg att {_one(kind)} är {closed.label.lower()}",
        examples=(f"{word} klar 1",),
        roles=kind.writers,
        writes=True,
    )
    def close_one(call: Call, number: str, day: str = "") -> Reply:
        return close(call, kind, closed, number, day)

    return close_one


def _one(kind: PlanKind[Any]) -> str:
    return f"{'ett' if kind.is_neuter else 'en'} {kind.word}"
