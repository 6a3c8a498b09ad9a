"""A kind of entry that works consist of: what it is called, how it is filled in and read, who may write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from commands.command import COORDINATORS, Call
from commands.editing import Shown, the_entry
from commands.form import Submission
from commands.lookup import called, must_lead
from commands.message import (
    Action,
    Fact,
    Field,
    FieldType,
    UserError,
)
from commands.place import Place
from commands.sentences import sentence
from commands.swedish.dates import When, long_date, parse_date, parse_when, shown_when, with_year
from storage import projects
from storage.plan import CLOSING
from storage.tables import Project
from storage.tables.entry import SearchedEntry
from storage.words import Role

Row = TypeVar("Row", bound=SearchedEntry)
Values = Mapping[str, str]
LONGEST, LONGEST_LINE, LONGEST_WHEN = 3000, 500, 60
CLOSED = "closed"
"""The field of a form that changes an entry which says since when it is done with."""


def as_when(value: Any) -> str:
    """A stored day, or when something is as it was written."""
    return shown_when(str(value))


@dataclass(frozen=True, slots=True)
class EntryKind(Generic[Row]):
    """One kind of entry: what it is called, and how it is filled in.

    `written` gives the form's values of a row, `columns` the row's columns of a form (the row is None for a new
    one); `unlabelled` reads what a line says before the first of `labels`. `told` names the columns in a history,
    `changes` are examples of a change in one line. `also` are roles that may write for every work. `after_end`
    says that a closed work may still get one. `besides` is computed, and shown with the rest.
    """

    table: type[Row]
    word: str
    many: str
    the: str
    fields: Callable[[Call], tuple[Field, ...]]
    written: Callable[[Call, Row], dict[str, str]]
    columns: Callable[[Call, Submission, Row | None], dict[str, object]]
    title: Callable[[Call, Row], str]
    unlabelled: Callable[[Call, str], Mapping[str, str]]
    labels: Values
    told: Callable[[Call], Mapping[str, tuple[str, Shown]]]
    command: str = ""
    changes: tuple[str, ...] = ()
    numeric: frozenset[str] = frozenset()
    also: frozenset[Role] = frozenset()
    is_neuter: bool = False
    after_end: bool = False
    closed: str = "Klar"
    closed_many: str = "klara"
    besides: Callable[[Call, Row], tuple[Fact, ...]] | None = None

    @property
    def closing(self) -> str:
        """The column that closes an entry, "" for a kind that does not close."""
        return CLOSING.get(self.table, "")

    @property
    def new(self) -> str:
        """The words that begin a line that tells a new one."""
        return self.command or self.word


def must_be_allowed(call: Call, kind: EntryKind[Row], work: Project | None) -> None:
    """Raise UserError unless the asking person may write this for the work; for the programme coordinators may."""
    if call.person.roles & kind.also:
        return
    if work is None and not call.person.roles & COORDINATORS:
        raise UserError(sentence("plan", "only_coordinators", word=kind.word))
    if work is None:
        return
    must_lead(call, work)
    if work.closed_at is not None and not kind.after_end:
        look = Action("Om arbetet", f"arbete visa {work.name}")
        raise UserError(sentence("plan", "work_closed", work=called(work), many=kind.many), actions=(look,))


def is_when(call: Call, text: str) -> bool:
    """Whether a part of a line says when something is."""
    try:
        parse_when(text, call.today)
    except UserError:
        return False
    return True


def past(call: Call, text: str) -> date:
    """A day that has been. UserError for one to come."""
    day = parse_date(text, call.today, past=True)
    if day > call.today:
        raise UserError(sentence("plan", "not_yet", date=long_date(day)))
    return day


def times(
    submission: Submission,
    row: Any,
    name: str = "when",
    columns: tuple[str, str, str] = ("when_text", "starts_on", "ends_on"),
) -> dict[str, object]:
    """When something is, as columns: what was written beside what it means. What stands is not read again."""
    text, start, end = columns
    if row is not None and submission.text(name) == getattr(row, text):
        return {column: getattr(row, column) for column in columns if column}
    when = submission.when(name) or When("")
    values = {text: with_year(when), start: when.start, end: when.end}
    return {column: value for column, value in values.items() if column}


def list_of(kind: EntryKind[Row], work: Project | None) -> Action:
    """A button to the others of the same work, or of the programme."""
    whose = Place(work, sure=True, rest="").command
    return Action(f"Alla {kind.many}", f"{kind.many} {whose}")


def facts_of(call: Call, kind: EntryKind[Row], row: Row) -> tuple[Fact, ...]:
    """All that an entry says, under the labels of its form."""
    work = projects.get(call.session, row.project_id) if row.project_id else None
    stands = stands_in(call, kind, row)
    told = [("Arbete", called(work) if work else "Programmet")]
    told += [(each.label, _shown(each, stands.get(each.name, ""))) for each in changing_fields(call, kind, stands)]
    return (
        *(Fact(label, text) for label, text in told if text),
        *(kind.besides(call, row) if kind.besides else ()),
    )


def numbered(call: Call, kind: EntryKind[Row], number: str, *, withdrawn: bool = False) -> Row:
    """The entry with this number, held when the command writes. UserError when there is none."""
    everyone = Action(f"Alla {kind.many}", kind.many)
    return the_entry(call, kind.table, number, kind.word, everyone, withdrawn=withdrawn, neuter=kind.is_neuter)


def stands_in(call: Call, kind: EntryKind[Row], row: Row) -> dict[str, str]:
    """What stands in each field of the form that changes an entry."""
    closed = getattr(row, kind.closing) if kind.closing else None
    return kind.written(call, row) | ({CLOSED: closed.isoformat() if closed else ""} if kind.closing else {})


def changing_fields(call: Call, kind: EntryKind[Row], stands: Values) -> tuple[Field, ...]:
    """The fields of the form that changes an entry, with these values; a new one has none that closes it."""
    fields = kind.fields(call)
    if kind.closing:
        fields += (
            Field(
                CLOSED, kind.closed, FieldType.DATE, hint=sentence("plan", "closed_hint"), max_length=LONGEST_WHEN
            ),
        )
    return tuple(replace(each, value=stands.get(each.name, "")) for each in fields)


def _shown(each: Field, value: str) -> str:
    labels = {option.value: option.label for option in each.options}
    return labels.get(value) or shown_when(value)
