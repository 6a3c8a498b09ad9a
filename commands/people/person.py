"""The persons of the programme: listed, added, changed."""

from __future__ import annotations

import re

from commands.command import ADMINISTRATORS, COORDINATORS, Call, command
from commands.form import Submission, read
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Field,
    FieldType,
    Form,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from commands.people._persons import as_typed, one_person, role_words
from commands.sentences import sentence
from commands.swedish.text import clean, counted, in_order
from commands.swedish.words import ROLES, choose, meant, options
from storage import parties, people
from storage.swedish import fold
from storage.tables import Person
from storage.words import Role

PAGE = 20
LONGEST = 200
_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@command(
    "personer",
    "personer sida {number}",
    summary="Alla personer i programmet, med roller",
    examples=("personer",),
    roles=COORDINATORS,
    private=True,
)
def persons(call: Call, number: str = "1") -> Reply:
    """A table in Swedish order, a page at a time; who has been removed is not listed."""
    page = max(int(number.lstrip("#")), 1)
    known = in_order([each for each in people.everyone(call.session) if each.anonymised_at is None], _by_name)
    shown = known[(page - 1) * PAGE : page * PAGE]
    given = people.roles(call.session, [person.id for person in shown])
    rows = tuple(
        (person.name, person.organisation or "–", person.email or "–", role_words(given[person.id]))
        for person in shown
    )
    heading = Text(f"Personer: {counted(len(known), 'person', 'personer', 'en')}", TextStyle.HEADING)
    moves = []
    if page * PAGE < len(known):
        moves.append(Action("Visa fler", f"personer sida {page + 1}"))
    if call.person.roles & ADMINISTRATORS:
        moves.append(Action("Ny person", "person ny", ActionStyle.PRIMARY))
    table = Table(("Namn", "Organisation", "E-post", "Roller"), rows, "Personer")
    return Reply((heading, table, Actions(tuple(moves)))) if moves else Reply((heading, table))


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
    role = Field("role", "Roll", FieldType.CHOICE, required=True, value=ROLES[Role.READER], options=options(ROLES))
    name = clean(" ".join(text.split()), LONGEST)
    form = Form("person ny", "Ny person", (*_about(name, "", ""), role), submit="Lägg till")
    if call.fields is None:
        return Reply((form,))
    submission = read(form, call.fields, call.today)
    name, address = _name(submission), _address(call, submission, None)
    given = submission.word("role", ROLES) or Role.READER
    organisation = submission.text("organisation")
    added = people.add(call.session, name, now=call.now, email=address, organisation=organisation, roles=[given])
    told = sentence("person", "added", name=added.name, role=ROLES[given], has_address=bool(address))
    return Reply((Text(told), _moves(added)))


@command(
    "person ändra {person}",
    summary="Ändra namn, e-post eller organisation",
    examples=("person ändra koordinator@exempel.se",),
    roles=ADMINISTRATORS,
    writes=True,
    private=True,
)
def change_person(call: Call, person: str) -> Reply:
    """Open the form with what stands; or save it, unless somebody else changed it in the meantime."""
    found = people.locked(call.session, one_person(call, person).id)
    seen = "\n".join((found.name, found.email or "", found.organisation))
    fields = _about(found.name, found.email or "", found.organisation)
    form = Form(f"person ändra {as_typed(found)}", f"Ändra {found.name}", fields, hidden=(("seen", seen),))
    if call.fields is None:
        return Reply((form,))
    submission = read(form, call.fields, call.today)
    if submission.text("seen") != seen:
        differs = {
            each.name: each.value or "ingenting" for each in fields if submission.text(each.name) != each.value
        }
        marked = submission.refused({name: f"Nu står här: {value}" for name, value in differs.items()})
        raise UserError(sentence("person", "moved", name=found.name), form=marked.form)
    _change(call, found, submission)
    return Reply((Text(sentence("person", "changed", name=found.name)), _moves(found)))


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
    return Reply((Text(sentence("person", "has_now", name=person.name, roles=words)), _moves(person)))


def _about(name: str, address: str, organisation: str) -> tuple[Field, ...]:
    return (
        Field("name", "Namn", required=True, value=name, max_length=LONGEST),
        Field("email", "E-post", value=address, hint=sentence("person", "address"), max_length=LONGEST),
        Field("organisation", "Organisation", value=organisation, max_length=LONGEST),
    )


def _name(submission: Submission) -> str:
    name = " ".join(submission.text("name").split())
    if not fold(name) or ";" in name or "," in name or meant(ROLES, name):
        raise submission.refused({"name": sentence("person", "bad_name")})
    return name


def _address(call: Call, submission: Submission, own: Person | None) -> str | None:
    address = submission.text("email").lower()
    if not address:
        return None
    if not _ADDRESS.fullmatch(address):
        raise submission.refused({"email": sentence("person", "bad_address")})
    bearer = people.by_email(call.session, address)
    if bearer is not None and (own is None or bearer.id != own.id):
        raise submission.refused({"email": sentence("person", "address_taken", name=bearer.name)})
    return address


def _change(call: Call, person: Person, submission: Submission) -> None:
    person.name, person.email = _name(submission), _address(call, submission, person)
    person.key = fold(person.name)
    if person.organisation != submission.text("organisation"):
        person.organisation = submission.text("organisation")
        party = parties.by_name(call.session, person.organisation)
        person.party_id = party.id if party else None
    call.session.add(person)
    call.session.flush()


def _moves(person: Person) -> Actions:
    name = as_typed(person)
    return Actions((Action("Visa", f"person visa {name}"), Action("Ändra", f"person ändra {name}")))


def _by_name(person: Person) -> str:
    return person.name
