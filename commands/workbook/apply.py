"""A whole workbook into the database: every sheet in turn, everything that is wrong named at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlmodel import Session

from commands.swedish.text import listing
from commands.workbook.faults import CellRef, Fault, Faults, did_you_mean, nearest
from commands.workbook.labels import DIMENSIONS
from commands.workbook.ledger import Count, Item, Ledger, Watch
from commands.workbook.read import RawSheet
from commands.workbook.registers import (
    LABELS,
)
from commands.workbook.rows import Table
from commands.workbook.shape import Sheet
from commands.workbook.sheets import READ_ME, SHEETS
from commands.workbook.updates import STATUS, status_sheet
from storage.swedish import fold
from storage.words import LabelKind

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
    for sheet in SHEETS:
        if sheet.name in known:
            place, raw = known[sheet.name]
            shown = _status_sheet(ledger) if sheet is STATUS else sheet
            sheet.read(Table(raw, shown, ledger.faults, place=place, today=ledger.today), ledger)
        if sheet is LABELS and ledger.is_new_programme:
            ledger.labels.give_dimensions()
    session.flush()
    _count_the_rest(ledger)
    counts = {each.name: ledger.counts[each.name] for each in SHEETS if each.name in ledger.counts}
    return Outcome(counts, ledger.faults.in_order(), ledger.followed)


def _status_sheet(ledger: Ledger) -> Sheet:
    known = {label.key: label.text for label in ledger.labels.of(LabelKind.DIMENSION)}
    usual = [known.pop(fold(each), each) for each in DIMENSIONS]
    return status_sheet([*usual, *known.values()])


def _count_the_rest(ledger: Ledger) -> None:
    """Count persons and labels that other sheets brought with them."""
    for sheet, added in (("Personer", ledger.people.added), ("Etiketter", ledger.labels.added)):
        if added:
            ledger.count(sheet).new += added


def _known(book: Sequence[RawSheet], faults: Faults) -> dict[str, tuple[int, RawSheet]]:
    """The sheets that can be read, by their right names; the others are faults, unless they are empty."""
    names = {fold(each.name): each.name for each in SHEETS}
    known: dict[str, tuple[int, RawSheet]] = {}
    for place, raw in enumerate(book):
        key = fold(raw.name)
        if key in names and names[key] in known:
            faults.add(CellRef(place), raw.name, "Bladet finns två gånger. Ta bort det ena.")
        elif key in names:
            known[names[key]] = (place, raw)
        elif key != fold(READ_ME):
            _refuse_unknown(place, raw, faults)
    return known


def _refuse_unknown(place: int, raw: RawSheet, faults: Faults) -> None:
    names = [each.name for each in SHEETS]
    if raw.is_blank and nearest(raw.name, names, _VERY_LIKE) is None:
        return  # "Blad1", as every new workbook has
    said = did_you_mean(raw.name, names) or f" De som går att läsa in är {listing(names)}."
    faults.add(CellRef(place), raw.name[:60], f"Det finns inget blad som heter så.{said}")
