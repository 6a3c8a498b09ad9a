"""Workbooks for tests: made of plain lists, read through the real door, and looked at cell by cell.

file = book({"Arbeten": [["Namn"], ["Nya samtal"]]})
done = read(file)                    # imports; read(file, dry_run=True) keeps nothing
cells(path)                          # {sheet: [[value, …], …]}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.exchange import Done, import_workbook
from commands._clock import FrozenClock
from storage.database import Database

Sheets = Mapping[str, Any]
Rows = list[list[Any]]
Book = Callable[[Sheets], Path]
Read = Callable[..., Done]

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


def cells(path: Path) -> dict[str, list[list[Any]]]:
    """What stands in a workbook."""
    book = load_workbook(path)
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book.worksheets}
