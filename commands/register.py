"""The fields of a row that people keep in a form: a party, a label, a person, a work, a seminar, the programme.

Each field is declared once, as those of an entry are; here are the kinds of field that entries have no use for, and
what is done with all fields of a row at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlmodel import SQLModel

from commands.command import Call
from commands.editing import changing
from commands.entries.fields import Columns, EntryField, parted
from commands.entries.times import Period
from commands.form import Submission
from commands.message import MAX_SHORT, MAX_TEXT, Field, Form, Option
from commands.sentences import sentence
from commands.swedish.text import short
from storage.swedish import fold

Row = TypeVar("Row")

_TIME = "Till exempel 2026-09-01, HT 2026, oktober 2026 eller 2027."


@dataclass(frozen=True, kw_only=True)
class Derived(EntryField):
    """One that is not as it is stored: `show` writes its value, `take` says what was filled in, as columns."""

    take: Callable[[Call, Submission, Any], Columns]
    show: Callable[[Call, Any], str] = lambda _, __: ""
    choices: Callable[[Call], tuple[Option, ...]] = lambda _: ()
    max_length: int = MAX_TEXT

    def options(self, call: Call) -> tuple[Option, ...]:
        """What there is to choose."""
        return self.choices(call)

    def form_value(self, call: Call, row: Any) -> str:
        """Its value, as it is shown."""
        return self.show(call, row)

    def to_columns(self, call: Call, submission: Submission, row: Any) -> Columns:
        """What was filled in, as it is taken."""
        return self.take(call, submission, row)


class _ShortName(EntryField):
    """A line with single spaces."""

    def to_columns(self, _call: Call, submission: Submission, _row: Any) -> Columns:
        return {self.name: submission.line(self.name)}


SHORT_NAME = _ShortName("short_name", "Kortnamn", max_length=MAX_SHORT, keywords=("kortnamn",))
START = Period("start", "Start", hint=_TIME, keywords=("start",), stored="start_text", starts="start_on", ends="")
END = Period("end", "Slut", hint=_TIME, keywords=("slut",), stored="end_text", starts="", ends="end_on")


class Fields(tuple[EntryField, ...]):
    """All fields of a row, in the order of its form."""

    def __new__(cls, *fields: EntryField) -> Fields:
        """Take the fields one by one."""
        return super().__new__(cls, fields)

    def read_line(self, text: str) -> dict[str, str]:
        """What a line says of each field; it begins with the name."""
        name, values = parted(self, text)
        return values | {"name": name} if name else values

    def form_fields(self, call: Call, values: Mapping[str, str]) -> tuple[Field, ...]:
        """The fields of a form with these values; what a new row begins with where they say nothing."""
        shown = [each.form_field(call, None) for each in self]
        return tuple(replace(each, value=values.get(each.name, each.value)) for each in shown if each)

    def form_values(self, call: Call, row: Any) -> dict[str, str]:
        """The current value of each field, as a form shows it."""
        return {each.name: each.form_value(call, row) for each in self}

    def changing(self, call: Call, command: str, title: str, row: SQLModel) -> tuple[Form, Submission | None]:
        """The form that changes a row, and what was filled in, as `editing.changing`."""
        return changing(call, Form(command, title, self.form_fields(call, self.form_values(call, row))), row)

    def to_columns(self, call: Call, submission: Submission, row: Any) -> Columns:
        """What was filled in, as columns; `row` is None for a new one. UserError with the form to mend."""
        return {column: value for each in self for column, value in each.to_columns(call, submission, row).items()}


def unique_names(submission: Submission, name: str) -> list[str]:
    """The names in a field that takes several, each once and with single spaces."""
    names = (" ".join(each.split()) for each in submission.several(name))
    return list({fold(each): each for each in names}.values())


def filled(row: Row, columns: Columns) -> Row:
    """The row with these columns."""
    for column, value in columns.items():
        setattr(row, column, value)
    return row


def refuse_backwards(submission: Submission, starts: date | None, ends: date | None) -> None:
    """Raise UserError with the form to mend when something ends before it starts."""
    if starts and ends and ends < starts:
        raise submission.refused({"end": sentence("project", "ends_first")})


def wrong_names(named: Mapping[str, Iterable[str]], bearers: Mapping[str, str], template: str) -> dict[str, str]:
    """What is wrong with the names in each field: nothing to search for, or another one bears it.

    `bearers` says by folded name who; `template` has the sentence for that, `name_taken`.
    """
    errors = {}
    for field, names in named.items():
        for name in names:
            if not fold(name):
                errors[field] = sentence("project", "no_letters", name=short(name))
            elif bearer := bearers.get(fold(name)):
                errors[field] = sentence(template, "name_taken", name=name, bearer=bearer)
    return errors
