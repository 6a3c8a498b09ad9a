"""How long Läget takes, next to the least that the same machine and database could take.

    uv run python -m tests.bench            everything: ten minutes or so, and a million status updates twice
    uv run python -m tests.bench --quick    the same tables, smaller, in about a minute

Nothing here passes or fails: seconds depend on the machine, and so each figure stands beside a floor from the same
run. A floor of a question is one SELECT by primary key, that of an update one INSERT and its commit, each in a
transaction of its own through the same driver. PostgreSQL runs without fsync, as in the tests; SQLite as always.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.app import THREADS
from bot.logs import set_up
from storage.database import Database
from tests.bench.crowds import show_crowds
from tests.bench.filling import add_updates, add_works, found
from tests.bench.starting import show_start
from tests.bench.talking import COLUMNS, asked_and_told
from tests.bench.timing import show
from tests.postgres import Server, create_database

SIZES = ((10, 30), (1_000, 3_000), (10_000, 30_000), (10_000, 1_000_000))
QUICK = ((10, 30), (200, 600), (200, 20_000))
"""Works and status updates; a size with as many works as the one before is the same database with more updates."""


def main() -> None:
    """Measure on both databases and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="smaller databases and fewer runs")
    quick = parser.parse_args().quick
    _log_to_nowhere()
    show_start(runs=5 if quick else 20)
    server = Server()
    try:
        for name, url in (("SQLite", ""), ("PostgreSQL", "server")):
            rows: list[tuple[str, ...]] = []
            for database, works, updates in _sizes(QUICK if quick else SIZES, server if url else None):
                rows += asked_and_told(database, works, updates, runs=30 if quick else 200)
                if (works, updates) == (QUICK if quick else SIZES)[-1]:
                    largest = database, works
                    show(f"{name}: one at a time", COLUMNS, rows)
                    show_crowds(name, *largest, rounds=1 if quick else 5)
    finally:
        server.stop()


def _sizes(sizes: tuple[tuple[int, int], ...], server: Server | None) -> Iterator[tuple[Database, int, int]]:
    """A database of each size, filled; the same one for as long as the number of works is the same."""
    held = 0, 0
    with tempfile.TemporaryDirectory(prefix="laget-bench-") as folder:
        for works, updates in sizes:
            if works != held[0]:
                held = works, 0
                file = Path(folder, f"{works}.db")
                database = Database(
                    create_database(server.folder) if server else f"sqlite:///{file}", pool_size=THREADS
                )
                database.migrate()
                found(database)
                add_works(database, works)
            add_updates(database, works, held[1], updates - 1)
            held = works, updates
            yield database, works, updates
            if updates == sizes[-1][1]:
                database.close()


def _log_to_nowhere() -> None:
    """What `laget web` logs is part of what it does; only, nobody wants to read it here."""
    with _standard_error_to(Path("/dev/null")):
        set_up("INFO", "json")


@contextmanager
def _standard_error_to(path: Path) -> Iterator[None]:
    shown = sys.stderr
    sys.stderr = path.open("w")
    try:
        yield
    finally:
        sys.stderr = shown


main()
