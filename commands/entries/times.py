"""Fields that hold a day, or a stretch of time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.command import Call
from commands.editing import Shown
from commands.entries.fields import Columns, EntryField
from commands.form import Submission
from commands.message import FieldType, UserError
from commands.sentences import sentence
from commands.swedish.dates import When, long_date, parse_date, shown_when, with_year
from commands.workbook.shape import SHORT
from storage.swedish import fold

if TYPE_CHECKING:
    from commands.workbook.cells import Written
    from commands.workbook.gather import Export
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row


@dataclass(frozen=True, kw_only=True)
class PastDay(EntryField):
    """A day that has been; today unless something else is said."""

    type: FieldType = FieldType.DATE
    max_length: int = SHORT
    shown: Shown | None = lambda value: shown_when(str(value))

    def initial(self, call: Call) -> str:
        """Today."""
        return call.today.isoformat()

    def form_value(self, _call: Call, entry: Any) -> str:
        """The day, ISO."""
        day: date | None = getattr(entry, self.attribute)
        return day.isoformat() if day else ""

    def to_columns(self, call: Call, submission: Submission, _entry: Any) -> Columns:
        """The day; UserError for one to come."""
        return {self.attribute: submission.parsed(self.name, lambda text: past_day(call, text))}

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """The day of a cell."""
        return {self.attribute: row.past_day(self.heading)}


@dataclass(frozen=True, kw_only=True)
class ClosedOn(PastDay):
    """Since when an entry is done with: asked for when an entry is changed, never when it is new.

    `plural` is how a list calls those that are ("klara").
    """

    name: str = "closed"
    label: str = "Klar"
    plural: str = "klara"
    hint: str = "Lämna tomt så länge det är öppet."
    stored: str = "closed_on"

    def initial(self, _call: Call) -> str:
        """Nothing: a new entry is open."""
        return ""

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """The day of a cell; "nej" is as good as nothing."""
        return {self.attribute: None if fold(row.written(self.heading)) == "nej" else row.past_day(self.heading)}


@dataclass(frozen=True, kw_only=True)
class Period(EntryField):
    """When something is, as it was written, with the first and the last day that it means.

    The three columns are `stored`, `starts` and `ends`; `starts` is "" where the first day is not stored.
    """

    stored: str = "when_text"
    starts: str = "starts_on"
    ends: str = "ends_on"
    max_length: int = SHORT
    shown: Shown | None = shown_when

    def days(self, when: When) -> tuple[date | None, date | None]:
        """The first and the last day that are stored for a time."""
        return when.start, when.end

    def columns_of(self, when: When) -> Columns:
        """What is stored for a time."""
        start, end = self.days(when)
        values = {self.stored: when.text, self.starts: start, self.ends: end}
        return {column: value for column, value in values.items() if column}

    def time_of(self, entry: Any) -> tuple[str, date | None, date | None]:
        """The words of an entry and its days; a day is None where it is not stored, or where there is none."""
        start = getattr(entry, self.starts) if self.starts else None
        return getattr(entry, self.stored), start, getattr(entry, self.ends)

    def to_columns(self, call: Call, submission: Submission, entry: Any) -> Columns:
        """What was written beside what it means. What an entry says already is not read again another year."""
        if entry is not None and submission.text(self.name) == getattr(entry, self.stored):
            return {column: getattr(entry, column) for column in self.columns_of(When(""))}
        when = self.meant(call, submission)
        return self.columns_of(replace(when, text=with_year(when)))

    def meant(self, _call: Call, submission: Submission) -> When:
        """The time that was filled in, When("") for none. UserError with the form to mend."""
        return submission.when(self.name) or When("")

    def read(self, _row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """Nothing more: the reader of a sheet reads its times itself, with the year that they share."""
        return {}

    def write(self, entry: Any, export: Export) -> Written:
        """As it was written, so that it means the same in another year."""
        return export.when(self.time_of(entry))


def past_day(call: Call, text: str, template: str = "plan") -> date:
    """A day that has been. UserError for one to come, in the sentence `not_yet` of a template."""
    day = parse_date(text, call.today, past=True)
    if day > call.today:
        raise UserError(sentence(template, "not_yet", date=long_date(day)))
    return day
