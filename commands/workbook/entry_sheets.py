"""The sheets of what works and the programme consist of, and of the programme's own figures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from commands.entries.kind import EntryKind
from commands.figures.kinds import FIGURES
from commands.figures.measure import MEASURE
from commands.plan.kinds import KINDS
from commands.workbook.entries import read_entries
from commands.workbook.ledger import Ledger
from commands.workbook.rows import Table
from commands.workbook.shape import Rows, Sheet
from storage.swedish import sort_key

if TYPE_CHECKING:
    from commands.workbook.gather import Export


def _sheet(kind: EntryKind[Any]) -> Sheet:
    """The sheet of a kind, with the columns of its fields in their order."""
    fields = (kind.sheet.work, *(field.column for field in kind.all_fields))
    columns = {each.heading: each for each in fields if each}
    read = _read_measures if kind is MEASURE else partial(read_entries, kind=kind)
    in_order = tuple(columns[heading] for heading in kind.headings)
    return Sheet(kind.sheet.name, kind.sheet.about, in_order, read, partial(_rows, kind))


def _read_measures(table: Table, ledger: Ledger) -> None:
    """The values may name the measures of this file; of one that cannot be saved, they are no further faults."""
    ledger.measures.is_complete = table.is_usable
    read_entries(table, ledger, MEASURE)
    ledger.measures.put_faulty([row.name("Mått") for row in table.rows if row.faulty])
    ledger.know_measures()


def _rows(kind: EntryKind[Any], export: Export) -> Rows:
    """A row for each entry that the sheet holds, each cell written by its field; the programme's own first."""

    def work(entry: Any) -> str:
        return export.works.get(entry.project_id or 0, "")

    def order(entry: Any) -> tuple[Any, ...]:
        by_work = kind.sheet.work and not kind.sheet.mixes_works
        return sort_key(work(entry)) if by_work else (), kind.sheet.sort(entry, export)

    fields = {each.heading: each for each in kind.all_fields if each.cell}
    query = select(kind.table).where(col(kind.table.withdrawn_at).is_(None)).order_by(col(kind.table.id))
    known = [each for each in export.session.exec(query) if kind.sheet.holds(each, export)]
    for entry in sorted(known, key=order):
        yield [
            fields[heading].write(entry, export) if heading in fields else work(entry) for heading in kind.headings
        ]


ENTRY_SHEETS = tuple(
    _sheet(kind) for kind in sorted((*KINDS.values(), *FIGURES.values()), key=lambda kind: kind.sheet.place)
)
"""From left to right."""
