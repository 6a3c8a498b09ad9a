"""The programme's own figures: resources, budget and outcome (annual report, tables 3 and 4), computed sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from commands.figures.sums import COLUMNS, Amounts, Budget, BudgetRow, Staff
from commands.reports.chapters.wording import shown_number
from commands.reports.facts.blocks import TEXT_WIDTH, Block, Cell, Picture, Section, Table, table
from commands.reports.facts.charts import Bar, Bars
from commands.reports.facts.gather import Facts
from commands.swedish.text import number, percent
from storage.tables import Resource

AMOUNTS = dict(zip(COLUMNS, ("Budget", "Utfall", "Prognos"), strict=True))


def resources(facts: Facts) -> Section | None:
    """Table 3: roles in percent of one full-time post, and how many are vacant; the latest year of the period."""
    if not facts.entries.staff:
        return None
    year, staff = max(facts.entries.staff.items())
    widths = {"Roll": 92, "Antal": 18, "Omfattning": 26, "Vakanser": 24}
    if commented := any(each.comment for each in staff.roles):
        widths |= {"Roll": 60, "Kommentar": 32}
    rows = [(each.role, *_staffing(each), each.comment) for each in staff.roles]
    rows.append(("Summa", *_staffing(staff), ""))
    listed = table(
        "resources",
        f"Programresurser {year}, i procent av en heltidstjänst",
        widths,
        (each if commented else each[:-1] for each in rows),
        numeric=("Antal", "Omfattning", "Vakanser"),
        sums=1,
    )
    return Section("resources", "Resurser", (listed,))


def _staffing(each: Resource | Staff) -> tuple[str, str, str]:
    share = "" if each.percent is None else percent(each.percent)
    return shown_number(each.count), share, shown_number(each.vacancies)


def budget(facts: Facts) -> Section | None:
    """Table 4 for each year of the period, and a picture of it."""
    blocks: list[Block] = []
    for year, each in facts.entries.budget.items():
        given = [name for name in COLUMNS if any(getattr(line.amounts, name) is not None for line in each.rows)]
        blocks += [_table(year, each, given), _picture(year, each, given)]
    return Section("budget", "Budget och utfall", tuple(blocks)) if blocks else None


def _table(year: int, each: Budget, given: Sequence[str]) -> Table:
    """The rows of a year; `given` are the amounts that were stated for it."""
    shown = {name: AMOUNTS[name] for name in given}
    width = 24 if len(given) < 3 else 20
    if {"budget", "outcome"} <= set(given):
        shown["remaining"] = "Återstår"
    widths = dict.fromkeys(shown.values(), width)
    if commented := any(line.line.comment or line.line.payer for line in each.rows):
        widths["Kommentar"] = 40 if len(shown) < 4 else 36
    rows: list[tuple[str | Cell, ...]]
    rows = [(_name(line), *_amounts(line.amounts, shown), _comment(line)) for line in each.rows]
    rows.append(("Summa", *_amounts(each.total, shown), ""))
    return table(
        f"budget-{year}",
        f"Budget och utfall {year}, kronor",
        {"Rad": TEXT_WIDTH - sum(widths.values()), **widths},
        (row if commented else row[:-1] for row in rows),
        numeric=tuple(shown.values()),
        sums=1,
    )


def _name(each: BudgetRow) -> Cell:
    return Cell(f"varav {each.line.name}" if each.depth else each.line.name, part=each.depth > 0)


def _comment(each: BudgetRow) -> str:
    payer = f"Betalas av {each.line.payer}." if each.line.payer else ""
    return " ".join(filter(None, (each.line.comment, payer)))


def _amounts(amounts: Amounts, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(shown_number(getattr(amounts, name)) for name in names)


def _picture(year: int, each: Budget, given: Sequence[str]) -> Picture:
    bars = tuple(
        Bar(
            line.line.name,
            tuple(_float(getattr(line.amounts, name)) for name in given),
            _amounts(line.amounts, given),
        )
        for line in each.rows
        if line.depth == 0
    )
    totals = zip(given, _amounts(each.total, given), strict=True)
    sums = ", ".join(f"{AMOUNTS[name].lower()} {total} kr" for name, total in totals)
    return Picture(
        f"Budget och utfall {year}",
        f"Stapeldiagram över budgetens {number(len(bars))} rader {year}. Sammanlagt: {sums}. "
        "Varje belopp står i tabellen ovanför.",
        Bars(tuple(AMOUNTS[name] for name in given), "kr", bars),
    )


def _float(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
