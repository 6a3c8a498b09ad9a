"""The programme's budget: what each row was to cost, did cost and is thought to cost; the sum is computed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from commands.command import COORDINATORS, Call, command
from commands.editing import PAGE, as_kronor, as_text, changes, must_be_current, page_of, the_entry
from commands.figures.budget_lines import budget_columns, budget_form, budget_values, read_line
from commands.figures.sums import Amounts, Budget, laid_out
from commands.form import read
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Block,
    Fact,
    Facts,
    Reply,
    Table,
    Text,
    TextStyle,
)
from commands.sentences import sentence
from commands.swedish.text import kronor, percent
from storage import entries, figures
from storage.tables import BudgetLine

LABELS = {
    "year": ("År", as_text),
    "name": ("Rad", as_text),
    "budget": ("Budget", as_kronor),
    "outcome": ("Utfall", as_kronor),
    "forecast": ("Prognos", as_kronor),
    "payer": ("Betalas av", as_text),
    "comment": ("Kommentar", as_text),
}
"""The columns whose changes are told."""


@command(
    "budget",
    "budget {year}",
    "budget {year} sida {count}",
    "budget år {year}",
    summary="Budget, utfall och prognos för ett år",
    examples=("budget",),
)
def budget(call: Call, year: str = "", count: str = "") -> Reply:
    """A year's rows with their parts, the computed sum, who pays; without a year, the newest that has any."""
    years = figures.budget_years(call.session)
    asked = int(year) if year else next((each for each in years if each <= call.today.year), call.today.year)
    found = laid_out(figures.budget(call.session, asked))
    heading = Text(sentence("budget", "heading", year=asked), TextStyle.HEADING)
    if not found.rows and not found.stated:
        return Reply((heading, Text(sentence("budget", "nothing", year=asked)), _moves(call, asked, years)))
    skipped = page_of(count) * PAGE
    blocks: list[Block] = [heading, _table(found, skipped), *_payers(found), *_notes(found)]
    more = (Action("Visa fler", f"budget {asked} sida {page_of(count) + 2}"),)
    is_more = len(found.rows) > skipped + PAGE
    return Reply((*blocks, _moves(call, asked, years, more if is_more else ())))


@command(
    "budget ny",
    "budget ny {text}",
    "ny budgetrad",
    "ny budgetrad {text}",
    summary="Lägg till en rad i budgeten",
    examples=("budget ny 2026 Studiebesök budget 40 kkr utfall 12 kkr betalas av Regionen", "budget ny"),
    roles=COORDINATORS,
    writes=True,
)
def new_line(call: Call, text: str = "") -> Reply:
    """Open the form with what the line said; or save it, at once when the line has a name and an amount."""
    said = read_line(text) if text else {}
    values = {"year": str(call.today.year)} | said
    form = budget_form("budget ny", "Ny budgetrad", values)
    is_whole = "name" in said and said.keys() & {"budget", "outcome", "forecast"}
    if call.fields is None and not is_whole:
        return Reply((Text(sentence("budget", "fill_in"), TextStyle.NOTE), form))
    entry = read(form, call.fields or {}, call.today)
    columns = budget_columns(call, entry, None)
    row = BudgetLine(**columns, created_at=call.now, created_by_id=call.person.id)
    row.position = figures.next_position(call.session, BudgetLine, row.year)
    entries.add(call.session, row)
    told = sentence("budget", "saved", name=row.name, year=row.year, number=row.id, stated=row.stated)
    return Reply((Text(told), *_now(call, row), _after(row)))


@command(
    "budget ändra {number}",
    "budget ändra {number} {text}",
    "ändra budgetrad {number}",
    summary="Ändra en budgetrad",
    examples=("budget ändra 2", "budget ändra 2 utfall 690 kkr"),
    roles=COORDINATORS,
    writes=True,
)
def change_line(call: Call, number: str, text: str = "") -> Reply:
    """Open the form with what stands; or save it, at once when the line says what is to change."""
    row = the_entry(call, BudgetLine, number, "budgetrad", Action("Budgeten", "budget"))
    values = budget_values(call, row)
    said = read_line(text) if text else {}
    # The version that the person saw, also when a mistake shows the form again: the row may have moved on since.
    seen = (call.fields or {}).get("version", str(row.version))
    form = budget_form(f"budget ändra {row.id}", f"Ändra budgetrad {row.id}", values | said, seen)
    if call.fields is None and not said:
        return Reply((form,))
    entry = read(form, call.fields or {}, call.today)
    must_be_current(entry, row, values)
    had = row.year
    changed = entries.change(call.session, row, budget_columns(call, entry, row))
    _bring_parts(call, row, had)
    what = [LABELS[name][0].lower() for name in changed if name in LABELS] + ["del av"] * ("parent_id" in changed)
    return Reply((Text(sentence("budget", "changed", name=row.name, what=what)), *_now(call, row), _after(row)))


