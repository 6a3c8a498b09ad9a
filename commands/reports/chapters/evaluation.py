"""Several years at once: how many works had support in depth, and what happened year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from commands.reports.chapters.activities import held
from commands.reports.chapters.wording import PROGRAMME, span
from commands.reports.facts.blocks import Column, Picture, Prose, Section, Table, row
from commands.reports.facts.charts import Bar, Bars
from commands.reports.facts.gather import Facts, WorkFacts
from commands.swedish.text import counted, number
from storage.words import DecisionState, ReportPart


def summary(facts: Facts) -> Section:
    """The coordinator's words, or else what can be counted over the years."""
    own = facts.texts.get(ReportPart.SUMMARY, "").strip()
    return Section(
        ReportPart.SUMMARY.value, "Sammanfattning", tuple(map(Prose, (own,) if own else _proposed(facts)))
    )


def _proposed(facts: Facts) -> Iterator[str]:
    supported = counted(len(facts.included), "utvecklingsarbete", "utvecklingsarbeten")
    name = facts.programme.name if facts.programme else PROGRAMME
    yield f"{supported.capitalize()} har fått fördjupat stöd av {name} {span(facts.period)}."
    past = held(facts)
    seminars = sum(each.is_seminar for each in past)
    people = sum(each.attended or 0 for each in past)
    if past:
        told = f", med {number(people)} angivna deltagare" if people else ""
        others = counted(len(past) - seminars, "annan aktivitet", "andra aktiviteter", "en")
        yield (
            f"Under åren hölls {counted(seminars, 'lärseminarium', 'lärseminarier')} och {others}{told}. "
            f"{counted(len(_made(facts)), 'beslut', 'beslut').capitalize()} fattades."
        )
    closed = [work for work in facts.included if work.project.closed_at]
    if closed:
        yield f"{counted(len(closed), 'arbete', 'arbeten').capitalize()} av dem har avslutats."


def _made(facts: Facts) -> list[int]:
    """The year of each decision that was made in the years of the report."""
    days = (each.settled_on or each.ends_on for each in facts.entries.decisions if each.state is DecisionState.MADE)
    return [day.year for day in days if day and day.year in years(facts)]


def years(facts: Facts) -> range:
    """The years that the period touches."""
    return range(facts.period.start.year, facts.period.end.year + 1)


def by_year(facts: Facts) -> Section:
    """Counts for each year, and a picture of them."""
    past = held(facts)
    made = _made(facts)
    rows = []
    for year in years(facts):
        that = [each for each in past if each.starts_on and each.starts_on.year == year]
        rows.append(
            (
                str(year),
                len(_in(facts.included, year)),
                sum(each.is_seminar for each in that),
                sum(not each.is_seminar for each in that),
                sum(each.attended or 0 for each in that),
                made.count(year),
            )
        )
    unknown = [work for work in facts.included if _began(work) is None]
    note = (
        f"{counted(len(unknown), 'arbete', 'arbeten').capitalize()} saknar uppgift om när stödet började, och är "
        "inte räknade till något enskilt år."
        if unknown
        else ""
    )
    names = ("Arbeten med stöd", "Lärseminarier", "Andra aktiviteter", "Deltagare", "Fattade beslut")
    table = Table(
        "by-year",
        "År för år",
        (Column("År", 20), *(Column(name, 28, numeric=True) for name in names)),
        tuple(row(year, *map(number, counts)) for year, *counts in rows),
    )
    bars = tuple(
        Bar(year, (float(works), float(seminars), float(others)), (number(works), number(seminars), number(others)))
        for year, works, seminars, others, _, _ in rows
    )
    picture = Picture(
        "Arbeten med stöd, seminarier och andra aktiviteter år för år",
        f"Stapeldiagram över åren {facts.period.title()}. Varje antal står i tabellen ovanför.",
        Bars(names[:3], "", bars),
    )
    return Section("by-year", "År för år", (*((Prose(note),) if note else ()), table, picture))


def _began(work: WorkFacts) -> int | None:
    day = work.project.included_on or work.project.start_on
    return day.year if day else None


def _in(works: Sequence[WorkFacts], year: int) -> list[WorkFacts]:
    """The works that had support in a year: included by then, and not closed before it."""
    return [
        work
        for work in works
        if (began := _began(work)) is not None
        and began <= year
        and (work.project.closed_at is None or work.project.closed_at.year >= year)
    ]


def economy(facts: Facts) -> Section | None:
    """Budget and outcome, a sum for each year."""
    totals = {year: each.total for year, each in facts.entries.budget.items()}
    rows = [
        row(str(year), *("" if amount is None else number(amount) for amount in (each.budget, each.outcome)))
        for year, each in totals.items()
    ]
    columns = (Column("År", 80), Column("Budget", 40, numeric=True), Column("Utfall", 40, numeric=True))
    budgeted = sum((each.budget or Decimal() for each in totals.values()), Decimal())
    spent = sum((each.outcome or Decimal() for each in totals.values()), Decimal())
    all_of_them = row("Summa", number(budgeted), number(spent))
    table = Table("economy", "Budget och utfall år för år, kronor", columns, (*rows, all_of_them), sums=1)
    return Section("economy", "Ekonomi", (table,)) if rows else None
