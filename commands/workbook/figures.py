"""Reads the sheets of the programme's own figures: budget, resources, measures with their values, trends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlmodel import Session, select

from commands.figures.budget_lines import parse_year
from commands.figures.measuring import measured
from commands.figures.resources import positive
from commands.figures.sums import is_stated_sum
from commands.swedish.text import parse_kronor, short
from commands.swedish.words import PERSPECTIVES
from commands.workbook import entry_sheets as sheets
from commands.workbook.entries import EntrySheet, Time, Values, read_entries
from commands.workbook.faults import did_you_mean
from commands.workbook.ledger import Ledger
from commands.workbook.plan import work
from commands.workbook.rows import Row, Table
from storage import entries, figures
from storage.swedish import fold
from storage.tables import BudgetLine, Measure, Observation, Resource, Trend
from storage.tables.entry import Entry


def texts(row: Row, headings: Mapping[str, str]) -> Values:
    """Texts that are stored as they are, under the columns of their headings."""
    return {column: row.text(heading) for heading, column in headings.items() if row.has(heading)}


def amount(row: Row, heading: str) -> Decimal | None:
    """Kronor."""
    value = row.parsed(heading, parse_kronor)
    return None if value is None else Decimal(value)


_AMOUNTS = {"Budget": "budget", "Utfall": "outcome", "Prognos": "forecast"}
_PARENT = "Överordnad"


def read_budget(table: Table, ledger: Ledger) -> None:
    """Read the rows, then tie each to the row that it is a part of, whichever stands first."""
    had = ledger.session.exec(select(BudgetLine)).all()
    names = {line.id: line.name for line in had}
    lines: dict[int, Sequence[BudgetLine]] = {}

    def same_parent(row: Row, values: Values, entry: Entry) -> Values:
        if not isinstance(entry, BudgetLine) or not row.has(_PARENT):
            return values
        is_same = fold(names.get(entry.parent_id or 0, "")) == fold(row.line(_PARENT))
        return values | {"parent_id": entry.parent_id if is_same else 0}

    def tie(row: Row, entry: Entry) -> bool:
        if not isinstance(entry, BudgetLine) or not row.has(_PARENT):
            return False
        if entry.year not in lines:
            lines[entry.year] = figures.budget(ledger.session, entry.year)
        parent = _parent(row, lines[entry.year], entry) if row.line(_PARENT) else None
        return bool(entries.change(ledger.session, entry, {"parent_id": parent}))

    kind = EntrySheet(
        sheets.BUDGET,
        BudgetLine,
        _budget_line,
        ("year", "name"),
        settle=same_parent,
        new=lambda ledger, values: _last(ledger.session, BudgetLine, values),
        later=frozenset({"parent_id"}),
        then=tie,
    )
    read_entries(table, ledger, kind)


def _budget_line(row: Row, _: Ledger) -> Values:
    name = row.name("Rad")
    values: Values = {"year": row.parsed("År", parse_year), "name": name, "stated": is_stated_sum(name)}
    values |= {column: amount(row, heading) for heading, column in _AMOUNTS.items() if row.has(heading)}
    if row.has(_PARENT):
        values["parent_id"] = 0
        if values["stated"] and row.line(_PARENT):
            row.refuse(_PARENT, "En summa kan inte vara en del av en annan rad. Töm cellen.")
    return values | texts(row, {"Betalas av": "payer", "Kommentar": "comment"})


def _parent(row: Row, lines: Sequence[BudgetLine], line: BudgetLine) -> int | None:
    """The row of the year that this one is a part of; None after the fault has been named at the cell."""
    written = row.line(_PARENT)
    found = [each for each in lines if not each.stated and fold(each.name) == fold(written)]
    if not found:
        names = [each.name for each in lines if not each.stated and each.id != line.id]
        row.refuse(_PARENT, f"Ingen rad {line.year} heter ”{short(written)}”.{did_you_mean(written, names)}")
        return None
    if len(found) > 1:
        row.refuse(_PARENT, f"Flera rader {line.year} heter ”{short(written)}”. Ge dem olika namn.")
        return None
    above = {each.id: each.parent_id for each in lines}
    step: int | None = found[0].id
    while step is not None and step != line.id:
        step = above.get(step)
    if step is not None:
        row.refuse(_PARENT, "Raden skulle bli en del av sig själv. Välj en annan rad, eller töm cellen.")
        return None
    return found[0].id


def _last(session: Session, table: type[BudgetLine] | type[Resource], values: Values) -> Values:
    return {"position": figures.next_position(session, table, values["year"])}


def _resource(row: Row, _: Ledger) -> Values:
    role = row.name("Roll")
    values: Values = {"year": row.parsed("År", parse_year), "role": role, "stated": is_stated_sum(role)}
    for heading, column in (("Antal", "count"), ("Vakanser", "vacancies")):
        values |= {column: row.count(heading)} if row.has(heading) else {}
    if row.has("Omfattning"):
        values["percent"] = row.parsed("Omfattning", positive)
    return values | texts(row, {"Kommentar": "comment"})


def read_resources(table: Table, ledger: Ledger) -> None:
    """Read the rows; a new role stands last in its year."""
    kind = EntrySheet(
        sheets.RESOURCES,
        Resource,
        _resource,
        ("year", "role"),
        new=lambda ledger, values: _last(ledger.session, Resource, values),
    )
    read_entries(table, ledger, kind)


def read_measures(table: Table, ledger: Ledger) -> None:
    """A measure is known by its name and work: two rows may not say different things of the same one."""
    ledger.measures.is_complete = table.is_usable
    seen: dict[tuple[str, object], tuple[int, object]] = {}

    def tell(row: Row, ledger: Ledger) -> Values:
        values = _measure(row, ledger)
        number, said = seen.setdefault((values["key"], values.get("project_id")), (row.number, row.values))
        if said != row.values and row.is_sound("Mått"):
            told = f"Måttet {short(values['name'])} står redan på rad {number}, med annat innehåll."
            row.refuse("Mått", f"{told} Ta bort en av raderna.")
        if row.faulty:
            ledger.measures.put_faulty([values["name"]])
        return values

    read_entries(table, ledger, EntrySheet(sheets.MEASURES, Measure, tell, ("project_id", "key")))
    ledger.know_measures()


def _measure(row: Row, ledger: Ledger) -> Values:
    name = row.name("Mått")
    values: Values = {"name": name, "key": fold(name)} | work(row, ledger)
    if row.has("Perspektiv"):
        values["perspective"] = row.choice("Perspektiv", PERSPECTIVES)
        if values["perspective"] is None and row.is_sound("Perspektiv") and row.is_blank("Arbete"):
            row.refuse("Perspektiv", "Perspektiv saknas. Välj ett, eller fyll i arbetet som måttet hör till.")
    for heading, column in (("Nollmätning", "baseline"), ("Mål", "target")):
        values |= {column: row.parsed(heading, measured)} if row.has(heading) else {}
    return values | texts(row, {"Enhet": "unit", "Ägare": "owner"})


def read_observations(table: Table, ledger: Ledger) -> None:
    """Read the values of the measures that stand, those of this file too."""
    works = {each.id: each.project_id for each in figures.measures(ledger.session)}

    def tell(row: Row, ledger: Ledger) -> Values:
        _refuse_time(row)
        measure = ledger.measures.find(row, "Mått", row.line("Mått")) if row.line("Mått") else None
        of_work = {} if measure is None else {"project_id": works[measure]}
        return {"measure_id": measure, **of_work, "value": row.parsed("Värde", measured)}

    time = Time("Datum", "when_text", "", "on")
    read_entries(table, ledger, EntrySheet(sheets.OBSERVATIONS, Observation, tell, ("measure_id", "on"), time))


def _refuse_time(row: Row) -> None:
    """A value was measured on a day or in a period that has begun."""
    when = row.when("Datum")
    if not row.is_sound("Datum"):
        return
    if when.start is None or when.end is None:
        told = f"”{short(when.text)}” är ingen dag eller period. Skriv till exempel 2026-06-30 eller juni 2026."
        row.refuse("Datum", told)
    elif when.start > row.table.today:
        row.refuse("Datum", f"Tiden ligger i framtiden. Skriv dagens datum, {row.table.today}, som senast.")


def _trend(row: Row, _: Ledger) -> Values:
    return {"text": row.text("Trend")}


TRENDS = EntrySheet(sheets.TRENDS, Trend, _trend, ("text",), Time("Period", "period", is_bounded=True))