@command(
    "budget ta bort {number}",
    summary="Ta bort en budgetrad",
    examples=("budget ta bort 2",),
    roles=COORDINATORS,
    writes=True,
)
def remove_line(call: Call, number: str) -> Reply:
    """Take a row out of the budget. It stays in the history; its parts become rows of their own."""
    row = the_entry(call, BudgetLine, number, "budgetrad", Action("Budgeten", "budget"))
    has_parts = any(each.parent_id == row.id for each in figures.budget(call.session, row.year))
    entries.withdraw(call.session, row, call.person.id, call.now)
    told = sentence("budget", "removed", name=row.name, year=row.year, has_parts=has_parts)
    return Reply((Text(told), *_now(call, row), _after(row)))


@command(
    "budget historik {number}",
    summary="Vad som har ändrats i en budgetrad, när och av vem",
    examples=("budget historik 2",),
)
def line_history(call: Call, number: str) -> Reply:
    """All changes of a row, also of one that was taken away."""
    row = the_entry(call, BudgetLine, number, "budgetrad", Action("Budgeten", "budget"), withdrawn=True)
    title = sentence("budget", "history", name=row.name, year=row.year)
    moves = Actions((Action(f"Budget {row.year}", f"budget {row.year}"),))
    return Reply((Text(title, TextStyle.HEADING), changes(call, row, LABELS, title), moves))


def _bring_parts(call: Call, row: BudgetLine, had: int) -> None:
    """Parts of a row that moves to another year go with it."""
    if row.year == had:
        return
    for part in figures.budget(call.session, had):
        if part.parent_id == row.id:
            entries.change(call.session, part, {"year": row.year})
            _bring_parts(call, part, had)


def _table(found: Budget, skipped: int) -> Table:
    """The rows of a page and the sum, without the columns in which nobody has written anything."""
    heads = ("Nr", "Rad", "Budget", "Utfall", "Prognos", "Återstår", "Betalas av", "Kommentar")
    shown = [
        (
            str(row.line.id),
            f"{'– ' * row.depth}{'varav ' if row.depth else ''}{row.line.name}",
            *_amounts(row.amounts),
            row.line.payer,
            row.line.comment,
        )
        for row in found.rows
    ]
    rows = [*shown[skipped : skipped + PAGE], ("", sentence("budget", "sum"), *_amounts(found.total), "", "")]
    kept = [index for index in range(len(heads)) if index < 4 or any(row[index] for row in (*shown, rows[-1]))]
    cut = tuple(tuple(row[index] or "–" * (2 <= index <= 5) for index in kept) for row in rows)
    return Table(tuple(heads[index] for index in kept), cut, sentence("budget", "table"), naming=1)


def _amounts(amounts: Amounts) -> tuple[str, str, str, str]:
    given = (amounts.budget, amounts.outcome, amounts.forecast, amounts.remaining)
    written = ["" if each is None else kronor(each) for each in given]
    return written[0], written[1], written[2], written[3]


def _payers(found: Budget) -> tuple[Facts, ...]:
    """Who pays how much of the budget, and which share that is."""
    whole = sum(found.by_payer.values(), Decimal())
    facts = [
        Fact(payer or sentence("budget", "nobody"), f"{kronor(part)} ({percent(round(part / whole * 100))})")
        for payer, part in found.by_payer.items()
        if whole
    ]
    return (Facts(tuple(facts)),) if facts else ()


def _notes(found: Budget) -> tuple[Text, ...]:
    """What the computed sum is compared with, and what is not known."""
    differing = found.differing()
    wrong = {(each.line.id, each.column) for each in differing}
    notes = [
        sentence("budget", "agrees", name=line.name, amount=value, column=LABELS[column][0].lower())
        for line in found.stated
        for column in ("budget", "outcome", "forecast")
        if (value := getattr(line, column)) is not None and (line.id, column) not in wrong
    ]
    notes += [
        sentence("budget", "differs" if each.line.stated else "parts_exceed", name=each.line.name, said=each.said,
            computed=each.computed, column=LABELS[each.column][0].lower())
        for each in differing
    ]  # fmt: skip
    if found.total.forecast is not None and found.unforeseen:
        notes.append(sentence("budget", "unforeseen", rows=found.unforeseen))
    return tuple(Text(note, TextStyle.NOTE) for note in notes)


def _now(call: Call, row: BudgetLine) -> tuple[Text, ...]:
    """What the year comes to now, and what does not add up."""
    found = laid_out(figures.budget(call.session, row.year))
    sums = sentence("budget", "now", year=row.year, budget=found.total.budget, outcome=found.total.outcome)
    return (Text(sums), *_notes(found))


def _after(row: BudgetLine) -> Actions:
    moves = [Action(f"Budget {row.year}", f"budget {row.year}", ActionStyle.PRIMARY)]
    if row.withdrawn_at is None:
        moves.append(Action("Ändra raden", f"budget ändra {row.id}"))
    moves += [Action("Radens historik", f"budget historik {row.id}"), Action("Ny rad", f"budget ny {row.year}")]
    return Actions(tuple(moves))


def _moves(call: Call, year: int, years: Sequence[int], more: tuple[Action, ...] = ()) -> Actions:
    others = tuple(Action(f"Budget {each}", f"budget {each}") for each in years if each != year)[:3]
    new = (Action("Ny rad", f"budget ny {year}"),) if call.person.roles & COORDINATORS else ()
    return Actions((*more, *new, *others, Action(f"Resurser {year}", f"resurser {year}")))
