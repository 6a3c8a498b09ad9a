"""A kind of entry that works consist of: what it is called, its fields, who may write it, and its sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from commands.command import COORDINATORS, Call
from commands.editing import Shown, the_entry
from commands.entries.fields import ClosedOn, Columns, EntryField
from commands.form import Submission
from commands.lookup import called, must_lead
from commands.message import Action, Fact, Field, UserError
from commands.place import Place
from commands.sentences import sentence
from commands.swedish.dates import parse_when, shown_when
from storage import projects
from storage.tables import Project
from storage.tables.entry import SearchedEntry
from storage.words import Role

Row = TypeVar("Row", bound=SearchedEntry)
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KindSheet(Generic[Row]):
    """The sheet of a kind in the workbook.

    `order` are the headings from left to right; `key` the columns by which an entry is known again. Rows are sorted
    by work and then by `sort`, or by `sort` alone where the sheet `mixes_works`. `holds` says which entries it has.
    """

    name: str
    about: str
    order: tuple[str, ...]
    key: tuple[str, ...]
    sort: Callable[[Row], Any] = lambda _: 0
    mixes_works: bool = False
    needs_work: bool = False
    holds: Callable[[Row], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class EntryKind(Generic[Row]):
    """One kind of entry: what it is called ("risk", "Risken", "risker") and its fields in the order of the form.

    `read_line` reads what a line says before the first keyword of a field. `command` begins a line that adds one,
    where that is not `word`. `examples` are of a change in one line. `check` sees what was filled in as columns,
    and refuses it or adds to it. `closed` is set for a kind that can be done with. `extra_writers` may write for
    every work; `after_end` says that a closed work may still get one. `computed` facts are shown with the rest.
    """

    table: type[Row]
    word: str
    definite: str
    plural: str
    fields: tuple[EntryField, ...]
    title: Callable[[Call, Row], str]
    read_line: Callable[[Call, str], Values]
    sheet: KindSheet[Row]
    examples: tuple[str, ...]
    command: str = ""
    closed: ClosedOn | None = None
    check: Callable[[Call, Submission, Row | None, Columns], Columns] | None = None
    computed: Callable[[Call, Row], tuple[Fact, ...]] | None = None
    extra_writers: frozenset[Role] = frozenset()
    is_neuter: bool = False
    after_end: bool = False

    @property
    def new(self) -> str:
        """The words that begin a line that adds one."""
        return self.command or self.word

    @property
    def all_fields(self) -> tuple[EntryField, ...]:
        """The fields of an entry, the one that closes it last."""
        return (*self.fields, *((self.closed,) if self.closed else ()))

    @property
    def keywords(self) -> dict[str, str]:
        """What may be written before a part of a line, folded, and the field that it means."""
        return {word: field.name for field in self.fields for word in field.keywords}

    @property
    def numeric(self) -> frozenset[str]:
        """The fields whose keyword counts only before a digit."""
        return frozenset(field.name for field in self.fields if field.is_numeric)

    def is_closed(self, row: Row) -> bool:
        """Whether an entry is done with."""
        return self.closed is not None and getattr(row, self.closed.day) is not None

    def form_fields(self, call: Call, values: Values) -> tuple[Field, ...]:
        """The fields of a form for a new entry, with these values."""
        return tuple(_filled(call, self.fields, values))

    def changing_fields(self, call: Call, values: Values) -> tuple[Field, ...]:
        """The fields of the form that changes an entry: what closes it too."""
        return tuple(_filled(call, self.all_fields, values))

    def form_values(self, call: Call, row: Row) -> dict[str, str]:
        """The current value of each field of the form that changes an entry."""
        return {field.name: field.form_value(call, row) for field in self.all_fields if field.in_form}

    def to_columns(self, call: Call, submission: Submission, row: Row | None) -> Columns:
        """What was filled in, as columns of the table. UserError with the form to mend."""
        fields = self.fields if row is None else self.all_fields
        columns: Columns = {}
        for field in fields:
            if field.in_form:
                columns |= field.to_columns(call, submission, row)
        return self.check(call, submission, row, columns) if self.check else columns

    def history(self, call: Call) -> Mapping[str, tuple[str, Shown]]:
        """The columns that the history shows, and how."""
        return {name: shown for field in self.all_fields for name, shown in field.history(call).items()}

    def facts(self, call: Call, row: Row) -> tuple[Fact, ...]:
        """All that an entry says, under the labels of its form."""
        work = projects.get(call.session, row.project_id) if row.project_id else None
        fields = self.changing_fields(call, self.form_values(call, row))
        stated = [("Arbete", called(work) if work else "Programmet")]
        stated += [(each.label, _shown(each)) for each in fields]
        return (
            *(Fact(label, text) for label, text in stated if text),
            *(self.computed(call, row) if self.computed else ()),
        )


def _filled(call: Call, fields: tuple[EntryField, ...], values: Values) -> Iterator[Field]:
    for field in fields:
        shown = field.form_field(call) if field.in_form else None
        if shown is not None:
            yield replace(shown, value=values.get(field.name, shown.value))


def _shown(field: Field) -> str:
    labels = {option.value: option.label for option in field.options}
    return labels.get(field.value) or shown_when(field.value)


def must_be_allowed(call: Call, kind: EntryKind[Row], work: Project | None) -> None:
    """Raise UserError unless the sender may write this for the work; for the programme coordinators may."""
    if call.person.roles & kind.extra_writers:
        return
    if work is None and not call.person.roles & COORDINATORS:
        raise UserError(sentence("plan", "only_coordinators", word=kind.word))
    if work is None:
        return
    must_lead(call, work)
    if work.closed_at is not None and not kind.after_end:
        look = Action("Om arbetet", f"arbete visa {work.name}")
        raise UserError(sentence("plan", "work_closed", work=called(work), many=kind.plural), actions=(look,))


def is_when(call: Call, text: str) -> bool:
    """Whether a part of a line says when something is."""
    try:
        parse_when(text, call.today)
    except UserError:
        return False
    return True


def list_of(kind: EntryKind[Row], work: Project | None) -> Action:
    """A button to the others of the same work, or of the programme."""
    whose = Place(work, sure=True, rest="").command
    return Action(f"Alla {kind.plural}", f"{kind.plural} {whose}")


def numbered(call: Call, kind: EntryKind[Row], number: str, *, withdrawn: bool = False) -> Row:
    """The entry with this number, held when the command writes. UserError when there is none."""
    everyone = Action(f"Alla {kind.plural}", kind.plural)
    return the_entry(call, kind.table, number, kind.word, everyone, withdrawn=withdrawn, neuter=kind.is_neuter)
