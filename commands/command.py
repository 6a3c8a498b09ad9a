"""How a command is declared, found and matched. One pattern string is parser, usage and help.

    @command("status {work}", "läget {work}", summary="Senaste läget för ett arbete",
             examples=("status BarnSäkert",))
    def status(call: Call, work: str) -> Reply: ...

A word in a pattern matches itself, whatever its case and with or without å ä ö. `{slot}` takes what was
typed there, `{slot?}` at the end may be left out (the function then gets ""). Slots are listed in SLOTS.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

import commands
from commands.message import Address, Attachment, Person, Reply
from commands.pattern import Pattern
from commands.swedish.dates import local
from storage.swedish import fold
from storage.words import Role

EVERYONE = frozenset(Role)
LEADERS = frozenset({Role.PROJECT_LEADER, Role.COORDINATOR, Role.ADMINISTRATOR})
COORDINATORS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

Prepare = Callable[..., Callable[[], Any]]
"""Reads what it needs (called as a command is), and returns what is then done outside every transaction."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request that is being answered: what a command may know and use; `prepared` is what its Prepare made."""

    session: Session
    person: Person
    now: datetime
    zone: ZoneInfo
    address: Address
    text: str
    fields: Mapping[str, str] | None
    match: Match
    book: Book
    attachment: Attachment | None = None
    prepared: Any = None

    @property
    def today(self) -> date:
        """The date in the programme's time zone."""
        return self.day_of(self.now)

    def day_of(self, moment: datetime) -> date:
        """The date of a moment in the programme's time zone."""
        return local(moment, self.zone).date()

    def retyped(self, slot: str, value: str) -> str:
        """The same line with another value in one slot: what a button for a candidate says."""
        start, end = self.match.spans[slot]
        return self.text[:start] + value + self.text[end:]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that may be asked for."""

    name: str
    patterns: tuple[Pattern, ...]
    run: Callable[..., Reply]
    summary: str
    examples: tuple[str, ...]
    roles: frozenset[Role]
    writes: bool
    topic: str
    private: bool = False
    takes_file: bool = False
    prepare: Prepare | None = None

    def __call__(self, call: Call, **slots: str) -> Reply:
        """Answer, so that one command can hand over to another."""
        return self.run(call, **slots)


@dataclass(frozen=True, slots=True)
class Match:
    """A line, understood: which command, what its slots hold, and where in the line."""

    command: Command
    slots: Mapping[str, str]
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def command(  # noqa: PLR0913  # each is a fact of the command, named where it is given
    *patterns: str,
    summary: str,
    examples: tuple[str, ...],
    roles: frozenset[Role] = EVERYONE,
    writes: bool = False,
    topic: str = "",
    private: bool = False,
    takes_file: bool = False,
    prepare: Prepare | None = None,
) -> Callable[[Callable[..., Reply]], Command]:
    """Declare a command. `writes` says that it changes something.

    `topic` is its heading in the help, where that is another than the TOPIC of its package.

    `private` says that its answers are for the sender alone, also in a channel. `takes_file` says that it reads a
    file that comes with the line: a chat fetches no other. `prepare` is for what takes long, such as trying a file
    from outside: it is done before the transaction, so that others can write meanwhile.

    A command without examples is another way to say one that the help already shows, and stays out of it.
    """

    def declare(run: Callable[..., Reply]) -> Command:
        parsed = tuple(Pattern.parse(pattern) for pattern in patterns)
        named = summary, examples, roles, writes, topic, private, takes_file, prepare
        return Command(run.__name__, parsed, run, *named)

    return declare


class Book:
    """All commands, ready to be matched against a line."""

    def __init__(self, declared: Iterator[Command]) -> None:
        self.commands: tuple[Command, ...] = tuple(declared)
        self._patterns = sorted(
            ((pattern, each) for each in self.commands for pattern in each.patterns),
            key=lambda pair: pair[0].weight,
            reverse=True,
        )
        # Of some hundred patterns a few begin with the letter that was typed first; no pattern begins with a slot.
        self._beginning: dict[str, list[tuple[Pattern, Command]]] = {}
        for pattern, each in self._patterns:
            for letter in pattern.first_letters:
                self._beginning.setdefault(letter, []).append((pattern, each))
        seen: dict[str, Command] = {}
        for pattern, each in self._patterns:
            for shape in pattern.shapes:
                if shape in seen:
                    raise ValueError(f"{seen[shape].name} and {each.name} both answer to {shape!r}")
                seen[shape] = each

    def match(self, line: str) -> Match | None:
        """The command that the line says, the one with the most fixed letters first; None if none does.

        A colon after the words of a command is as good as a space: "status: BarnSäkert".
        """
        head, colon, tail = line.partition(":")
        found = self._matched(line)
        return self._matched(f"{head} {tail}") if not found and colon and self.named(head) else found

    def _matched(self, line: str) -> Match | None:
        for pattern, each in self._beginning.get(line[:1].casefold(), ()):
            found = pattern.regex.fullmatch(line)
            if found:
                named = found.groupdict(default="")
                spans = {name: found.span(name) for name in named if found.span(name) != (-1, -1)}
                return Match(each, named, spans)
        return None

    def asked_about(self, line: str) -> tuple[Command, ...]:
        """The commands whose use is asked for with "?" ("seminarium?", "status BarnSäkert ?"), or () if none is."""
        said, mark, after = line.rpartition("?")
        if not mark or after.strip():
            return ()
        found = self.named(said)
        if not found and said.endswith(" ") and (match := self.match(said.strip())):
            found = (match.command,)
        return found

    def named(self, words: str) -> tuple[Command, ...]:
        """The commands that begin with these words, as they would be typed; the one with the fewest more first."""
        key = fold(words)
        lengths = {
            each: min(fitting)
            for each in self.commands
            if (fitting := [len(p.literal) for p in each.patterns if f"{p.literal} ".startswith(f"{key} ")])
        }
        return tuple(sorted(lengths, key=lengths.__getitem__)) if key else ()

    def begun(self, line: str, roles: frozenset[Role]) -> tuple[Pattern, tuple[Command, ...]] | None:
        """The way to write what a line begins with, as far as these roles may, when it matches nothing.

        The pattern with the longest opening, rather one with a slot; and all commands that share the opening.
        """
        said = f"{fold(line)} "
        fitting = [
            (pattern, each)
            for pattern, each in self._patterns
            if fold(pattern.opening) and roles & each.roles and said.startswith(f"{fold(pattern.opening)} ")
        ]
        if not fitting:
            return None
        longest = max(len(fold(pattern.opening)) for pattern, _ in fitting)
        same = [(pattern, each) for pattern, each in fitting if len(fold(pattern.opening)) == longest]
        open_ = [pair for pair in same if "{" in pair[0].source] or same
        open_.sort(key=lambda pair: pair[0].weight)
        return open_[0][0], tuple(dict.fromkeys(each for _, each in open_))

    def openings(self, roles: frozenset[Role]) -> Mapping[str, str]:
        """The words that open what these roles may ask for: {folded: as written}, for "Menade du …?"."""
        return {fold(pattern.opening): pattern.opening for pattern, each in self._patterns if roles & each.roles}


def discover() -> Book:
    """Find every command: in the packages here that declare a TOPIC, in their modules without an underscore.

    ValueError when two commands answer to the same words.
    """
    return Book(_declared())


def _declared() -> Iterator[Command]:
    modules = {each.__name__: (each, topic) for topic, package in _topics() for each in _modules(package)}
    for module, topic in modules.values():
        for each in vars(module).values():
            # A command that was imported from another module is that one's; the kit's makes some for each kind.
            if isinstance(each, Command) and (
                each.run.__module__ == module.__name__ or each.run.__module__ not in modules
            ):
                yield replace(each, topic=each.topic or topic)


def _topics() -> Iterator[tuple[str, ModuleType]]:
    for found in pkgutil.iter_modules(commands.__path__):
        package = importlib.import_module(f"commands.{found.name}") if found.ispkg else None
        if package is not None and hasattr(package, "TOPIC"):
            yield package.TOPIC, package


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(package.__path__):
        if not found.ispkg and not found.name.startswith("_"):
            yield importlib.import_module(f"{package.__name__}.{found.name}")
