"""From a name to the one person it means, and the words for what a person may do."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from commands.command import COORDINATORS, Call
from commands.lookup import person_named
from commands.message import Action, Unclear, UserError
from commands.sentences import sentence
from commands.swedish.text import short
from commands.swedish.words import ROLES
from commands.works.leaders import written_name
from storage import people
from storage.swedish import fold
from storage.tables import Person
from storage.words import Role


def one_person(call: Call, typed: str, slot: str = "person") -> Person:
    """The person that was meant: by e-mail address, number, or name with or without organisation.

    Unclear with buttons when it may be several, UserError when it is nobody.
    """
    found = persons_meant(call, typed)
    if not found:
        everyone = (Action("Alla personer", "personer"),) if call.person.roles & COORDINATORS else ()
        raise UserError(sentence("person", "nobody", name=short(typed)), actions=everyone)
    if len(found) > 1:
        buttons = tuple(Action(written_name(each), call.retyped(slot, as_typed(each, found))) for each in found)
        raise Unclear(sentence("person", "which"), buttons)
    return found[0]


def persons_meant(call: Call, typed: str) -> Sequence[Person]:
    """Everyone that what was typed may mean, best first; those who have been removed are nobody."""
    typed = typed.strip()
    if "@" in typed or typed.startswith("#"):
        number = typed[1:]
        by_number = people.get(call.session, int(number)) if number.isdecimal() and len(number) < 10 else None
        one = people.by_email(call.session, typed) if "@" in typed else by_number
        return [one] if one is not None and one.anonymised_at is None else []
    name, _, organisation = (part.strip() for part in typed.partition(","))
    exact = [
        person
        for person in people.by_name(call.session, name)
        if not organisation or fold(person.organisation) == fold(organisation)
    ]
    return exact or person_named(call, typed)


def as_typed(person: Person, among: Sequence[Person] = ()) -> str:
    """What to type to mean just this person: an address, a name, or a number where `among` others share it."""
    if person.email:
        return person.email
    name = written_name(person)
    is_shared = sum(fold(written_name(other)) == fold(name) for other in among) > 1
    return f"#{person.id}" if is_shared else name


def role_words(given: Collection[Role]) -> str:
    """The roles in Swedish; that everyone may read is said only of those who can do nothing more."""
    words = [ROLES[role] for role in Role if role in given and role is not Role.READER]
    return ", ".join(words) or ROLES[Role.READER]
