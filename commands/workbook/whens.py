"""How a time that was written in words is kept in a workbook, so that it means the same in another year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from commands.message import UserError
from commands.swedish.dates import When, parse_when
from commands.workbook.cells import as_text
from commands.workbook.rows import Row, Table

Stored = tuple[str, date | None, date | None]
"""The words, the first day and the last; a day is None where it is not stored, or where there is none."""


def lasting(stored: Stored) -> str | date | None:
    """What an export writes: the words as they are, with the year if they do not say it; a single day as a date."""
    text, start, end = stored
    day = start or end
    if day is None:
        return text or None
    if text != day.isoformat():
        for written in (text, f"{text} {day.year}"):
            if text and _says(written, stored):
                return written
    return day if None in (start, end) or start == end else f"{start}–{end}"


def _says(written: str, stored: Stored) -> bool:
    """Whether the words mean the stored days even when they are read in some other year."""
    _, start, end = stored
    for years in (-3, 3):
        try:
            meant = parse_when(written, (start or end or date.min) + timedelta(days=365 * years))
        except UserError:
            return False
        if (start and meant.start != start) or (end and meant.end != end):
            return False
    return True


def is_same(written: When, stored: Stored) -> bool:
    """Whether a cell says what is stored: the words themselves, or what an export writes for them."""
    return written.text in (stored[0], as_text(lasting(stored)))


def year_of(table: Table, heading: str) -> int | None:
    """The year of all the times in a column that say theirs, when it is one and the same."""
    years = {year for row in table.rows for year in _years(row, heading)}
    return years.pop() if len(years) == 1 else None


def _years(row: Row, heading: str) -> Iterable[int]:
    """The year that a cell says itself; nothing for a cell that says none, or that cannot be read."""
    text = row.written(heading)
    far = row.table.today + timedelta(days=365 * 3)
    try:
        near, later = parse_when(text, row.table.today), parse_when(text, far)
    except UserError:
        return ()
    return () if near != later else {day.year for day in (near.start, near.end) if day}
