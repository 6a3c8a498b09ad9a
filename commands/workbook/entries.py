"""Reads a sheet of entries: what is new is added, what is said anew of an entry changes it, the rest is as it was.

A row is the same as an entry when all that it says is equal; two equal rows in a file are one. Else a row is about
an entry with the same key (a risk's work and text, a budget row's year and name) that no other row is about, the
one most like it. An entry that was taken back is known too, so that an old file does not bring it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from commands.entries.fields import Columns
from commands.entries.kind import EntryKind
from commands.swedish.dates import When
from commands.workbook.ledger import Ledger
from commands.workbook.rows import Row, Table
from commands.workbook.whens import is_same, year_of
from storage import entries
from storage.swedish import fold
from storage.tables.entry import Entry

_WORK = "Arbete"


@dataclass
class _Said:
    """What a row says, and the entry that it turned out to be about."""

    row: Row
    columns: Columns
    entry: Entry | None = None


def read_entries(table: Table, ledger: Ledger, kind: EntryKind[Any]) -> None:
    """Read a sheet into the database."""
    if kind.period:
        table.year = year_of(table, kind.period.heading)
    reader = _Reader(ledger, kind)
    said = list(reader.said(table))
    if not said:
        return
    had = ledger.session.exec(select(kind.table).order_by(col(kind.table.id))).all()
    reader.match_equal(said, had)
    reader.match_by_key(said, had)
    saved = [(each.entry is None, reader.save(each)) for each in said]
    pairs = [(each.row, each.entry) for each in said if each.entry and each.entry.withdrawn_at is None]
    waiting = [field for field in kind.fields if field.later and field.heading in table.columns]
    tied = {id_ for field in waiting for id_ in field.tie(pairs, ledger)}
    for each, (is_new, changed) in zip(said, saved, strict=True):
        is_tied = each.entry is not None and each.entry.id in tied
        ledger.count(table.sheet.name).add(new=is_new, changed=changed or is_tied)


class _Reader:
    """Reads the rows of one sheet as entries of a kind.

    Columns that are `soft` may be stored otherwise than a row would store them, and still mean the same.
    """

    def __init__(self, ledger: Ledger, kind: EntryKind[Any]) -> None:
        self._ledger = ledger
        self._kind = kind
        self._time = frozenset(kind.period.columns_of(When(""))) if kind.period else frozenset()
        self._later = frozenset[str]().union(*(field.later for field in kind.fields))
        self._soft = self._time.union(*(field.soft for field in kind.fields))

    def said(self, table: Table) -> Iterable[_Said]:
        """The rows that can be read, each once."""
        seen: set[frozenset[tuple[str, object]]] = set()
        for row in self._ledger.watch(table.rows, table.sheet.name):
            columns = self._read(row)
            words = frozenset(row.values.items())
            if not row.faulty and words not in seen:
                seen.add(words)
                yield _Said(row, columns)

    def match_equal(self, said: Sequence[_Said], had: Sequence[Entry]) -> None:
        """Give each row the entry that says just the same; first those that were not taken back."""
        hard = [name for name in said[0].columns if name not in self._soft]
        equal: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
        for entry in sorted(had, key=lambda entry: entry.withdrawn_at is not None):
            equal[tuple(getattr(entry, name) for name in hard)].append(entry)
        for each in said:
            candidates = equal[tuple(each.columns[name] for name in hard)]
            each.entry = next((entry for entry in candidates if not self._differing(each, entry)), None)
            if each.entry:
                candidates.remove(each.entry)

    def match_by_key(self, said: Sequence[_Said], had: Sequence[Entry]) -> None:
        """Give each row that is left the entry with its key that is most like it, of those not taken back."""
        names = [
            name for name in self._kind.sheet.key if name in said[0].columns
        ]  # what the sheet lacks is not asked
        taken = {each.entry.id for each in said if each.entry is not None}
        by_key: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
        for entry in had:
            if entry.id not in taken and entry.withdrawn_at is None:
                by_key[_key(getattr(entry, name) for name in names)].append(entry)
        for each in said:
            if each.entry is None and (fitting := by_key.get(_key(each.columns[name] for name in names))):
                each.entry = min(fitting, key=lambda entry: len(self._differing(each, entry)))
                fitting.remove(each.entry)

    def save(self, said: _Said) -> bool:
        """Add the row's entry, or change it; whether anything became new. One that was taken back stays so."""
        session, kind = self._ledger.session, self._kind
        if said.entry is None:
            columns = {name: value for name, value in said.columns.items() if name not in self._later}
            columns |= kind.first(session, said.columns)
            said.entry = kind.table(**columns, created_at=self._ledger.now)
            entries.add(session, said.entry)
            return True
        if said.entry.withdrawn_at is not None:
            return False
        new = self._differing(said, said.entry)
        return bool(entries.change(session, said.entry, {name: new[name] for name in new.keys() - self._later}))

    def _read(self, row: Row) -> Columns:
        """What each field says of its cell, and the work; nothing of what the sheet lacks."""
        columns: Columns = {}
        if row.has(_WORK):
            named = row.line(_WORK)
            columns["project_id"] = self._ledger.works.find(row, _WORK, named) if named else None
        for field in self._kind.all_fields:
            if field.cell and row.has(field.heading):
                columns |= field.read(row, self._ledger, columns)
        if self._kind.period and row.has(self._kind.period.heading):
            columns |= self._kind.period.columns_of(row.when(self._kind.period.heading))
        return columns

    def _differing(self, said: _Said, entry: Entry) -> Columns:
        """The columns that a row says something new about."""
        columns, period = dict(said.columns), self._kind.period
        if period and period.stored in columns and is_same(said.row.when(period.heading), period.time_of(entry)):
            columns = {name: value for name, value in columns.items() if name not in self._time}
        for field in self._kind.fields:
            if field.cell and said.row.has(field.heading):
                columns = field.settle(said.row, self._ledger, columns, entry)
        return {name: value for name, value in columns.items() if getattr(entry, name) != value}


def _key(values: Iterable[object]) -> tuple[object, ...]:
    return tuple(fold(value) if isinstance(value, str) else value for value in values)
