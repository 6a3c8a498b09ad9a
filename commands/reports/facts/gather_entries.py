"""What a report is made from beside the status updates: plan, decisions, figures, and what was changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from sqlmodel import Session

from commands.figures.sums import Budget, Staff, build_budget, staffed
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
GATHERED: tuple[type[Entry], ...] = (Milestone, Risk, Deviation, Dependency, Crossing, Decision, Benefit)


@dataclass(frozen=True, slots=True)
class Entries:
    """Every entry that was not taken back, in the order it came; and the names that entries refer to by number.

    `budget` and `staff` are those of the years that the period touches, where there are any.
    """

    budget: Mapping[int, Budget]
    staff: Mapping[int, Staff]
    measures: Sequence[Measure]
    observations: Mapping[int, list[Observation]]
    trends: Sequence[Trend]
    changes: Sequence[AuditEntry]
    works: Mapping[int, Project]
    parties: Mapping[int, Party]
    labels: Mapping[int, Label]
    of_kind: Mapping[type[Entry], Sequence[Entry]]
    of_work: Mapping[tuple[type[Entry], int | None], Sequence[Entry]]

    def every(self, kind: type[Kept]) -> Sequence[Kept]:
        """All entries of a kind, one of GATHERED."""
        return cast("Sequence[Kept]", self.of_kind[kind])

    def of(self, kind: type[Kept], project_id: int | None) -> Sequence[Kept]:
        """What a work has of a kind; the programme's own when `project_id` is None."""
        return cast("Sequence[Kept]", self.of_work.get((kind, project_id), ()))


def gather_entries(session: Session, period: Period, start: datetime, end: datetime) -> Entries:
    """Read them all; of what was changed, only what was changed from `start` up to `end`."""
    of_kind = {kind: period_facts.current(session, kind) for kind in GATHERED}
    of_work: dict[tuple[type[Entry], int | None], list[Entry]] = defaultdict(list)
    for kind, entries in of_kind.items():
        for entry in entries:
            of_work[kind, entry.project_id].append(entry)
    measures = figures.measures(session)
    budgets = {year: build_budget(figures.budget(session, year)) for year in period.years}
    staffs = {year: staffed(figures.resources(session, year)) for year in period.years}
    return Entries(
        budget={year: each for year, each in budgets.items() if each.rows},
        staff={year: each for year, each in staffs.items() if each.roles},
        measures=measures,
        observations=figures.observations(session, [each.id for each in measures]),
        trends=figures.trends(session, period.start, period.end),
        changes=period_facts.changes(session, ("project", "milestone"), start, end),
        works=period_facts.by_number(session, Project),
        parties=period_facts.by_number(session, Party),
        labels=period_facts.by_number(session, Label),
        of_kind=of_kind,
        of_work=of_work,
    )
