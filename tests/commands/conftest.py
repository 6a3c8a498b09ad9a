"""A small programme to talk about, and `say`: tests in chat language.

    reply = say("status BarnSäkert")                          # as the coordinator
    reply = say("rapportera BarnSäkert", as_="leader", fields={"state": "gul", …})
    text_of(reply), fact(reply, "Läge"), commands_of(reply)

People (all "… Exempel"): coordinator, leader (leads BarnSäkert), other_leader (leads the demens work), leadership,
reader, admin. Works: BarnSäkert (included), Barn och Unga i Ånge (included), Organisationsöverskridande
multidisciplinärt demensarbete (included), Nya samtal (an idea, the region only).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from bot.answer import Context, answer
from commands.clock import FrozenClock
from commands.command import Book, discover
from commands.message import Actions, Address, Facts, Form, Identity, Reply, Request, Table, Text
from storage import people
from storage.database import Database
from storage.swedish import fold
from storage.tables import (
    Label,
    Party,
    PartyAlias,
    Programme,
    Project,
    ProjectAlias,
    ProjectLeader,
    ProjectParty,
)
from storage.words import LabelKind, PartyKind, Role, Stage, Standing, WorkForm
from tests.rows import Rows

STOCKHOLM = ZoneInfo("Europe/Stockholm")
PEOPLE = {
    "coordinator": ("Klara Exempel", Role.COORDINATOR, "Region Norrstrand"),
    "leader": ("Anna Exempel", Role.PROJECT_LEADER, "Region Norrstrand"),
    "other_leader": ("Anders Exempel", Role.PROJECT_LEADER, "Örnköpings kommun"),
    "leadership": ("Lena Exempel", Role.LEADERSHIP, "Region Norrstrand"),
    "reader": ("Rolf Exempel", Role.READER, "Ånge kommun"),
    "admin": ("Ada Exempel", Role.ADMINISTRATOR, "Region Norrstrand"),
}
PARTIES = (
    ("Region Norrstrand", "RNS", PartyKind.REGION, ("Regionen",)),
    ("Örnköpings kommun", "Örnköping", PartyKind.MUNICIPALITY, ("Öpping",)),
    ("Ånge kommun", "Ånge", PartyKind.MUNICIPALITY, ()),
    ("Kommunförbundet", "KF", PartyKind.OTHER, ()),
)
WORKS = (
    ("Barnsäkert - en god och nära vård för barn 0-6 år", "BarnSäkert", ("BarnSäkert 0-6 år",), Standing.INCLUDED),
    ("Barn och Unga i Ånge", "", (), Standing.INCLUDED),
    (
        "Organisationsöverskridande multidisciplinärt demensarbete",
        "",
        ("Multidisciplinärt demensteam",),
        Standing.INCLUDED,
    ),
    ("Nya samtal", "", (), Standing.IDEA),
)
DIMENSIONS = ("tid", "ekonomi", "resurser", "omfattning", "risk", "nytta")
Say = Callable[..., Reply]


@dataclass(frozen=True)
class Known:
    """The ids of what `programme` made: people by role, works by the first word of their names, dimensions by word."""

    people: Mapping[str, int]
    works: Mapping[str, int]
    parties: Mapping[str, int]
    dimensions: Mapping[str, int]


@pytest.fixture(scope="session")
def book() -> Book:
    return discover()


@pytest.fixture
def context(database: Database, book: Book, clock: FrozenClock) -> Context:
    return Context(database, book, clock, STOCKHOLM)


@pytest.fixture
def programme(context: Context, rows: Rows) -> Known:
    """The small programme, in the database."""
    now = context.clock.now()

    def make(database: Database) -> Known:
        with database.write(actor="test", source="test") as session:
            return _make(session, now)

    return rows.filled(("the small programme", now), make)


@pytest.fixture
def say(context: Context, programme: Known) -> Say:
    """Say something as one of the people, and get the reply."""

    def said(
        text: str,
        as_: str = "coordinator",
        fields: Mapping[str, str] | None = None,
        deliveries: tuple[str, ...] = (),
    ) -> Reply:
        sender = Identity("local", email=f"{as_}@exempel.se")
        return answer(context, Request(text, sender, Address("local", as_), fields, deliveries))

    return said


def text_of(reply: Reply) -> str:
    """Everything a person would read in a reply, one piece a line."""
    parts = [reply.error.message] if reply.error else []
    for block in reply.blocks:
        match block:
            case Text(text=text):
                parts.append(text)
            case Facts(items=items):
                parts.extend(f"{each.label}: {each.value}" for each in items)
            case Table(columns=columns, rows=rows, title=title):
                parts.extend([title, " | ".join(columns), *(" | ".join(row) for row in rows)])
            case Form(title=title, fields=fields):
                parts.extend([title, *(f"{each.label}: {each.value} {each.error}" for each in fields)])
            case Actions(items=items):
                parts.extend(f"[{each.label}]" for each in items)
            case _:
                parts.append(block.name)
    return "\n".join(parts)


def fact(reply: Reply, label: str) -> str:
    """The value of a fact; fails when the reply has no such fact."""
    for block in reply.blocks:
        if isinstance(block, Facts):
            for each in block.items:
                if each.label == label:
                    return each.value
    raise AssertionError(f"no fact {label!r} in\n{text_of(reply)}")


def form_of(reply: Reply) -> Form:
    """The form of a reply; fails when it has none."""
    forms = [block for block in reply.blocks if isinstance(block, Form)]
    assert forms, f"no form in\n{text_of(reply)}"
    return forms[0]


def filled(form: Form, **changes: str) -> dict[str, str]:
    """What a browser would send: every field with its initial value, except for the changes."""
    return {each.name: each.value for each in form.fields} | dict(form.hidden) | changes


def commands_of(reply: Reply) -> list[str]:
    """What the reply's buttons say."""
    return [each.command for block in reply.blocks if isinstance(block, Actions) for each in block.items]


