"""Reads a sheet of entries: what is new is added, what is said anew of an entry changes it, the rest is as it was.

A row is the same as an entry when all that it says is equal; two equal rows in a file are one. Else a row is about
an entry with the same key (a risk's work and text, a budget row's year and name) that no other row is about, the
one most like it. An entry that was taken back is known too, so that an old file does not bring it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from commands.figures.trend import days_of
from commands.swedish.dates import When
from commands.workbook.ledger import Ledger
from commands.workbook.rows import Row, Table
from commands.workbook.shape import Sheet
from commands.workbook.whens import Stored, is_same, year_of
from storage import entries
from storage.swedish import fold
from storage.tables.entry import Entry

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Time:
    """In which heading a time stands, and in which columns it is stored; a name is "" for what is not stored.

    One that `is_bounded` always has two days: what has none on a side is about all days on that side.
    """

    heading: str
    text: str = "when_text"
    start: str = "starts_on"
    end: str = "ends_on"
    is_bounded: bool = False

    def stored(self, entry: Entry) -> Stored:
        """The words and days of an entry."""
        start, end = (getattr(entry, name) if name else None for name in (self.start, self.end))
        if self.is_bounded:
            first, last = days_of(When(""))
            start, end = None if start == first else start, None if end == last else end
        return getattr(entry, self.text), start, end

    def columns(self, when: When) -> Values:
        """What a row's time becomes."""
        start, end = days_of(when) if self.is_bounded else (when.start, when.end)
        named = {self.text: when.text, self.start: start, self.end: end}
        return {name: value for name, value in named.items() if name}


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """How a sheet becomes entries.

    `tell` gives the columns that a row speaks of, after naming what is wrong with it; `key` are those by which an
    entry is known again. `soft` are columns that may be stored otherwise than this row would store them, and still
    mean the same: `settle` gives a row's columns with those of an entry where they do. `later` are columns that
    `then` sets when all rows are saved, since a row may name one further down; it tells whether it changed any.
    """

    sheet: Sheet
    table: type[Entry]
    tell: Callable[[Row, Ledger], Values]
    key: tuple[str, ...]
    time: Time | None = None
    soft: frozenset[str] = frozenset()
    settle: Callable[[Row, Values, Entry], Values] | None = None
    new: Callable[[Ledger, Values], Values] | None = None
    later: frozenset[str] = frozenset()
    then: Callable[[Row, Entry], bool] | None = None


@dataclass
class _Said:
    """What a row says, and the entry that it turned out to be about."""

    row: Row
    values: Values
    entry: Entry | None = None


def read_entries(table: Table, ledger: Ledger, kind: EntrySheet) -> None:
    """Read a sheet into the database."""
    if kind.time:
        table.year = year_of(table, kind.time.heading)
    said = list(_said(table, ledger, kind))
    if not said:
        return
    had = ledger.session.exec(select(kind.table).order_by(col(kind.table.id))).all()
    _match_equal(said, had, kind)
    _match_by_key(said, had, kind)
    saved = [(each.entry is None, _save(ledger, kind, each)) for each in said]
    for each, (is_new, changed) in zip(said, saved, strict=True):
        stands = each.entry if each.entry is not None and each.entry.withdrawn_at is None else None
        tied = kind.then(each.row, stands) if kind.then and stands else False
        ledger.count(table.sheet.name).add(new=is_new, changed=changed or tied)


def _said(table: Table, ledger: Ledger, kind: EntrySheet) -> Iterable[_Said]:
    seen: set[frozenset[tuple[str, object]]] = set()
    for row in ledger.watch(table.rows, table.sheet.name):
        values = kind.tell(row, ledger)
        if kind.time and row.has(kind.time.heading):
            values |= kind.time.columns(row.when(kind.time.heading))
        words = frozenset(row.values.items())
        if not row.faulty and words not in seen:
            seen.add(words)
            yield _Said(row, values)


def _match_equal(said: Sequence[_Said], had: Sequence[Entry], kind: EntrySheet) -> None:
    """Give each row the entry that says just the same; the standing ones first, then those taken back."""
    soft = kind.soft | kind.later | ({kind.time.text, kind.time.start, kind.time.end} if kind.time else frozenset())
    hard = [name for name in said[0].values if name not in soft]
    equal: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in sorted(had, key=lambda entry: entry.withdrawn_at is not None):
        equal[tuple(getattr(entry, name) for name in hard)].append(entry)
    for each in said:
        candidates = equal[tuple(each.values[name] for name in hard)]
        for entry in candidates:
            if not _differing(kind, each, entry):
                each.entry = entry
                candidates.remove(entry)
                break


def _match_by_key(said: Sequence[_Said], had: Sequence[Entry], kind: EntrySheet) -> None:
    """Give each row that is left the entry with its key that is most like it and stands."""
    names = [name for name in kind.key if name in said[0].values]  # what the sheet lacks is not asked for
    taken = {each.entry.id for each in said if each.entry is not None}
    by_key: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in had:
        if entry.id not in taken and entry.withdrawn_at is None:
            by_key[_key(getattr(entry, name) for name in names)].append(entry)
    for each in said:
        if each.entry is None and (fitting := by_key.get(_key(each.values[name] for name in names))):
            each.entry = min(fitting, key=lambda entry: len(_differing(kind, each, entry)))
            fitting.remove(each.entry)


def _key(values: Iterable[object]) -> tuple[object, ...]:
    return tuple(fold(value) if isinstance(value, str) else value for value in values)


def _differing(kind: EntrySheet, said: _Said, entry: Entry) -> Values:
    """The columns that a row says something new about."""
    return {name: value for name, value in _settled(kind, said, entry).items() if getattr(entry, name) != value}


def _settled(kind: EntrySheet, said: _Said, entry: Entry) -> Values:
    values = dict(said.values)
    if (
        kind.time
        and kind.time.text in values
        and is_same(said.row.when(kind.time.heading), kind.time.stored(entry))
    ):
        values = {name: value for name, value in values.items() if name not in kind.time.columns(When(""))}
    return kind.settle(said.row, values, entry) if kind.settle else values


def _save(ledger: Ledger, kind: EntrySheet, said: _Said) -> bool:
    """Add the row's entry, or change it; whether anything became new. One that was taken back stays so."""
    if said.entry is None:
        values = {name: value for name, value in said.values.items() if name not in kind.later}
        values |= kind.new(ledger, said.values) if kind.new else {}
        said.entry = kind.table(**values, created_at=ledger.now)
        entries.add(ledger.session, said.entry)
        return True
    if said.entry.withdrawn_at is not None:
        return False
    new = _differing(kind, said, said.entry)
    return bool(entries.change(ledger.session, said.entry, {name: new[name] for name in new.keys() - kind.later}))
