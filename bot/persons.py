"""People from the command line: who they are, what they may do, how the platforms know them."""

from __future__ import annotations

from bot.answer import Context
from commands.message import UserError
from commands.swedish.text import in_order, listing
from commands.swedish.words import ROLES, choose
from storage import people
from storage.tables import Person
from storage.words import Role


def add_person(context: Context, name: str, email: str | None, organisation: str, roles: list[str]) -> str:
    """Add a person, or give one who exists more roles. Returns what was done."""
    chosen = [choose(ROLES, role, "Roll") for role in roles]
    with context.database.write(actor="operator", source="terminal") as session:
        known = people.by_email(session, email) if email else None
        if known:
            people.give_roles(session, known, chosen)
            return f"{known.name} fanns redan och är nu {_roles(people.roles_of(session, known.id))}."
        person = people.add(
            session, name.strip(), now=context.clock.now(), email=email, organisation=organisation, roles=chosen
        )
        return f"{person.name} är tillagd som {_roles(people.roles_of(session, person.id))}."


def list_persons(context: Context) -> list[str]:
    """A line for each person, in Swedish order."""
    with context.database.read() as session:
        everyone: list[Person] = in_order(people.everyone(session), lambda person: person.name)
        return [
            f"{person.name}  {person.email or '–'}  {person.organisation or '–'}  "
            f"{_roles(people.roles_of(session, person.id))}"
            for person in everyone
        ]


def link_person(context: Context, email: str, platform: str, tenant: str, external_id: str) -> str:
    """Say which person a chat identity is. UserError when nobody has that address."""
    with context.database.write(actor="operator", source="terminal") as session:
        person = people.by_email(session, email)
        if person is None:
            raise UserError(f"Det finns ingen person med adressen {email}. Lägg till den med laget person add.")
        people.link(session, person, platform, tenant, external_id, context.clock.now())
        return f"{person.name} är nu känd i {platform}."


def _roles(roles: frozenset[Role]) -> str:
    return listing([word for role, word in ROLES.items() if role in roles])
