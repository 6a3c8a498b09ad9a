"""The record of changes: complete, in the transaction of the change, and silent about secrets."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import LargeBinary, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlmodel import col, select

from storage.database import Database
from storage.tables import AuditEntry, Party, Person, PersonRole, Receipt
from storage.words import PartyKind, Role

AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


class _Base(DeclarativeBase):
    """Tables that only this test knows."""


class Vault(_Base):
    """A row with a secret, and with what JSON cannot say."""

    __tablename__ = "vault"
    __audited__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String, info={"secret": True})
    share: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    seal: Mapped[bytes] = mapped_column(LargeBinary)


def trail(database: Database) -> list[tuple[str, str, dict[str, Any]]]:
    with database.read() as session:
        entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
        return [(entry.table_name, entry.action, json.loads(entry.changes)) for entry in entries]


def municipality(short_name: str = "") -> Party:
    return Party(name="Exempelkommun", kind=PartyKind.MUNICIPALITY, key="exempelkommun", short_name=short_name)


def test_each_kind_of_change_leaves_a_row(database: Database) -> None:
    with database.write() as session:
        party = municipality(short_name="Ö")
        session.add(party)
    with database.write() as session:
        session.get_one(Party, party.id).short_name = "Övik"
    with database.write() as session:
        session.delete(session.get_one(Party, party.id))
    inserted, updated, deleted = trail(database)
    row = {"id": party.id, "name": "Exempelkommun", "kind": "municipality", "key": "exempelkommun"}
    row |= {"short_key": "", "short_name": "Ö"}
    assert inserted == ("party", "insert", {name: [None, value] for name, value in row.items()})
    assert updated == ("party", "update", {"short_name": ["Ö", "Övik"]})
    row["short_name"] = "Övik"
    assert deleted == ("party", "delete", {name: [value, None] for name, value in row.items()})


def test_who_and_whence_are_recorded(database: Database) -> None:
    with database.write(person_id=7, source="slack") as session:
        session.add(municipality())
    with database.write(actor="operatör", source="terminal") as session:
        session.exec(select(Party)).one().name = "Exempelstad"
    with database.read() as session:
        entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    assert [(e.person_id, e.actor, e.source, e.at) for e in entries] == [
        (7, "", "slack", AT),
        (None, "operatör", "terminal", AT),
    ]


def test_a_row_is_found_by_its_key(database: Database) -> None:
    with database.write() as session:
        person = Person(name="Anna Exempel", key="anna exempel", created_at=AT)
        session.add(person)
        session.flush()
        session.add(PersonRole(person_id=person.id, role=Role.READER))
    with database.read() as session:
        keys = dict(session.exec(select(AuditEntry.table_name, AuditEntry.row_id)).all())
    assert keys == {"person": str(person.id), "person_role": f"{person.id}/reader"}


def test_setting_what_already_stands_is_no_change(database: Database) -> None:
    with database.write() as session:
        session.add(municipality())
    with database.write() as session:
        party = session.exec(select(Party)).one()
        party.name = "Exempelstad"
        party.name = "Exempelkommun"
    assert [action for _, action, _ in trail(database)] == ["insert"]


def test_what_stood_before_is_known_also_of_a_row_that_was_forgotten(database: Database) -> None:
    with database.write() as session:
        session.add(municipality())
    with database.write() as session:
        party = session.exec(select(Party)).one()
        session.expire(party)
        party.name = "Exempelstad"
    assert trail(database)[-1] == ("party", "update", {"name": ["Exempelkommun", "Exempelstad"]})


def test_a_change_undone_by_a_savepoint_leaves_no_row(database: Database) -> None:
    with database.write() as session:
        session.add(municipality())
        nested = session.begin_nested()
        session.add(Party(name="Fel", kind=PartyKind.OTHER, key="fel"))
        session.flush()
        nested.rollback()
    assert [(table, changes["name"]) for table, _, changes in trail(database)] == [
        ("party", [None, "Exempelkommun"])
    ]


def test_tables_that_are_not_audited_leave_no_row(database: Database) -> None:
    with database.write() as session:
        session.add(Receipt(key="a", at=AT))
    assert trail(database) == []


def test_a_secret_is_named_but_not_kept(database: Database) -> None:
    with database.write() as session:
        _Base.metadata.create_all(session.connection())
        session.add(Vault(id=1, token="xoxb-hemlig", share=Decimal("0.50"), seal=b"\x00\x01"))  # noqa: S106
        session.flush()
        session.get_one(Vault, 1).token = "xoxb-annan"  # noqa: S105
        session.flush()
        entries = [
            json.loads(entry.changes) for entry in session.exec(select(AuditEntry).order_by(col(AuditEntry.id)))
        ]
        _Base.metadata.drop_all(session.connection())
    seal = "2 bytes, sha256 b413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2"
    assert entries == [
        {"id": [None, 1], "token": [None, "***"], "share": [None, "0.50"], "seal": [None, seal]},
        {"token": ["***", "***"]},
    ]


def test_a_change_whose_outcome_is_not_known_here_is_refused(database: Database) -> None:
    with database.write() as session:
        session.add(municipality())

    def shout() -> None:
        with database.write() as session:
            session.exec(select(Party)).one().name = col(Party.name) + "!"  # type: ignore[assignment]

    with pytest.raises(TypeError, match="audited column"):
        shout()
    with database.read() as session:
        assert session.exec(select(Party.name)).one() == "Exempelkommun"