def table_of(reply: Reply) -> Table:
    """The table of a reply; fails when it has none."""
    tables = [block for block in reply.blocks if isinstance(block, Table)]
    assert tables, f"no table in\n{text_of(reply)}"
    return tables[0]


def _make(session: Session, now: datetime) -> Known:
    session.add(
        Programme(name="God och nära vård i Norrstrand", short_name="Nära vård", commissioner="Länsledningen")
    )
    parties = {name: _party(session, name, short, kind, also) for name, short, kind, also in PARTIES}
    persons = {
        role_name: people.add(
            session, name, now=now, email=f"{role_name}@exempel.se", organisation=party, roles=[role]
        )
        for role_name, (name, role, party) in PEOPLE.items()
    }
    labels = {word: _dimension(session, number, word) for number, word in enumerate(DIMENSIONS, 1)}
    works = {
        name.split()[0]: _work(session, now, name, short, also, standing) for name, short, also, standing in WORKS
    }
    for work, party in (("Barnsäkert", "Örnköpings kommun"), ("Barn", "Ånge kommun"), ("Organisationsöverskridande", "Örnköpings kommun")):  # fmt: skip
        session.add(ProjectParty(project_id=works[work], party_id=parties["Region Norrstrand"], position=0))
        session.add(ProjectParty(project_id=works[work], party_id=parties[party], position=1))
    session.add(ProjectParty(project_id=works["Nya"], party_id=parties["Region Norrstrand"]))
    session.add(ProjectLeader(project_id=works["Barnsäkert"], person_id=persons["leader"].id))
    session.add(ProjectLeader(project_id=works["Organisationsöverskridande"], person_id=persons["other_leader"].id))
    ids = {role_name: person.id for role_name, person in persons.items()}
    return Known(ids, works, parties, labels)


def _party(session: Session, name: str, short: str, kind: PartyKind, also: tuple[str, ...]) -> int:
    party = Party(name=name, short_name=short, kind=kind, key=fold(name), short_key=fold(short))
    session.add(party)
    session.flush()
    session.add_all(PartyAlias(party_id=party.id, name=alias, key=fold(alias)) for alias in also)
    return party.id


def _dimension(session: Session, number: int, word: str) -> int:
    label = Label(kind=LabelKind.DIMENSION, number=number, text=word, key=fold(word))
    session.add(label)
    session.flush()
    return label.id


def _work(session: Session, now: datetime, name: str, short: str, also: tuple[str, ...], standing: Standing) -> int:
    work = Project(
        name=name,
        short_name=short,
        key=fold(name),
        short_key=fold(short),
        form=WorkForm.PROJECT,
        stage=Stage.IDEA if standing is Standing.IDEA else Stage.EXECUTION,
        standing=standing,
        created_at=now,
    )
    if standing is Standing.INCLUDED:
        work.included_text, work.included_on, work.included_by = "2024-02-13", date(2024, 2, 13), "Länsledningen"
    session.add(work)
    session.flush()
    session.add_all(ProjectAlias(project_id=work.id, name=alias, key=fold(alias)) for alias in also)
    return work.id
