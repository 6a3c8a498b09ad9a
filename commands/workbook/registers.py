"""Reads the sheets Program, Parter, Etiketter and Personer: what the works are tied to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from commands.swedish.dates import long_date
from commands.swedish.text import number
from commands.swedish.words import LABEL_KINDS, PARTY_KINDS, ROLES
from commands.workbook.ledger import Ledger, Once, saved
from commands.workbook.names import Names
from commands.workbook.rows import Row, Table
from commands.workbook.shape import SHORT
from commands.workbook.whens import Stored, is_same
from storage import people
from storage.swedish import fold
from storage.tables import Label, Party, PartyAlias, Person, PersonRole, Programme, Project
from storage.words import Role

_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")

Columns = Mapping[str, Callable[[Row, str], Mapping[str, object]]]
"""How each heading that a sheet may lack becomes columns of a table."""


def column(name: str) -> Callable[[Row, str], Mapping[str, object]]:
    """A line that is stored as it is."""
    return lambda row, heading: {name: row.line(heading)}


def prose(name: str) -> Callable[[Row, str], Mapping[str, object]]:
    """A text that is stored as it is."""
    return lambda row, heading: {name: row.text(heading)}


def told(row: Row, columns: Columns) -> dict[str, object]:
    """What a row says; of a column that the sheet lacks it says nothing."""
    values: dict[str, object] = {}
    for heading, read in columns.items():
        if row.has(heading):
            values |= read(row, heading)
    return values


def day_and_words(row: Row, heading: str, name: str, stored: Stored, *, end: bool) -> dict[str, object]:
    """A time of which the first or the last day is stored; {} when it says what is stored already."""
    if not row.has(heading):
        return {}
    when = row.when(heading)
    if is_same(when, stored):
        return {}
    return {f"{name}_text": when.text, f"{name}_on": when.end if end else when.start}


def start_and_end(row: Row, had: Programme | Project | None) -> dict[str, object]:
    """From when to when, as `day_and_words`; an end before the start is a fault at the end."""
    start = (had.start_text, had.start_on, None) if had else ("", None, None)
    end = (had.end_text, None, had.end_on) if had else ("", None, None)
    values = day_and_words(row, "Start", "start", start, end=False)
    values |= day_and_words(row, "Slut", "end", end, end=True)
    first, last = values.get("start_on", start[1]), values.get("end_on", end[2])
    if values and isinstance(first, date) and isinstance(last, date) and last < first:
        said = "Slut" if row.has("Slut") else "Start"
        row.refuse(said, f"Slut, {long_date(last)}, är före Start, {long_date(first)}. Ändra Start eller Slut.")
    return values


def read_programme(table: Table, ledger: Ledger) -> None:
    """There is one programme: the row makes it, or changes it.

    Its commissioner is known to the works even when another cell of the row is faulty.
    """
    if not table.is_usable:
        ledger.commissioner = None
    for row in table.rows[1:]:
        row.refuse("Namn", "Här får bara ett program stå, i en enda rad.")
    for row in table.rows[:1]:
        programme = ledger.programme
        values = {"name": row.name("Namn")} | told(row, _PROGRAMME)
        values |= start_and_end(row, programme)
        if row.has("Beställare"):
            ledger.commissioner = row.line("Beställare") if row.is_sound("Beställare") else None
        if row.faulty:
            continue
        is_new = programme is None
        ledger.programme, changed = saved(ledger.session, Programme, programme, values)
        ledger.count(table.sheet.name).add(new=is_new, changed=changed)
        ledger.is_new_programme = is_new


_PROGRAMME: Columns = {
    "Kortnamn": column("short_name"),
    "Beställare": column("commissioner"),
    "Strategiskt mål": prose("strategic_goal"),
    "Effektmål": prose("effect_goal"),
}


def read_parties(table: Table, ledger: Ledger) -> None:
    """A party is known by its name."""
    ledger.parties.is_complete = table.is_usable
    had = {party.id: party for party in ledger.had.parties}
    once = Once()
    for row in ledger.watch(table.rows, table.sheet.name):
        name, kind = row.name("Namn"), row.choice("Typ", PARTY_KINDS)
        values = {"name": name, "key": fold(name), "kind": kind} | told(row, {"Kortnamn": _short_name})
        aliases = row.items("Alias")
        party = had.get(ledger.parties.whole(name) or 0)
        said = {"Namn": [name], "Kortnamn": [row.line("Kortnamn", SHORT)], "Alias": aliases}
        refuse_borne(row, ledger.parties, said, party.id if party else None)
        if once.has(row, "Namn", fold(name)) or row.faulty:
            ledger.parties.put_faulty([name, row.line("Kortnamn", SHORT), *aliases])
            continue
        is_new = party is None
        party, changed = saved(ledger.session, Party, party, values)
        kept = ledger.had.party_aliases.get(party.id, [])
        if row.has("Alias"):
            changed |= _give_aliases(ledger, party, kept, aliases)
        ledger.parties.put(party.id, party.name, (party.short_name, *(aliases or [each.name for each in kept])))
        ledger.party_kinds[party.id] = party.kind
        had[party.id] = party
        ledger.count(table.sheet.name).add(new=is_new, changed=changed)


def _short_name(row: Row, heading: str) -> Mapping[str, object]:
    short = row.line(heading, SHORT)
    return {"short_name": short, "short_key": fold(short)}


def refuse_borne(row: Row, names: Names, said: Mapping[str, Iterable[str]], but: int | None) -> None:
    """Refuse a name that something else bears: nobody could tell which is meant."""
    for heading, written in said.items():
        for each in written:
            if row.has(heading) and fold(each) and (other := names.bearer(each, but)):
                row.refuse(heading, f"”{each}” är redan ett namn på {other}. Välj ett annat.")


def _give_aliases(ledger: Ledger, party: Party, had: Iterable[PartyAlias], wanted: list[str]) -> bool:
    kept = {alias.name: alias for alias in had}
    for name in kept.keys() - set(wanted):
        ledger.session.delete(kept[name])
    new = [name for name in wanted if name not in kept]
    ledger.session.add_all(PartyAlias(party_id=party.id, name=name, key=fold(name)) for name in new)
    return bool(new) or bool(kept.keys() - set(wanted))


def read_labels(table: Table, ledger: Ledger) -> None:
    """A label is known by its kind and text."""
    ledger.labels.is_complete = table.is_usable
    once = Once()
    for row in ledger.watch(table.rows, table.sheet.name):
        kind, text = row.choice("Typ", LABEL_KINDS), row.name("Text")
        values: dict[str, object] = {"kind": kind, "text": text, "key": fold(text)}
        if row.has("Nummer"):
            values["number"] = row.count("Nummer")
        if kind is None:
            continue
        if once.has(row, "Text", (kind, fold(text))) or row.faulty:
            ledger.labels.put_faulty(kind, text, row.written("Nummer"))
            continue
        label = ledger.labels.get(kind, text)
        is_new = label is None
        label, changed = saved(ledger.session, Label, label, values)
        ledger.labels.put(label)
        ledger.count(table.sheet.name).add(new=is_new, changed=changed)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a row says of a person."""

    name: str
    organisation: str
    email: str | None
    roles: frozenset[Role]


