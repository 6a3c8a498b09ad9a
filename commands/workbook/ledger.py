"""What an import knows while it reads: what exists already, what was found to be new or changed, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, Protocol, TypeVar

from sqlmodel import Session, SQLModel

from commands.swedish.text import short
from commands.workbook.contents import Contents
from commands.workbook.faults import Faults
from commands.workbook.labels import Labels
from commands.workbook.measures import measures_in_full
from commands.workbook.names import Names, People
from commands.workbook.rows import Row

Item = TypeVar("Item")
Kind = TypeVar("Kind", bound=SQLModel)


class Watch(Protocol):
    """Goes through the rows of a sheet, and may show how far it has come."""

    def __call__(self, items: Sequence[Item], what: str, /) -> Iterable[Item]:
        """The same items in the same order; `what` says what is being done."""


@dataclass
class Count:
    """How many rows of a sheet were new, changed and the same as before."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def add(self, *, new: bool, changed: bool) -> None:
        """Count one row."""
        self.new += new
        self.changed += changed and not new
        self.same += not new and not changed


@dataclass
class Ledger:
    """Everything that a sheet's reader needs. Rows are written through `session`, whose owner decides.

    `followed` are the new works that nobody has said were included. `commissioner` is the programme's, None when
    the workbook says it in a cell that cannot be read.
    """

    session: Session
    now: datetime
    zone: tzinfo
    watch: Watch
    faults: Faults = field(default_factory=Faults)
    counts: dict[str, Count] = field(default_factory=dict)
    is_new_programme: bool = False
    followed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read what exists already."""
        self.had = Contents(self.session)
        self.programme = self.had.programme
        self.commissioner: str | None = self.programme.commissioner if self.programme else ""
        self.parties = Names("ingen part")
        for party in self.had.parties:
            aliases = (alias.name for alias in self.had.party_aliases.get(party.id, ()))
            self.parties.put(party.id, party.name, (party.short_name, *aliases))
        self.party_kinds = {party.id: party.kind for party in self.had.parties}
        self.works = Names("inget arbete")
        for work in self.had.works:
            self.works.put(work.id, work.name, (work.short_name, *self.had.work_aliases[work.id]))
        self.people = People(self.session, self.had.people, self.parties, self.now)
        self.labels = Labels(self.session, self.had.labels)
        self.measures = Names("inget mått")
        self.measure_works: dict[int, int | None] = {}
        self.measured = Once()
        self.know_measures()

    def know_measures(self) -> None:
        """Let every measure be found, by its name and with its work or "programmet" after it."""
        for measure, in_full in measures_in_full(self.session):
            self.measures.put(measure.id, in_full, (measure.name,))
            self.measure_works[measure.id] = measure.project_id

    @property
    def today(self) -> date:
        """The date in the programme's time zone."""
        return self.now.astimezone(self.zone).date()

    def count(self, sheet: str) -> Count:
        """What has been counted for a sheet."""
        return self.counts.setdefault(sheet, Count())


def saved(session: Session, table: type[Kind], found: Kind | None, values: Mapping[str, Any]) -> tuple[Kind, bool]:
    """A new row with these columns, or the one that was found with them; and whether anything became new."""
    if found is None:
        row = table(**values)
        session.add(row)
        session.flush()
        return row, True
    different = {column: value for column, value in values.items() if getattr(found, column) != value}
    for column, value in different.items():
        setattr(found, column, value)
    session.add(found)
    session.flush()
    return found, bool(different)


_KEYS: Mapping[str, str] = {"Namn": "Namnet", "E-post": "Adressen", "Text": "Texten", "Mått": "Måttet"}


class Once:
    """Sees to it that two rows of one sheet are not about the same thing, unless they say the same."""

    def __init__(self) -> None:
        self._seen: dict[object, tuple[Row, Mapping[str, object]]] = {}

    def has(self, row: Row, heading: str, key: object) -> bool:
        """Whether an equal row has been read; a row that says something else of the same thing is a fault.

        A faulty key is no key: neither that nor what may be in it, such as a personnummer, is shown again.
        """
        if not row.is_sound(heading):
            return False
        before = self._seen.get(key)
        if before is None:
            self._seen[key] = (row, row.values)
            return False
        if before[1] != row.values:
            shown = f"{_KEYS[heading]} {short(row.line(heading))}"
            row.refuse(
                heading, f"{shown} står redan på rad {before[0].number}, med annat innehåll. Ta bort en av raderna."
            )
        return True
