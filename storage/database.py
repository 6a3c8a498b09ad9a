"""The engine for SQLite or PostgreSQL, and the only place that commits.

    database = Database("sqlite:///laget.db", pool_size=8, now=clock.now)
    with database.write(person_id=7, actor="", source="slack") as session: ...   # commits at the end
    with database.read() as session: ...                                         # one moment, never commits

    database.exists() -> bool              False only for a SQLite file that is not there
    database.check() -> None               raises DatabaseMissing or DatabaseUnreachable
    database.migrate() -> list[str]        the revisions that were run; safe from several machines at once
    database.schema_revision() -> str | None,  newest_revision() -> str
    database.is_current -> bool,  require_current() -> None    raises SchemaNotCurrent
    database.backup(path) -> None          SQLite only; a whole copy in one file
    database.close() -> None

Only migrate() creates a SQLite file. A transaction holds one connection: do not open one inside another.
The fixtures for tests are in tests/conftest.py: `database` (migrated and empty, on both) and `clock`.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage import audit, schema
from storage.engine import make_engine, open_file, understand
from storage.errors import (
    BackupRefused,
    DatabaseError,
    DatabaseMissing,
    DatabaseUnreachable,
    ReadOnlyTransaction,
    SchemaNotCurrent,
)

# Any number will do as long as every process that migrates agrees on it.
_MIGRATION_LOCK: Final = 0x4C414745


class _Writing(Session):
    """A session whose changes are recorded."""


class _Reading(Session):
    """A session that refuses changes, before the database would."""


def _refuse(session: Session, *_: object) -> None:
    changed = {type(row).__name__ for row in (*session.new, *session.dirty, *session.deleted)}
    raise ReadOnlyTransaction(f"a read transaction cannot change {', '.join(sorted(changed))}")


event.listen(_Writing, "before_flush", audit.refuse_expressions)
event.listen(_Writing, "after_flush", audit.record)
event.listen(_Reading, "before_flush", _refuse)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Database:
    """One database, with a pool as large as the number of threads that use it."""

    def __init__(self, url: str, *, pool_size: int = 8, now: Callable[[], datetime] = _utc_now) -> None:
        """Prepare, but do not connect. Raises UnsupportedDatabase; `now` dates the audit rows."""
        self.url = understand(url)
        self.path = Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None
        self.now = now
        self._engine = make_engine(self.url, self.path, pool_size)
        reading: dict[str, Any] = {"access": "read"}
        if self.path is None:
            # The same as SQLite gives: one moment for the whole transaction, and no writing.
            reading |= {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        self._readers = self._engine.execution_options(**reading)
        self._writers = self._engine.execution_options(access="write")

    @contextmanager
    def write(self, *, person_id: int | None = None, actor: str = "", source: str = "") -> Iterator[Session]:
        """Commit at the end, or nothing at all; the arguments are what the audit rows say of who and from where.

        On SQLite the write lock is taken at the first statement, so that what was read stays true.
        """
        with _Writing(self._writers, expire_on_commit=False) as session, session.begin():
            session.info[audit.AUTHOR] = audit.Author(person_id, actor, source, self.now())
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """See the database as it is at one moment; a change raises ReadOnlyTransaction."""
        with _Reading(self._readers, expire_on_commit=False) as session:
            yield session
            session.flush()  # else a change that nothing flushed would be lost without a word

    def exists(self) -> bool:
        """Whether there is something to connect to, as far as can be known without connecting."""
        return self.path is None or self.path.is_file()

    def check(self) -> None:
        """Raise DatabaseMissing or DatabaseUnreachable unless a question is answered."""
        if not self.exists():
            # A connection from before the file went away would still answer.
            raise DatabaseMissing(f"there is no database at {self.path}")
        with self._looking() as connection:
            connection.execute(text("SELECT 1"))

    def schema_revision(self) -> str | None:
        """The revision that the database is at; None before the first migration."""
        with self._looking() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def newest_revision(self) -> str:
        """The revision that this program was written for."""
        return schema.revisions()[-1]

    @property
    def is_current(self) -> bool:
        """Whether the schema is exactly the one this program was written for."""
        return self.schema_revision() == self.newest_revision()

    def require_current(self) -> None:
        """Raise SchemaNotCurrent unless is_current."""
        found, newest = self.schema_revision(), self.newest_revision()
        if found != newest:
            raise SchemaNotCurrent(found, newest)

    def migrate(self) -> list[str]:
        """Bring the schema to the newest revision and return those that were run, oldest first.

        Of several callers at once one does the work while the others wait. All revisions run in one
        transaction. Raises SchemaNotCurrent when the database is newer than this program.
        """
        if self.path is not None:
            self.path.touch()  # an empty file is an empty database
        with self._migrating() as connection:
            pending = schema.after(MigrationContext.configure(connection).get_current_revision())
            if pending:
                command.upgrade(schema.alembic_config(connection), "head")
        return pending

    def compare(self) -> None:
        """Raise alembic's AutogenerateDiffsDetected when the schema differs from the tables in code."""
        with self._migrating() as connection:
            command.check(schema.alembic_config(connection))

    def draft(self, revision: str, title: str) -> None:
        """Write a migration from the schema to the tables in code; needs a current PostgreSQL database."""
        with self._migrating() as connection:
            command.revision(schema.alembic_config(connection), title, autogenerate=True, rev_id=revision)

    def backup(self, path: Path) -> None:
        """Copy a SQLite database while it is in use; `path` holds the old copy or the whole new one.

        Raises BackupRefused for PostgreSQL (pg_dump does that), and for a `path` in use or in no folder.
        """
        if self.path is None:
            raise BackupRefused("only a SQLite database is backed up so; use pg_dump")
        if path.resolve() == self.path or path.with_name(path.name + "-wal").exists():
            raise BackupRefused(f"{path} is a database in use")
        if not path.parent.is_dir():
            raise BackupRefused(f"there is no folder {path.parent}")
        part = path.with_name(path.name + ".part")
        try:
            # All pages in one step: in smaller ones, every write by others starts the copy anew.
            with closing(open_file(self.path)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy, pages=-1)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, whatever opens it
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    @contextmanager
    def _looking(self) -> Iterator[Connection]:
        try:
            with self._readers.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise DatabaseUnreachable(str(error.orig)) from error

    @contextmanager
    def _migrating(self) -> Iterator[Connection]:
        with self._engine.execution_options(access="migrate").begin() as connection:
            if self.path is None:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            yield connection
            if self.path is not None and connection.execute(text("PRAGMA foreign_key_check")).first():
                raise DatabaseError("a migration left rows that refer to nothing; it was undone")
