"""One question and one update at a time, through answer()."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import select

from bot.answer import Context, answer
from commands.clock import FrozenClock
from commands.command import discover
from commands.message import Address, Identity, Request
from storage.database import Database
from storage.tables import Project, metadata
from tests.bench.filling import COORDINATOR, NOW, Names, named
from tests.bench.timing import Times, alternating

COLUMNS = ("works", "updates", "what", "p50 ms", "p99 ms", "floor p50 ms", "times the floor")
_PRIME = 7919  # steps through the works so that no two turns ask for neighbours


def desk_on(database: Database) -> Context:
    """A desk with all commands."""
    return Context(database, discover(), FrozenClock(NOW), ZoneInfo("Europe/Stockholm"))


def asked_and_told(database: Database, works: int, updates: int, runs: int) -> list[tuple[str, ...]]:
    """A row for each way to name a work in a question, one for the portfolio and one for an update."""
    context = desk_on(database)
    reading, writing = _least_read(database, works), _least_write(database)
    questions: dict[str, Callable[[Names], str]] = {
        "status, full name": lambda names: f"status {names.full}",
        "status, short name": lambda names: f"status {names.short}",
        "status, alias": lambda names: f"hur går det med {names.alias}?",
        "status, typo": lambda names: f"status {names.typo}",
        "portfölj": lambda _: "portfölj",
        "unknown command": lambda names: f"blorpa {names.short[:4]}",
    }
    rows = []
    for what, line in questions.items():
        floor, taken = alternating(runs, reading, saying(context, works, line))
        rows.append(_row(works, updates, what, taken, floor))
    told = {
        "update, short name": lambda names: f"rapportera {names.short} gul Pilot försenad i Ånge",
        "update, typo": lambda names: f"rapportera {names.typo} gul Pilot försenad i Ånge",
    }
    for what, line in told.items():
        floor, taken = alternating(runs, writing, saying(context, works, line, delivered=what))
        rows.append(_row(works, updates, what, taken, floor))
    return rows


def saying(
    context: Context, works: int, line: Callable[[Names], str], delivered: str = ""
) -> Callable[[int], object]:
    """Say a line about another work each turn. LookupError when it is not answered: then its time means nothing."""
    sender, address = Identity("slack", email=COORDINATOR), Address("slack", "C1")

    def said(claim: int) -> None:
        text = line(named(claim * _PRIME % works + 1))
        deliveries = (f"{delivered} {works} {id(line)} {claim}",) if delivered else ()
        reply = answer(context, Request(text, sender, address, None, deliveries))
        if reply.error and not text.startswith("blorpa"):
            raise LookupError(f"{text}: {reply.error.message}")

    return said


def _least_read(database: Database, works: int) -> Callable[[int], object]:
    def read(claim: int) -> None:
        with database.read() as session:
            session.exec(select(Project.name).where(Project.id == claim * _PRIME % works + 1)).one()

    return read


def _least_write(database: Database) -> Callable[[int], object]:
    row = insert(metadata.tables["receipt"])
    written = 0

    def write(_: int) -> None:
        nonlocal written
        written += 1
        with database.write() as session:
            session.connection().execute(row, {"key": f"floor {id(row)} {written}", "at": NOW, "reply": ""})

    return write


def _row(works: int, updates: int, what: str, taken: Times, floor: Times) -> tuple[str, ...]:
    figures = (f"{value:.2f}" for value in (taken.p50, taken.p99, floor.p50))
    return (f"{works:,}", f"{updates:,}", what, *figures, f"{taken.p50 / floor.p50:.1f}")
