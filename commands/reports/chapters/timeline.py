"""Works over time: when each begins and ends, with its checkpoints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from commands.reports.chapters.plan import in_time
from commands.reports.chapters.wording import when_shown
from commands.reports.facts.blocks import Picture, Section, Table, table
from commands.reports.facts.charts import Checkpoint, Span, Tick, Timeline
from commands.reports.facts.gather import Facts, WorkFacts
from commands.swedish.dates import long_date, shown_when
from commands.swedish.text import listing
from storage.tables import Milestone

TITLE = "Arbetenas start, slut och hållpunkter"
BEFORE, AFTER = 1, 2
"""Years shown before and after the period's: what was decided lies near, and the plan's detail is two years."""
MOST_NAMED = 8
"""Works without dates that are named in the alternative text."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """The days from the first to the last, as 0–1."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day is; outside it is less than 0 or more than 1. Rounded: the same on every machine."""
        return round((day - self.first).days / (self.last - self.first).days, 4)


def timeline(facts: Facts) -> Section | None:
    """The picture of all works over time, in whole years around the period."""
    if not facts.shown:
        return None
    years = range(facts.period.start.year - BEFORE, facts.period.end.year + AFTER)
    axis = _Axis(date(years.start, 1, 1), date(years.stop, 1, 1))
    rows = tuple(_span(facts, axis, work) for work in facts.shown)
    today = axis.at(facts.day(facts.now))
    ticks = tuple(Tick(axis.at(date(year, 1, 1)), str(year)) for year in years)
    undated = [each.name for each in rows if not each.dated]
    silent = f" Utan start och slut: {listing(undated)}." if 0 < len(undated) <= MOST_NAMED else ""
    alt = (
        f"Tidslinje {years[0]}–{years[-1]} med ett arbete på varje rad: från start till slut, och dess hållpunkter."
        f"{silent} Samma uppgifter står som tabell i bilagan."
    )
    data = Timeline(ticks, today if 0 <= today <= 1 else None, rows)
    return Section("timeline", "Arbetena över tid", (Picture(TITLE, alt, data),))


def _span(facts: Facts, axis: _Axis, work: WorkFacts) -> Span:
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
        open_start=start is None or left < 0,
        open_end=end is None or right > 1,
        dated=start is not None or end is not None,
        checkpoints=tuple(dots),
    )


def timeline_table(facts: Facts) -> Table:
    """The same in words, for the appendix."""
    return table(
        "timeline",
        TITLE,
        {"Arbete": 46, "Start": 26, "Slut": 26, "Hållpunkter": 62},
        (
            (
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
