"""What is wrong with a workbook, cell by cell, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from storage.swedish import fold

_LIKE, _HOLDS_IT = 60, 85


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """Where a fault is: the sheet's place in the book, the row and the column, 0 for the whole of it."""

    sheet: int = 0
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, said so that it can be found and mended."""

    place: CellRef
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class Faults:
    """All that is wrong, in the order of the book."""

    _found: list[Fault] = field(default_factory=list)

    def add(self, place: CellRef, where: str, what: str) -> None:
        """Remember a fault. `where` names sheet, row and column; `what` is a sentence."""
        self._found.append(Fault(place, where, what))

    def __len__(self) -> int:
        return len(self._found)

    def in_order(self) -> tuple[Fault, ...]:
        """Every fault once, as the eye finds them."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda fault: (fault.place, fault.what)))


def nearest(written: str, known: Iterable[str], like: int = _LIKE) -> str | None:
    """Which of these was most likely meant, by the whole or by a part of it; None when none is like it."""
    names = list(known)
    found = process.extractOne(written, names, scorer=fuzz.ratio, processor=fold, score_cutoff=like)
    if found is None and len(written) > 3:  # three letters are somewhere in almost anything
        found = process.extractOne(written, names, scorer=fuzz.WRatio, processor=fold, score_cutoff=_HOLDS_IT)
    return found[0] if found else None


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """Ask about the nearest, "" when there is none: " Menar du Läge?"."""
    near = nearest(written, known)
    return f" Menar du {near}?" if near else ""
