"""The programme's resources: which roles, how many, how much of a full-time post, what is vacant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from commands.command import Call, command
from commands.editing import MAX_PEOPLE, Shown
from commands.entries.fields import LongText, parted
from commands.entries.kind import KindSheet, Values
from commands.entries.numbers import Number
from commands.figures._kind import FigureKind, commands_for_one, new_command
from commands.figures._years import YEAR, RowName, YearButtons, year_asked, year_first
from commands.figures.sums import Staff, staffed
from commands.form import Submission
from commands.message import (
    Action,
    Block,
    FieldType,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from commands.sentences import sentence
from commands.swedish.text import number, parse_number, percent
from commands.workbook.shape import NOTE, SHORT_ENOUGH, Cell
from storage import figures
from storage.tables import Resource

if TYPE_CHECKING:
    from commands.workbook.rows import Row

_BUTTONS = YearButtons("Resurser", "resurs", "roll", "Budget")
_UNITS = (
    ("percent", re.compile(r"(?:^|(?<=[\s,;]))(\d+(?:[.,]\d+)?)\s*(?:%|procent\b)", re.IGNORECASE)),
    ("vacancies", re.compile(r"(?:^|(?<=[\s,;]))(\d+)\s*vakans(?:er)?\b", re.IGNORECASE)),
    ("count", re.compile(r"(?:^|(?<=[\s,;]))(\d+)\s*(?:st|personer|person)\b\.?", re.IGNORECASE)),
)
"""What is known by the word after it: "4 st 200 % 1 vakans"."""


@command(
    "resurser",
    "resurser {year}",
    "resurser år {year}",
    summary="Programmets roller, omfattning och vakanser för ett år",
    examples=("resurser",),
)
def resources(call: Call, year: str = "") -> Reply:
    """A year's roles and the computed sum; the newest year that has begun and has any when none is said."""
    years = figures.resource_years(call.session)
    asked = year_asked(call, year, years)
    found = staffed(figures.resources(call.session, asked))
    heading = Text(sentence("resources", "heading", year=asked), TextStyle.HEADING)
    moves = _BUTTONS.around(call, asked, years)
    if not found.roles and not found.stated:
        return Reply((heading, Text(sentence("resources", "nothing", year=asked)), moves))
    return Reply((heading, _table(found), *_notes(found), moves))


def _table(found: Staff) -> Table:
    def numbers(of: Resource | Staff) -> tuple[str, str, str]:
        how_many = ["–" if each is None else number(each) for each in (of.count, of.vacancies)]
        return how_many[0], "–" if of.percent is None else percent(of.percent), how_many[1]

    rows = [(str(each.id), each.role, *numbers(each), each.comment) for each in found.roles]
    rows.append(("", sentence("budget", "sum"), *numbers(found), ""))
    heads = ("Nr", "Roll", "Antal", "Omfattning", "Vakanser", "Kommentar")
    wide = len(heads) if any(row[-1] for row in rows) else len(heads) - 1
    return Table(heads[:wide], tuple(tuple(row[:wide]) for row in rows), sentence("resources", "table"), naming=1)


def _notes(found: Staff) -> tuple[Text, ...]:
    """What the computed sum is compared with."""
    wrong = {each.id: (said, computed) for each, said, computed in found.differing()}
    notes = [
        sentence("resources", "differs", role=each.role, said=wrong[each.id][0], computed=wrong[each.id][1])
        if each.id in wrong
        else sentence("resources", "agrees", role=each.role, said=each.percent)
        for each in found.stated
        if each.percent is not None
    ]
    return tuple(Text(note, TextStyle.NOTE) for note in notes)


def _after(call: Call, row: Resource) -> tuple[Block, ...]:
    """What the year comes to now, and what does not add up."""
    found = staffed(figures.resources(call.session, row.year))
    now = sentence("resources", "now", year=row.year, percent=found.percent, vacancies=found.vacancies or 0)
    return Text(now), *_notes(found), _BUTTONS.after(row)


