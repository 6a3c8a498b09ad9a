"""One field of an entry, declared once: what it is called, how it is filled in, told in a line, stored and shown.

From the declaration follow the form, the words before a part of a line, the facts, the history, and the column of
the workbook with its reader and its writer. The table keeps its column and its migration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from commands.command import Call
from commands.editing import Shown, as_kronor, as_text
from commands.form import Submission
from commands.message import Field, FieldType, Option, UserError
from commands.sentences import sentence
from commands.swedish.dates import When, long_date, parse_date, shown_when, with_year
from commands.swedish.text import kronor, parse_kronor
from commands.workbook.shape import Column
from storage.swedish import fold

if TYPE_CHECKING:  # the workbook reads and writes through these; a chat never loads it
    from commands.workbook.cells import Written
    from commands.workbook.gather_entries import Names
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row

MAX_TEXT, MAX_LINE, MAX_NAME, MAX_WHEN = 3000, 500, 300, 60
"""Characters: a text of several lines, one line, the name of a work, a time."""

Columns = dict[str, Any]
"""Columns of a table and what they are to hold."""


@dataclass(frozen=True, kw_only=True)
class EntryField:
    """A line of text, stored as it was typed in the column of the field's name; other kinds of field follow.

    `keywords` are what may be written before it in a line ("atgard:", folded); with `is_numeric` a keyword counts
    only before a digit. `column` is its column in the workbook, None where it has none of its own. One that is not
    `in_form` is set by what a command does, never filled in.
    """

    name: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    hint: str = ""
    max_length: int = MAX_LINE
    keywords: tuple[str, ...] = ()
    is_numeric: bool = False
    column: Column | None = None
    in_form: bool = True

    def form_field(self, call: Call) -> Field | None:
        """The field of a form for a new entry; None where it is not asked for."""
        return Field(
            self.name,
            self.label,
            self.type,
            self.required,
            self.initial(call),
            self.options(call),
            self.hint,
            max_length=self.max_length,
        )

    def initial(self, _call: Call) -> str:
        """The value that a form for a new entry begins with."""
        return ""

    def options(self, _call: Call) -> tuple[Option, ...]:
        """The choices, for a field that has any."""
        return ()

    def form_value(self, _call: Call, entry: Any) -> str:
        """The value of an entry, as a form shows it."""
        return str(getattr(entry, self.name))

    def to_columns(self, _call: Call, submission: Submission, _entry: Any) -> Columns:
        """What was filled in, as columns; `entry` is None for a new one. UserError with the form to mend."""
        return {self.name: submission.text(self.name)}

    def history(self, _call: Call) -> Mapping[str, tuple[str, Shown]]:
        """The columns that the history shows: their labels, and how a stored value is written."""
        return {self.name: (self.label, as_text)}

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """What a row of the workbook says; `columns` is what the fields before this one said of the row."""
        return {self.name: row.text(self.heading)}

    def write(self, entry: Any, _names: Names) -> Written:
        """What a cell of the workbook shows."""
        value: Written = getattr(entry, self.name)
        return value

    @property
    def soft(self) -> frozenset[str]:
        """Columns that may be stored otherwise than a row of the workbook says, and still mean the same."""
        return frozenset()

    def settle(self, _row: Row, columns: Columns, _entry: Any) -> Columns:
        """The columns of a row, with those of an entry where they mean the same."""
        return columns

    @property
    def heading(self) -> str:
        """What its column in the workbook is called."""
        return self.column.heading if self.column else ""


@dataclass(frozen=True, kw_only=True)
class LongText(EntryField):
    """A text of several lines."""

    type: FieldType = FieldType.LONG_TEXT
    max_length: int = MAX_TEXT


@dataclass(frozen=True, kw_only=True)
class Grade(EntryField):
    """A number from 1 to as many as there are `words`; each says what its number means."""

    words: tuple[str, ...]
    type: FieldType = FieldType.CHOICE
    max_length: int = MAX_TEXT
    is_numeric: bool = True

    def options(self, _call: Call) -> tuple[Option, ...]:
        """Each number with its word."""
        return tuple(Option(f"{grade} – {word}", str(grade)) for grade, word in enumerate(self.words, 1))

    def to_columns(self, _call: Call, submission: Submission, _entry: Any) -> Columns:
        """The number."""
        return {self.name: int(submission.text(self.name))}

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """The number of a cell, which is a fault there when it is none of them."""
        grade = row.count(self.heading)
        if grade is not None and not 1 <= grade <= len(self.words):
            row.refuse(self.heading, f"Skriv ett tal från 1 till {len(self.words)}.")
        return {self.name: grade}


@dataclass(frozen=True, kw_only=True)
class PastDay(EntryField):
    """A day that has been, stored in the column `day`; today unless something else is said."""

    day: str
    type: FieldType = FieldType.DATE
    max_length: int = MAX_WHEN

    def initial(self, call: Call) -> str:
        """Today."""
        return call.today.isoformat()

    def form_value(self, _call: Call, entry: Any) -> str:
        """The day, ISO."""
        day: date | None = getattr(entry, self.day)
        return day.isoformat() if day else ""

    def to_columns(self, call: Call, submission: Submission, _entry: Any) -> Columns:
        """The day; UserError for one to come."""
        return {self.day: submission.parsed(self.name, lambda text: past_day(call, text))}

    def history(self, _call: Call) -> Mapping[str, tuple[str, Shown]]:
        """The day in words."""
        return {self.day: (self.label, as_when)}

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """The day of a cell."""
        return {self.day: row.past_day(self.heading)}

    def write(self, entry: Any, _names: Names) -> Written:
        """The day."""
        day: date | None = getattr(entry, self.day)
        return day


@dataclass(frozen=True, kw_only=True)
class ClosedOn(PastDay):
    """Since when an entry is done with: asked for when an entry is changed, never when it is new.

    `plural` is how a list calls those that are ("klara").
    """

    name: str = "closed"
    label: str = "Klar"
    plural: str = "klara"
    hint: str = "Lämna tomt så länge det är öppet."

    def initial(self, _call: Call) -> str:
        """Nothing: a new entry is open."""
        return ""

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """The day of a cell; "nej" is as good as nothing."""
        return {self.day: None if fold(row.written(self.heading)) == "nej" else row.past_day(self.heading)}


@dataclass(frozen=True, kw_only=True)
class Period(EntryField):
    """When something is, as it was written, with the first and the last day that it means.

    The three columns; `starts` is "" where the first day is not stored.
    """

    text: str = "when_text"
    starts: str = "starts_on"
    ends: str = "ends_on"
    max_length: int = MAX_WHEN

    def form_value(self, _call: Call, entry: Any) -> str:
        """As it was written."""
        return str(getattr(entry, self.text))

    def to_columns(self, _call: Call, submission: Submission, entry: Any) -> Columns:
        """What was written beside what it means. What an entry says already is not read again."""
        columns = [column for column in (self.text, self.starts, self.ends) if column]
        if entry is not None and submission.text(self.name) == getattr(entry, self.text):
            return {column: getattr(entry, column) for column in columns}
        when = submission.when(self.name) or When("")
        values = {self.text: with_year(when), self.starts: when.start, self.ends: when.end}
        return {column: values[column] for column in columns}

    def history(self, _call: Call) -> Mapping[str, tuple[str, Shown]]:
        """As it was written."""
        return {self.text: (self.label, as_when)}

    def read(self, _row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """Nothing more: the reader of a sheet reads its times itself, with the year that they share."""
        return {}

    def write(self, entry: Any, names: Names) -> Written:
        """As it was written, so that it means the same in another year."""
        starts = getattr(entry, self.starts) if self.starts else None
        return names.when(getattr(entry, self.text), starts, getattr(entry, self.ends))


@dataclass(frozen=True, kw_only=True)
class Kronor(EntryField):
    """An amount of Swedish kronor, not below nothing, however it is typed; None when it is not known."""

    max_length: int = MAX_WHEN

    def form_value(self, _call: Call, entry: Any) -> str:
        """The amount in words: "371 000 kr"."""
        amount: Decimal | None = getattr(entry, self.name)
        return "" if amount is None else kronor(amount)

    def to_columns(self, _call: Call, submission: Submission, _entry: Any) -> Columns:
        """The amount."""
        return {self.name: submission.parsed(self.name, _amount)}

    def history(self, _call: Call) -> Mapping[str, tuple[str, Shown]]:
        """The amount in words."""
        return {self.name: (self.label, as_kronor)}

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """The amount of a cell."""
        value = row.parsed(self.heading, parse_kronor)
        return {self.name: None if value is None else Decimal(value)}

    def write(self, entry: Any, names: Names) -> Written:
        """The amount as Excel holds it."""
        return names.number(getattr(entry, self.name))


def past_day(call: Call, text: str) -> date:
    """A day that has been. UserError for one to come."""
    day = parse_date(text, call.today, past=True)
    if day > call.today:
        raise UserError(sentence("plan", "not_yet", date=long_date(day)))
    return day


def as_when(value: Any) -> str:
    """A stored day, or when something is as it was written."""
    return shown_when(str(value))


def _amount(text: str) -> Decimal:
    amount = parse_kronor(text)
    if amount < 0:
        raise UserError("En kostnad är noll eller mer. Byt part om det är den andra som betalar.")
    return Decimal(amount)
