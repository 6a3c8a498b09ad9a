"""Reads the sheet Status: reports are added, and never changed. One that was taken back is not added again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from commands.swedish.words import STATES
from commands.workbook.ledger import Ledger
from commands.workbook.rows import Row, Table
from storage import statuses
from storage.swedish import fold_text
from storage.tables import Label, StatusDimension, StatusUpdate
from storage.words import State

WORDS: Mapping[str, str] = {
    "Genomfört": "done",
    "Nästa steg": "next_steps",
    "Avvikelse": "deviation",
    "Orsak": "cause",
    "Åtgärd": "measure",
    "Beslut behövs": "decision_needed",
}
"""The headings of what a leader wrote, and their columns."""

REPORTER = "Rapporterat av"
_FIXED = {"Arbete", "Datum", "Läge", *WORDS, REPORTER}
_AT_ONCE = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ImportedStatus:
    """One report as a row tells it."""

    work: int
    at: datetime
    state: State
    words: tuple[str, ...]
    reporter: int | None
    judged: tuple[tuple[int, State], ...]

    def seen(self, table: Table, labels: Collection[int]) -> ImportedStatus:
        """As much of it as the sheet has columns for: a row is compared by its own columns."""
        kept = tuple(
            text if heading in table.columns else "" for heading, text in zip(WORDS, self.words, strict=True)
        )
        judged = tuple(each for each in self.judged if each[0] in labels)
        reporter = self.reporter if REPORTER in table.columns else None
        return ImportedStatus(self.work, self.at, self.state, kept, reporter, judged)


def read_updates(table: Table, ledger: Ledger) -> None:
    """Add every row that is not there yet, and renew each work's copy of its latest report once."""
    dimensions = _dimensions(table, ledger)
    entries = list(_entries(table, ledger, dimensions))
    labels = {label.id for label in dimensions.values()}
    nameless = {person.id for person in ledger.had.people if person.anonymised_at is not None}
    stored = _stored(ledger.session, {entry.work for _, entry in entries}, nameless)
    seen = {entry.seen(table, labels) for entry in stored}
    new = []
    count = ledger.count(table.sheet.name)
    for _, entry in entries:
        is_new = entry not in seen
        seen.add(entry)
        count.add(new=is_new, changed=False)
        if is_new:
            new.append(entry)
    if not len(ledger.faults):
        _save(ledger, new)


def _dimensions(table: Table, ledger: Ledger) -> dict[str, Label]:
    """The dimensions that the sheet has columns for. The usual six come to be when one of them is judged."""
    possible = [each.heading for each in table.sheet.columns if each.heading not in _FIXED]
    judged = {heading: [row for row in table.rows if not row.is_blank(heading)] for heading in possible}
    if any(judged.values()):
        ledger.labels.give_dimensions()
    known = ledger.labels.dimensions()
    for heading, rows in judged.items():
        for row in rows if heading not in known else ():
            told = f"Programmet bedömer inte {heading.lower()}. Lägg till det i Etiketter, eller töm cellen."
            row.refuse(heading, told)
    return {heading: label for heading, label in known.items() if heading in table.columns}


def _entries(table: Table, ledger: Ledger, dimensions: Mapping[str, Label]) -> Iterator[tuple[Row, ImportedStatus]]:
    for row in ledger.watch(table.rows, table.sheet.name):
        work = ledger.works.find(row, "Arbete", row.line("Arbete")) if not row.is_blank("Arbete") else None
        at, state = row.moment("Datum", ledger.zone), row.choice("Läge", STATES)
        words = tuple(row.text(heading) for heading in WORDS)
        judged = {label.id: row.choice(heading, STATES) for heading, label in dimensions.items()}
        reporter = None
        if not row.is_blank(REPORTER):
            reporter = ledger.people.find(row, REPORTER, row.line(REPORTER))
        if row.faulty or work is None or at is None or state is None:
            continue
        states = tuple(sorted((id_, each) for id_, each in judged.items() if each))
        yield row, ImportedStatus(work, at, state, words, reporter.id if reporter else None, states)


def _stored(session: Session, works: Collection[int], nameless: Collection[int]) -> Iterator[ImportedStatus]:
    """The reports of these works, the withdrawn ones too. Whoever was anonymised is nobody in a workbook."""
    for some in _portions(sorted(works)):
        judged: dict[int, list[tuple[int, State]]] = {}
        states = select(StatusDimension.update_id, StatusDimension.label_id, StatusDimension.state)
        of_these = col(StatusUpdate.id) == col(StatusDimension.update_id)
        for id_, label, state in session.exec(
            states.join(StatusUpdate, of_these).where(col(StatusUpdate.project_id).in_(some))
        ):
            judged.setdefault(id_, []).append((label, State(state)))
        for update in session.exec(select(StatusUpdate).where(col(StatusUpdate.project_id).in_(some))):
            reporter = None if update.reported_by_id in nameless else update.reported_by_id
            words = tuple(getattr(update, column) for column in WORDS.values())
            at = update.at.replace(microsecond=0).astimezone(UTC)
            yield ImportedStatus(
                update.project_id, at, update.state, words, reporter, tuple(sorted(judged.get(update.id, ())))
            )


def _save(ledger: Ledger, entries: Sequence[ImportedStatus]) -> None:
    unsaved: list[tuple[StatusUpdate, ImportedStatus]] = []
    for entry in ledger.watch(entries, "Status, sparar"):
        unsaved.append((_update(ledger, entry), entry))
        if len(unsaved) == _AT_ONCE:
            _flush(ledger.session, unsaved)
            unsaved = []
    _flush(ledger.session, unsaved)
    for work in dict.fromkeys(entry.work for entry in entries):
        statuses.renew_latest(ledger.session, work)


def _flush(session: Session, updates: Sequence[tuple[StatusUpdate, ImportedStatus]]) -> None:
    """Save some hundred reports with two statements: their numbers are needed before their dimensions are saved."""
    session.add_all(update for update, _ in updates)
    session.flush()
    session.add_all(
        StatusDimension(update_id=update.id, label_id=label, state=state)
        for update, entry in updates
        for label, state in entry.judged
    )
    session.flush()


def _update(ledger: Ledger, entry: ImportedStatus) -> StatusUpdate:
    words: dict[str, Any] = dict(zip(WORDS.values(), entry.words, strict=True))
    return StatusUpdate(
        project_id=entry.work,
        at=entry.at,
        state=entry.state,
        **words,
        reported_by_id=entry.reporter,
        created_at=ledger.now,
        source=statuses.IMPORTED,
        folded=fold_text(*entry.words),
    )


def _portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """A few hundred at a time: no database takes any number of values in one question."""
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