def read_people(table: Table, ledger: Ledger) -> None:
    """A person is known by the e-mail address, or without one by name and organisation.

    Somebody who is known by name only and stands here with an address gets it. A blank address takes none away.
    """
    addresses = {row.written("E-post").lower() for row in table.rows}
    claimed: set[int] = set()
    once = Once()
    for row in ledger.watch(table.rows, table.sheet.name):
        roles = frozenset(row.choices("Roll", ROLES))
        said = _Told(row.name("Namn"), row.line("Part"), _address(row), roles)
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


def _known(row: Row, ledger: Ledger, said: _Told, is_another: Callable[[Person], bool]) -> Person | None:
    """The person that a row is about, None for a new one. Whoever another row is about is somebody else."""
    if said.email and (known := ledger.people.by_email(said.email)):
        return known
    same = [each for each in ledger.people.called(said.name, said.organisation) if not is_another(each)]
    same = [each for each in same if not each.email] or ([] if said.email else same)
    if len(same) > 1:
        row.refuse(
            "Namn", f"Det finns {number(len(same))} personer som heter {said.name} där. Skriv e-postadressen också."
        )
    return same[0] if len(same) == 1 else None


def _renew_person(row: Row, ledger: Ledger, person: Person, said: _Told) -> bool:
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


def count_the_rest(ledger: Ledger) -> None:
    """Count persons and labels that other sheets brought with them."""
    for sheet, added in (("Personer", ledger.people.added), ("Etiketter", ledger.labels.added)):
        if added:
            ledger.count(sheet).new += added
