"""What the rows of a year share: the year, and a name that is theirs alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from commands.command import COORDINATORS, Call
from commands.editing import as_text
from commands.entries.fields import Columns, Name
from commands.entries.numbers import Number
from commands.figures.sums import is_stated_sum
from commands.form import Submission
from commands.message import Action, Actions, ActionStyle, FieldType, UserError
from commands.sentences import sentence
from commands.swedish.day_words import FIRST_YEAR, LAST_YEAR
from commands.swedish.text import parse_number, short
from commands.workbook.shape import Cell
from storage.swedish import fold
from storage.tables import BudgetLine, Resource

if TYPE_CHECKING:
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row

_YEAR = re.compile(r"(?:år\s+)?(?P<year>\d{4})\b[\s,:]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


def year_first(text: str) -> tuple[str, str]:
    """A line's year, "" when it begins with none, and the rest of it."""
    found = _YEAR.fullmatch(text)
    return (found["year"], found["rest"]) if found else ("", text)


def year_asked(call: Call, year: str, years: Sequence[int]) -> int:
    """The year that is asked for; else the newest of `years` that has begun, or this one."""
    return int(year) if year else next((each for each in years if each <= call.today.year), call.today.year)


@dataclass(frozen=True, slots=True)
class YearButtons:
    """Buttons to the years of a kind: "Budget 2026" says "budget 2026", "Ny rad" "budget ny 2026"."""

    label: str
    word: str
    noun: str
    other: str

    def year(self, row: BudgetLine | Resource) -> Action:
        """The year of a row."""
        return _to_year(self.label, row.year)

    def after(self, row: BudgetLine | Resource) -> Actions:
        """What may be done with a row that was just written, and in its year."""
        moves = [replace(self.year(row), style=ActionStyle.PRIMARY)]
        if row.withdrawn_at is None:
            moves.append(Action(f"Ändra {self.noun}en", f"{self.word} ändra {row.id}"))
        moves.append(Action(f"{self.noun.capitalize()}ens historik", f"{self.word} historik {row.id}"))
        return Actions((*moves, self._new(row.year)))

    def around(self, call: Call, year: int, years: Sequence[int], more: tuple[Action, ...] = ()) -> Actions:
        """What may be done in a year, and the other years."""
        others = tuple(_to_year(self.label, each) for each in years if each != year)[:3]
        new = (self._new(year),) if call.person.roles & COORDINATORS else ()
        return Actions((*more, *new, *others, _to_year(self.other, year)))

    def _new(self, year: int) -> Action:
        return Action(f"Ny {self.noun}", f"{self.word} ny {year}")


def _to_year(label: str, year: int) -> Action:
    return Action(f"{label} {year}", f"{label.lower()} {year}")


def parse_year(text: str) -> int:
    """A year of our time. UserError for anything else."""
    year = parse_number(text)
    if year != int(year) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError(f"Skriv ett årtal mellan {FIRST_YEAR} och {LAST_YEAR}, till exempel 2026.")
    return int(year)


class _Year(Number):
    def initial(self, call: Call) -> str:
        """The year of today."""
        return str(call.today.year)


YEAR = _Year("year", "År", type=FieldType.NUMBER, required=True, max_length=4, keywords=(), shown=as_text,
    parse=parse_year, typed=str, cell=Cell("Årtalet.", "2026", 8),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RowName(Name):
    """What a row is called, as no other of the `rows` of its year; one that is called a sum is only compared.

    `word` begins the commands of its kind, whose sentences are those of `template`.
    """

    rows: Callable[[Session, int], Sequence[Any]]
    word: str
    template: str

    def to_columns(self, call: Call, submission: Submission, entry: Any) -> Columns:
        """The name, and whether it is that of a sum. UserError with the form when another row has it."""
        columns = super().to_columns(call, submission, entry)
        others = self.rows(call.session, submission.parsed("year", parse_year) or 0)
        name = columns[self.attribute]
        for each in others:
            called = getattr(each, self.attribute)
            if fold(called) == fold(name) and (entry is None or each.id != entry.id):
                refusal = submission.refused({self.name: sentence(self.template, "same_name", row=each)})
                refusal.actions = (Action(f"Ändra {short(called)}", f"{self.word} ändra {each.id}"),)
                raise refusal
        return {**columns, "stated": is_stated_sum(name)}

    def read(self, row: Row, ledger: Ledger, columns: Columns) -> Columns:
        """The same of a cell."""
        own = super().read(row, ledger, columns)
        return {**own, "stated": is_stated_sum(own[self.attribute])}
