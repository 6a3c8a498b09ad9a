"""A whole workbook into the database: every sheet in turn, everything that is wrong named at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial

from sqlmodel import Session

from commands.figures.measure import MEASURE
from commands.swedish.text import listing
from commands.workbook import sheets
from commands.workbook.entries import read_entries
from commands.workbook.entry_sheets import ENTRY_KINDS
from commands.workbook.events import read_activities, read_seminars
from commands.workbook.faults import CellRef, Fault, Faults, did_you_mean, nearest
from commands.workbook.ledger import Count, Item, Ledger, Watch
from commands.workbook.read import RawSheet
from commands.workbook.registers import count_the_rest, read_labels, read_parties, read_people, read_programme
from commands.workbook.rows import Table
from commands.workbook.shape import Sheet
from commands.workbook.updates import read_updates
from commands.workbook.works import read_works
from storage.swedish import fold
from storage.words import LabelKind


def _read_measures(table: Table, ledger: Ledger) -> None:
    """The values may name the measures of this file; of one that cannot be saved, they need not be told again."""
    ledger.measures.is_complete = table.is_usable
    read_entries(table, ledger, MEASURE)
    ledger.measures.put_faulty([row.name("Mått") for row in table.rows if row.faulty])
    ledger.know_measures()


_READERS: Mapping[str, Callable[[Table, Ledger], None]] = {
    sheets.PROGRAMME.name: read_programme,
    sheets.PARTIES.name: read_parties,
    sheets.LABELS.name: read_labels,
    sheets.PEOPLE.name: read_people,
    sheets.WORKS.name: read_works,
    sheets.STATUS.name: read_updates,
    sheets.SEMINARS.name: read_seminars,
    sheets.ACTIVITIES.name: read_activities,
    **{each.sheet.name: partial(read_entries, kind=each) for each in ENTRY_KINDS},
    MEASURE.sheet.name: _read_measures,
}
"""In this order, since each may name what stands in those before."""

_VERY_LIKE = 80


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import came to: counts by sheet, and every fault. With a fault, nothing may be kept.

    `followed` names the new works that are only followed, since nothing says that they were included.
    """

    counts: Mapping[str, Count]
    faults: Sequence[Fault]
    followed: Sequence[str]


def unwatched(items: Sequence[Item], _what: str, /) -> Iterable[Item]:
    """Show nothing."""
    return items


def apply(
    session: Session, book: Sequence[RawSheet], *, now: datetime, zone: tzinfo, watch: Watch = unwatched
) -> Outcome:
    """Read these sheets into the database. The caller keeps the transaction only when there are no faults."""
    ledger = Ledger(session, now, zone, watch)
    known = _known(book, ledger.faults)
    for name, read in _READERS.items():
        if name in known:
            place, raw = known[name]
            read(Table(raw, _sheet(name, ledger), ledger.faults, place=place, today=ledger.today), ledger)
        if name == sheets.LABELS.name and ledger.is_new_programme:
            ledger.labels.give_dimensions()
    session.flush()
    count_the_rest(ledger)
    counts = {each.name: ledger.counts[each.name] for each in sheets.SHEETS if each.name in ledger.counts}
    return Outcome(counts, ledger.faults.in_order(), ledger.followed)


def _sheet(name: str, ledger: Ledger) -> Sheet:
    if name == sheets.STATUS.name:
        known = {label.key: label.text for label in ledger.labels.of(LabelKind.DIMENSION)}
        usual = [known.pop(fold(each), each) for each in sheets.DIMENSIONS]
        return sheets.status_sheet([*usual, *known.values()])
    return next(each for each in sheets.SHEETS if each.name == name)


def _known(book: Sequence[RawSheet], faults: Faults) -> dict[str, tuple[int, RawSheet]]:
    """The sheets that can be read, by their right names; the others are faults, unless nothing stands in them."""
    names = {fold(each.name): each.name for each in sheets.SHEETS}
    known: dict[str, tuple[int, RawSheet]] = {}
    for place, raw in enumerate(book):
        key = fold(raw.name)
        if key in names and names[key] in known:
            faults.add(CellRef(place), raw.name, "Bladet finns två gånger. Ta bort det ena.")
        elif key in names:
            known[names[key]] = (place, raw)
        elif key != fold(sheets.READ_ME):
            _refuse_unknown(place, raw, faults)
    return known


def _refuse_unknown(place: int, raw: RawSheet, faults: Faults) -> None:
    names = [each.name for each in sheets.SHEETS]
    if raw.is_blank and nearest(raw.name, names, _VERY_LIKE) is None:
        return  # "Blad1", as every new workbook has
    said = did_you_mean(raw.name, names) or f" De som går att läsa in är {listing(names)}."
    faults.add(CellRef(place), raw.name[:60], f"Det finns inget blad som heter så.{said}")
