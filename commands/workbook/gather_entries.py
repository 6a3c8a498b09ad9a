"""The rows of the sheets of entries, as an import would read them; what was taken back is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from commands.entries.kind import EntryKind
from commands.plan.kinds import KINDS
from commands.swedish.words import PERSPECTIVES
from commands.workbook import entry_sheets as sheets
from commands.workbook.cells import Written
from commands.workbook.contents import Contents
from commands.workbook.figures import TRENDS
from commands.workbook.labels import shortest_labels
from commands.workbook.measures import shortest_names
from commands.workbook.shape import Sheet
from commands.workbook.whens import lasting
from storage.swedish import sort_key
from storage.tables import BudgetLine, Measure, Observation, Resource, Trend
from storage.tables.entry import Entry

Rows = Iterable[Sequence[Written]]
Kind = TypeVar("Kind", bound=Entry)

_DIGITS = 15
"""So many digits of a number Excel keeps."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a cell calls the rows of other sheets, by their numbers; and how it holds numbers and times."""

    works: Mapping[int, str]
    parties: Mapping[int, str]
    labels: Mapping[int, str]

    def number(self, value: Decimal | None) -> Written:
        """A number as Excel holds it; as text where it has more digits than that."""
        return numeric(value)

    def when(self, text: str, starts: date | None, ends: date | None) -> Written:
        """A time as it was written, so that it means the same in another year."""
        return lasting((text, starts, ends))


def gather_entries(session: Session, had: Contents) -> Iterator[tuple[Sheet, Rows]]:
    """Each sheet of entries with its rows, in an order that does not depend on numbers in the database."""
    works = {work.id: work.name for work in had.works}
    names = Names(works, {party.id: party.name for party in had.parties}, shortest_labels(had.labels))

    def name(entry: Entry) -> str:
        return works.get(entry.project_id or 0, "")

    measures = shortest_names(session)
    rows: dict[str, Rows] = {kind.sheet.name: _of_kind(session, kind, names) for kind in KINDS.values()}
    rows |= {
        sheets.BUDGET.name: _budget(session),
        sheets.RESOURCES.name: _resources(session),
        sheets.MEASURES.name: _measures(session, name),
        sheets.OBSERVATIONS.name: _observations(session, measures),
        sheets.TRENDS.name: _trends(session),
    }
    for sheet in sheets.ENTRY_SHEETS:
        yield sheet, rows[sheet.name]


def _of_kind(session: Session, kind: EntryKind[Any], names: Names) -> Rows:
    """A row for each entry of a kind, each cell written by its field."""

    def name(entry: Any) -> str:
        return names.works.get(entry.project_id or 0, "")

    fields = {field.heading: field for field in kind.all_fields if field.column}
    keys = (kind.sheet.sort,) if kind.sheet.mixes_works else (_by(name), kind.sheet.sort)
    for entry in _standing(session, kind.table, *keys):
        if kind.sheet.holds(entry):
            yield [
                fields[heading].write(entry, names) if heading in fields else name(entry)
                for heading in kind.sheet.order
            ]


def numeric(value: Decimal | None) -> Written:
    """A number as Excel holds it; as text where it has more digits than that."""
    if value is None:
        return None
    whole, _, decimals = format(value, "f").partition(".")
    text = ",".join(filter(None, (whole, decimals.rstrip("0"))))  # "12.50" is stored as it was typed
    if sum(map(str.isdigit, text)) > _DIGITS:
        return text
    return int(value) if value == int(value) else value


Name = Callable[[Entry], str]


def _standing(session: Session, table: type[Kind], *keys: Callable[[Kind], Any]) -> list[Kind]:
    """The entries that were not taken back, by these keys; then as they came."""
    rows = session.exec(select(table).where(col(table.withdrawn_at).is_(None)).order_by(col(table.id)))
    return sorted(rows, key=lambda entry: tuple(key(entry) for key in keys))


def _by(name: Name) -> Callable[[Entry], Any]:
    """The programme's own first, then by work."""
    return lambda entry: sort_key(name(entry))


def _budget(session: Session) -> Rows:
    lines = _standing(session, BudgetLine, lambda line: line.year, lambda line: line.position)
    names = {line.id: line.name for line in lines}
    for each in lines:
        amounts = (numeric(each.budget), numeric(each.outcome), numeric(each.forecast))
        yield each.year, each.name, names.get(each.parent_id or 0), *amounts, each.payer, each.comment


def _resources(session: Session) -> Rows:
    for each in _standing(session, Resource, lambda row: row.year, lambda row: row.position):
        yield each.year, each.role, each.count, numeric(each.percent), each.vacancies, each.comment


def _measures(session: Session, name: Name) -> Rows:
    def rank(each: Measure) -> int:
        return len(PERSPECTIVES) if each.perspective is None else list(PERSPECTIVES).index(each.perspective)

    for each in _standing(session, Measure, _by(name), rank):
        perspective = PERSPECTIVES[each.perspective] if each.perspective else None
        numbers = numeric(each.baseline), numeric(each.target)
        yield perspective, each.name, name(each), each.unit, *numbers, each.owner


def _observations(session: Session, measures: dict[int, str]) -> Rows:
    def measure(each: Observation) -> Any:
        return sort_key(measures.get(each.measure_id, ""))

    for each in _standing(session, Observation, measure, lambda observation: observation.on):
        if each.measure_id in measures:  # the values of a measure that was taken away went with it
            yield measures[each.measure_id], lasting((each.when_text, None, each.on)), numeric(each.value)


def _trends(session: Session) -> Rows:
    if TRENDS.time is None:
        raise LookupError("a trend has a period")
    for each in _standing(session, Trend, lambda trend: trend.starts_on, lambda trend: trend.ends_on):
        yield lasting(TRENDS.time.stored(each)), each.text
