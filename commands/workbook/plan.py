"""Reads the sheets of the kinds of entry: each field reads its own cell."""

from __future__ import annotations

from functools import partial
from typing import Any

from commands.entries.fields import Columns, Period
from commands.entries.kind import EntryKind
from commands.plan.kinds import KINDS
from commands.workbook.entries import EntrySheet, Time
from commands.workbook.entry_sheets import sheet_of
from commands.workbook.ledger import Ledger
from commands.workbook.rows import Row
from storage.tables.entry import Entry


def work(row: Row, ledger: Ledger) -> Columns:
    """The work of a row, None for the programme; nothing when the sheet has no such column."""
    if not row.has("Arbete"):
        return {}
    named = row.line("Arbete")
    return {"project_id": ledger.works.find(row, "Arbete", named) if named else None}


def entry_sheet(kind: EntryKind[Any]) -> EntrySheet:
    """How the sheet of a kind becomes its entries."""
    period = next((field for field in kind.fields if isinstance(field, Period)), None)
    return EntrySheet(
        sheet_of(kind),
        kind.table,
        partial(_read, kind),
        kind.sheet.key,
        Time(period.heading, period.text, period.starts, period.ends) if period else None,
        frozenset[str]().union(*(field.soft for field in kind.fields)),
        partial(_settled, kind),
    )


def _read(kind: EntryKind[Any], row: Row, ledger: Ledger) -> Columns:
    columns = work(row, ledger)
    for field in kind.all_fields:
        if field.column and row.has(field.heading):
            columns |= field.read(row, ledger, columns)
    return columns


def _settled(kind: EntryKind[Any], row: Row, columns: Columns, entry: Entry) -> Columns:
    for field in kind.fields:
        columns = field.settle(row, columns, entry)
    return columns


PLAN = tuple(entry_sheet(kind) for kind in KINDS.values())
"""In the order in which they are read."""
