"""Works over time: when each begins and ends, with its checkpoints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from commands.reports.chapters.plan import in_time
from commands.reports.chapters.wording import when_shown
from commands.reports.facts.blocks import Column, Picture, Section, Table, row
from commands.reports.facts.charts import Checkpoint, Span, Tick, Timeline
from commands.reports.facts.gather import Facts, WorkFacts
from commands.swedish.dates import long_date, shown_when
from commands.swedish.text import listing
from storage.tables import Milestone

BEFORE, AFTER = 1, 2
"""Years shown before and after the period's: what was decided lies near, and the plan's detail is two years."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from the first to the last, as 0–1."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day is; outside it is less than 0 or more than 1. Rounded: the same on every machine."""
        return round((day - self.first).days / (self.last - self.first).days, 4)


def axis_of(facts: Facts) -> Axis:
    """Whole years around the period."""
    first, last = facts.period.start.year - BEFORE, facts.period.end.year + AFTER
    return Axis(date(first, 1, 1), date(last, 1, 1))


def timeline(facts: Facts) -> Section | None:
    """The picture of all works over time."""
    if not facts.shown:
        return None
    axis = axis_of(facts)
    rows = tuple(_span(facts, axis, work) for work in facts.shown)
    today = axis.at(facts.day(facts.now))
    years = range(axis.first.year, axis.last.year)
    data = Timeline(
        tuple(Tick(axis.at(date(year, 1, 1)), str(year)) for year in years),
        today if 0 <= today <= 1 else None,
        rows,
    )
    undated = [each.name for each in rows if not each.dated]
    silent = f" Utan start och slut: {listing(undated)}." if 0 < len(undated) < 9 else ""
    alt = (
        f"Tidslinje {years[0]}–{years[-1]} med ett arbete på varje rad: från start till slut, och dess hållpunkter."
        f"{silent} Samma uppgifter står som tabell i bilagan."
    )
    return Section("timeline", "Arbetena över tid", (Picture(TITLE, alt, data),))


TITLE = "Arbetenas start, slut och hållpunkter"


def _span(facts: Facts, axis: Axis, work: WorkFacts) -> Span:
    start, end = work.project.start_on, work.project.end_on
    left, right = (axis.at(start) if start else 0.0), (axis.at(end) if end else 1.0)
    dots = [
        Checkpoint(axis.at(each.ends_on), each.done_on is not None)
        for each in facts.entries.of(Milestone, work.project.id)
        if each.ends_on and 0 <= axis.at(each.ends_on) <= 1
    ]
    return Span(
        work.name,
        min(max(left, 0.0), 1.0),
        min(max(right, 0.0), 1.0),
        start is None or left < 0,
        end is None or right > 1,
        start is not None or end is not None,
        tuple(dots),
    )


def timeline_table(facts: Facts) -> Table:
    """The same in words, for the appendix."""
    return Table(
        "timeline",
        TITLE,
        (Column("Arbete", 46), Column("Start", 26), Column("Slut", 26), Column("Hållpunkter", 62)),
        tuple(
            row(
                work.name,
                shown_when(work.project.start_text) or "inte angiven",
                shown_when(work.project.end_text) or "inte angivet",
                "\n".join(_checkpoints(facts.entries.of(Milestone, work.project.id))),
            )
            for work in facts.shown
        ),
    )


def _checkpoints(milestones: Sequence[Milestone]) -> Iterator[str]:
    for each in in_time(milestones):
        done = f", klar {long_date(each.done_on)}" if each.done_on else ""
        when = when_shown(each.when_text, each.starts_on, each.ends_on)
        yield f"{f'{when}: ' if when else ''}{each.what}{done}"
