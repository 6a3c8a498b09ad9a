"""A kind of entry: what it is called, its fields, its sheet, and what its commands answer."""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlmodel import Session

from commands.command import LEADERS, Call
from commands.editing import Shown
from commands.entries.fields import Columns, EntryField
from commands.entries.times import ClosedOn, Period
from commands.form import Submission
from commands.message import Block, Field
from commands.workbook.shape import WORK, Column
from storage.tables.entry import Entry
from storage.words import Role

if TYPE_CHECKING:
    from commands.workbook.gather import Export

Row = TypeVar("Row", bound=Entry)
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KindSheet(Generic[Row]):
    """The sheet of a kind in the workbook, the `place`th from the left.

    `key` are the columns by which an entry is known again. `order` are the headings from left to right, where that
    is not the work and then the fields. Rows are sorted by work and then by `sort`, or by `sort` alone where the
    sheet `mixes_works`. `holds` says which entries it has. `work` is the column of the work, if there is one.
    """

    place: int
    name: str
    about: str
    key: tuple[str, ...]
    sort: Callable[[Row, Export], Any] = lambda _, __: 0
    order: tuple[str, ...] = ()
    work: Column | None = WORK
    mixes_works: bool = False
    holds: Callable[[Row, Export], bool] = lambda _, __: True


@dataclass(frozen=True, kw_only=True)
class EntryKind(ABC, Generic[Row]):
    """One kind of entry: what it is called ("risk", "Risken") and its fields in the order of the form.

    `read_line` reads what a line says before the first keyword of a field. `examples` are of a change in one line.
    `check` sees what was filled in as columns, and refuses it or adds to it; `first` is what a new entry gets.
    `closed` is set for a kind that can be done with. `writers` may write.
    """

    table: type[Row]
    word: str
    definite: str
    fields: tuple[EntryField, ...]
    read_line: Callable[[Call, str], Values]
    sheet: KindSheet[Row]
    examples: tuple[str, ...] = ()
    closed: ClosedOn | None = None
    check: Callable[[Call, Submission, Row | None, Columns], Columns] | None = None
    first: Callable[[Session, Columns], Columns] = lambda _, __: {}
    writers: frozenset[Role] = LEADERS
    is_neuter: bool = False

    @abstractmethod
    def find(self, call: Call, number: str) -> Row:
        """The entry with this number, held when the command writes; when it does not, one that was taken away too.

        UserError when there is none, or when it is not the sender's to write.
        """

    @abstractmethod
    def change_command(self, row: Row) -> str:
        """What the form that changes an entry says, and a button to it."""

    def change_title(self, _call: Call, row: Row) -> str:
        """What is above the form."""
        return f"Ändra {self.word} {row.id}"

    @abstractmethod
    def read_change(self, call: Call, text: str) -> Values:
        """What a line says of single fields; nothing when the form is to be opened."""

    @abstractmethod
    def changed(self, call: Call, row: Row, columns: list[str]) -> tuple[Block, ...]:
        """What is answered when these columns of an entry became something else."""

    @abstractmethod
    def removed(self, call: Call, row: Row) -> tuple[Block, ...]:
        """What is answered when an entry was taken away."""

    @property
    def all_fields(self) -> tuple[EntryField, ...]:
        """The fields of an entry, the one that closes it last."""
        return (*self.fields, *((self.closed,) if self.closed else ()))

    @property
    def period(self) -> Period | None:
        """The field that says when it is, if there is one."""
        return next((each for each in self.fields if isinstance(each, Period)), None)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its sheet, from left to right."""
        work = (self.sheet.work.heading,) if self.sheet.work else ()
        return self.sheet.order or (*work, *(each.heading for each in self.all_fields if each.cell))

    def form_fields(self, call: Call, values: Values, row: Row | None = None) -> tuple[Field, ...]:
        """The fields of a form for a new entry, with these values."""
        return tuple(_filled(call, self.fields, values, row))

    def changing_fields(self, call: Call, row: Row) -> tuple[Field, ...]:
        """The fields of the form that changes an entry, as it is: what closes it too."""
        return tuple(_filled(call, self.all_fields, self.form_values(call, row), row))

    def form_values(self, call: Call, row: Row) -> dict[str, str]:
        """The current value of each field of the form that changes an entry."""
        return {each.name: each.form_value(call, row) for each in self.all_fields if each.in_form}

    def to_columns(self, call: Call, submission: Submission, row: Row | None) -> Columns:
        """What was filled in, as columns of the table. UserError with the form to mend."""
        columns: Columns = {}
        for each in self.fields if row is None else self.all_fields:
            if each.in_form:
                columns |= each.to_columns(call, submission, row)
        return self.check(call, submission, row, columns) if self.check else columns

    def history(self, call: Call) -> Mapping[str, tuple[str, Shown | None]]:
        """The columns whose changes have a name, and how the history writes them."""
        return {name: shown for each in self.all_fields for name, shown in each.history(call).items()}


Kind = TypeVar("Kind", bound=EntryKind[Any])


def kinds_in(package: ModuleType, sort: type[Kind]) -> Mapping[str, Kind]:
    """The kinds of this sort that the modules of a package declare, by their tables, in the order of their sheets.

    The first of a table is the kind; what comes after it is another way to begin one.
    """
    found: dict[str, Kind] = {}
    for each in pkgutil.iter_modules(package.__path__):
        for kind in vars(importlib.import_module(f"{package.__name__}.{each.name}")).values():
            if isinstance(kind, sort):
                found.setdefault(str(kind.table.__tablename__), kind)
    return dict(sorted(found.items(), key=lambda pair: pair[1].sheet.place))


def _filled(call: Call, fields: tuple[EntryField, ...], values: Values, row: Any) -> Iterator[Field]:
    for each in fields:
        shown = each.form_field(call, row) if each.in_form else None
        if shown is not None:
            yield replace(shown, value=values.get(each.name, shown.value))
