"""The programme's own figures: resources, budget and outcome (annual report, tables 3 and 4), computed sums."""

from __future__ import annotations

from decimal import Decimal

from commands.figures.sums import COLUMNS, Amounts, Budget, BudgetRow, Staff
from commands.reports.facts.blocks import Block, Cell, Column, Picture, Section, Table, row
from commands.reports.facts.charts import Bar, Bars
from commands.reports.facts.gather import Facts
from commands.swedish.text import number, percent
from storage.tables import Resource

AMOUNTS = dict(zip(COLUMNS, ("Budget", "Utfall", "Prognos"), strict=True))


def resources(facts: Facts) -> Section | None:
    """Table 3: roles in percent of one full-time post, and how many are vacant; the latest year of the period."""
    if not facts.entries.staff:
        return None
    year = max(facts.entries.staff)
    staff = facts.entries.staff[year]
    commented = any(each.comment for each in staff.roles)
    title = f"Programresurser {year}, i procent av en heltidstjänst"
    columns = (
        Column("Roll", 60 if commented else 92),
        Column("Antal", 18, numeric=True),
        Column("Omfattning", 26, numeric=True),
        Column("Vakanser", 24, numeric=True),
        *((Column("Kommentar", 32),) if commented else ()),
    )
    rows = (*(_resource(each, commented=commented) for each in staff.roles), _staff(staff, commented=commented))
    return Section("resources", "Resurser", (Table("resources", title, columns, rows, sums=1),))


def _resource(each: Resource, *, commented: bool) -> tuple[Cell, ...]:
    comment = (each.comment,) if commented else ()
    return row(each.role, _number(each.count), _percent(each.percent), _number(each.vacancies), *comment)


def _staff(staff: Staff, *, commented: bool) -> tuple[Cell, ...]:
    comment = ("",) if commented else ()
    return row("Summa", _number(staff.count), _percent(staff.percent), _number(staff.vacancies), *comment)


def _number(value: Decimal | int | None) -> str:
    return "" if value is None else number(value)


def _percent(share: Decimal | None) -> str:
    return "" if share is None else percent(share)


def budget(facts: Facts) -> Section | None:
    """Table 4 for each year of the period, and a picture of it."""
    blocks: list[Block] = []
    for year, each in facts.entries.budget.items():
        blocks += [_table(year, each), _picture(year, each)]
    return Section("budget", "Budget och utfall", tuple(blocks)) if blocks else None


def _given(each: Budget) -> list[str]:
    """The amounts that somebody has told for this year."""
    return [name for name in COLUMNS if any(getattr(line.amounts, name) is not None for line in each.rows)]


def _table(year: int, each: Budget) -> Table:
    given = _given(each)
    compares = {"budget", "outcome"} <= set(given)
    said = any(line.line.comment or line.line.payer for line in each.rows)
    width = 24 if len(given) < 3 else 20
    columns = [Column(AMOUNTS[name], width, numeric=True) for name in given]
    if compares:
        columns.append(Column("Återstår", width, numeric=True))
    if said:
        columns.append(Column("Kommentar", 40 if len(columns) < 4 else 36))
    first = Column("Rad", 160 - sum(column.width for column in columns))
    total = row("Summa", *_amounts(each.total, given, compares=compares), *([""] if said else []))
    rows = (*(_line(line, given, compares=compares, said=said) for line in each.rows), total)
    return Table(f"budget-{year}", f"Budget och utfall {year}, kronor", (first, *columns), rows, sums=1)


def _line(each: BudgetRow, given: list[str], *, compares: bool, said: bool) -> tuple[Cell, ...]:
    payer = f"Betalas av {each.line.payer}." if each.line.payer else ""
    name = f"varav {each.line.name}" if each.depth else each.line.name
    return row(
        Cell(name, part=each.depth > 0),
        *_amounts(each.amounts, given, compares=compares),
        *([" ".join(filter(None, (each.line.comment, payer)))] if said else []),
    )


def _amounts(amounts: Amounts, given: list[str], *, compares: bool) -> list[str]:
    shown = [_number(getattr(amounts, name)) for name in given]
    return [*shown, _number(amounts.remaining)] if compares else shown


def _picture(year: int, each: Budget) -> Picture:
    given = _given(each)
    bars = tuple(
        Bar(
            line.line.name,
            tuple(_float(getattr(line.amounts, name)) for name in given),
            tuple(_number(getattr(line.amounts, name)) for name in given),
        )
        for line in each.rows
        if line.depth == 0
    )
    sums = ", ".join(f"{AMOUNTS[name].lower()} {_number(getattr(each.total, name))} kr" for name in given)
    return Picture(
        f"Budget och utfall {year}",
        f"Stapeldiagram över budgetens {number(len(bars))} rader {year}. Sammanlagt: {sums}. "
        "Varje belopp står i tabellen ovanför.",
        Bars(tuple(AMOUNTS[name] for name in given), "kr", bars),
    )


def _float(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
