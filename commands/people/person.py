"""The persons of the programme: listed, added, changed."""

from __future__ import annotations

import re

from commands.command import ADMINISTRATORS, COORDINATORS, Call, command
from commands.editing import PAGE, next_page, page_of
from commands.entries.fields import Choice, Columns, EntryField
from commands.form import Submission, read
from commands.lookup import everyone
from commands.message import (
    MAX_NAME,
    Action,
    Actions,
    ActionStyle,
    Form,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from commands.people._persons import as_typed, one_person, role_words
from commands.register import Derived, Fields, filled
from commands.sentences import sentence
from commands.swedish.text import clean, counted, in_order
from commands.swedish.words import ROLES, choose, meant
from storage import parties, people
from storage.swedish import fold
from storage.tables import Person
from storage.words import Role

_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def _take_name(_call: Call, submission: Submission, _person: Person | None) -> Columns:
    """A name that cannot be taken for two, nor for an organisation or a role."""
    name = submission.line("name")
    if not fold(name) or ";" in name or "," in name or meant(ROLES, name):
        raise submission.refused({"name": sentence("person", "bad_name")})
    return {"name": name}


def _take_address(call: Call, submission: Submission, person: Person | None) -> Columns:
    """An address in small letters; no two persons have the same."""
    address = submission.text("email").lower()
    if address and not _ADDRESS.fullmatch(address):
        raise submission.refused({"email": sentence("person", "bad_address")})
    bearer = people.by_email(call.session, address) if address else None
    if bearer and (person is None or bearer.id != person.id):
        raise submission.refused({"email": sentence("person", "address_taken", name=bearer.name)})
    return {"email": address or None}


_FIELDS = Fields(
    Derived("name", "Namn", required=True, max_length=MAX_NAME, show=lambda _, each: each.name, take=_take_name),
    Derived("email", "E-post", max_length=MAX_NAME, show=lambda _, each: each.email or "", take=_take_address,
        hint="Den som personen loggar in i chatten med. Utan den går det inte att svara här."),
    EntryField("organisation", "Organisation", max_length=MAX_NAME),
)  # fmt: skip
_WITH_ROLE = Fields(*_FIELDS, Choice("role", "Roll", required=True, vocabulary=ROLES))


@command(
    "personer",
    "personer sida {number}",
    summary="Alla personer i programmet, med roller",
    examples=("personer",),
    roles=COORDINATORS,
    private=True,
)
def persons(call: Call, number: str = "") -> Reply:
    """A table in Swedish order, a page at a time; who has been removed is not listed."""
    skipped = page_of(number) * PAGE
    known = in_order(everyone(call), lambda person: person.name)
    shown = known[skipped : skipped + PAGE]
    given = people.roles(call.session, [person.id for person in shown])
    rows = tuple(
        (person.name, person.organisation or "–", person.email or "–", role_words(given[person.id]))
        for person in shown
    )
    heading = Text(f"Personer: {counted(len(known), 'person', 'personer', 'en')}", TextStyle.HEADING)
    table = Table(("Namn", "Organisation", "E-post", "Roller"), rows, "Personer")
    moves = next_page("personer", page_of(number), is_more=len(known) > skipped + PAGE)
    if call.person.roles & ADMINISTRATORS:
        moves += (Action("Ny person", "person ny", ActionStyle.PRIMARY),)
    return Reply((heading, table, Actions(moves))) if moves else Reply((heading, table))


@command(
    "person ny",
    "person ny {text}",
    "ny person",
    summary="Lägg till en person",
    examples=("person ny",),
    roles=ADMINISTRATORS,
    writes=True,
    private=True,
)
def new_person(call: Call, text: str = "") -> Reply:
    """Open the form, with the name if it was typed; or add the person."""
    name = clean(" ".join(text.split()), MAX_NAME)
    fields = _WITH_ROLE.form_fields(call, {"name": name, "role": ROLES[Role.READER]})
    form = Form("person ny", "Ny person", fields, submit="Lägg till")
    if call.fields is None:
        return Reply((form,))
    columns = _WITH_ROLE.to_columns(call, read(form, call.fields, call.today), None)
    role = columns.pop("role")
    added = people.add(call.session, **columns, now=call.now, roles=[role])
    message = sentence("person", "added", name=added.name, role=ROLES[role], has_address=bool(added.email))
    return Reply.of(message, *_moves(added))


@command(
    "person ändra {person}",
    summary="Ändra namn, e-post eller organisation",
    examples=("person ändra koordinator@exempel.se",),
    roles=ADMINISTRATORS,
    writes=True,
    private=True,
)
def change_person(call: Call, person: str) -> Reply:
    """Open the form with the current values; or save it, unless another person changed them in the meantime."""
    found = people.locked(call.session, one_person(call, person).id)
    form, submission = _FIELDS.changing(call, f"person ändra {as_typed(found)}", f"Ändra {found.name}", found)
    if submission is None:
        return Reply((form,))
    _change(call, found, _FIELDS.to_columns(call, submission, found))
    return Reply.of(sentence("person", "changed", name=found.name), *_moves(found))


@command(
    "person roll {person} {kind}",
    summary="Ge en person en roll",
    examples=("person roll koordinator@exempel.se ledning",),
    roles=ADMINISTRATORS,
    writes=True,
    private=True,
)
def give_role(call: Call, person: str, kind: str) -> Reply:
    """Give a role beside those that the person has."""
    role = choose(ROLES, kind, "Roll")
    found = one_person(call, person)
    people.give_roles(call.session, found, [role])
    return _has_now(call, found)


@command(
    "person roll {person} inte {kind}",
    summary="Ta en roll från en person",
    examples=("person roll koordinator@exempel.se inte ledning",),
    roles=ADMINISTRATORS,
    writes=True,
    private=True,
)
def take_role(call: Call, person: str, kind: str) -> Reply:
    """Take a role away; the last administrator stays one."""
    role = choose(ROLES, kind, "Roll")
    found = one_person(call, person)
    if role is Role.ADMINISTRATOR and set(people.administrators(call.session)) == {found.id}:
        raise UserError(sentence("person", "last_administrator", name=found.name))
    taken = people.take_role(call.session, found.id, role)
    if role is Role.READER or (not taken and role in people.roles_of(call.session, found.id)):
        raise UserError(sentence("person", "role_follows", name=found.name, role=ROLES[role]))
    return _has_now(call, found)


def _has_now(call: Call, person: Person) -> Reply:
    words = role_words(people.roles_of(call.session, person.id))
    return Reply.of(sentence("person", "has_now", name=person.name, roles=words), *_moves(person))


def _change(call: Call, person: Person, columns: Columns) -> None:
    if columns["organisation"] != person.organisation:
        party = parties.by_name(call.session, columns["organisation"])
        columns["party_id"] = party.id if party else None
    call.session.add(filled(person, columns | {"key": fold(columns["name"])}))
    call.session.flush()


def _moves(person: Person) -> tuple[Action, ...]:
    name = as_typed(person)
    return Action("Visa", f"person visa {name}"), Action("Ändra", f"person ändra {name}")
