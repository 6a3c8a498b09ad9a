"""The pool of connections to SQLite or PostgreSQL, and how a transaction begins on each.

A connection's `access` ("read", "write" or "migrate", an execution option) says what its transactions may do.
"""

import os
import sqlite3
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from storage.errors import DatabaseMissing, UnsupportedDatabase

BUSY_TIMEOUT_SECONDS: Final = 15
CONNECT_TIMEOUT_SECONDS: Final = 10

# What each kind of transaction needs of a SQLite connection. Batch migrations drop and rebuild
# tables: with foreign keys on, that empties the tables that refer to them by ON DELETE CASCADE.
_PRAGMAS: Final[dict[str, dict[str, int]]] = {
    "read": {"query_only": 1, "foreign_keys": 1},
    "write": {"query_only": 0, "foreign_keys": 1},
    "migrate": {"query_only": 0, "foreign_keys": 0},
}


def understand(url: str) -> URL:
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


def make_engine(url: URL, path: Path | None, pool_size: int) -> Engine:
    """A pool of at most `pool_size` connections, to the SQLite file at `path` or to PostgreSQL."""
    if path is None:
        timeout = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
        return create_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True, connect_args=timeout)
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, creator=lambda: open_file(path))
    event.listen(engine, "begin", _begin)
    return engine


def open_file(path: Path) -> sqlite3.Connection:
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
