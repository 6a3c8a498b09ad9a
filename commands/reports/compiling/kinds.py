"""The kinds of report. A kind is a declaration: which periods it covers, and its chapters in order.

To add one: a member of storage.words.ReportKind, its words in commands/swedish/words.py, a Kind here, and, for what
shall look otherwise, files of the same names as in commands/reports/templates/ in a folder there called after the
kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from commands.message import Action, UserError
from commands.reports.chapters import (
    MakeChapter,
    activities,
    alone,
    changes,
    decisions,
    evaluation,
    figures,
    glance,
    grouped,
    measures,
    monthly,
    plan,
    portfolio,
    risks,
    sources,
    timeline,
    works,
    written,
)
from commands.swedish.dates import Period, parse_month, parse_period
from commands.swedish.text import NO_BREAK
from commands.swedish.words import REPORT_KINDS, REPORT_NAMES
from storage.swedish import fold
from storage.words import ReportKind


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report; its words stand in commands/swedish/words.py."""

    report: ReportKind
    read: Callable[[str, date], Period]
    chapters: tuple[MakeChapter, ...]

    @property
    def file(self) -> str:
        """How the names of its files begin."""
        return REPORT_NAMES[self.report]

    def period(self, text: str, today: date) -> Period:
        """Read the period that is typed; empty is the running one. UserError says what would work."""
        return self.read(text, today)

    def title_of(self, period: Period) -> str:
        """Write "Halvårsrapport januari–juni 2026", with a no-break space."""
        return f"{self.file.capitalize()} {period.title().replace(' ', NO_BREAK)}"


def _half_year(text: str, today: date) -> Period:
    period = parse_period(text, today)
    if period.start.year != period.end.year or period.end.month - period.start.month != 5:
        year = period.end.year
        raise _wrong("En halvårsrapport gäller ett halvår", f"halvår {year}-1", f"halvår {year}-2", f"år {year}")
    return period


def _year(text: str, today: date) -> Period:
    period = parse_period(text or str(today.year), today)
    if (period.start.month, period.end.month, period.start.year) != (1, 12, period.end.year):
        year = period.end.year
        raise _wrong("En årsrapport gäller ett helt år", f"år {year}", f"utvärdering {year - 3}-{year}")
    return period


def _years(text: str, today: date) -> Period:
    period = parse_period(text or f"{today.year - 3}-{today.year}", today)
    if period.start.year == period.end.year:
        year = period.end.year
        raise _wrong("En utvärdering gäller flera år", f"utvärdering {year - 3}-{year}", f"år {year}")
    return period


def _wrong(told: str, *works_: str) -> UserError:
    lines = [f"rapport {each}" for each in works_]
    return UserError(
        f"{told}. Skriv till exempel {' eller '.join((', '.join(lines[:-1]), lines[-1]))}.",
        actions=tuple(Action(line[:1].upper() + line[1:], line) for line in lines),
    )


HALF_YEAR = Kind(
    ReportKind.HALF_YEAR,
    _half_year,
    (
        alone(written.summary, slides=True),
        glance.glance,
        works.included,
        works.followed,
        works.ideas,
        alone(activities.activities),
        alone(portfolio.portfolio),
        alone(figures.resources),
        alone(figures.budget, slides=True),
        alone(written.trends, slides=True),
        alone(decisions.made_in_period, slides=True),
        alone(decisions.recommendations, slides=True),
        alone(risks.risks, slides=True),
        alone(measures.measures, slides=True),
        alone(measures.benefits),
        alone(plan.dependencies),
        grouped("plan", "Planen framåt", timeline.timeline, plan.programme_plan, slides=True),
        alone(changes.changes),
        alone(written.closing),
        sources.sources,
    ),
)
YEAR = Kind(
    ReportKind.YEAR,
    _year,
    (
        alone(written.summary, slides=True),
        alone(written.introduction),
        grouped("assignment", "Programmet", written.background, written.goals),
        grouped(
            "account",
            "Verksamhetsberättelse",
            activities.activities,
            portfolio.portfolio,
            figures.resources,
            figures.budget,
            written.trends,
            slides=True,
        ),
        glance.glance,
        works.included,
        works.followed,
        works.ideas,
        grouped(
            "results",
            "Resultat och utvärdering",
            decisions.made_so_far,
            decisions.recommendations,
            measures.measures,
            measures.benefits,
            risks.risks,
            plan.dependencies,
            slides=True,
        ),
        grouped("plan", "Planen framåt", timeline.timeline, plan.programme_plan, changes.changes, slides=True),
        alone(written.conclusions, slides=True),
        sources.sources,
    ),
)
STATE = Kind(
    ReportKind.STATE,
    parse_month,
    (monthly.works, monthly.decisions, monthly.coming, monthly.risks, alone(written.closing)),
)
EVALUATION = Kind(
    ReportKind.EVALUATION,
    _years,
    (
        alone(evaluation.summary, slides=True),
        alone(written.introduction),
        grouped("assignment", "Programmet", written.background, written.goals),
        alone(evaluation.by_year, slides=True),
        alone(portfolio.supported, slides=True),
        alone(evaluation.economy, slides=True),
        alone(decisions.made_in_period, slides=True),
        alone(written.trends, slides=True),
        alone(measures.measures, slides=True),
        alone(measures.benefits),
        grouped("plan", "Arbetena över tid", timeline.timeline),
        alone(written.conclusions, slides=True),
        sources.plain_sources,
    ),
)

KINDS: Mapping[ReportKind, Kind] = {each.report: each for each in (HALF_YEAR, YEAR, STATE, EVALUATION)}


def kind_of(word: str) -> Kind:
    """The kind that a word names, å ä ö or not. UserError with those that there are."""
    for report, known in REPORT_KINDS.items():
        if fold(word) == fold(known):
            return KINDS[report]
    raise UserError(f"Rapporten ”{word.strip()}” finns inte. Välj bland {', '.join(REPORT_KINDS.values())}.")
