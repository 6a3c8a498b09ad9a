"""What a report is made from beside the status updates: plan, decisions, figures, and what was changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from sqlmodel import Session

from commands.figures.sums import Budget, Staff, laid_out, staffed
from commands.swedish.dates import Period
from storage import figures, period_facts
from storage.tables import (
    AuditEntry,
    Benefit,
    Crossing,
    Decision,
    Dependency,
    Deviation,
    Label,
    Measure,
    Milestone,
    Observation,
    Party,
    Project,
    Risk,
    Trend,
)
from storage.tables.entry import Entry

Kept = TypeVar("Kept", bound=Entry)
_Grouped = Mapping[tuple[type[Entry], int | None], list[Entry]]


@dataclass(frozen=True, slots=True)
class Entries:
    """Every entry that was not taken back, in the order it was told; and the names that they refer to by number.

    `budget` and `staff` are those of the years that the period touches, where there are any.
    """

    milestones: Sequence[Milestone]
    risks: Sequence[Risk]
    dependencies: Sequence[Dependency]
    crossings: Sequence[Crossing]
    decisions: Sequence[Decision]
    budget: Mapping[int, Budget]
    staff: Mapping[int, Staff]
    measures: Sequence[Measure]
    observations: Mapping[int, list[Observation]]
    trends: Sequence[Trend]
    benefits: Sequence[Benefit]
    changes: Sequence[AuditEntry]
    works: Mapping[int, Project]
    parties: Mapping[int, Party]
    labels: Mapping[int, Label]
    grouped: _Grouped

    def of(self, table: type[Kept], project_id: int | None) -> list[Kept]:
        """What a work has of one kind; the programme's own when `project_id` is None."""
        return cast("list[Kept]", self.grouped.get((table, project_id), []))


def gather_entries(session: Session, period: Period, start: datetime, end: datetime) -> Entries:
    """Read them all; of what was changed, only what was changed from `start` up to `end`."""
    milestones, risks = period_facts.standing(session, Milestone), period_facts.standing(session, Risk)
    deviations, decisions = period_facts.standing(session, Deviation), period_facts.standing(session, Decision)
    dependencies = period_facts.standing(session, Dependency)
    measures = figures.measures(session)
    years = range(period.start.year, period.end.year + 1)
    budgets = {year: laid_out(figures.budget(session, year)) for year in years}
    staffs = {year: staffed(figures.resources(session, year)) for year in years}
    return Entries(
        milestones=milestones,
        risks=risks,
        dependencies=dependencies,
        crossings=period_facts.standing(session, Crossing),
        decisions=decisions,
        budget={year: each for year, each in budgets.items() if each.rows},
        staff={year: each for year, each in staffs.items() if each.roles},
        measures=measures,
        observations=figures.observations(session, [each.id for each in measures]),
        trends=figures.trends(session, period.start, period.end),
        benefits=period_facts.standing(session, Benefit),
        changes=period_facts.changes(session, ("project", "milestone"), start, end),
        works=period_facts.by_number(session, Project),
        parties=period_facts.by_number(session, Party),
        labels=period_facts.by_number(session, Label),
        grouped=_grouped(milestones, risks, deviations, decisions, dependencies),
    )


def _grouped(*kinds: Iterable[Entry]) -> _Grouped:
    found: dict[tuple[type[Entry], int | None], list[Entry]] = defaultdict(list)
    for entries in kinds:
        for entry in entries:
            found[type(entry), entry.project_id].append(entry)
    return dict(found)
