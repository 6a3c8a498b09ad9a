"""The kinds of report, each declared once: its commands, titles, file names, chapters and look follow from here.

To add one: a member of storage.words.ReportKind, and a Kind here. To add a chapter: its file in
commands/reports/chapters/, and its line in the kinds that have it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commands.command import COORDINATORS
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
from commands.reports.templates import TEMPLATES
from commands.swedish.dates import Period, parse_month, parse_period
from commands.swedish.text import NO_BREAK
from storage.swedish import fold
from storage.words import ReportKind, Role


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report. `word` is typed after "rapport"; `name` alone does too, and begins titles and file names.

    `example` is a period as it may be typed. `period` reads one, given today; "" is the current one, and UserError
    says what would work. `layout` is the folder in commands/reports/templates/ whose templates it prefers.
    """

    report: ReportKind
    word: str
    name: str
    summary: str
    example: str
    period: Callable[[str, date], Period]
    chapters: tuple[MakeChapter, ...]
    roles: frozenset[Role] = COORDINATORS
    layout: str = ""

    @property
    def command(self) -> str:
        """What compiles one, before the period: "rapport halvår"."""
        return f"rapport {self.word}"

    def title_of(self, period: Period) -> str:
        """Write "Halvårsrapport januari–juni 2026", with a no-break space."""
        return f"{self.name.capitalize()} {period.title().replace(' ', NO_BREAK)}"

    def file_name(self, period: str, version: int, suffix: str) -> str:
        """What a kept report's file is called: "halvårsrapport-2026-1-v2.pdf"."""
        return f"{self.name}-{period}-v{version}{suffix}"

    @property
    def template_name(self) -> str:
        """What its Word template is called when it is handed out."""
        return f"mall-{self.name}.docx"

    def template(self, file: str) -> Path:
        """The template of this file name: that of its layout if there is one, else the one that all kinds share."""
        own = TEMPLATES / self.layout / file
        return own if own.exists() else TEMPLATES / file


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


def _wrong(rule: str, *works_: str) -> UserError:
    lines = [f"rapport {each}" for each in works_]
    return UserError(
        f"{rule}. Skriv till exempel {' eller '.join((', '.join(lines[:-1]), lines[-1]))}.",
        actions=tuple(Action(line[:1].upper() + line[1:], line) for line in lines),
    )


HALF_YEAR = Kind(
    ReportKind.HALF_YEAR,
    word="halvår",
    name="halvårsrapport",
    summary="Sammanställ halvårsrapporten till PDF, Word, PowerPoint och webbsida",
    example="2026-1",
    period=_half_year,
    chapters=(
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
    word="år",
    name="årsrapport",
    summary="Sammanställ årsrapporten",
    example="2026",
    period=_year,
    chapters=(
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
    word="läge",
    name="lägesrapport",
    summary="Sammanställ en sida om en månad till styrgruppen",
    example="2026-11",
    period=parse_month,
    chapters=(monthly.works, monthly.decisions, monthly.coming, monthly.risks, alone(written.closing)),
    layout="one_page",
)
EVALUATION = Kind(
    ReportKind.EVALUATION,
    word="utvärdering",
    name="utvärdering",
    summary="Sammanställ en utvärdering över flera år",
    example="2023-2026",
    period=_years,
    chapters=(
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
    """The kind that a word names, with or without å ä ö. UserError with those that there are."""
    for kind in KINDS.values():
        if fold(word) == fold(kind.word):
            return kind
    known = ", ".join(kind.word for kind in KINDS.values())
    raise UserError(f"Rapporten ”{word.strip()}” finns inte. Välj bland {known}.")
