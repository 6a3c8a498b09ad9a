"""The sheet Personer: those who lead, coordinate or follow works."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commands.swedish.text import in_order, number
from commands.swedish.words import ROLES
from commands.workbook import cells
from commands.workbook.contents import Contents
from commands.workbook.ledger import Ledger, Once, saved
from commands.workbook.rows import Row, Table
from commands.workbook.shape import SEVERAL, SHORT_ENOUGH, Column, Rows, Sheet, chosen
from storage import people
from storage.swedish import fold
from storage.tables import Person, PersonRole
from storage.words import Role

if TYPE_CHECKING:
    from commands.workbook.gather import Export

_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")


@dataclass(frozen=True, slots=True)
class _PersonText:
    """What a row says of a person."""

    name: str
    organisation: str
    email: str | None
    roles: frozenset[Role]


def _read_people(table: Table, ledger: Ledger) -> None:
    """A person is known by the e-mail address, or without one by name and organisation.

    A person who is known by name only gets the address that is here. A blank address takes none away.
    """
    addresses = {row.written("E-post").lower() for row in table.rows}
    claimed: set[int] = set()
    once = Once()
    for row in ledger.watch(table.rows, table.sheet.name):
        roles = frozenset(row.choices("Roll", ROLES))
        said = _PersonText(row.name("Namn"), row.line("Part"), _address(row), roles)
        key = said.email or (fold(said.name), fold(said.organisation))
        if once.has(row, "E-post" if said.email else "Namn", key) or row.faulty:
            continue
        person = _known(row, ledger, said, lambda each: each.id in claimed or each.email in addresses)
        if row.faulty:
            continue
        is_new = person is None
        if person is None:
            person = people.add(
                ledger.session, said.name, now=ledger.now, email=said.email, organisation=said.organisation,
                roles=said.roles,
            )  # fmt: skip
        changed = not is_new and _renew_person(row, ledger, person, said)
        ledger.people.put(person)
        claimed.add(person.id)
        ledger.count(table.sheet.name).add(new=is_new, changed=changed)


def _address(row: Row) -> str | None:
    email = row.line("E-post").lower()
    if email and not _ADDRESS.fullmatch(email):
        row.refuse("E-post", f"”{email[:60]}” är ingen e-postadress. Skriv till exempel anna@exempel.se.")
    return email or None


def _known(row: Row, ledger: Ledger, said: _PersonText, is_another: Callable[[Person], bool]) -> Person | None:
    """The person that a row is about, None for a new one. A person whom another row is about is not."""
    if said.email and (known := ledger.people.by_email(said.email)):
        return known
    same = [each for each in ledger.people.called(said.name, said.organisation) if not is_another(each)]
    same = [each for each in same if not each.email] or ([] if said.email else same)
    if len(same) > 1:
        row.refuse(
            "Namn", f"Det finns {number(len(same))} personer som heter {said.name} där. Skriv e-postadressen också."
        )
    return same[0] if len(same) == 1 else None


def _renew_person(row: Row, ledger: Ledger, person: Person, said: _PersonText) -> bool:
    before = person.name
    values: dict[str, object] = {"name": said.name, "key": fold(said.name)}
    if row.has("Part") and said.organisation != person.organisation:
        values |= {"organisation": said.organisation, "party_id": ledger.people.party_of(said.organisation)}
    if said.email:
        values["email"] = said.email
    _, changed = saved(ledger.session, Person, person, values)
    ledger.people.renamed(person, before)
    return (row.has("Roll") and _give_roles(ledger, person, set(said.roles))) or changed


def _give_roles(ledger: Ledger, person: Person, wanted: set[Role]) -> bool:
    """Give and take roles; everyone may read, so that role makes no difference."""
    had = ledger.had.roles.get(person.id, set()) - {Role.READER}
    wanted = wanted - {Role.READER}
    for role in sorted(had - wanted):
        gone = ledger.session.get(PersonRole, (person.id, role))
        ledger.session.delete(gone)
    people.give_roles(ledger.session, person, wanted - had)
    return had != wanted


def _people(export: Export) -> Rows:
    """Everyone but the anonymised, and those who only speak: Seminarier names them, and brings them back."""
    had, spoken = export.had, _spoken(export.had)
    for person in in_order(had.people, lambda each: f"{each.name}\n{each.organisation}\n{each.email or ''}"):
        is_known = person.email or had.roles.get(person.id) or person.id in had.busy
        only_speaks = not is_known and (fold(person.name), fold(person.organisation)) in spoken
        if person.anonymised_at is None and not only_speaks:
            given = had.roles.get(person.id, set())
            roles = cells.join(word for role, word in ROLES.items() if role in given)
            address = (person.email,) if export.with_emails else ()
            yield person.name, *address, person.organisation, roles


def _spoken(had: Contents) -> set[tuple[str, str]]:
    """Those whom the sheet Seminarier will name."""
    return {
        (fold(speaker.name), fold(speaker.organisation))
        for activity in had.activities
        if activity.is_seminar and activity.cancelled_at is None
        for speaker in had.speakers.get(activity.id, ())
    }


_OTHER_ROLES = (
    "Chef betyder ledning, programledare betyder koordinator, admin betyder administratör och "
    "medarbetare betyder läsare."
)
PEOPLE = Sheet("Personer",
    "De som leder, samordnar eller följer arbeten. E-postadressen säger vem det är; utan den namn och part.", (
    Column("Namn", f"För- och efternamn, {SHORT_ENOUGH}.", "Anna Exempel", needed=True, width=28),
    Column("E-post", "Behövs för den som ska skriva till Läget.", "anna@exempel.se", width=32),
    Column("Part", "Parten eller organisationen där personen arbetar.", "Exempelstad", width=30),
    Column("Roll", f"Vad personen får göra. {SEVERAL} {_OTHER_ROLES}", "projektledare", choices=chosen(ROLES),
        width=28),
), _read_people, _people)  # fmt: skip
