"""The rows of the sheets of entries, as an import would read them; what was taken back is left out.

So are closed risks, since no column says that they are: reading them in again would open them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from commands.swedish.words import DECISION_STATES, PERSPECTIVES
from commands.workbook import entry_sheets as sheets
from commands.workbook.contents import Contents
from commands.workbook.figures import TRENDS
from commands.workbook.labels import shortest_labels
from commands.workbook.measures import shortest_names
from commands.workbook.shape import Sheet
from commands.workbook.whens import lasting
from storage.swedish import sort_key
from storage.tables import (
    Benefit,
    BudgetLine,
    Crossing,
    Decision,
    Dependency,
    Deviation,
    Measure,
    Milestone,
    Observation,
    Resource,
    Risk,
    Trend,
)
from storage.tables.entry import Entry

Written = str | int | Decimal | date | None
"""What is written in a cell; a datetime is a date too."""

Rows = Iterable[Sequence[Written]]
Kind = TypeVar("Kind", bound=Entry)

_DIGITS = 15
"""So many digits of a number Excel keeps."""


def gather_entries(session: Session, had: Contents) -> Iterator[tuple[Sheet, Rows]]:
    """Each sheet of entries with its rows, in an order that does not depend on numbers in the database."""
    works = {work.id: work.name for work in had.works}

    def name(entry: Entry) -> str:
        return works.get(entry.project_id or 0, "")

    yield sheets.MILESTONES, _milestones(session, name)
    yield sheets.RISKS, _risks(session, name)
    yield sheets.DEVIATIONS, _deviations(session, name)
    yield sheets.DECISIONS, _decisions(session, name)
    yield sheets.DEPENDENCIES, _dependencies(session, name, works)
    yield sheets.CROSSINGS, _crossings(session, name, {party.id: party.name for party in had.parties})
    yield sheets.BUDGET, _budget(session)
    yield sheets.RESOURCES, _resources(session)
    measures = shortest_names(session)
    yield sheets.MEASURES, _measures(session, name)
    yield sheets.OBSERVATIONS, _observations(session, measures)
    yield sheets.TRENDS, _trends(session)
    yield sheets.BENEFITS, _benefits(session, name, shortest_labels(had.labels))


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


def _milestones(session: Session, name: Name) -> Rows:
    def on(each: Milestone) -> date:
        return each.ends_on or each.starts_on or date.max

    for each in _standing(session, Milestone, _by(name), on):
        when = lasting((each.when_text, each.starts_on, each.ends_on))
        yield name(each), each.what, each.who, when, each.done_on


def _risks(session: Session, name: Name) -> Rows:
    for each in _standing(session, Risk, _by(name), lambda risk: -risk.probability * risk.consequence):
        if each.closed_on is None:
            yield name(each), each.what, each.probability, each.consequence, each.action, each.owner


def _deviations(session: Session, name: Name) -> Rows:
    for each in _standing(session, Deviation, _by(name), lambda deviation: deviation.happened_on):
        yield name(each), each.happened_on, each.what, each.cause, each.action, each.closed_on


def _decisions(session: Session, name: Name) -> Rows:
    states = list(DECISION_STATES)

    def on(each: Decision) -> date:
        return each.ends_on or each.starts_on or date.max

    for each in _standing(session, Decision, lambda decision: states.index(decision.state), on):
        when = lasting((each.when_text, each.starts_on, each.ends_on))
        yield each.title, DECISION_STATES[each.state], when, each.body, name(each), each.consequence


def _dependencies(session: Session, name: Name, works: dict[int, str]) -> Rows:
    for each in _standing(session, Dependency, _by(name)):
        yield name(each), works.get(each.other_id or 0, each.outside), each.how


def _crossings(session: Session, name: Name, parties: dict[int, str]) -> Rows:
    for each in _standing(session, Crossing, _by(name)):
        yield name(each), each.what, parties[each.from_party_id], parties[each.to_party_id], numeric(each.cost)


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


def _benefits(session: Session, name: Name, labels: dict[int, str]) -> Rows:
    for each in _standing(session, Benefit, _by(name), lambda benefit: benefit.follow_up_on or date.max):
        follow_up = lasting((each.follow_up_text, None, each.follow_up_on))
        label = labels.get(each.label_id or 0)
        yield name(each), each.effect, each.responsible, label, follow_up, each.outcome, each.realised_on
