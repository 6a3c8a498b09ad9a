"""The engine for SQLite or PostgreSQL, and the only place that commits.

    database = Database("sqlite:///laget.db", pool_size=8, now=clock.now)
    with database.write(person_id=7, actor="", source="slack") as session: ...   # commits at the end
    with database.read() as session: ...                                         # one moment, never commits

    database.exists() -> bool              False only for a SQLite file that is not there
    database.check() -> None               raises DatabaseMissing or DatabaseUnreachable
    database.migrate() -> list[str]        the revisions that were run; safe from several machines at once
    database.schema_revision() -> str | None,  newest_revision() -> str,  pending() -> list[str]
    database.is_current -> bool,  require_current() -> None    raises SchemaNotCurrent
    database.backup(path) -> None          SQLite only; a whole copy in one file
    database.close() -> None

Only migrate() creates a SQLite file. A transaction holds one connection: do not open one inside another.
The fixtures for tests stand in tests/conftest.py: `database` (migrated and empty, on both) and `clock`.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session

from storage import audit

BUSY_TIMEOUT_SECONDS: Final = 15
CONNECT_TIMEOUT_SECONDS: Final = 10

# Any number will do as long as every process that migrates agrees on it.
_MIGRATION_LOCK: Final = 0x4C414745

# What each kind of transaction needs of a SQLite connection. Batch migrations drop and rebuild
# tables: with foreign keys on, that empties the tables that refer to them by ON DELETE CASCADE.
_PRAGMAS: Final[dict[str, dict[str, int]]] = {
    "read": {"query_only": 1, "foreign_keys": 1},
    "write": {"query_only": 0, "foreign_keys": 1},
    "migrate": {"query_only": 0, "foreign_keys": 0},
}


class DatabaseError(Exception):
    """Something is wrong with the database as a whole; the text is for a log, not for a person."""


class UnsupportedDatabase(DatabaseError):
    """The address names no SQLite file and no PostgreSQL database."""


class DatabaseMissing(DatabaseError):
    """The SQLite file is not there; migrate() would make it."""


class DatabaseUnreachable(DatabaseError):
    """The database does not answer, or refuses us."""


class SchemaNotCurrent(DatabaseError):
    """The schema is older or newer than this program."""

    def __init__(self, found: str | None, newest: str) -> None:
        super().__init__(f"the schema is at {found or 'nothing'}, this program needs {newest}")
        self.found = found
        self.newest = newest


class ReadOnlyTransaction(DatabaseError):
    """A change was made inside read()."""


class BackupRefused(DatabaseError):
    """A backup cannot be made to that place, or of that database."""


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
        self.url = _understand(url)
        self.path = Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None
        self.now = now
        self._engine = _engine(self.url, self.path, pool_size)
        reading: dict[str, Any] = {"access": "read"}
        if self.path is None:
            # The same as SQLite gives: one moment for the whole transaction, and no writing.
            reading |= {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        self._readers = self._engine.execution_options(**reading)
        self._writers = self._engine.execution_options(access="write")

    @contextmanager
    def write(self, *, person_id: int | None = None, actor: str = "", source: str = "") -> Iterator[Session]:
        """Commit at the end, or nothing at all; the arguments are what the audit rows say of who and whence.

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
        newest = ScriptDirectory.from_config(_alembic()).get_current_head()
        if newest is None:
            raise DatabaseError("this installation contains no migrations")
        return newest

    @property
    def is_current(self) -> bool:
        """Whether the schema is exactly the one this program was written for."""
        return self.schema_revision() == self.newest_revision()

    def require_current(self) -> None:
        """Raise SchemaNotCurrent unless is_current."""
        found, newest = self.schema_revision(), self.newest_revision()
        if found != newest:
            raise SchemaNotCurrent(found, newest)

    def pending(self) -> list[str]:
        """Revisions that migrate() would run, oldest first. Raises SchemaNotCurrent for an unknown schema."""
        return self._after(self.schema_revision())

    def migrate(self) -> list[str]:
        """Bring the schema to the newest revision and return those that were run, oldest first.

        Of several callers at once one does the work while the others wait. All revisions run in one
        transaction. Raises SchemaNotCurrent when the database is newer than this program.
        """
        if self.path is not None:
            self.path.touch()  # an empty file is an empty database
        with self._migrating() as connection:
            pending = self._after(MigrationContext.configure(connection).get_current_revision())
            if pending:
                command.upgrade(_alembic(connection), "head")
        return pending

    def compare(self) -> None:
        """Raise alembic's AutogenerateDiffsDetected when the schema differs from the tables in code."""
        with self._migrating() as connection:
            command.check(_alembic(connection))

    def draft(self, revision: str, title: str) -> None:
        """Write a migration from the schema to the tables in code; needs a current PostgreSQL database."""
        with self._migrating() as connection:
            command.revision(_alembic(connection), title, autogenerate=True, rev_id=revision)

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
            with closing(_open(self.path)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy, pages=-1)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, also for whoever opens it
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def _after(self, revision: str | None) -> list[str]:
        scripts = ScriptDirectory.from_config(_alembic())
        known = [script.revision for script in scripts.walk_revisions()][::-1]
        if revision is not None and revision not in known:
            raise SchemaNotCurrent(revision, self.newest_revision())
        return known if revision is None else known[known.index(revision) + 1 :]

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


def _understand(url: str) -> URL:
    """Name the driver, make the path of a SQLite file absolute, and refuse all else."""
    try:
        understood = make_url(url)
    except ArgumentError as error:
        raise UnsupportedDatabase("the address of the database cannot be read") from error
    if understood.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return understood.set(drivername="postgresql+psycopg")
    if understood.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise UnsupportedDatabase(f"{understood.drivername} is neither sqlite nor postgresql")
    file = understood.database or ""
    if file in {"", ":memory:"} or file.startswith("file:") or understood.query:
        # In memory every process, and every thread, would have a database of its own.
        raise UnsupportedDatabase("a SQLite database is a plain file: sqlite:///laget.db")
    return understood.set(database=str(Path(file).absolute().resolve()))


def _engine(url: URL, path: Path | None, pool_size: int) -> Engine:
    if path is None:
        timeout = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
        return create_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True, connect_args=timeout)
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, creator=lambda: _open(path))
    event.listen(engine, "begin", _begin)
    return engine


def _open(path: Path) -> sqlite3.Connection:
    """Connect to a file that is there; SQLite itself would quietly make an empty one."""
    if not path.is_file():
        raise DatabaseMissing(f"there is no database at {path}")
    connection = sqlite3.connect(
        f"file:{quote(os.fspath(path))}?mode=rw",
        uri=True,
        timeout=BUSY_TIMEOUT_SECONDS,
        isolation_level=None,  # else the driver begins transactions of its own, when it likes
        check_same_thread=False,  # the pool lends a connection to one thread at a time
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    """Begin on SQLite: a write takes the lock at once, since one that takes it later loses what others wrote."""
    access = connection.get_execution_options()["access"]
    for pragma, value in _PRAGMAS[access].items():
        # Remembered on the connection: setting a pragma makes SQLite forget its prepared statements.
        if connection.info.get(pragma) != value:
            connection.exec_driver_sql(f"PRAGMA {pragma} = {value}")
            connection.info[pragma] = value
    connection.exec_driver_sql("BEGIN" if access == "read" else "BEGIN IMMEDIATE")


def _alembic(connection: Connection | None = None) -> Config:
    """What alembic.ini would say, so that an installed package needs none."""
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
