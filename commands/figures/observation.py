"""Measured values: a number on a day, or for a period that ends on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from commands.command import LEADERS, Call, command
from commands.editing import Shown, as_text
from commands.entries.fields import Columns, EntryField
from commands.entries.kind import KindSheet
from commands.entries.numbers import Number
from commands.entries.plan_kind import work_of
from commands.entries.times import Period
from commands.entries.writing import save
from commands.figures._kind import FigureKind, commands_for_one
from commands.figures.measure import ALL, since_baseline, towards_target
from commands.figures.measuring import decimal, find_measure, measured, must_own, with_unit
from commands.form import Submission, read
from commands.message import Action, Actions, ActionStyle, Block, Field, Form, Reply, Text, UserError
from commands.sentences import sentence
from commands.swedish.dates import When, parse_when, shown_when
from commands.swedish.names import Candidate, find
from commands.swedish.text import short
from commands.workbook.shape import Cell
from storage import entries, figures
from storage.swedish import fold, sort_key
from storage.tables import Measure, Observation

if TYPE_CHECKING:
    from commands.workbook.cells import Written
    from commands.workbook.gather import Export
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row

_LONGEST_WORDS = 40


@command(
    "mätvärde",
    "mätvärde {text}",
    "mätvärde nytt {text}",
    "nytt mätvärde {text}",
    summary="Lägg till ett mätvärde: mått, värde och när",
    examples=("mätvärde förtroende för vården 61 i dag", "mätvärde"),
    roles=LEADERS,
    writes=True,
)
def new_value(call: Call, text: str = "") -> Reply:
    """Save the value that the line holds; without one, ask for it, and without a measure for that too."""
    if not text:
        return _which(call)
    line = None if call.fields is not None else _read_line(call, text)
    measure = line.measure if line else find_measure(call, text)
    must_own(call, work_of(call, measure))
    draft = Observation(measure_id=measure.id, created_at=call.now, when_text="", on=call.today, value=Decimal())
    form = Form(f"mätvärde #{measure.id}", short(measure.name), OBSERVATION.form_fields(call, {}, draft))
    if line is None and call.fields is None:
        return Reply((form,))
    filled = {"value": line.value, "when": line.when} if line else call.fields or {}
    columns = OBSERVATION.to_columns(call, read(form, filled, call.today), None)
    row = save(call, OBSERVATION, columns | {"measure_id": measure.id, "project_id": measure.project_id})
    return Reply((Text(OBSERVATION.say(call, row, "saved")), *_after(call, row)))


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line says: of what, how much, when ("" for today)."""

    measure: Measure
    value: str
    when: str


def _read_line(call: Call, text: str) -> _Line | None:
    """Read "förtroende för vården 57 % HT 2026": the longest name that is one, then a number, then when.

    None when the line is only a name. A measure may have numbers in its name ("inom 30 dagar").
    """
    known = figures.measures(call.session)
    splits = list(_splits(text))
    for name, value, when in splits:  # the longest name first
        exact = [each for each in known if each.key == fold(name) or name == f"#{each.id}"]
        if len(exact) == 1:
            return _without_unit(exact[0], value, when)
    if any(each.key == fold(text) or text == f"#{each.id}" for each in known):
        return None
    candidates = [Candidate(each.id, (each.key,)) for each in known]
    for name, value, when in splits:
        found = find(name, candidates)
        if len(found.ids) == 1:
            return _without_unit(next(each for each in known if each.id == found.ids[0]), value, when)
    if splits:
        find_measure(call, splits[0][0])  # says which it may be, or that there is none
    begun = [each for each in known if fold(text).startswith(f"{each.key} ")]
    if len(begun) == 1:  # a name, and something that is no number: the form says so
        return _Line(begun[0], " ".join(text.split()[len(begun[0].key.split()) :]), "")
    return None


def _without_unit(measure: Measure, value: str, when: str) -> _Line:
    unit = measure.unit
    if unit and when.casefold().startswith(unit.casefold()):
        when = when[len(unit) :].lstrip(" ,")
    return _Line(measure, value, when)


def _splits(text: str) -> Iterator[tuple[str, str, str]]:
    """Each way in which a line may be a name, a number and the rest, the longest name first."""
    words = text.split()[:_LONGEST_WORDS]
    for start in range(len(words) - 1, 0, -1):
        for end in range(min(len(words), start + 4), start, -1):
            written = " ".join(words[start:end])
            if _is_number(written):
                yield " ".join(words[:start]).rstrip(":,"), written, " ".join(words[end:])


def _is_number(text: str) -> bool:
    try:
        measured(text.rstrip(","))
    except UserError:
        return False
    return True


def _which(call: Call) -> Reply:
    """A button for each measure, the programme's first."""
    known = figures.measures(call.session)
    if not known:
        raise UserError(sentence("measure", "no_measures"), actions=(Action("Nytt mått", "mått ny"),))
    buttons = tuple(Action(short(each.name), f"mätvärde #{each.id}") for each in known[:10])
    return Reply((Text(sentence("observation", "say_value", name=known[0].name)), Actions((*buttons, ALL))))


