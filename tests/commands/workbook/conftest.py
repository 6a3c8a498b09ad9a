"""Workbooks for tests: made of plain lists, read through the real door, and looked at cell by cell.

file = book({"Arbeten": [["Namn"], ["Nya samtal"]]})
done = read(file)                    # imports; read(file, dry_run=True) keeps nothing
cells(path)                          # {sheet: [[value, …], …]}
sheets = round_trip()                  # exports, imports into its own and into an empty database; the cells
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import func, select

from bot.exchange import Done, export_workbook, import_workbook
from commands.clock import FrozenClock
from storage.database import Database
from storage.tables import AuditEntry, metadata

Sheets = Mapping[str, Any]
Rows = list[list[Any]]
Book = Callable[[Sheets], Path]
Read = Callable[..., Done]
Cells = dict[str, list[list[Any]]]
Transfer = Callable[[], Cells]

PARTIES = [
    ["Namn", "Kortnamn", "Typ", "Alias"],
    ["Region Norrstrand", "RNS", "region", "Regionen"],
    ["Örnköpings kommun", "Örnköping", "kommun", "Öpping; Ö-ping"],
    ["Ånge kommun", "Ånge", "kommun", None],
]
WORKS = [
    ["Namn", "Kortnamn", "Alias", "Parter", "Projektledare", "Inkluderat", "Inkluderat av"],
    ["Nya samtal", "Samtal", "Samtalen", "RNS; ange kommun", "Anna Exempel, RNS", "2024-02-13", "Länsledningen"],
    ["Trygg hemgång", None, None, "regionen", None, None, None],
]
SMALL: Sheets = {"Parter": PARTIES, "Arbeten": WORKS}


def save(sheets: Sheets, path: Path) -> Path:
    """Write the lists as an xlsx file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    book.save(path)
    return path


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Make a workbook of lists."""
    return lambda sheets: save(sheets, tmp_path / "bok.xlsx")


@pytest.fixture
def read(database: Database, clock: FrozenClock) -> Read:
    """Import a workbook."""
    return lambda file, dry_run=False: import_workbook(database, clock, file, dry_run=dry_run)


@pytest.fixture
def round_trip(database: Database, clock: FrozenClock, tmp_path: Path) -> Transfer:
    """Export, import into its own database and into an empty one, and export again; the cells of the export."""

    def transferred() -> Cells:
        first, second = tmp_path / "ut.xlsx", tmp_path / "igen.xlsx"
        export_workbook(database, first)
        before = changes(database)
        own = import_workbook(database, clock, first, dry_run=False)
        assert own.text.splitlines()[0] == "Inga ändringar.", own.text
        assert changes(database) == before
        emptied(database)
        done = import_workbook(database, clock, first, dry_run=False)
        assert not done.refused, done.text
        export_workbook(database, second)
        sheets = cells(second)
        assert sheets == cells(first)
        return sheets

    return transferred


def emptied(database: Database) -> None:
    """Take all rows away, in the middle of a test."""
    with database.write() as session:
        for table in reversed(metadata.sorted_tables):
            session.connection().exec_driver_sql(f'DELETE FROM "{table.name}"')  # noqa: S608 -- our own names


def changes(database: Database) -> int:
    """How many changes are on record."""
    with database.read() as session:
        return session.exec(select(func.count()).select_from(AuditEntry)).one()


def cells(path: Path) -> Cells:
    """The cells of a workbook."""
    book = load_workbook(path, read_only=True)  # without styles, in half the time
    sheets = {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book.worksheets}
    book.close()
    return sheets


def faults(read: Read, file: object) -> list[str]:
    done = read(file)
    assert done.refused, done.text
    return [line.strip() for line in done.text.splitlines()[1:]]


def fault(read: Read, file: object) -> str:
    found = faults(read, file)
    assert len(found) == 1, found
    return found[0]
