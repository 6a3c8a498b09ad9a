"""The fields of a budget row, and the line that says the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commands.command import Call
from commands.entries.fields import Columns, EntryField, LongText, parted
from commands.entries.kind import Values
from commands.entries.numbers import Kronor
from commands.figures._years import YEAR, RowName, year_first
from commands.figures.sums import is_stated_sum
from commands.form import Submission
from commands.sentences import sentence
from commands.swedish.names import Candidate, find
from commands.swedish.text import listing, short
from commands.workbook.faults import did_you_mean
from commands.workbook.shape import KRONOR, NAME, NOTE, SHORT_ENOUGH, Cell
from storage import entries, figures
from storage.swedish import fold
from storage.tables import BudgetLine

if TYPE_CHECKING:
    from commands.workbook.cells import Written
    from commands.workbook.gather import Export
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row

_PART_OF = re.compile(r"(?P<parent>\S.*?)[\s,]+varav[\s:]+(?P<name>\S.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class _Parent(EntryField):
    """The row of the same year that this one is a part of."""

    def form_value(self, call: Call, entry: Any) -> str:
        """Its name."""
        parent = call.session.get(BudgetLine, entry.parent_id) if entry.parent_id else None
        return parent.name if parent and parent.withdrawn_at is None else ""

    def to_columns(self, call: Call, submission: Submission, entry: Any) -> Columns:
        """The row with this name: no sum, not the row itself and no part of it. UserError with the form to mend."""
        written, year = submission.text(self.name), int(submission.parsed("year", YEAR.parse) or 0)
        rows = figures.budget(call.session, year)
        has_parts = entry is not None and any(each.parent_id == entry.id for each in rows)
        if is_stated_sum(" ".join(submission.text("name").split())) and (written or has_parts):
            raise submission.refused({self.name: sentence("budget", "sum_stands_alone")})
        if not written:
            return {self.attribute: None}
        own = set(_with_parts(rows, entry)) if entry else set()
        possible = {each.id: each for each in rows if not each.stated and each.id not in own}
        found = find(written, [Candidate(each.id, (fold(each.name),)) for each in possible.values()]).ids
        if len(found) == 1:
            return {self.attribute: found[0]}
        if fold(written) in {fold(each.name) for each in (entry, *rows) if each and each.id in own}:
            raise submission.refused({self.name: sentence("budget", "part_of_itself")})
        names = listing([f"”{possible[id_].name}”" for id_ in (found or list(possible))[:5]])
        text = sentence("budget", "no_parent", name=short(written), names=names, many=len(found) > 1)
        raise submission.refused({self.name: text})

    def read(self, row: Row, _ledger: Ledger, columns: Columns) -> Columns:
        """Something else than any row has, until it is tied; a sum is no part of anything."""
        if columns["stated"] and row.line(self.heading):
            row.refuse(self.heading, "En summa kan inte vara en del av en annan rad. Töm cellen.")
        return {self.attribute: 0}

    def write(self, entry: Any, export: Export) -> Written:
        """Its name."""
        return export.lines.get(entry.parent_id or 0)

    @property
    def later(self) -> frozenset[str]:
        """A row may name one further down."""
        return frozenset({self.attribute})

    def settle(self, row: Row, ledger: Ledger, columns: Columns, entry: BudgetLine) -> Columns:
        """As it is, where the cell names the same row."""
        parent = ledger.session.get(BudgetLine, entry.parent_id) if entry.parent_id else None
        is_same = fold(parent.name if parent else "") == fold(row.line(self.heading))
        return columns | {self.attribute: entry.parent_id if is_same else 0}

    def tie(self, pairs: Sequence[tuple[Row, Any]], ledger: Ledger) -> Collection[int]:
        """Tie each row to the one that it is a part of, whichever is first."""
        lines = {year: figures.budget(ledger.session, year) for year in {line.year for _, line in pairs}}
        return {
            line.id
            for row, line in pairs
            if entries.change(ledger.session, line, {self.attribute: self._named(row, lines[line.year], line)})
        }

    def _named(self, row: Row, lines: Sequence[BudgetLine], line: BudgetLine) -> int | None:
        """The row of the year that a cell names; None for none, and after the fault has been named at the cell."""
        written = row.line(self.heading)
        if not written:
            return None
        found = [each for each in lines if not each.stated and fold(each.name) == fold(written)]
        if len(found) == 1:
            above: Mapping[int | None, int | None] = {each.id: each.parent_id for each in lines}
            step: int | None = found[0].id
            while step is not None and step != line.id:
                step = above.get(step)
            if step is None:
                return found[0].id
            text = "Raden skulle bli en del av sig själv. Välj en annan rad, eller töm cellen."
        elif found:
            text = f"Flera rader {line.year} heter ”{short(written)}”. Ge dem olika namn."
        else:
            names = [each.name for each in lines if not each.stated and each.id != line.id]
            text = f"Ingen rad {line.year} heter ”{short(written)}”.{did_you_mean(written, names)}"
        row.refuse(self.heading, text)
        return None


def _with_parts(rows: Sequence[BudgetLine], row: BudgetLine) -> Iterator[int]:
    """A row, its parts, and theirs."""
    yield row.id
    for each in rows:
        if each.parent_id == row.id:
            yield from _with_parts(rows, each)


def _amount(name: str, label: str, example: str, hint: str = "") -> Kronor:
    hint = hint or "Till exempel 4 480 kkr, 371 000 kr eller 4,48 mnkr. Bara siffror betyder kronor."
    typed, cell = "{:f}".format, Cell(KRONOR, example, 14)
    return Kronor(name, label, hint=hint, keywords=(fold(label),), typed=typed, cell=cell)


FIELDS = (
    YEAR,
    RowName("name", "Rad", rows=figures.budget, word="budget", template="budget", keywords=("namn",),
        hint="Det raden heter. En rad som heter Summa eller Totalt räknas inte, utan jämförs med summan.",
        cell=Cell(f"Det raden heter, {SHORT_ENOUGH}.", "Lärseminarier", 40)),
    _Parent("parent", "Del av", stored="parent_id", shown=None, max_length=NAME, keywords=("del av", "overordnad"),
        hint="Namnet på en annan rad, om den här är en del av den (varav). Den räknas då inte en gång till.",
        cell=Cell("Raden samma år som den här är en del av.", width=30, heading="Överordnad")),
    _amount("budget", "Budget", "300000"),
    _amount("outcome", "Utfall", "120000"),
    _amount("forecast", "Prognos", "290000", "Vad ni tror att det blir för hela året"),
    EntryField("payer", "Betalas av", hint="Parten eller någon annan som betalar", max_length=NAME,
        keywords=("betalas av", "betalare"), cell=Cell(example="Regionen", width=24)),
    LongText("comment", "Kommentar", keywords=("kommentar",), cell=NOTE),
)  # fmt: skip


def read_line(_: Call, text: str) -> Values:
    """Read "2026 Utvecklingsmedel varav Resor budget 20 kkr utfall 9 kkr betalas av Regionen" into form values."""
    head, values = parted(FIELDS, text)
    year, name = year_first(head)
    if part := _PART_OF.fullmatch(name):
        values = {"parent": part["parent"]} | values
        name = part["name"]
    said = {"year": year, "name": name.strip()}
    return values | {field: value for field, value in said.items() if value}
