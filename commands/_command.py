"""How a command is declared, found and matched. One pattern string is parser, usage and help.

    @command("status {work}", "läget {work}", summary="Senaste läget för ett arbete",
             examples=("status BarnSäkert",))
    def status(call: Call, work: str) -> Reply: ...

A word in a pattern stands for itself, whatever its case and with or without å ä ö. `{slot}` takes what was
typed there, `{slot?}` at the end may be left out (the function then gets ""). Slots are listed in SLOTS.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

import commands
from commands._message import Address, Attachment, Person, Reply
from storage.swedish import fold
from storage.words import Role

EVERYONE = frozenset(Role)
LEADERS = frozenset({Role.PROJECT_LEADER, Role.COORDINATOR, Role.ADMINISTRATOR})
COORDINATORS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Slot:
    """What may be typed in a slot, and the word for it in a usage line."""

    pattern: str
    word: str
    weight: int = (
        1  # the less may stand in it, the more it tells: a line with a state is no name with a state in it
    )


_STATE_WORDS = r"gr[öo]nt?|gr[öo]na|gult?|gula|r[öo]d|r[öo]tt|r[öo]da"
_STAGE_WORDS = r"id[ée]|dialog|planering|genomf[öo]rande|inf[öo]rande|breddinf[öo]rande"
SLOTS: Mapping[str, Slot] = {
    "work": Slot(r"\S.*?", "ARBETE"),
    "state": Slot(_STATE_WORDS, "LÄGE", 5),
    "stage": Slot(_STAGE_WORDS, "FAS", 5),
    "day": Slot(r"i ?dag|i ?g[åa]r|\d{4}-\d\d?-\d\d?|\d{1,2}(?:/\d{1,2}| [a-zåäö]{3,9}\.?) \d{4}", "DATUM", 5),
    "text": Slot(r"\S.*", "TEXT"),
    "words": Slot(r"\S.*", "ORD"),
    "told": Slot(r"\S.*", "ARBETE TEXT"),
    "label": Slot(r"delm[åa]l|nyttoobjekt|m[åa]lgrupp(?:er)?|inriktning(?:ar)?", "ETIKETT", 5),
    "person": Slot(r"\S.*", "NAMN"),
    "number": Slot(r"#?\d{1,9}", "NUMMER", 5),
    "count": Slot(r"\d{1,9}", "ANTAL", 5),
    "year": Slot(r"\d{4}", "ÅR", 5),
    "period": Slot(r"\S.*", "PERIOD"),
    "kind": Slot(r"\S+", "SLAG"),
    "command": Slot(r"\S.*", "KOMMANDO"),
}

_ALIKE = {"a": "aåäàáâ", "o": "oöøóò", "e": "eéèë", "å": "aå", "ä": "aäæ", "ö": "oöø", "é": "eé"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a command."""

    source: str
    regex: re.Pattern[str]
    literal: str  # its fixed words, folded
    opening: str  # those before the first slot, as they are written
    weight: tuple[int, int]  # fixed letters, then what its slots tell: the more, the more it means this command

    @classmethod
    def parse(cls, source: str) -> Pattern:
        """Compile a pattern string. ValueError for a slot that is not in SLOTS, or that comes first."""
        if source.startswith("{"):
            raise ValueError(f"pattern {source!r} begins with a slot")
        regex, literal, told = "", [], 0
        for part in source.split():
            slot = re.fullmatch(r"\{(\w+)(\??)\}", part)
            gap = r"\s++" if regex else ""  # possessive: no run of spaces is tried twice
            if slot is None:
                regex += gap + "".join(_letter(letter) for letter in part)
                literal.append(fold(part))
            elif slot[1] not in SLOTS:
                raise ValueError(f"unknown slot {part} in pattern {source!r}")
            else:
                group = f"{gap}(?P<{slot[1]}>{SLOTS[slot[1]].pattern})"
                regex += f"(?:{group})?" if slot[2] else group
                told += SLOTS[slot[1]].weight
        compiled = re.compile(regex + r"\s*", re.IGNORECASE | re.DOTALL)
        words = " ".join(literal)
        opening = source.partition("{")[0].strip()
        return cls(source, compiled, words, opening, (len(words), told))

    @property
    def shapes(self) -> tuple[str, ...]:
        """What it answers to, with every open slot alike: two commands may not have one of these in common."""
        slots = re.findall(r"\{(\w+)(\??)\}", self.source)
        skeleton = [
            (f"{{{slot[1]}}}" if SLOTS[slot[1]].weight > 1 else "{}") if slot else fold(part)
            for part in self.source.split()
            for slot in [re.fullmatch(r"\{(\w+)\??\}", part)]
        ]
        whole = " ".join(skeleton)
        return (whole, " ".join(skeleton[:-1])) if slots and slots[-1][1] else (whole,)

    @property
    def usage(self) -> str:
        """How to write it: "rapportera ARBETE LÄGE [TEXT]"."""

        def shown(slot: re.Match[str]) -> str:
            word = SLOTS[slot[1]].word
            return f"[{word}]" if slot[2] else word

        return re.sub(r"\{(\w+)(\??)\}", shown, self.source)


def _letter(letter: str) -> str:
    alike = _ALIKE.get(letter.casefold())
    return f"[{alike}]" if alike else re.escape(letter)


@dataclass(frozen=True, slots=True)
class Call:
    """One request that is being answered: what a command may know and use."""

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

    @property
    def today(self) -> date:
        """The date in the programme's time zone."""
        return self.now.astimezone(self.zone).date()

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

    def __call__(self, call: Call, **slots: str) -> Reply:
        """Answer, so that one command can hand over to another."""
        return self.run(call, **slots)


@dataclass(frozen=True, slots=True)
class Match:
    """A line, understood: which command, what stands in its slots, and where in the line."""

    command: Command
    slots: Mapping[str, str]
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def command(
    *patterns: str,
    summary: str,
    examples: tuple[str, ...],
    roles: frozenset[Role] = EVERYONE,
    writes: bool = False,
    topic: str = "Fråga",
    private: bool = False,
    takes_file: bool = False,
) -> Callable[[Callable[..., Reply]], Command]:
    """Declare a command. `writes` says that it changes something; `topic` is its heading in the help.

    `private` says that its answers are for whoever asks alone, also in a channel. `takes_file` says that it reads a
    file that comes with the line: a chat fetches no other.

    A command without examples is another way to say one that the help already shows, and stays out of it.
    """

    def declare(run: Callable[..., Reply]) -> Command:
        parsed = tuple(Pattern.parse(pattern) for pattern in patterns)
        return Command(run.__name__, parsed, run, summary, examples, roles, writes, topic, private, takes_file)

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
            first = pattern.source[0].casefold()
            for letter in _ALIKE.get(first, first):
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
        """The commands that begin with these words, as they would be typed."""
        key = fold(words)
        found = [
            each
            for each in self.commands
            if any(p.literal == key or p.literal.startswith(f"{key} ") for p in each.patterns)
        ]
        return tuple(found) if key else ()

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
    """Find every command in the modules of this package. ValueError when two answer to the same words."""
    found: list[Command] = []
    for module in sorted(pkgutil.iter_modules(commands.__path__), key=lambda each: each.name):
        if not module.name.startswith("_") and not module.ispkg:
            contents = vars(importlib.import_module(f"commands.{module.name}")).values()
            found.extend(each for each in contents if isinstance(each, Command))
    return Book(iter(dict.fromkeys(found)))
