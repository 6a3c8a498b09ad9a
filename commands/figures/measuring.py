"""What a measure is: found by name, its fields, and the line that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from commands.command import COORDINATORS, Call
from commands.entries.fields import Choice, Columns, EntryField, Name, WorkField, parted
from commands.entries.kind import Values
from commands.entries.numbers import Number
from commands.entries.plan_kind import work_of
from commands.form import Submission
from commands.line import keyed
from commands.lookup import called, must_lead
from commands.message import Action, Unclear, UserError
from commands.place import PROGRAMME
from commands.sentences import sentence
from commands.swedish.names import Candidate, find
from commands.swedish.text import NO_BREAK, number, parse_number, short
from commands.swedish.words import PERSPECTIVES, meant
from commands.workbook.shape import NAME, SHORT_ENOUGH, Cell, chosen
from storage import figures, projects
from storage.swedish import fold
from storage.tables import Measure, Project

if TYPE_CHECKING:
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row


def find_measure(call: Call, name: str, slot: str = "text") -> Measure:
    """The measure that `name` or "#12" means. Unclear with buttons when it may be several, UserError when none."""
    known = {each.id: each for each in figures.measures(call.session)}
    if name.startswith("#") and name[1:].isdecimal() and int(name[1:][:9]) in known:
        return known[int(name[1:][:9])]
    exact = [each.id for each in known.values() if each.key == fold(name)]
    found = find(name, [Candidate(each.id, (each.key,)) for each in known.values()])
    ids = exact or list(found.ids)
    if len(ids) == 1:
        return known[ids[0]]
    buttons = tuple(_button(call, known[id_], slot) for id_ in ids or found.near)
    if ids:
        raise Unclear("Vilket mått menar du?", buttons)
    offers = (*buttons, Action("Alla mått", "mått"))
    raise UserError(f"Jag hittar inget mått som heter ”{short(name)}”. Skriv mått för att se alla.", actions=offers)


def _button(call: Call, measure: Measure, slot: str) -> Action:
    work = work_of(call, measure)
    label = f"{measure.name} ({called(work) if work else PROGRAMME})"
    said = f"#{measure.id}"
    return Action(label, call.retyped(slot, said) if slot in call.match.spans else f"mått {said}")


def must_own(call: Call, work: Project | None) -> None:
    """Raise UserError unless the sender leads the work, or coordinates; None is for the programme's measures."""
    if work is not None:
        must_lead(call, work)
    elif not call.person.roles & COORDINATORS:
        raise UserError("Programmets egna mått kan bara en koordinator ändra.")


@dataclass(frozen=True, kw_only=True)
class _Name(Name):
    """What is measured: found by it, case and å ä ö aside."""

    def to_columns(self, call: Call, submission: Submission, entry: Any) -> Columns:
        """The name, and what it is found by."""
        columns = super().to_columns(call, submission, entry)
        return {**columns, "key": fold(columns[self.name])}

    def read(self, row: Row, ledger: Ledger, columns: Columns) -> Columns:
        """The same of a cell; two rows may not say different things of the same measure."""
        own = super().read(row, ledger, columns)
        key = fold(own[self.name])
        ledger.measured.has(row, self.heading, (key, columns.get("project_id")))
        return {**own, "key": key}


class _Perspective(Choice):
    """From whose side it is measured; a work's own measure needs none."""

    def read(self, row: Row, ledger: Ledger, columns: Columns) -> Columns:
        """The perspective of a cell."""
        own = super().read(row, ledger, columns)
        if own[self.name] is None and row.is_sound(self.heading) and row.is_blank("Arbete"):
            row.refuse(self.heading, "Perspektiv saknas. Välj ett, eller fyll i arbetet som måttet hör till.")
        return own


def measured(text: str) -> Decimal:
    """A measured number, with as many decimals as were written but no needless ones."""
    value = parse_number(text)
    return Decimal(int(value)) if value == int(value) else value.normalize()


def decimal(value: Decimal) -> str:
    """A number as it is typed: all its decimals, after a comma."""
    return format(value, "f").replace(".", ",")


FIELDS = (
    _Name("name", "Mått", hint="Det som mäts, till exempel Förtroende för vården.", keywords=("namn",),
        cell=Cell(f"Det som mäts, {SHORT_ENOUGH}.", "Väntetid till team", 50)),
    _Perspective("perspective", "Perspektiv", vocabulary=PERSPECTIVES, keywords=("perspektiv",),
        hint="Vems sida det mäts från. Lämna tomt om måttet är ett arbetes eget.",
        cell=Cell("Vems sida det mäts från.", "invånare", 14, choices=chosen(PERSPECTIVES))),
    WorkField("work", "Arbete", stored="project_id", shown=None, keywords=("arbete",),
        hint="Arbetet, om måttet är dess eget. Tomt betyder programmet."),
    EntryField("unit", "Enhet", hint="Till exempel %, dagar eller antal", max_length=40, keywords=("enhet",),
        cell=Cell(example="dagar", width=12)),
    Number("baseline", "Nollmätning", parse=measured, typed=decimal, hint="Värdet innan ni började",
        keywords=("nollmatning", "utgangslage"), cell=Cell(example="12,5", width=13)),
    Number("target", "Mål", parse=measured, typed=decimal, hint="Värdet som ni vill nå",
        keywords=("mal", "malvarde"), cell=Cell(example="5", width=10)),
    EntryField("owner", "Ägare", hint="Den som ser till att det mäts", max_length=NAME, keywords=("agare",),
        cell=Cell(example="Anna Exempel", width=28)),
)  # fmt: skip


def read_line(_: Call, text: str) -> Values:
    """Read "invånare Förtroende för vården enhet % nollmätning 55 mål 70 ägare Lena Exempel" into form values."""
    name, values = parted(FIELDS, text)
    # No unit holds these words: "nollmätning hundra" is a number that the form must refuse.
    numbers = {word: each.name for each in FIELDS if each.is_numeric for word in each.words}
    unit, numbers_said = keyed(values.get("unit", ""), numbers)
    values = numbers_said | values | ({"unit": unit} if unit else {})
    first, _sep, rest = name.partition(" ")
    perspective = meant(PERSPECTIVES, first.rstrip(":,"))
    if perspective and rest.strip() and "perspective" not in values:
        values, name = {"perspective": PERSPECTIVES[perspective]} | values, rest.strip(" ,:")
    return ({"name": name} if name else {}) | values


def check(call: Call, submission: Submission, row: Measure | None, columns: Columns) -> Columns:
    """UserError without a perspective or a work, for what is not the sender's, and when it is measured already."""
    own = columns["project_id"]
    if columns["perspective"] is None and own is None:
        raise submission.refused({"perspective": sentence("measure", "perspective_or_work")})
    must_own(call, projects.get(call.session, own) if own else None)
    for other in figures.measures(call.session, columns["name"]):
        if other.project_id == own and (row is None or other.id != row.id):
            refusal = submission.refused({"name": sentence("measure", "same_name", name=other.name)})
            refusal.actions = (Action(short(other.name), f"mått #{other.id}"),)
            raise refusal
    return columns


def with_unit(value: Decimal | None, unit: str) -> str:
    """Write "12,5 dagar"; "–" when there is none."""
    if value is None:
        return "–"
    return f"{number(value)}{NO_BREAK}{unit}".rstrip(NO_BREAK)
