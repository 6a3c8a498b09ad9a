"""Several years at once: how many works had support in depth, and what happened year by year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from commands.reports.chapters.activities import held
from commands.reports.chapters.wording import PROGRAMME, shown_number, span
from commands.reports.chapters.written import own_or
from commands.reports.facts.blocks import Picture, Prose, Section, table
from commands.reports.facts.charts import Bar, Bars
from commands.reports.facts.gather import Facts, WorkFacts
from commands.swedish.text import counted, number
from storage.tables import Decision
from storage.words import DecisionState, ReportPart

COUNTED = ("Arbeten med stöd", "Lärseminarier", "Andra aktiviteter", "Deltagare", "Fattade beslut")
DRAWN = COUNTED[:3]


def summary(facts: Facts) -> Section:
    """The coordinator's words, or else what can be counted over the years."""
    return own_or(facts, ReportPart.SUMMARY, "Sammanfattning", _proposed(facts))


def _proposed(facts: Facts) -> Iterator[str]:
    supported = counted(len(facts.included), "utvecklingsarbete", "utvecklingsarbeten")
    name = facts.programme.name if facts.programme else PROGRAMME
    yield f"{supported.capitalize()} har fått fördjupat stöd av {name} {span(facts.period)}."
    past = held(facts)
    seminars = sum(each.is_seminar for each in past)
    people = sum(each.attended or 0 for each in past)
    if past:
        attended = f", med {number(people)} angivna deltagare" if people else ""
        others = counted(len(past) - seminars, "annan aktivitet", "andra aktiviteter", "en")
        yield (
            f"Under åren hölls {counted(seminars, 'lärseminarium', 'lärseminarier')} och {others}{attended}. "
            f"{counted(len(_made(facts)), 'beslut', 'beslut').capitalize()} fattades."
        )
    closed = [work for work in facts.included if work.project.closed_at]
    if closed:
        yield f"{counted(len(closed), 'arbete', 'arbeten').capitalize()} av dem har avslutats."


def _made(facts: Facts) -> list[int]:
    """The year of each decision that was made in the years of the report."""
    made = (each for each in facts.entries.every(Decision) if each.state is DecisionState.MADE)
    days = (each.settled_on or each.ends_on for each in made)
    return [day.year for day in days if day and day.year in facts.period.years]


def by_year(facts: Facts) -> Section:
    """Counts for each year, and a picture of them."""
    rows = {str(year): _counts(facts, year) for year in facts.period.years}
    listed = table(
        "by-year",
        "År för år",
        {"År": 20, **dict.fromkeys(COUNTED, 28)},
        ((year, *map(number, counts)) for year, counts in rows.items()),
        numeric=COUNTED,
    )
    bars = tuple(
        Bar(year, tuple(map(float, counts)), tuple(map(number, counts))) for year, (*counts, _, _) in rows.items()
    )
    picture = Picture(
        "Arbeten med stöd, seminarier och andra aktiviteter år för år",
        f"Stapeldiagram över åren {facts.period.title()}. Varje antal står i tabellen ovanför.",
        Bars(DRAWN, "", bars),
    )
    return Section("by-year", "År för år", (*_without_year(facts), listed, picture))


def _counts(facts: Facts, year: int) -> tuple[int, ...]:
    """The numbers of a year, in the order of COUNTED."""
    past = [each for each in held(facts) if each.starts_on and each.starts_on.year == year]
    seminars = sum(each.is_seminar for each in past)
    works = sum(_had_support(work, year) for work in facts.included)
    return works, seminars, len(past) - seminars, sum(each.attended or 0 for each in past), _made(facts).count(year)


def _without_year(facts: Facts) -> Iterator[Prose]:
    unknown = [work for work in facts.included if _began(work) is None]
    if unknown:
        yield Prose(
            f"{counted(len(unknown), 'arbete', 'arbeten').capitalize()} saknar uppgift om när stödet började, och "
            "är inte räknade till något enskilt år."
        )


def _began(work: WorkFacts) -> int | None:
    day = work.project.included_on or work.project.start_on
    return day.year if day else None


def _had_support(work: WorkFacts, year: int) -> bool:
    """Whether a work had support in a year: included by then, and not closed before it."""
    began, closed = _began(work), work.project.closed_at
    return began is not None and began <= year and (closed is None or closed.year >= year)


def economy(facts: Facts) -> Section | None:
    """Budget and outcome, a sum for each year."""
    totals = {str(year): each.total for year, each in facts.entries.budget.items()}
    budgeted = sum((each.budget or Decimal() for each in totals.values()), Decimal())
    spent = sum((each.outcome or Decimal() for each in totals.values()), Decimal())
    rows = ((year, shown_number(each.budget), shown_number(each.outcome)) for year, each in totals.items())
    listed = table(
        "economy",
        "Budget och utfall år för år, kronor",
        {"År": 80, "Budget": 40, "Utfall": 40},
        (*rows, ("Summa", number(budgeted), number(spent))),
        numeric=("Budget", "Utfall"),
        sums=1,
    )
    return Section("economy", "Ekonomi", (listed,)) if totals else None
