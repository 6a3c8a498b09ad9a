"""The programme's budget: what each row was to cost, did cost and is thought to cost; the sum is computed."""

from __future__ import annotations

from decimal import Decimal

from commands.command import Call, command
from commands.editing import PAGE, next_page, page_of
from commands.entries.kind import KindSheet
from commands.figures._kind import FigureKind, commands_for_one, new_command
from commands.figures._years import YearButtons, year_asked
from commands.figures.budget_lines import FIELDS, read_line
from commands.figures.sums import COLUMNS, Amounts, Budget, build_budget
from commands.message import Action, Block, Fact, Facts, Reply, Table, Text, TextStyle
from commands.sentences import sentence
from commands.swedish.text import kronor, percent
from storage import entries, figures
from storage.tables import BudgetLine

_BUTTONS = YearButtons("Budget", "budget", "rad", "Resurser")
_NAMES = {field.name: field.label.lower() for field in FIELDS}


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
    asked = year_asked(call, year, years)
    found = build_budget(figures.budget(call.session, asked))
    heading = Text(sentence("budget", "heading", year=asked), TextStyle.HEADING)
    if not found.rows and not found.stated:
        nothing = Text(sentence("budget", "nothing", year=asked))
        return Reply((heading, nothing, _BUTTONS.around(call, asked, years)))
    skipped = page_of(count) * PAGE
    blocks: list[Block] = [heading, _table(found, skipped), *_payers(found), *_notes(found)]
    more = next_page(f"budget {asked}", page_of(count), is_more=len(found.rows) > skipped + PAGE)
    return Reply((*blocks, _BUTTONS.around(call, asked, years, more)))


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
        sentence("budget", "agrees", name=line.name, amount=value, column=_NAMES[column])
        for line in found.stated
        for column in ("budget", "outcome", "forecast")
        if (value := getattr(line, column)) is not None and (line.id, column) not in wrong
    ]
    notes += [
        sentence("budget", "differs" if each.line.stated else "parts_exceed", name=each.line.name, said=each.said,
            computed=each.computed, column=_NAMES[each.column])
        for each in differing
    ]  # fmt: skip
    if found.total.forecast is not None and found.without_forecast:
        notes.append(sentence("budget", "unforeseen", rows=found.without_forecast))
    return tuple(Text(note, TextStyle.NOTE) for note in notes)


def _after(call: Call, row: BudgetLine) -> tuple[Block, ...]:
    """What the year comes to now, and what does not add up."""
    found = build_budget(figures.budget(call.session, row.year))
    sums = sentence("budget", "now", year=row.year, budget=found.total.budget, outcome=found.total.outcome)
    return Text(sums), *_notes(found), _BUTTONS.after(row)


def _facts(call: Call, row: BudgetLine, deed: str) -> dict[str, object]:
    return {"has_parts": bool(figures.parts(call.session, row.id))} if deed == "removed" else {}


def _bring_parts(call: Call, row: BudgetLine, columns: list[str]) -> None:
    """Parts of a row that moves to another year go with it."""
    for part in figures.parts(call.session, row.id) if "year" in columns else ():
        _bring_parts(call, part, entries.change(call.session, part, {"year": row.year}))


BUDGET = FigureKind(
    table=BudgetLine, word="budget", definite="Budgetraden", noun="budgetrad", one="en budgetrad",
    example="2", examples=("budget ändra 2 utfall 690 kkr",),
    also=("budget ändra {number} {text}", "ändra budgetrad {number}"),
    all=Action("Budgeten", "budget"), back=_BUTTONS.year, template="budget", facts=_facts,
    fields=FIELDS, read_line=read_line, after=_after, then=_bring_parts,
    first=lambda session, columns: {"position": figures.next_position(session, BudgetLine, columns["year"])},
    sheet=KindSheet(70, "Budget",
        "Budgetens rader, år för år. En rad med Överordnad är en del av den raden (varav) och räknas inte en gång "
        "till. Summan räknas ut. En rad som heter Summa eller Totalt räknas inte, utan jämförs med den.",
        key=("year", "name"), sort=lambda row, _: (row.year, row.position), work=None),
)  # fmt: skip

new_line = new_command(
    BUDGET,
    lambda said: "name" in said and not said.keys().isdisjoint(COLUMNS),
    note="Fyll i det du vet. Summan räknas ut, så den behöver du inte skriva.",
    summary="Lägg till en rad i budgeten",
    examples=("budget ny 2026 Studiebesök budget 40 kkr utfall 12 kkr betalas av Regionen", "budget ny"),
)
change_line, remove_line, line_history = commands_for_one(BUDGET)
