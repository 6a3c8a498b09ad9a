"""What every test may ask for.

    database      a migrated, empty Database; the test runs twice, on SQLite and on PostgreSQL
    clock         a FrozenClock at Thursday 19 November 2026, 10:00 in Stockholm; `database` dates by it
    empty_url     the address of a database with nothing in it (twice, as above): for migrations

One PostgreSQL serves the whole run. Where it cannot start, the tests that need it fail: they are not skipped.
"""

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commands._clock import FrozenClock
from storage.database import Database
from storage.tables import metadata
from tests.postgres import Server, create_database

# Many tests start processes of their own; where bytecode may not be kept, each would compile everything anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

POOL_SIZE = 4
_SERVER = pytest.StashKey[Server]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Start the one server as the first worker starts, so that it is ready when the tests are collected."""
    stash = node.config.stash
    if _SERVER not in stash:
        stash[_SERVER] = Server()
    node.workerinput["postgres"] = str(stash[_SERVER].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _SERVER in config.stash:
        config.stash[_SERVER].stop()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Path:
    """The folder of the server: that of the run, or without workers one of our own."""
    stash = request.config.stash
    shared = getattr(request.config, "workerinput", {}).get("postgres")
    if shared:
        return Path(shared)
    if _SERVER not in stash:
        stash[_SERVER] = Server()
    return stash[_SERVER].folder


@pytest.fixture(scope="session")
def _sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from _migrated(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'laget.db'}")


@pytest.fixture(scope="session")
def _postgresql(postgres: Path) -> Iterator[Database]:
    yield from _migrated(create_database(postgres))


def _migrated(url: str) -> Iterator[Database]:
    database = Database(url, pool_size=POOL_SIZE)
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 19, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm")))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, clock: FrozenClock) -> Iterator[Database]:
    database: Database = request.getfixturevalue(f"_{request.param}")
    database.now = clock.now
    yield database
    # Keeping the connections and deleting the rows takes 1-2 ms; connecting anew took 6-17.
    with database.write() as session:
        for table in reversed(metadata.sorted_tables):
            session.connection().exec_driver_sql(f'DELETE FROM "{table.name}"')  # noqa: S608 -- our own names


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    return create_database(request.getfixturevalue("postgres"))
