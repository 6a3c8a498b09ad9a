"""What crosses the border between two parties, and what that costs (direktiv §3.1 and §5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commands.command import Call
from commands.editing import Shown
from commands.entries.commands import add_command, commands_for_one, list_command
from commands.entries.fields import Columns, EntryField, LongText
from commands.entries.kind import KindSheet
from commands.entries.listing import ListQuery, brief
from commands.entries.numbers import Kronor
from commands.entries.plan_kind import PlanKind
from commands.form import Submission
from commands.lookup import party_options
from commands.message import Block, Fact, Facts, FieldType, Option
from commands.sentences import sentence
from commands.workbook.shape import KRONOR, SHORT, TEXT, Cell
from storage import parties, plan
from storage.tables import Crossing, Party

if TYPE_CHECKING:
    from commands.workbook.cells import Written
    from commands.workbook.gather import Export
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row

_LINE = re.compile(
    r"(?P<what>.+?)[,;]?\s+från\s+(?P<giver>.+?)[,;]?\s+till\s+(?P<taker>.+?)(?:(?:[,;]\s*|\s+)(?P<cost>\d.*))?",
    re.IGNORECASE | re.DOTALL,
)


def _short(party: Party | None) -> str:
    return (party.short_name or party.name) if party else ""


@dataclass(frozen=True, kw_only=True)
class _PartyField(EntryField):
    """One of the two parties."""

    type: FieldType = FieldType.CHOICE
    max_length: int = TEXT

    def options(self, call: Call) -> tuple[Option, ...]:
        """The parties."""
        return party_options(call)

    def form_value(self, call: Call, entry: Any) -> str:
        """The short name."""
        return _names(call).get(getattr(entry, self.attribute), "")

    def to_columns(self, call: Call, submission: Submission, _entry: Any) -> Columns:
        """The number of the party with this short name."""
        ids = {name: id_ for id_, name in _names(call).items()}
        return {self.attribute: ids[submission.text(self.name)]}

    def history(self, call: Call) -> Mapping[str, tuple[str, Shown | None]]:
        """The short name."""
        return {self.attribute: (self.label, _names(call).__getitem__)}

    def read(self, row: Row, ledger: Ledger, columns: Columns) -> Columns:
        """The party that a cell names; a fault there where both are the same."""
        written = row.line(self.heading)
        found = ledger.parties.find(row, self.heading, written) if written else None
        is_same = self.attribute == "to_party_id" and found == columns["from_party_id"]
        if is_same and row.is_sound(self.heading):
            row.refuse(self.heading, "Från part och Till part är samma. Skriv två olika parter.")
        return {self.attribute: found}

    def write(self, entry: Any, export: Export) -> Written:
        """The whole name."""
        return export.parties[getattr(entry, self.attribute)]


@dataclass(frozen=True, kw_only=True)
class _Cost(Kronor):
    """What it costs, not below nothing."""

    def to_columns(self, call: Call, submission: Submission, entry: Any) -> Columns:
        """The amount; UserError with the form when it is below nothing."""
        columns = super().to_columns(call, submission, entry)
        if (columns[self.attribute] or 0) < 0:
            text = "En kostnad är noll eller mer. Byt part om det är den andra som betalar."
            raise submission.refused({self.name: text})
        return columns


def _names(call: Call) -> Mapping[int, str]:
    return {party.id: _short(party) for party in parties.every_party(call.session)}


def _check(_: Call, submission: Submission, __: Crossing | None, columns: Columns) -> Columns:
    """UserError when the parties are one and the same."""
    if columns["from_party_id"] == columns["to_party_id"]:
        raise submission.refused({"taker": sentence("crossing", "same")})
    return columns


def _read_line(call: Call, main: str) -> Mapping[str, str]:
    """Read "Hembesök från Regionen till Sundsvall 371 kkr" and "Hembesök; Regionen; Sundsvall; 371 kkr".

    Any name of a party will do.
    """
    what, *parts = (part.strip() for part in main.split(";"))
    if len(parts) in (2, 3):
        giver, taker, *cost = parts
        return {
            "what": what,
            "giver": _any_name(call, giver),
            "taker": _any_name(call, taker),
            "cost": "".join(cost),
        }
    found = _LINE.fullmatch(main)
    if not found:
        return {"what": main}
    ends = {name: _any_name(call, found[name]) for name in ("giver", "taker")}
    return {"what": found["what"], **ends, "cost": found["cost"] or ""}


def _any_name(call: Call, name: str) -> str:
    return _short(parties.by_name(call.session, name)) or name


_FIELDS = (
    LongText("what", "Vad", required=True, hint="Vad den ena parten gör eller betalar hos den andra.",
        cell=Cell("Det som går över gränsen.", "Sköterska från regionen i hemtjänsten", 50)),
    _PartyField("giver", "Från part", stored="from_party_id", required=True, keywords=("fran:",),
        cell=Cell("Parten som ger.", "Regionen", 28, from_sheet="Parter")),
    _PartyField("taker", "Till part", stored="to_party_id", required=True, keywords=("till:",),
        cell=Cell("Parten som får.", "Exempelstad", 28, from_sheet="Parter")),
    _Cost("cost", "Kostnad", is_numeric=False, max_length=SHORT, cell=Cell(KRONOR, "120000", 14),
        hint="Till exempel 371 000 kr, 371 kkr eller 1,5 mnkr. Lämna tomt om den inte är känd."),
)  # fmt: skip

CROSSING = PlanKind(
    table=Crossing, word="gränsöverskridande", definite="Gränsöverskridandet", plural="gränsöverskridanden",
    is_neuter=True, after_end=True, fields=_FIELDS, check=_check,
    title=lambda _, row: row.what, read_line=_read_line,
    examples=("ändra gränsöverskridande 1 kostnad: 400 kkr",),
    sheet=KindSheet(60, "Gränsöverskridanden", "Det som går över gränsen mellan två parter, och vad det kostar.",
        key=("project_id", "what", "from_party_id", "to_party_id")),
)  # fmt: skip

add_crossing = add_command(
    CROSSING,
    summary="Lägg in vad som går över gränsen mellan två parter, och vad det kostar",
    examples=("gränsöverskridande", "gränsöverskridande BarnSäkert Hembesök från Regionen till Sundsvall 371 kkr"),
)
show_crossing, change_crossing, remove_crossing = commands_for_one(CROSSING)


def total(call: Call, scope: plan.Scope) -> str:
    """What crossings cost together, and how many of them have no cost."""
    amount, without = plan.crossing_cost(call.session, scope)
    return sentence("crossing", "total", amount=amount, without=without)


def _sum(call: Call, query: ListQuery) -> tuple[Block, ...]:
    return (Facts((Fact("Summa", total(call, query.scope)),)),)


def _cells(call: Call, row: Crossing) -> tuple[str, ...]:
    shown = CROSSING.form_values(call, row)
    return brief(row.what), shown["giver"], shown["taker"], shown["cost"] or "–"


list_crossings = list_command(
    CROSSING,
    ("Vad", "Från", "Till", "Kostnad"),
    _cells,
    _sum,
    summary="Gränsöverskridanden och vad de kostar tillsammans",
    examples=("gränsöverskridanden", "gränsöverskridanden BarnSäkert"),
)
