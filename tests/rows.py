"""Rows that many tests begin with, made once and put back ever after; and all rows taken away.

rows = Rows(database)
known = rows.filled("the small programme", make)    # make(database) the first time, later a copy of its rows
rows.empty()

The database copies within itself, past our tables and their checks: 3 ms, where making the small programme takes
100. What `make` returned is returned again, so it must be nothing that a test can change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

import psycopg

from storage.database import Database
from storage.tables import metadata

Made = TypeVar("Made")
Run = Callable[[str], object]

_NAMES = [table.name for table in metadata.sorted_tables]


class Rows:
    """The rows of one database, which one test at a time uses."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._made: dict[Hashable, tuple[object, str]] = {}
        self._run, self.close = _sqlite(database) if database.path else _postgresql(database)
        self._emptying = "".join(f'DELETE FROM "{name}";' for name in _NAMES)  # noqa: S608 -- our own names

    def empty(self) -> None:
        """Take all rows away."""
        self._run(self._emptying)

    def filled(self, key: Hashable, make: Callable[[Database], Made]) -> Made:
        """Fill an empty database as `make` does, and return what it returned; `key` says all that it depends on."""
        if key not in self._made:
            made = make(self.database)
            self._made[key] = made, self._kept(len(self._made))
            return made
        found, putting_back = self._made[key]
        self._run(putting_back)
        return cast(Made, found)

    def _kept(self, number: int) -> str:
        """Copy all rows aside; the statements that put them back."""
        with self.database.read() as session:
            ask = session.connection().exec_driver_sql
            filled = [name for name in _NAMES if ask(f'SELECT 1 FROM "{name}" LIMIT 1').first()]  # noqa: S608
        for name in filled:
            self._run(f'CREATE TABLE kept."{number} {name}" AS SELECT * FROM "{name}";')  # noqa: S608
        return "".join(f'INSERT INTO "{name}" SELECT * FROM kept."{number} {name}";' for name in filled)  # noqa: S608


def _sqlite(database: Database) -> tuple[Run, Callable[[], None]]:
    connection = sqlite3.connect(str(database.path), isolation_level=None)  # foreign keys are off unless asked for
    connection.executescript("PRAGMA synchronous = OFF; ATTACH ':memory:' AS kept;")

    def run(statements: str) -> None:
        with connection:  # undoes what was begun, should a statement fail
            connection.executescript(f"BEGIN IMMEDIATE;{statements}COMMIT;")

    return run, connection.close


def _postgresql(database: Database) -> tuple[Run, Callable[[], None]]:
    address = database.url.set(drivername="postgresql").render_as_string()
    connection = psycopg.connect(address, autocommit=True)
    connection.execute("CREATE SCHEMA kept; SET session_replication_role = replica")  # no foreign keys
    return lambda statements: connection.execute(statements.encode()), connection.close  # one transaction
