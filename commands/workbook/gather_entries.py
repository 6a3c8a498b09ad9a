"""The rows of the sheets of entries, as an import would read them; what was taken back is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from commands.entries.kind import EntryKind
from commands.workbook.cells import Written, numeric
from commands.workbook.contents import Contents
from commands.workbook.entry_sheets import ENTRY_KINDS, ENTRY_SHEETS
from commands.workbook.labels import shortest_labels
from commands.workbook.measures import shortest_names
from commands.workbook.shape import Sheet
from commands.workbook.whens import lasting
from storage.swedish import sort_key
from storage.tables import BudgetLine

Rows = Iterable[Sequence[Written]]


@dataclass(frozen=True)
class Names:
    """What a cell calls the rows of other sheets, by their numbers; and how it holds numbers and times."""

    works: Mapping[int, str]
    parties: Mapping[int, str]
    labels: Mapping[int, str]
    measures: Mapping[int, str]
    lines: Mapping[int, str]
    number = staticmethod(numeric)
    when = staticmethod(lasting)


def gather_entries(session: Session, had: Contents) -> Iterator[tuple[Sheet, Rows]]:
    """Each sheet of entries with its rows, in an order that does not depend on numbers in the database."""
    lines = session.exec(select(BudgetLine.id, BudgetLine.name).where(col(BudgetLine.withdrawn_at).is_(None)))
    names = Names(
        works={work.id: work.name for work in had.works},
        parties={party.id: party.name for party in had.parties},
        labels=shortest_labels(had.labels),
        measures=shortest_names(session),
        lines=dict(lines.all()),
    )
    for kind, sheet in zip(ENTRY_KINDS, ENTRY_SHEETS, strict=True):
        yield sheet, _rows(session, kind, names)


def _rows(session: Session, kind: EntryKind[Any], names: Names) -> Rows:
    """A row for each entry of a kind that it holds, each cell written by its field; the programme's own first."""

    def work(entry: Any) -> str:
        return names.works.get(entry.project_id or 0, "")

    def order(entry: Any) -> tuple[Any, ...]:
        by_work = kind.sheet.work and not kind.sheet.mixes_works
        return sort_key(work(entry)) if by_work else (), kind.sheet.sort(entry, names)

    fields = {each.heading: each for each in kind.all_fields if each.cell}
    known = session.exec(
        select(kind.table).where(col(kind.table.withdrawn_at).is_(None)).order_by(col(kind.table.id))
    )
    for entry in sorted((each for each in known if kind.sheet.holds(each, names)), key=order):
        yield [
            fields[heading].write(entry, names) if heading in fields else work(entry) for heading in kind.headings
        ]