@dataclass(frozen=True, kw_only=True)
class _OfMeasure(EntryField):
    """What was measured: the command says it, or a cell of the workbook."""

    in_form: bool = False
    shown: Shown | None = None

    def read(self, row: Row, ledger: Ledger, _columns: Columns) -> Columns:
        """The measure, this file's too, and its work."""
        named = row.line(self.heading)
        measure = ledger.measures.find(row, self.heading, named) if named else None
        return {self.attribute: measure} | ({"project_id": ledger.measure_works[measure]} if measure else {})

    def write(self, entry: Any, export: Export) -> Written:
        """The shortest that names it."""
        return export.measures[entry.measure_id]


class _Measured(Number):
    """The measured number; the form says its unit."""

    def form_field(self, call: Call, entry: Any) -> Field | None:
        """The number, with the unit of its measure."""
        field, unit = super().form_field(call, entry), _measure(call, entry).unit
        return field and replace(field, label=f"{self.label} ({unit})" if unit else self.label)


class _When(Period):
    """When it was measured: today unless something is said; a day, or a period that has begun."""

    def meant(self, call: Call, submission: Submission) -> When:
        """UserError with the form for what has no day, or has not begun."""
        found = submission.parsed(self.name, lambda text: parse_when(text, call.today, past=True))
        if found is None:
            return When(call.today.isoformat(), call.today, call.today)
        if found.start is None or found.end is None:
            raise submission.refused({self.name: sentence("observation", "no_day", when=short(found.text))})
        if found.start > call.today:
            raise submission.refused({self.name: sentence("observation", "future", when=short(found.text))})
        return found

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """Nothing more; a fault for what has no day, or has not begun."""
        when = row.when(self.heading)
        if not row.is_sound(self.heading):
            return {}
        if when.start is None or when.end is None:
            text = f"”{short(when.text)}” är ingen dag eller period. Skriv till exempel 2026-06-30 eller juni 2026."
            row.refuse(self.heading, text)
        elif when.start > row.table.today:
            today = row.table.today
            row.refuse(self.heading, f"Tiden ligger i framtiden. Skriv dagens datum, {today}, som senast.")
        return {}


def _measure(call: Call, row: Observation) -> Measure:
    measure = entries.get(call.session, Measure, row.measure_id)
    if measure is None:
        raise LookupError(f"value {row.id} is of no measure")
    return measure


def _show(row: Observation) -> Action:
    return Action("Visa måttet", f"mått #{row.measure_id}")


def _facts(call: Call, row: Observation, deed: str) -> dict[str, Any]:
    measure = _measure(call, row)
    value, when = with_unit(row.value, measure.unit), shown_when(row.when_text)
    since = {"since": since_baseline(measure, row.value), "towards": towards_target(measure, row.value)}
    return {"name": measure.name, "value": value, "when": when} | (since if deed == "saved" else {})


def _after(_: Call, row: Observation) -> tuple[Block, ...]:
    if row.withdrawn_at is not None:
        return (Actions((_show(row),)),)
    show = replace(_show(row), style=ActionStyle.PRIMARY)
    return (Actions((show, Action("Rätta värdet", f"mätvärde ändra {row.id}"))),)


_FIELDS = (
    _OfMeasure("measure", "Mått", stored="measure_id", keywords=(),
        cell=Cell("Måttets namn.", "Väntetid till team", 50, needed=True)),
    _Measured("value", "Värde", required=True, hint="Bara talet, till exempel 12,5", parse=measured, typed=decimal,
        cell=Cell("Talet.", "9,5", 12)),
    _When("when", "När", hint="Till exempel 2026-06-30, juni 2026 eller HT 2026. Tomt betyder i dag.",
        max_length=100, shown=as_text, starts="", ends="on",
        cell=Cell("Dagen eller perioden som värdet gäller.", "juni 2026", 16, "Datum", needed=True)),
)  # fmt: skip

OBSERVATION = FigureKind(
    table=Observation, word="mätvärde", definite="Mätvärdet", noun="mätning", one="ett mätvärde", verb="Rätta",
    is_neuter=True, writers=LEADERS, also=("ändra mätvärde {number}",), all=ALL, back=_show,
    template="observation", title=lambda call, row: short(_measure(call, row).name), facts=_facts,
    must_own=lambda call, row: must_own(call, work_of(call, _measure(call, row))),
    fields=_FIELDS, read_line=lambda _, __: {}, after=_after,
    sheet=KindSheet(100, "Mätvärden",
        "Värdena, ett på varje rad. Heter flera mått likadant skrivs arbetet efter: Väntetid (Hemgång).",
        key=("measure_id", "on"), order=("Mått", "Datum", "Värde"), work=None,
        sort=lambda row, export: (sort_key(export.measures[row.measure_id]), row.on),
        # The values of a measure that was taken away went with it.
        holds=lambda row, export: row.measure_id in export.measures),
)  # fmt: skip

change_value, remove_value, value_history = commands_for_one(OBSERVATION)
