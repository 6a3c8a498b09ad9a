"""The two ways in, and what they promise on both databases."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session, select

from commands.clock import FrozenClock
from storage.database import Database
from storage.errors import (
    BackupRefused,
    DatabaseMissing,
    DatabaseUnreachable,
    ReadOnlyTransaction,
    SchemaNotCurrent,
    UnsupportedDatabase,
)
from storage.tables import AuditEntry, Party, Receipt
from storage.words import PartyKind

AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


def receipts(session: Session) -> list[str]:
    return sorted(session.exec(select(Receipt.key)))


def add(database: Database, *keys: str) -> None:
    with database.write() as session:
        session.add_all(Receipt(key=key, at=AT) for key in keys)


def test_what_was_written_can_be_read(database: Database) -> None:
    add(database, "a", "b")
    with database.read() as session:
        assert receipts(session) == ["a", "b"]


def test_rows_can_be_used_after_the_commit(database: Database) -> None:
    with database.write() as session:
        party = Party(name="Exempelkommun", kind=PartyKind.MUNICIPALITY, key="exempelkommun")
        session.add(party)
    assert (party.id is not None, party.name) == (True, "Exempelkommun")


def test_an_exception_leaves_nothing(database: Database) -> None:
    def half() -> None:
        with database.write() as session:
            session.add(Receipt(key="a", at=AT))
            session.add(Party(name="Exempelkommun", kind=PartyKind.MUNICIPALITY, key="exempelkommun"))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        half()
    with database.read() as session:
        assert receipts(session) == []
        assert session.exec(select(Party)).all() == []
        assert session.exec(select(AuditEntry)).all() == []


def test_a_read_cannot_flush_a_change(database: Database) -> None:
    def change() -> None:
        with database.read() as session:
            session.add(Receipt(key="a", at=AT))
            receipts(session)  # a question flushes first

    with pytest.raises(ReadOnlyTransaction, match="Receipt"):
        change()


def test_a_read_does_not_lose_a_change_silently(database: Database) -> None:
    add(database, "a")

    def change() -> None:
        with database.read() as session:
            session.get_one(Receipt, "a").reply = "changed"

    with pytest.raises(ReadOnlyTransaction, match="Receipt"):
        change()


def test_the_database_itself_refuses_a_statement_in_a_read(database: Database) -> None:
    add(database, "a")
    with database.read() as session, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session.connection().execute(text("DELETE FROM receipt"))
    add(database, "b")  # the connection that refused can write again
    with database.read() as session:
        assert receipts(session) == ["a", "b"]


def test_a_read_sees_one_moment(database: Database) -> None:
    with database.read() as session:
        before = receipts(session)
        add(database, "a")
        assert receipts(session) == before == []


def test_a_read_does_not_wait_for_a_writer(database: Database) -> None:
    with database.write() as writer:
        writer.add(Receipt(key="a", at=AT))
        writer.flush()
        with database.read() as reader:
            assert receipts(reader) == []


def test_times_come_back_as_the_same_moment_in_utc(database: Database) -> None:
    stockholm = datetime(2026, 11, 19, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    with database.write() as session:
        session.add(Receipt(key="a", at=stockholm))
    with database.read() as session:
        at = session.get_one(Receipt, "a").at
    assert (at, at.utcoffset()) == (stockholm, timedelta(0))


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    def write() -> None:
        with database.write() as session:
            session.add(Receipt(key="a", at=datetime(2026, 11, 19, 10, 0)))  # noqa: DTZ001 -- the point

    with pytest.raises(StatementError, match="timezone"):
        write()


def test_a_reference_to_nothing_is_refused(database: Database) -> None:
    insert = text("INSERT INTO person_role (person_id, role) VALUES (4711, 'reader')")
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), database.write() as session:
        session.connection().execute(insert)


def test_a_database_that_answers_passes_the_check(database: Database) -> None:
    database.check()
    database.require_current()
    assert database.exists()
    assert database.is_current
    assert database.schema_revision() == database.newest_revision()
    assert database.migrate() == []


def test_an_empty_database_is_not_current(empty_url: str) -> None:
    with closing(Database(empty_url)) as database:
        if database.path:
            database.path.touch()
        assert database.schema_revision() is None
        with pytest.raises(SchemaNotCurrent, match="nothing") as refused:
            database.require_current()
        assert refused.value.newest == database.newest_revision()


def test_a_missing_file_is_not_made_by_looking(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'none.db'}")) as database:
        assert not database.exists()
        for look in (database.check, database.schema_revision, database.require_current):
            with pytest.raises(DatabaseMissing):
                look()
        with pytest.raises(DatabaseMissing), database.read() as session:
            receipts(session)
        with pytest.raises(DatabaseMissing):
            add(database, "a")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "laget.db").write_bytes(b"Kalle Exempel var inte en databas. " * 100)
    url = f"sqlite:///{tmp_path / 'laget.db'}"
    with closing(Database(url)) as database, pytest.raises(DatabaseUnreachable, match="not a database"):
        database.check()


def test_a_server_that_is_not_there_is_unreachable_and_its_password_unsaid(tmp_path: Path) -> None:
    with closing(Database(f"postgresql://laget:hemligt@/laget?host={tmp_path}")) as database:
        assert database.exists()
        with pytest.raises(DatabaseUnreachable) as refused:
            database.check()
    assert "hemligt" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_uses_the_driver_that_is_installed(scheme: str) -> None:
    with closing(Database(f"{scheme}://laget@db.exempel.se/laget")) as database:
        assert database.url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    "url",
    ["mysql://db/laget", "sqlite://", "sqlite:///:memory:", "sqlite:///file:laget.db?uri=true", "laget.db", ""],
)
def test_an_address_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(UnsupportedDatabase):
        Database(url)


def test_sqlite_is_set_up_to_be_shared(tmp_path: Path) -> None:
    path = tmp_path / "å ä%20ö?#.db"
    with closing(Database(f"sqlite:///{quote(str(path))}")) as database:
        database.migrate()
        with database.write() as session:
            names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            found = {name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}
    assert found == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 15000}
    assert list(tmp_path.iterdir()) == [path]


def test_a_backup_under_writes_is_a_whole_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'laget.db'}")
    database.migrate()
    add(database, *(f"{n:05}-{'x' * 200}" for n in range(2000)))
    stop, first = Event(), Event()

    def write_pairs() -> None:
        n = 0
        while not stop.is_set():
            add(database, f"left {n}", f"right {n}")
            first.set()
            n += 1

    writer = Thread(target=write_pairs)
    writer.start()
    try:
        assert first.wait(timeout=20)
        for _ in range(5):
            database.backup(tmp_path / "copy.db")
            with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                count = copy.execute("SELECT count(*) FROM receipt").fetchone()[0]
            assert count > 2000
            assert count % 2 == 0  # no transaction is there by half
    finally:
        stop.set()
        writer.join()
        database.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "laget.db"]


def test_a_backup_opens_as_a_database(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'laget.db'}")) as database:
        database.migrate()
        add(database, "a")
        database.backup(tmp_path / "copy.db")
    with closing(Database(f"sqlite:///{tmp_path / 'copy.db'}")) as copy:
        assert copy.is_current
        with copy.read() as session:
            assert receipts(session) == ["a"]


def test_a_backup_never_lands_on_a_database_in_use(tmp_path: Path) -> None:
    with (
        closing(Database(f"sqlite:///{tmp_path / 'laget.db'}")) as database,
        closing(Database(f"sqlite:///{tmp_path / 'other.db'}")) as other,
    ):
        database.migrate()
        other.migrate()
        add(other, "a")
        for path in (tmp_path / "laget.db", tmp_path / "other.db"):
            with pytest.raises(BackupRefused):
                database.backup(path)
        with other.read() as session:
            assert receipts(session) == ["a"]


def test_postgresql_is_not_backed_up_here(tmp_path: Path) -> None:
    with closing(Database("postgresql://db.exempel.se/laget")) as database, pytest.raises(BackupRefused):
        database.backup(tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_the_clock_dates_the_audit_rows(database: Database, clock: FrozenClock) -> None:
    with database.write() as session:
        session.add(Party(name="Exempelkommun", kind=PartyKind.MUNICIPALITY, key="exempelkommun"))
    with database.read() as session:
        assert session.exec(select(AuditEntry.at)).one() == clock.now() == AT
