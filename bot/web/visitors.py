"""Who one can be in the local chat: the people of the database who have an e-mail address."""

from __future__ import annotations

from sqlmodel import Session

from commands.message import Person
from commands.swedish.text import in_order, listing
from commands.swedish.words import ROLES
from storage import people
from storage.tables import Person as Row
from storage.words import Role

_RANK = (Role.COORDINATOR, Role.PROJECT_LEADER, Role.LEADERSHIP, Role.ADMINISTRATOR, Role.READER)
"""In the order that a newcomer meets the roles."""


def visitors(session: Session) -> list[Person]:
    """Everyone one can be: one of each role first, the oldest in the database, then the others by role and name."""
    oldest_first = sorted(filter(_can_be, people.everyone(session)), key=lambda row: row.id)
    found = [_person(session, row) for row in oldest_first]
    one_of_each = {_rank(person): person for person in reversed(found)}
    others = in_order((person for person in found if person not in one_of_each.values()), lambda each: each.name)
    return sorted(one_of_each.values(), key=_rank) + sorted(others, key=_rank)


def visitor(session: Session, person_id: str) -> Person | None:
    """The person with this id (as a cookie holds it); else the first of all. None when there is nobody."""
    row = people.get(session, int(person_id)) if person_id.isascii() and person_id.isdigit() else None
    if row is not None and _can_be(row):
        return _person(session, row)
    return next(iter(visitors(session)), None)


def role_words(person: Person) -> str:
    """What a person is in the programme: "projektledare", "koordinator och administratör"."""
    roles = person.roles - {Role.READER} or {Role.READER}
    return listing([ROLES[role] for role in _RANK if role in roles])


def _can_be(row: Row) -> bool:
    return row.email is not None and row.anonymised_at is None


def _person(session: Session, row: Row) -> Person:
    return Person(row.id, row.name, people.roles_of(session, row.id), row.email)


def _rank(person: Person) -> int:
    return min(_RANK.index(role) for role in person.roles)