def _percent(text: str) -> Decimal:
    """A number of percent of one full-time post; UserError for less than none, or far more than there can be."""
    value = parse_number(text)
    if not 0 <= value <= MAX_PEOPLE:
        raise UserError(f"Skriv omfattningen i procent av en heltid, mellan 0 och {number(MAX_PEOPLE)}.")
    return value


@dataclass(frozen=True, kw_only=True)
class _Count(Number):
    """How many; no more than there can be."""

    type: FieldType = FieldType.NUMBER
    parse: Callable[[str], Any] = parse_number
    max_length: int = 20

    def value(self, given: Submission | Row, key: str) -> Any:
        """The whole number."""
        return given.number(key) if isinstance(given, Submission) else given.count(key)


class _Percent(Number):
    """How much of a full-time post: the history calls it as the workbook does."""

    def history(self, _call: Call) -> Mapping[str, tuple[str, Shown | None]]:
        """The number."""
        return {self.attribute: (self.heading, self.shown)}


_FIELDS = (
    YEAR,
    RowName("role", "Roll", rows=figures.resources, word="resurs", template="resources", keywords=("roll",),
        hint="Till exempel Processledare. En roll som heter Summa eller Totalt räknas inte, utan jämförs med "
            "summan.",
        cell=Cell(f"Det rollen heter, {SHORT_ENOUGH}.", "Processledare", 40)),
    _Count("count", "Antal", keywords=("antal",), hint="Hur många tjänster, de vakanta också",
        cell=Cell(example="2", width=10)),
    _Percent("percent", "Omfattning i procent", parse=_percent, max_length=20, keywords=("omfattning",),
        hint="Alla tjänster tillsammans, till exempel 150. 100 är en heltid.",
        cell=Cell("Procent av en heltid: 150 är en och en halv.", "150", 13, "Omfattning")),
    _Count("vacancies", "Vakanser", keywords=("vakanser", "vakans"),
        hint="Hur många av tjänsterna som ingen har", cell=Cell(example="1", width=11)),
    LongText("comment", "Kommentar", keywords=("kommentar",), cell=NOTE),
)  # fmt: skip


def _read_line(_: Call, text: str) -> Values:
    """Read "2026 Processledare 2 st 150 % 1 vakans kommentar …" into form values."""
    head, values = parted(_FIELDS, text)
    year, role = year_first(head)
    for name, pattern in _UNITS:
        if name not in values and (found := pattern.search(role)):
            values[name] = found[1]
            role = role[: found.start()] + role[found.end() :]
    said = {"year": year, "role": " ".join(role.replace(" ,", ",").split()).strip(" ,;")}
    return values | {field: value for field, value in said.items() if value}


RESOURCE = FigureKind(
    table=Resource, word="resurs", definite="Resursen", noun="resurs", one="en roll", among=" bland resurserna",
    example="2", examples=("resurs ändra 2 vakanser 0",),
    also=("resurs ändra {number} {text}", "ändra resurs {number}"),
    all=Action("Resurserna", "resurser"), back=_BUTTONS.year, template="resources",
    fields=_FIELDS, read_line=_read_line, after=_after,
    first=lambda session, columns: {"position": figures.next_position(session, Resource, columns["year"])},
    sheet=KindSheet(80, "Resurser",
        "Programmets roller, år för år. Omfattning är procent av en heltid, alla i rollen tillsammans: 100 är en "
        "heltid. En rad som heter Summa eller Totalt räknas inte, utan jämförs med summan.",
        key=("year", "role"), sort=lambda row, _: (row.year, row.position), work=None),
)  # fmt: skip

new_resource = new_command(
    RESOURCE,
    lambda said: "role" in said and not said.keys().isdisjoint({"percent", "count"}),
    note="Fyll i det du vet. Summan räknas ut, så den behöver du inte skriva.",
    summary="Lägg till en roll bland resurserna",
    examples=("resurs ny 2026 Metodstödjare 2 st 150 % 1 vakans", "resurs ny"),
)
change_resource, remove_resource, resource_history = commands_for_one(RESOURCE)
