"""The programme's labels in memory while a workbook is read: by kind and text, or by number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlmodel import Session

from commands.swedish.words import LABEL_KINDS
from commands.workbook.faults import did_you_mean
from commands.workbook.rows import Row
from storage.swedish import fold
from storage.tables import Label
from storage.words import LabelKind

DIMENSIONS = ("tid", "ekonomi", "resurser", "omfattning", "risk", "nytta")
"""What is judged in a status update when the programme has not said anything else."""


class Labels:
    """What may be meant by a label. A target group that is unknown is added; all else must be in Etiketter."""

    def __init__(self, session: Session, known: Iterable[Label]) -> None:
        self.added = 0
        self.is_complete = True
        self._session = session
        self._by_text: dict[tuple[LabelKind, str], Label] = {}
        self._by_number: dict[tuple[LabelKind, int | None], dict[int, Label]] = defaultdict(dict)
        self._faulty: set[tuple[LabelKind, str]] = set()
        for each in known:
            self.put(each)

    def put(self, label: Label) -> None:
        """Let a label be found."""
        self._by_text[label.kind, label.key] = label
        for numbered in self._by_number.values():
            numbered.pop(label.id, None)
        self._by_number[label.kind, label.number][label.id] = label

    def put_faulty(self, kind: LabelKind, *names: str) -> None:
        """Remember a label whose row cannot be saved."""
        self._faulty.update((kind, fold(name)) for name in names)

    def get(self, kind: LabelKind, text: str) -> Label | None:
        """The label of this kind with this text, case and å ä ö aside."""
        return self._by_text.get((kind, fold(text)))

    def of(self, kind: LabelKind) -> list[Label]:
        """All labels of a kind, in the programme's order."""
        return in_programme_order(label for (each, _), label in self._by_text.items() if each is kind)

    def find(self, row: Row, heading: str, kind: LabelKind, written: str) -> Label | None:
        """The label with this number or text; None after the fault has been named at the cell."""
        numbered = list(self._by_number.get((kind, int(written)), {}).values()) if _is_number(written) else []
        if len(numbered) > 1:
            texts = " eller ".join(label.text for label in numbered)
            row.refuse(heading, f"Nummer {written} kan betyda {texts}. Skriv texten i stället.")
            return None
        found = numbered[0] if numbered else self.get(kind, written)
        if found:
            return found
        if (kind, fold(written)) in self._faulty or not self.is_complete:
            row.spoil(heading)
        elif kind is LabelKind.TARGET_GROUP and fold(written):
            self.added += 1
            return self.add(kind, written, None)
        else:
            known = [label.text for label in self.of(kind)]
            said = did_you_mean(written, known) or " Lägg till det i Etiketter."
            row.refuse(heading, f"”{written[:60]}” finns inte bland programmets {LABEL_KINDS[kind]}.{said}")
        return None

    def add(self, kind: LabelKind, text: str, number: int | None) -> Label:
        """Register a label."""
        label = Label(kind=kind, number=number, text=text, key=fold(text))
        self._session.add(label)
        self._session.flush()
        self.put(label)
        return label

    def give_dimensions(self) -> None:
        """Let the programme judge the usual six, unless it has said what it judges."""
        if not self.of(LabelKind.DIMENSION):
            self.added += len(DIMENSIONS)
            for number, text in enumerate(DIMENSIONS, 1):
                self.add(LabelKind.DIMENSION, text, number)


def in_programme_order(labels: Iterable[Label]) -> list[Label]:
    """By number, those without one last, as they were registered."""
    return sorted(labels, key=lambda label: (label.number is None, label.number or 0, label.id))


def shortest_labels(labels: Iterable[Label]) -> dict[int, str]:
    """How each label is written so that it is found again: by its number where no other of its kind has that."""
    known = list(labels)
    same = Counter((each.kind, each.number) for each in known)
    return {
        each.id: each.text if each.number is None or same[each.kind, each.number] > 1 else str(each.number)
        for each in known
    }


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= 9
