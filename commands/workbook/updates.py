"""Reads the sheet Status: reports are added, and never changed. One that was taken back is not added again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, tzinfo
from typing import TYPE_CHECKING, Any, TypeVar

from sqlmodel import Session, col, select

from commands.swedish.words import STATES
from commands.workbook.cells import Written
from commands.workbook.labels import DIMENSIONS, in_programme_order
from commands.workbook.ledger import Ledger
from commands.workbook.rows import Row, Table
from commands.workbook.shape import OWN_WORK, PERSON, Column, Rows, Sheet, chosen
from storage import statuses
from storage.swedish import fold_text
from storage.tables import Label, StatusDimension, StatusUpdate
from storage.words import LabelKind, State

if TYPE_CHECKING:
    from commands.workbook.gather import Export

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
    """One report as a row says it."""

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


def _read_updates(table: Table, ledger: Ledger) -> None:
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
    known = {heading_of(label.text): label for label in ledger.labels.of(LabelKind.DIMENSION)}
    for heading, rows in judged.items():
        for row in rows if heading not in known else ():
            text = f"Programmet bedömer inte {heading.lower()}. Lägg till det i Etiketter, eller töm cellen."
            row.refuse(heading, text)
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
    """The reports of these works, the withdrawn ones too. The anonymised are nobody in a workbook."""
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


def _updates(export: Export) -> Rows:
    """Every report that still counts, the oldest first."""
    dimensions = dimensions_of(export.had.labels)
    judged: dict[int, dict[int, State]] = defaultdict(dict)
    for row in export.session.exec(select(StatusDimension)):
        judged[row.update_id][row.label_id] = row.state
    works = {work.id: work for work in export.had.works}
    blanks = len(DIMENSIONS) - len(dimensions) if not dimensions else 0
    query = select(StatusUpdate).where(col(StatusUpdate.withdrawn_at).is_(None))
    for update in export.session.exec(query.order_by(col(StatusUpdate.at), col(StatusUpdate.id))):
        work = works[update.project_id]
        states = judged.get(update.id, {})
        yield (
            work.name,
            _local(update.at, export.zone),
            STATES[update.state],
            *(STATES[states[label.id]] if label.id in states else None for label in dimensions),
            *[None] * blanks,
            *(getattr(update, column) for column in WORDS.values()),
            export.people.get(update.reported_by_id or 0),
        )


def dimensions_of(labels: Iterable[Label]) -> list[Label]:
    """Those that are dimensions, in the programme's order."""
    return [each for each in in_programme_order(labels) if each.kind is LabelKind.DIMENSION]


def _local(at: datetime, zone: tzinfo) -> Written:
    """A moment as Excel holds it, without a zone; midnight is the day. In the hour that comes twice, in words."""
    local = at.astimezone(zone).replace(microsecond=0)
    if local.fold:
        return local.isoformat()
    return local.date() if local.time() == time() else local.replace(tzinfo=None)


_STATE_HINT = "Grön: enligt plan. Gul: mindre avvikelse eller risk. Röd: större avvikelse."
STATUS = Sheet("Status",
    "En rad för varje rapport om hur ett arbete går. En rad som redan finns läses inte in en gång till, och en "
    "rapport som finns ändras aldrig. Kolumnerna mellan Läge och Genomfört är programmets dimensioner.", (
    OWN_WORK,
    Column("Datum", "När det rapporterades, gärna med klockslag.", "2026-05-11", needed=True, width=17),
    Column("Läge", _STATE_HINT, "gul", needed=True, choices=chosen(STATES), width=10),
    *(
        Column(each.capitalize(), "Grön, gul eller röd, eller tomt.", "grön", choices=chosen(STATES), width=12)
        for each in DIMENSIONS
    ),
    Column("Genomfört", "Vad har hänt sedan sist?", "Teamet har kommit igång.", width=50),
    Column("Nästa steg", "Vad ska hända härnäst?", "Fler vårdcentraler går med.", width=50),
    Column("Avvikelse", "Vad går inte enligt plan?", "Starten blev två veckor sen.", width=40),
    Column("Orsak", "Varför blev det så?", "Rekryteringen drog ut på tiden.", width=40),
    Column("Åtgärd", "Vad gör ni åt det?", "Vi lånar personal under maj.", width=40),
    Column("Beslut behövs", "Vad behöver beslutas, av vem och när?", "", width=40),
    Column("Rapporterat av", f"{PERSON}", "Anna Exempel, Exempelstad", width=34),
), _read_updates, _updates)  # fmt: skip


def heading_of(dimension: str) -> str:
    """What a dimension's column is called in the Status sheet."""
    heading = dimension[:1].upper() + dimension[1:]
    fixed = {each.heading for each in STATUS.columns} - {each.capitalize() for each in DIMENSIONS}
    return f"{heading} (dimension)" if heading in fixed else heading


def status_sheet(dimensions: Sequence[str]) -> Sheet:
    """The Status sheet with these dimensions between the state and the words; the usual six when there are none."""
    before, after = STATUS.columns[:3], STATUS.columns[3 + len(DIMENSIONS) :]
    model = STATUS.columns[3]
    judged = tuple(replace(model, heading=heading_of(each)) for each in dimensions or DIMENSIONS)
    return replace(STATUS, columns=(*before, *judged, *after))
