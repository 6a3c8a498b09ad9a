"""When no command answers to a line: the work that it names, the nearest commands, who may; never silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from rapidfuzz import fuzz, process
from sqlmodel import Session

from commands.command import Book, Command, Match
from commands.message import Action, Person, Unclear, UserError
from commands.pattern import Pattern
from commands.swedish.dates import parse_period, parse_when
from commands.swedish.names import Candidate, Found, find
from commands.swedish.text import listing, short
from storage import activities, people, projects
from storage.swedish import fold
from storage.words import Role

MIN_LIKENESS = 72
"""Of 100, for the words together; each word by itself needs MIN_WORD_LIKENESS: "år" is no slip for "halvår"."""
MIN_WORD_LIKENESS = 60
MAX_SUGGESTIONS = 5
_PLURALS: dict[Role, str] = {
    Role.READER: "läsare",
    Role.PROJECT_LEADER: "projektledare",
    Role.LEADERSHIP: "ledningen",
    Role.COORDINATOR: "koordinatorer",
    Role.ADMINISTRATOR: "administratörer",
}
_MAX_NAMES = 2
_MAX_SEMINAR_AGE = timedelta(days=14)
"""How long after a seminar a number alone may state how many came to it."""


def question_meant(session: Session, book: Book, person: Person, line: str, today: date) -> str:
    """The question that a line without a command asks: "BarnSäkert?" is "status" of that one work.

    UserError, with buttons for what may have been meant, for all else: a misspelt command, a command that lacks
    something, a work that is named among words that mean something more. Nothing that writes is ever meant so.
    """
    if line.isdecimal():
        _ask_whether_that_many_came(session, person, line, today)
    found = _find(session, line)
    begun = book.begun(line, person.roles)
    commands = list(_commands(session, book, person, line, today))
    if len(found.ids) == 1 and found.alone and not commands and not begun:
        return f"status {projects.several(session, found.ids)[0].name}"
    works = _works(session, found.ids or _find(session, _known_words(session, line)).ids)
    actions = tuple(commands or works)[:MAX_SUGGESTIONS]
    if begun:
        raise UserError(_usage(line, *begun), actions=actions)
    asked = "Menade du något av det här?" if actions else "Skriv hjälp så visar jag vad du kan fråga om."
    raise UserError(f"Jag förstår inte ”{line[:60]}”. {asked}", actions=actions)


def _ask_whether_that_many_came(session: Session, person: Person, count: str, today: date) -> None:
    """The organiser of a seminar is asked how many came, and may answer with nothing but the number."""
    unanswered = [
        each
        for each in activities.seminars(session, start=today - _MAX_SEMINAR_AGE, end=today)
        if each.created_by_id == person.id and each.attended is None and each.cancelled_at is None
    ]
    if person.id is not None and unanswered and len(count) < 6:
        came = tuple(
            Action(f"{count} deltog i {short(each.title)}", f"deltagare {each.id} {count}") for each in unanswered
        )
        raise Unclear("Menade du så många som deltog?", came[:MAX_SUGGESTIONS])


def _usage(line: str, pattern: Pattern, commands: Sequence[Command]) -> str:
    """How to go on from the words that a line begins with, when they are right so far."""
    opening = pattern.opening
    bare = fold(line) == fold(opening)
    complaint = f"Det räcker inte med ”{opening}”." if bare else f"Jag förstår ”{opening}” men inte resten."
    examples = [
        example
        for each in commands
        for example in [text for text in each.examples if fold(text).startswith(f"{fold(opening)} ")][:1]
    ]
    shown = f", till exempel {' eller '.join(examples[: 1 if bare else 2])}" if examples else ""
    return f"{complaint} Så här skriver du: {pattern.usage}{shown}".rstrip(".") + "."


def only_for(session: Session, command: Command) -> str:
    """The sentence for a person who may not: which roles may, and whom to ask."""
    may = listing([word for role, word in _PLURALS.items() if role in command.roles])
    asked = command.roles & {Role.COORDINATOR} or command.roles
    names = [each.name for each in people.with_roles(session, asked) if not each.anonymised_at][:_MAX_NAMES]
    ask = f" Fråga {' eller '.join(names)}." if names else ""
    return f"”{command.patterns[0].opening}”: det kan inte du göra. Det kan bara {may}.{ask}"


def _find(session: Session, line: str) -> Found:
    return find(line, [Candidate(id_, keys) for id_, keys in projects.name_keys(session).items()])


def _known_words(session: Session, line: str) -> str:
    """The words of a line that occur in the name of some work; a number alone names none."""
    candidates = [Candidate(id_, keys) for id_, keys in projects.name_keys(session).items()]
    return " ".join(word for word in line[:200].split() if not word.isdigit() and find(word, candidates).ids)


def _works(session: Session, ids: tuple[int, ...]) -> list[Action]:
    by_id = {work.id: work for work in projects.several(session, ids[:3])}
    works = [by_id[id_] for id_ in ids[:3]]
    return [Action(f"status {work.short_name or work.name}", f"status {work.name}") for work in works]


def _commands(session: Session, book: Book, person: Person, line: str, today: date) -> Iterator[Action]:
    """The lines that would be understood with their first words spelt right, or their last word first."""
    offered = set()
    for corrected in _respelt(book, person, line):
        match = book.match(corrected)
        if not match or not person.roles & match.command.roles or not _is_readable(session, match, today):
            continue
        same = (match.command.name, *match.slots.values())
        if same not in offered and re.findall(r"\d+", corrected) == re.findall(r"\d+", line):
            offered.add(same)
            yield Action(corrected, corrected)


def _respelt(book: Book, person: Person, line: str) -> Iterator[str]:
    """The line with its first two words, or its first, put right; words that open a command are right already."""
    begun = book.begun(line, person.roles)
    right = len(begun[0].opening.split()) if begun else 0
    openings = book.openings(person.roles)
    words = line.split()
    for count in range(min(2, len(words)), right, -1):
        same_length = [opening for opening in openings if len(opening.split()) == count]
        typed = fold(" ".join(words[:count]))
        near = process.extract(typed, same_length, scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS, limit=3)
        for opening, _, _ in near:
            each_like = (
                fuzz.ratio(*pair) >= MIN_WORD_LIKENESS for pair in zip(typed.split(), opening.split(), strict=False)
            )
            if all(each_like):
                yield " ".join([openings[opening], *words[count:]])
    if len(words) > 1 and words[-1].casefold() == "portfölj":
        yield " ".join(["portfölj", *words[:-1]])


def _is_readable(session: Session, match: Match, today: date) -> bool:
    """Whether the work and the period in a line, if it has any, are such."""
    if (work := match.slots.get("work")) and _find(session, work) == Found():
        return False
    period = match.slots.get("period", "")
    if not period:
        return True
    read = parse_when if match.command.name in ("seminars_of_period", "activities_of_period") else parse_period
    try:
        read(period, today)
    except UserError:
        return False
    return True
