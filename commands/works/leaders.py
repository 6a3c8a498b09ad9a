"""Who leads a work, as it is written in a form: "Namn, Organisation; Namn, Organisation"."""

from __future__ import annotations

from collections.abc import Sequence

from commands.command import Call
from commands.form import Submission
from commands.lookup import person_named
from commands.message import UserError
from commands.sentences import sentence
from commands.swedish.text import listing, short
from storage import parties, people
from storage.swedish import fold
from storage.tables import Person, Speaker


def written_name(person: Person | Speaker) -> str:
    """A person as a form shows them: "Namn, Organisation"."""
    return f"{person.name}, {person.organisation}" if person.organisation else person.name


def leader_ids(call: Call, submission: Submission, current: Sequence[Person]) -> tuple[list[int], list[str]]:
    """The ids of those in the field `leaders`, in order, and the names of those who are new and now registered.

    A name alone or an e-mail address must mean one known person; "Namn, Organisation" may be a new person.
    UserError with the form to mend otherwise.
    """
    leading = {fold(written_name(person)): person for person in current}
    found: list[Person] = []
    new: list[str] = []
    for typed in submission.several("leaders"):
        try:
            person = leading.get(fold(typed)) or _known(call, typed)
        except UserError as error:
            raise submission.refused({"leaders": error.message}) from error
        if person is None:
            name, _, organisation = typed.partition(",")
            person = people.add(call.session, name.strip(), now=call.now, organisation=organisation.strip())
            new.append(person.name)
        found.append(person)
    return list(dict.fromkeys(person.id for person in found)), new


def _known(call: Call, typed: str) -> Person | None:
    """The person that was meant; None for a name with an organisation that nobody has. UserError when unclear."""
    if "@" in typed:
        found = people.by_email(call.session, typed)
        if found is None:
            raise UserError(sentence("project", "no_such_address", address=short(typed)))
        return found
    name, comma, organisation = (part.strip() for part in typed.partition(","))
    if not fold(name):
        raise UserError(sentence("project", "no_letters", name=short(typed)))
    namesakes = people.by_name(call.session, name)
    if comma and organisation:
        at = [person for person in namesakes if _works_at(call, person, organisation)]
        return _one_of(at, name) if at else None
    if namesakes:
        return _one_of(namesakes, name)
    resembling = person_named(call, name)
    if not resembling:
        raise UserError(sentence("project", "nobody", name=short(name)))
    return _one_of(resembling, name)


def _one_of(found: Sequence[Person], name: str) -> Person:
    if len(found) > 1:
        who = listing([person.email or written_name(person) for person in found[:5]])
        raise UserError(sentence("project", "several_people", name=short(name), who=who))
    return found[0]


def _works_at(call: Call, person: Person, organisation: str) -> bool:
    """Whether the person's organisation is the one that was written, by any of its names."""
    if not person.organisation or fold(person.organisation) == fold(organisation):
        return True
    party = parties.by_name(call.session, organisation)
    return party is not None and party.id == person.party_id
