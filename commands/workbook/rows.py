"""A sheet's rows under its headings: each cell is read by its column, and what cannot be read is a fault there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import TypeVar

from openpyxl.utils import get_column_letter

from commands.message import UserError
from commands.swedish.dates import When, parse_date, parse_hours, parse_when
from commands.swedish.day_words import FIRST_YEAR, LAST_YEAR
from commands.swedish.personnummer import holds_personal_number
from commands.swedish.text import clean, listing, number, parse_number
from commands.swedish.words import Word, choose
from commands.workbook import cells
from commands.workbook.cells import Plain, Unreadable
from commands.workbook.faults import CellRef, Faults, did_you_mean
from commands.workbook.read import RawSheet
from commands.workbook.shape import CELL, LINE, NAME, TEXT, Sheet
from storage.swedish import fold

T = TypeVar("T")

_PERSONAL_NUMBER = (
    "Här står ett personnummer eller samordningsnummer. Ta bort det: uppgifter om enskilda personer hör inte hit."
)
_NO_HEADING = "Kolumnen har ingen rubrik i första raden."
_TEN_DIGITS = re.compile(r"\d(?:[\W_]*\d){9}")
_MOST = 10**9
_TICKED = {cells.plain(True), cells.plain(False)}  # noqa: FBT003  # what a ticked box in Excel holds


class Row:
    """One row. A row that is `faulty` must not be saved."""

    def __init__(self, table: Table, number: int, values: Mapping[str, Plain], unread: frozenset[str]) -> None:
        self.table = table
        self.number = number
        self._values = values
        self._unread = unread
        self._wrong = set(unread)

    def has(self, heading: str) -> bool:
        """Whether the sheet has this column; what it has not says nothing about."""
        return heading in self.table.columns

    def is_blank(self, heading: str) -> bool:
        """Whether the cell is empty."""
        return heading not in self._values

    @property
    def values(self) -> Mapping[str, Plain]:
        """What its filled cells hold, by heading."""
        return self._values

    def written(self, heading: str) -> str:
        """A cell as a person would have typed it."""
        return cells.as_text(self._values.get(heading))

    @property
    def faulty(self) -> bool:
        """Whether any of its cells is faulty."""
        return bool(self._wrong)

    def is_sound(self, heading: str) -> bool:
        """Whether nothing is wrong with the cell."""
        return heading not in self._wrong

    def spoil(self, heading: str) -> None:
        """Mark a cell that cannot be used because of a fault that has been named elsewhere."""
        self._wrong.add(heading)

    def refuse(self, heading: str, what: str) -> None:
        """Say that the cell is faulty; what cannot be read has been named already."""
        self.spoil(heading)
        if heading not in self._unread:
            self.table.refuse(self.number, heading, what)

    def text(self, heading: str, limit: int = TEXT) -> str:
        """A text, cleaned; "" when the cell is blank."""
        return self._read(heading, lambda text: clean(text, limit)) or ""

    def line(self, heading: str, limit: int = LINE) -> str:
        """One line."""
        return " ".join(self.text(heading, limit).split())

    def name(self, heading: str) -> str:
        """A line by which something is found: it holds a letter or a digit."""
        line = self.line(heading, NAME)
        if line and not fold(line):
            self.refuse(
                heading, f"”{line}” går inte att söka på. Skriv ett namn med minst en bokstav eller siffra."
            )
        return line

    def items(self, heading: str) -> list[str]:
        """Several lines, each once."""
        parts = (" ".join(part.split()) for part in cells.split(self.text(heading, CELL)))
        kept = list(dict.fromkeys(part for part in parts if part))
        if long := [part for part in kept if len(part) > NAME]:
            self.refuse(heading, f"”{long[0][:40]}…” är för långt: högst {NAME} tecken får plats i varje del.")
        return kept

    def choice(self, heading: str, words: Mapping[Word, str]) -> Word | None:
        """A word of a vocabulary, None when the cell is blank."""
        return self._read(heading, lambda text: choose(words, text, heading))

    def choices(self, heading: str, words: Mapping[Word, str]) -> list[Word]:
        """Several words of a vocabulary."""
        return self._read(heading, lambda text: [choose(words, part, heading) for part in cells.split(text)]) or []

    def count(self, heading: str, most: int = _MOST) -> int | None:
        """A whole number from 0 to `most`, None when the cell is blank."""
        return self._read(heading, lambda text: _count(text, most))

    def parsed(self, heading: str, parse: Callable[[str], T]) -> T | None:
        """A cell as `parse` reads it, None when it is blank; what `parse` refuses is a fault at the cell."""
        return self._read(heading, parse)

    def past_day(self, heading: str) -> date | None:
        """A day that is not to come, None when the cell is blank."""
        day = self.day(heading)
        if day is not None and day > self.table.today:
            self.refuse(heading, f"Datumet ligger i framtiden. Skriv dagens datum, {self.table.today}, som senast.")
        return day

    def day(self, heading: str) -> date | None:
        """A day, None when the cell is blank; of a day with a time, the day."""
        value = self._values.get(heading)
        if isinstance(value, date):
            return self._of_our_time(heading, value.date() if isinstance(value, datetime) else value)
        return self._read(heading, lambda text: parse_date(text, self.table.today))

    def moment(self, heading: str, zone: tzinfo) -> datetime | None:
        """A moment up to the end of today, in UTC: a day is its first moment in that zone."""
        value = self._values.get(heading)
        if not isinstance(value, date):
            value = self._read(heading, lambda text: _moment(text, self.table.today))
        if value is None or self._of_our_time(heading, value) is None:
            return None
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
        if moment.astimezone(zone).date() > self.table.today:
            self.refuse(heading, f"Datumet ligger i framtiden. Skriv dagens datum, {self.table.today}, som senast.")
            return None
        return moment

    def when(self, heading: str) -> When:
        """A day, a stretch of time or what recurs; When("") when the cell is blank."""
        value = self._values.get(heading)
        if isinstance(value, date):
            day = self.day(heading)
            return When(day.isoformat(), day, day) if day else When("")
        year = self.table.year
        return self._read(heading, lambda text: parse_when(clean(text, LINE), self.table.today, year=year)) or When(
            ""
        )

    def hours(self, heading: str) -> tuple[time | None, time | None]:
        """From and to."""
        return self._read(heading, parse_hours) or (None, None)

    def _of_our_time(self, heading: str, day: T) -> T | None:
        if isinstance(day, date) and FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
        self.refuse(heading, f"Årtalet går inte. Skriv ett datum mellan {FIRST_YEAR} och {LAST_YEAR}.")
        return None

    def _read(self, heading: str, parse: Callable[[str], T]) -> T | None:
        text = self.written(heading)
        if not text:
            return None
        try:
            return parse(text)
        except UserError as error:
            self.refuse(heading, error.message.removeprefix(f"{heading}: "))
            return None


class Table:
    """The rows of a sheet. `is_usable` is false when a column that is needed is missing: then there are no rows.

    `columns` are the headings it has, with the number of each column; `year` is what a time without one means.
    """

    def __init__(self, raw: RawSheet, sheet: Sheet, faults: Faults, *, place: int, today: date) -> None:
        self.sheet = sheet
        self.today = today
        self.year: int | None = None
        self.columns: dict[str, int] = {}
        self._faults = faults
        self._place = place
        self._read_headings(raw)
        self.is_usable = self._has_what_is_needed(raw)
        self.rows: list[Row] = [self._row(*each) for each in raw.rows] if self.is_usable else []

    def refuse(self, row: int, heading: str, what: str) -> None:
        """Say what is wrong with a cell; in a column that the sheet lacks, with the row."""
        column = self.columns.get(heading, 0)
        shown = f"kolumn {get_column_letter(column)} ({heading})" if column else f"kolumnen {heading} saknas"
        self._add(row, column, f"{self.sheet.name}, rad {row}, {shown}", what)

    def _add(self, row: int, column: int, where: str, what: str) -> None:
        self._faults.add(CellRef(self._place, row, column), where, what)

    def _read_headings(self, raw: RawSheet) -> None:
        known = {fold(each.heading): each.heading for each in self.sheet.columns}
        self._headed: set[int] = set()
        for index, cell in enumerate(raw.first, 1):
            if cell is None:
                continue
            self._headed.add(index)
            trouble = _trouble(cell)
            written = "" if isinstance(cell, Unreadable) else cells.as_text(cell)
            heading = known.get(fold(written))
            if heading and not trouble and heading not in self.columns:
                self.columns[heading] = index
            else:
                where = f"{self.sheet.name}, rad 1, kolumn {get_column_letter(index)}"
                self._add(1, index, where, trouble or self._not_a_heading(written, heading))

    def _not_a_heading(self, written: str, heading: str | None) -> str:
        if heading:
            return f"Rubriken {heading} står redan i en annan kolumn."
        headings = [each.heading for each in self.sheet.columns]
        near = did_you_mean(written, headings) or f" Kolumnerna är {listing(headings)}."
        return f"Rubriken ”{written[:40]}” finns inte i det här bladet.{near}"

    def _has_what_is_needed(self, raw: RawSheet) -> bool:
        if raw.is_blank:
            return True
        missing = [each.heading for each in self.sheet.columns if each.needed and each.heading not in self.columns]
        for heading in missing:
            self._add(1, 0, self.sheet.name, f"Kolumnen {heading} saknas. Den behövs, med rubriken i första raden.")
        return not missing

    def _row(self, number: int, written: Sequence[Plain | Unreadable | None]) -> Row:
        headings = {index: heading for heading, index in self.columns.items()}
        values: dict[str, Plain] = {}
        unread: set[str] = set()
        for index, value in enumerate(written, 1):
            heading = headings.get(index, "")
            trouble = _trouble(value) or ("" if value is None or index in self._headed else _NO_HEADING)
            if trouble:
                shown = f"kolumn {get_column_letter(index)}{f' ({heading})' if heading else ''}"
                self._add(number, index, f"{self.sheet.name}, rad {number}, {shown}", trouble)
                unread.add(heading)
            elif value is not None and not isinstance(value, Unreadable) and heading:
                values[heading] = value
        row = Row(self, number, values, frozenset(unread))
        for column in self.sheet.columns:
            if column.needed and column.heading not in values:
                row.refuse(column.heading, f"{column.heading} saknas. Skriv {column.wanted}.")
        return row


def _trouble(value: Plain | Unreadable | None) -> str:
    """What makes a cell unreadable before anybody asks what it means; "" when nothing does."""
    if isinstance(value, Unreadable):
        return value.why
    return _PERSONAL_NUMBER if isinstance(value, str) and _holds_number(value) else ""


def _holds_number(text: str) -> bool:
    # Ten digits without a letter between are needed, and quick to look for: a large file is mostly words.
    return _TEN_DIGITS.search(text) is not None and holds_personal_number(text)


def _count(text: str, most: int) -> int:
    if text in _TICKED:
        raise UserError("Här ska det stå ett antal, till exempel 40.")
    value = parse_number(text)
    if value != int(value) or value < 0:
        raise UserError(f"”{text[:40]}” är inget helt antal. Skriv till exempel 40.")
    if value > most:
        raise UserError(f"{number(value)} är för mycket. Skriv ett antal, högst {number(most)}.")
    return int(value)


def _moment(text: str, today: date) -> date | datetime:
    """A day as Swedes write it, or with a time: "2026-05-11 14:30", with an offset from UTC if need be."""
    if ":" in text:
        try:
            return datetime.fromisoformat(text)
        except ValueError as error:
            raise UserError(
                f"Jag förstår inte tiden ”{text[:40]}”. Skriv till exempel 2026-05-11 14:30."
            ) from error
    return parse_date(text, today, past=True)
