"""What one may be about to type: commands that the person may use, and works by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlmodel import Session

from commands.command import COORDINATORS, EVERYONE, LEADERS, Book, Command
from commands.message import Person
from commands.pattern import Pattern
from commands.swedish.text import in_order
from storage import projects
from storage.swedish import fold
from storage.words import Role

MOST = 7
STARTERS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("status BarnSäkert", "Så går det för ett arbete", EVERYONE),
    ("rapportera", "Berätta hur ditt arbete går", frozenset({Role.PROJECT_LEADER})),
    ("portfölj", "Alla arbeten, sämst läge först", EVERYONE),
    ("portfölj röd", "Det som avviker mest", frozenset({Role.LEADERSHIP})),
    ("rapporter", "Sammanställda rapporter", COORDINATORS),
    ("mina", "Det som väntar på dig", LEADERS),
    ("seminarier", "Kommande lärseminarier", EVERYONE),
    ("hjälp", "Allt du kan göra", EVERYONE),
)
"""What an empty conversation offers: a line, what it shows, and to whom it says something."""

_WORK = " {work}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line to take: `text` is put in the composer, `note` says what it does, `rest` what is left to fill in."""

    text: str
    note: str
    rest: str = ""


def starters(book: Book, person: Person) -> list[Suggestion]:
    """A few lines to begin with: those that fit the person, as far as there is a command that answers."""
    fitting = [(line, note) for line, note, roles in STARTERS if person.roles & roles]
    return [Suggestion(line, note) for line, note in fitting if book.match(line)]


def suggestions(session: Session, book: Book, person: Person, typed: str) -> list[Suggestion]:
    """At most MOST lines that begin as `typed` does, or hold a work that it names; the nearest first."""
    if len(typed) > 100:
        return []
    mine = [each for each in book.commands if person.roles & each.roles]
    works = [work.short_name or work.name for work in projects.all_open(session)]
    key = fold(typed)
    found: dict[str, Suggestion] = {}
    first = () if key else starters(book, person)
    for each in (*first, *_openings(mine, key), *_with_work(mine, works, key), *_examples(mine, key)):
        if fold(each.text) != key:
            found.setdefault(fold(each.text), each)
    return list(islice(found.values(), MOST))


def _openings(commands: list[Command], key: str) -> Iterator[Suggestion]:
    """The fixed words of a command, as far as they go before something has to be filled in."""
    for each in sorted(commands, key=lambda one: one.patterns[0].literal):
        for pattern in each.patterns[:1] if not key else each.patterns:
            if pattern.literal.startswith(key):
                spelt = _spelt(pattern)
                yield Suggestion(spelt, each.summary, pattern.usage.removeprefix(spelt.strip()).strip())
                break


def _with_work(commands: list[Command], works: list[str], key: str) -> Iterator[Suggestion]:
    """Commands that take a work, with each work that begins as what was typed after them; or just the work."""
    for each in commands:
        for pattern in each.patterns:
            opening = pattern.literal
            if pattern.source.endswith(_WORK) and f"{key} ".startswith(f"{opening} "):
                rest = key.removeprefix(opening).strip()
                for work in _named(works, rest):
                    yield Suggestion(f"{_spelt(pattern).strip()} {work}", each.summary)
    status = next((each for each in commands if each.patterns[0].source == f"status{_WORK}"), None)
    if status and key:
        yield from (Suggestion(f"status {work}", status.summary) for work in _named(works, key))


def _examples(commands: list[Command], key: str) -> Iterator[Suggestion]:
    for each in commands:
        yield from (Suggestion(text, each.summary) for text in each.examples if key and fold(text).startswith(key))


def _named(works: list[str], key: str) -> list[str]:
    """The works that have a word beginning so."""
    return in_order((work for work in works if f" {key}" in f" {fold(work)}"), str)


def _spelt(pattern: Pattern) -> str:
    """The fixed words as they are spelt; with a space after them where something must follow."""
    words, slot, rest = pattern.source.partition("{")
    return words.strip() + (" " if slot and not rest.endswith("?}") else "")
