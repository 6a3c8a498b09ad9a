"""When no command answers to a line: the nearest commands and works, never silence."""

from __future__ import annotations

from rapidfuzz import fuzz, process
from sqlmodel import Session

from commands._command import Book
from commands._message import Action, Person, UserError
from commands._names import Candidate, find
from storage import projects
from storage.swedish import fold

LIKE_ENOUGH = 72
MOST_SUGGESTIONS = 5


def nearest(session: Session, book: Book, person: Person, line: str) -> UserError:
    """What to say, with buttons for what may have been meant: a misspelt command, or just a work's name."""
    suggestions = [*_works(session, line), *_commands(book, person, line)]
    unique = {action.command: action for action in suggestions}
    actions = tuple(unique.values())[:MOST_SUGGESTIONS]
    asked = "Menade du något av det här?" if actions else "Skriv hjälp så visar jag vad du kan fråga om."
    return UserError(f"Jag förstår inte ”{line[:60]}”. {asked}", actions=actions)


def _works(session: Session, line: str) -> list[Action]:
    keys = projects.name_keys(session)
    found = find(line, [Candidate(id_, names) for id_, names in keys.items()])
    ids = found.ids[:3]
    by_id = {work.id: work for work in projects.several(session, ids)}
    return [
        Action(f"status {by_id[id_].short_name or by_id[id_].name}", f"status {by_id[id_].name}") for id_ in ids
    ]


def _commands(book: Book, person: Person, line: str) -> list[Action]:
    """The commands whose opening words resemble the first words of the line."""
    openings = book.openings(person.roles)
    words = line.split()
    suggestions = []
    for count in range(min(2, len(words)), 0, -1):
        same_length = [opening for opening in openings if len(opening.split()) == count]
        said = fold(" ".join(words[:count]))
        near = process.extract(said, same_length, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=3)
        for opening, _, _ in near:
            said_right = " ".join([openings[opening], *words[count:]])
            match = book.match(said_right)
            if match and person.roles & match.command.roles:
                suggestions.append(Action(said_right, said_right))
    return suggestions
