"""What every test may ask for.

    database      a migrated, empty Database; the test runs twice, on SQLite and on PostgreSQL
    clock         a FrozenClock at Thursday 19 November 2026, 10:00 in Stockholm; `database` dates by it
    rows          fills `database` with what many tests begin with, made once: see tests/rows.py
    empty_url     the address of a database with nothing in it (twice, as above): for migrations
    migrated_file  an empty SQLite file of the newest schema: to be copied
    example_file  a SQLite file with the example programme, at the moment of `clock`: to be copied

One PostgreSQL serves the whole run. Where it cannot start, the tests that need it fail: they are not skipped.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog
from hypothesis import HealthCheck, settings

from commands.clock import FrozenClock
from storage.database import Database
from tests.postgres import Server, create_database
from tests.rows import Rows

# Many tests start processes of their own; where bytecode may not be kept, each would compile everything anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A bug that a test provokes is logged, and a traceback drawn for a terminal takes up to a second.
structlog.dev.ConsoleRenderer.get_active().exception_formatter = structlog.dev.plain_traceback

# The suite tries the same few examples every time; `--hypothesis-profile many` tries others, and many.
_UNHURRIED = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
settings.register_profile("few", _UNHURRIED, max_examples=25, derandomize=True, database=None)
settings.register_profile("many", _UNHURRIED, max_examples=1000)
settings.load_profile("few")

POOL_SIZE = 4
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
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
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    database = Database(f"sqlite:///{folder / 'laget.db'}")
    database.migrate()
    database.backup(folder / "whole.db")
    database.close()
    return folder / "whole.db"


@pytest.fixture(scope="session")
def _sqlite(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rows]:
    yield from _migrated(f"sqlite:///{shutil.copy(migrated_file, tmp_path_factory.mktemp('sqlite') / 'laget.db')}")


@pytest.fixture(scope="session")
def _postgresql(postgres: Path) -> Iterator[Rows]:
    yield from _migrated(create_database(postgres))


def _migrated(url: str) -> Iterator[Rows]:
    database = Database(url, pool_size=POOL_SIZE)
    database.migrate()
    rows = Rows(database)
    yield rows
    rows.close()
    database.close()


@pytest.fixture(scope="session")
def example_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from bot.example import load_example  # what it reads, most tests never need

    folder, clock = tmp_path_factory.mktemp("example"), FrozenClock(NOW)
    database = Database(f"sqlite:///{shutil.copy(migrated_file, folder / 'laget.db')}", now=clock.now)
    load_example(database, clock)
    database.backup(folder / "whole.db")
    database.close()
    return folder / "whole.db"


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, clock: FrozenClock) -> Iterator[Database]:
    rows: Rows = request.getfixturevalue(f"_{request.param}")
    rows.database.now = clock.now
    yield rows.database
    rows.empty()  # keeping the connections takes 1-2 ms; connecting anew took 6-17


@pytest.fixture
def rows(request: pytest.FixtureRequest, database: Database) -> Rows:
    found: Rows = request.getfixturevalue("_sqlite" if database.path else "_postgresql")
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    return create_database(request.getfixturevalue("postgres"))
