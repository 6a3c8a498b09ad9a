"""One field of an entry, declared once: what it is called, how it is filled in, said in a line, stored and shown.

From the declaration follow the form, the words before a part of a line, the facts, the history, and the column of
the workbook with its reader and its writer. The table keeps its column and its migration.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any

from commands.command import Call
from commands.editing import Shown, as_text
from commands.form import Submission
from commands.line import keyed
from commands.message import Field, FieldType, Option
from commands.place import work_filled_in
from commands.sentences import sentence
from commands.swedish.text import short
from commands.swedish.words import choose, options
from commands.workbook.shape import LINE, NAME, TEXT, Cell, Column
from storage import projects
from storage.swedish import fold

if TYPE_CHECKING:  # the workbook reads and writes through these; a chat never loads it
    from commands.workbook.cells import Written
    from commands.workbook.gather import Export
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row

LONGEST_WORK = 300
"""Characters: what may be written to mean a work."""

Columns = dict[str, Any]
"""Columns of a table and what they are to hold."""


@dataclass(frozen=True)
class EntryField:
    """A line of text; other kinds of field follow.

    It is stored in the table's column `stored`, or that of its `name`; the history writes it as `shown` does, or
    leaves it out (None). `keywords` are what may be written before it in a line, folded: its label with a colon
    unless they are said; with `is_numeric` they count only before a digit. `cell` is its column in the workbook,
    None where it has none of its own. One that is not `in_form` is set by what a command does, never filled in.
    """

    name: str
    label: str
    _: KW_ONLY
    type: FieldType = FieldType.TEXT
    required: bool = False
    hint: str = ""
    max_length: int = LINE
    keywords: tuple[str, ...] | None = None
    is_numeric: bool = False
    cell: Cell | None = None
    in_form: bool = True
    stored: str = ""
    shown: Shown | None = as_text

    @property
    def attribute(self) -> str:
        """The column of the table that holds it."""
        return self.stored or self.name

    @property
    def words(self) -> tuple[str, ...]:
        """What may be written before it in a line."""
        return (f"{fold(self.label)}:",) if self.keywords is None else self.keywords

    @property
    def heading(self) -> str:
        """What its column in the workbook is called."""
        return self.cell.heading or self.label if self.cell else ""

    @property
    def column(self) -> Column | None:
        """Its column in the workbook."""
        if self.cell is None:
            return None
        hint = self.cell.hint or f"{self.hint.removesuffix('.')}."
        needed = self.required if self.cell.needed is None else self.cell.needed
        offered = self.cell.choices, self.cell.from_sheet
        return Column(self.heading, hint, self.cell.example, needed, *offered, self.cell.width)

    def form_field(self, call: Call, _entry: Any) -> Field | None:
        """The field of a form, empty as for a new entry; None where it is not asked for."""
        first, choices = self.initial(call), self.options(call)
        return Field(
            self.name, self.label, self.type, self.required, first, choices, self.hint, max_length=self.max_length
        )

    def initial(self, _call: Call) -> str:
        """The value that a form for a new entry begins with."""
        return ""

    def options(self, _call: Call) -> tuple[Option, ...]:
        """The choices, for a field that has any."""
        return ()

    def form_value(self, _call: Call, entry: Any) -> str:
        """The value of an entry, as a form shows it."""
        return str(getattr(entry, self.attribute))

    def value(self, given: Submission | Row, key: str) -> Any:
        """The value of a field of a form, or of a cell; what cannot be is a fault there."""
        return given.text(key)

    def to_columns(self, _call: Call, submission: Submission, _entry: Any) -> Columns:
        """What was filled in, as columns; `entry` is None for a new one. UserError with the form to mend."""
        return {self.attribute: self.value(submission, self.name)}

    def history(self, _call: Call) -> Mapping[str, tuple[str, Shown | None]]:
        """The columns whose changes have a name: their labels, and how the history writes a stored value."""
        return {self.attribute: (self.label, self.shown)}

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """What a row of the workbook says; `columns` is what the fields before this one said of the row."""
        return {self.attribute: self.value(row, self.heading)}

    def write(self, entry: Any, _export: Export) -> Written:
        """What a cell of the workbook shows."""
        value: Written = getattr(entry, self.attribute)
        return value

    @property
    def soft(self) -> frozenset[str]:
        """Columns that may be stored otherwise than a row of the workbook says, and still mean the same."""
        return self.later

    @property
    def later(self) -> frozenset[str]:
        """Columns that `tie` sets when all rows are saved, since a row may name one further down."""
        return frozenset()

    def settle(self, _row: Row, _ledger: Ledger, columns: Columns, _entry: Any) -> Columns:
        """The columns of a row, with those of an entry where they mean the same."""
        return columns

    def tie(self, _pairs: Sequence[tuple[Row, Any]], _ledger: Ledger) -> Collection[int]:
        """Set what had to wait, of rows and their entries; the numbers of those that it changed."""
        return ()


def parted(fields: Iterable[EntryField], text: str) -> tuple[str, dict[str, str]]:
    """What is in a line before the first keyword of these fields, and what follows each: {field: text}."""
    known = list(fields)
    words = {word: each.name for each in known for word in each.words}
    return keyed(text, words, frozenset(each.name for each in known if each.is_numeric))


@dataclass(frozen=True, kw_only=True)
class LongText(EntryField):
    """A text of several lines."""

    type: FieldType = FieldType.LONG_TEXT
    max_length: int = TEXT


@dataclass(frozen=True, kw_only=True)
class Name(EntryField):
    """A line by which an entry is found: it holds a letter or a digit."""

    required: bool = True
    max_length: int = NAME

    def to_columns(self, _call: Call, submission: Submission, _entry: Any) -> Columns:
        """The line, with single spaces. UserError when nobody could search for it."""
        line = " ".join(submission.text(self.name).split())
        if not fold(line):
            raise submission.refused({self.name: sentence("project", "no_letters", name=short(line))})
        return {self.attribute: line}

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """The same of a cell."""
        return {self.attribute: row.name(self.heading)}


@dataclass(frozen=True, kw_only=True)
class Choice(EntryField):
    """One of the words of a vocabulary; None when it is left empty."""

    vocabulary: Mapping[Any, str]
    type: FieldType = FieldType.CHOICE
    max_length: int = TEXT

    def options(self, _call: Call) -> tuple[Option, ...]:
        """The words."""
        return options(self.vocabulary)

    def form_value(self, _call: Call, entry: Any) -> str:
        """The word."""
        return self.vocabulary.get(getattr(entry, self.attribute), "")

    def value(self, given: Submission | Row, key: str) -> Any:
        """The member of the vocabulary."""
        return given.parsed(key, lambda text: choose(self.vocabulary, text, key))

    def history(self, _call: Call) -> Mapping[str, tuple[str, Shown | None]]:
        """The word for what is stored."""
        return {self.attribute: (self.label, self.vocabulary.__getitem__)}

    def write(self, entry: Any, _export: Export) -> Written:
        """The word."""
        return self.vocabulary.get(getattr(entry, self.attribute))


@dataclass(frozen=True, kw_only=True)
class Grade(EntryField):
    """A number from 1 to as many as there are `grades`; each says what its number means."""

    grades: tuple[str, ...]
    type: FieldType = FieldType.CHOICE
    max_length: int = TEXT
    is_numeric: bool = True

    def options(self, _call: Call) -> tuple[Option, ...]:
        """Each number with its word."""
        return tuple(Option(f"{grade} – {word}", str(grade)) for grade, word in enumerate(self.grades, 1))

    def to_columns(self, _call: Call, submission: Submission, _entry: Any) -> Columns:
        """The number."""
        return {self.attribute: int(submission.text(self.name))}

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """The number of a cell, which is a fault there when it is none of them."""
        grade = row.count(self.heading)
        if grade is not None and not 1 <= grade <= len(self.grades):
            row.refuse(self.heading, f"Skriv ett tal från 1 till {len(self.grades)}.")
        return {self.attribute: grade}


@dataclass(frozen=True, kw_only=True)
class WorkField(EntryField):
    """A work of the programme, by any of its names; None when it is left empty."""

    type: FieldType = FieldType.PROJECT
    max_length: int = LONGEST_WORK

    def form_value(self, call: Call, entry: Any) -> str:
        """Its whole name."""
        id_ = getattr(entry, self.attribute)
        work = projects.get(call.session, id_) if id_ else None
        return work.name if work else ""

    def to_columns(self, call: Call, submission: Submission, _entry: Any) -> Columns:
        """Its number; UserError with the form when no work, or more than one, has the name."""
        work = work_filled_in(call, submission, self.name)
        return {self.attribute: work.id if work else None}
