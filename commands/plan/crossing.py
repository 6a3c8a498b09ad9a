"""What crosses the border between two parties, and what that costs (direktiv §3.1 and §5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commands.command import LEADERS, Call, command
from commands.editing import Shown
from commands.entries.commands import commands_for_one
from commands.entries.fields import MAX_TEXT, Columns, EntryField, Kronor, LongText
from commands.entries.kind import EntryKind, KindSheet
from commands.entries.listing import ListQuery, brief, listing
from commands.entries.writing import add
from commands.form import Submission
from commands.lookup import party_options
from commands.message import Block, Fact, Facts, FieldType, Option, Reply
from commands.sentences import sentence
from commands.workbook.shape import KRONOR, Column
from storage import parties, plan
from storage.tables import Crossing, Party

if TYPE_CHECKING:
    from commands.workbook.cells import Written
    from commands.workbook.gather_entries import Names
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
    """One of the two parties, stored by its number in the column `party_id`."""

    party_id: str
    type: FieldType = FieldType.CHOICE
    max_length: int = MAX_TEXT

    def options(self, call: Call) -> tuple[Option, ...]:
        """The parties."""
        return party_options(call)

    def form_value(self, call: Call, entry: Any) -> str:
        """The short name."""
        return _names(call).get(getattr(entry, self.party_id), "")

    def to_columns(self, call: Call, submission: Submission, _entry: Any) -> Columns:
        """The number of the party with this short name."""
        ids = {name: id_ for id_, name in _names(call).items()}
        return {self.party_id: ids[submission.text(self.name)]}

    def history(self, call: Call) -> Mapping[str, tuple[str, Shown]]:
        """The short name."""
        return {self.party_id: (self.label, _names(call).__getitem__)}

    def read(self, row: Row, ledger: Ledger, columns: Columns) -> Columns:
        """The party that a cell names; a fault there where both are the same."""
        written = row.line(self.heading)
        found = ledger.parties.find(row, self.heading, written) if written else None
        is_same = self.party_id == "to_party_id" and found == columns["from_party_id"]
        if is_same and row.is_sound(self.heading):
            row.refuse(self.heading, "Från part och Till part är samma. Skriv två olika parter.")
        return {self.party_id: found}

    def write(self, entry: Any, names: Names) -> Written:
        """The whole name."""
        return names.parties[getattr(entry, self.party_id)]


def _names(call: Call) -> Mapping[int, str]:
    return {party.id: _short(party) for party in parties.parties(call.session)}


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
    return _short(parties.party_by_name(call.session, name)) or name


CROSSING = EntryKind(
    table=Crossing,
    word="gränsöverskridande",
    definite="Gränsöverskridandet",
    plural="gränsöverskridanden",
    fields=(
        LongText(
            name="what",
            label="Vad",
            required=True,
            hint="Vad den ena parten gör eller betalar hos den andra.",
            keywords=("vad:",),
            column=Column(
                "Vad", "Det som går över gränsen.", "Sköterska från regionen i hemtjänsten", needed=True, width=50
            ),
        ),
        _PartyField(
            name="giver",
            label="Från part",
            party_id="from_party_id",
            required=True,
            keywords=("fran:",),
            column=Column("Från part", "Parten som ger.", "Regionen", needed=True, from_sheet="Parter", width=28),
        ),
        _PartyField(
            name="taker",
            label="Till part",
            party_id="to_party_id",
            required=True,
            keywords=("till:",),
            column=Column(
                "Till part", "Parten som får.", "Exempelstad", needed=True, from_sheet="Parter", width=28
            ),
        ),
        Kronor(
            name="cost",
            label="Kostnad",
            hint="Till exempel 371 000 kr, 371 kkr eller 1,5 mnkr. Lämna tomt om den inte är känd.",
            keywords=("kostnad:",),
            column=Column("Kostnad", KRONOR, "120000", width=14),
        ),
    ),
    check=_check,
    title=lambda _, row: row.what,
    read_line=_read_line,
    examples=("ändra gränsöverskridande 1 kostnad: 400 kkr",),
    is_neuter=True,
    after_end=True,
    sheet=KindSheet(
        "Gränsöverskridanden",
        "Det som går över gränsen mellan två parter, och vad det kostar.",
        ("Arbete", "Vad", "Från part", "Till part", "Kostnad"),
        key=("project_id", "what", "from_party_id", "to_party_id"),
    ),
)


@command(
    "gränsöverskridande {told?}",
    "gränsöverskridande nytt",
    summary="Lägg in vad som går över gränsen mellan två parter, och vad det kostar",
    examples=("gränsöverskridande", "gränsöverskridande BarnSäkert Hembesök från Regionen till Sundsvall 371 kkr"),
    roles=LEADERS,
    writes=True,
)
def add_crossing(call: Call, told: str = "") -> Reply:
    """Save the line, or open the form with what it says."""
    return add(call, CROSSING, told)


show_crossing, change_crossing, remove_crossing = commands_for_one(CROSSING)


@command(
    "gränsöverskridanden {words?}",
    summary="Gränsöverskridanden och vad de kostar tillsammans",
    examples=("gränsöverskridanden", "gränsöverskridanden BarnSäkert"),
)
def crossings(call: Call, words: str = "") -> Reply:
    """Each with its cost, and their sum, which is computed (rules 4 and 8)."""
    return listing(call, CROSSING, words, ("Vad", "Från", "Till", "Kostnad"), _cells, _sum)


def total(call: Call, scope: plan.Scope) -> str:
    """What crossings cost together, and how many of them have no cost."""
    amount, without = plan.crossing_cost(call.session, scope)
    return sentence("crossing", "total", amount=amount, without=without)


def _sum(call: Call, query: ListQuery) -> tuple[Block, ...]:
    return (Facts((Fact("Summa", total(call, query.scope)),)),)


def _cells(call: Call, row: Crossing) -> tuple[str, ...]:
    shown = CROSSING.form_values(call, row)
    return brief(row.what), shown["giver"], shown["taker"], shown["cost"] or "–"
