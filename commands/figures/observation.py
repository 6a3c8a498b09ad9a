"""Measured values: a number on a day, or for a period that ends on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commands.command import LEADERS, Call, command
from commands.editing import as_number, as_text, changes, must_be_current, the_entry
from commands.figures.measure import since_baseline, towards_target
from commands.figures.measuring import decimal, find_measure, measured, must_own, with_unit
from commands.form import Submission, read
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Field,
    Form,
    Reply,
    Text,
    TextStyle,
    UserError,
)
from commands.sentences import sentence
from commands.swedish.dates import When, parse_when, shown_when, with_year
from commands.swedish.names import Candidate, find
from commands.swedish.text import short
from storage import entries, figures
from storage.swedish import fold
from storage.tables import Measure, Observation

LABELS = {"when_text": ("När", as_text), "value": ("Värde", as_number)}
"""The columns whose changes are told."""

_LONGEST_WORDS = 40
_ALL = Action("Alla mått", "mått")


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
    must_own(call, measure)
    form = _form(f"mätvärde #{measure.id}", measure, "", "")
    if line is None and call.fields is None:
        return Reply((form,))
    filled = {"value": line.value, "when": line.when} if line else call.fields or {}
    submission = read(form, filled, call.today)
    row = Observation(
        measure_id=measure.id,
        project_id=measure.project_id,
        **_columns(call, submission),
        created_at=call.now,
        created_by_id=call.person.id,
    )
    entries.add(call.session, row)
    return Reply((Text(_told(measure, row)), _moves(measure, row)))


@command(
    "mätvärde ändra {number}",
    "ändra mätvärde {number}",
    summary="Rätta ett mätvärde",
    examples=("mätvärde ändra 1",),
    roles=LEADERS,
    writes=True,
)
def change_value(call: Call, number: str) -> Reply:
    """Open the form with what stands; or save it."""
    row, measure = _value(call, number)
    must_own(call, measure)
    values = {"value": decimal(row.value), "when": row.when_text}
    # The version that the person saw, also when a mistake shows the form again: the row may have moved on since.
    seen = (call.fields or {}).get("version", str(row.version))
    form = _form(f"mätvärde ändra {row.id}", measure, values["value"], values["when"], seen)
    if call.fields is None:
        return Reply((form,))
    submission = read(form, call.fields, call.today)
    must_be_current(submission, row, values)
    is_moved = submission.text("when") != row.when_text  # "juni" read again next year would be another month
    columns = _columns(call, submission) if is_moved else {"value": submission.parsed("value", measured)}
    entries.change(call.session, row, columns)
    told = sentence(
        "measure", "corrected", name=measure.name, value=with_unit(row.value, measure.unit), when=_on(row)
    )
    return Reply((Text(told), _moves(measure, row)))


@command(
    "mätvärde ta bort {number}",
    summary="Ta bort ett mätvärde",
    examples=("mätvärde ta bort 1",),
    roles=LEADERS,
    writes=True,
)
def remove_value(call: Call, number: str) -> Reply:
    """Take a value out. It stays in the history."""
    row, measure = _value(call, number)
    must_own(call, measure)
    entries.withdraw(call.session, row, call.person.id, call.now)
    told = sentence("measure", "value_removed", name=measure.name, when=_on(row))
    return Reply((Text(told), Actions((Action("Visa måttet", f"mått #{measure.id}"),))))


@command(
    "mätvärde historik {number}",
    summary="Vad som har ändrats i ett mätvärde, när och av vem",
    examples=("mätvärde historik 1",),
)
def value_history(call: Call, number: str) -> Reply:
    """All changes of a value, also of one that was taken away."""
    row, measure = _value(call, number, withdrawn=True)
    title = sentence("measure", "value_history", name=measure.name, when=_on(row))
    back = Actions((Action("Visa måttet", f"mått #{measure.id}"),))
    return Reply((Text(title, TextStyle.HEADING), changes(call, row, LABELS, title), back))


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


def _form(command: str, measure: Measure, value: str, when: str, version: str = "") -> Form:
    label = f"Värde ({measure.unit})" if measure.unit else "Värde"
    fields = (
        Field("value", label, required=True, value=value, hint=sentence("measure", "value"), max_length=40),
        Field("when", "När", value=when, hint=sentence("measure", "when"), max_length=100),
    )
    return Form(command, short(measure.name), fields, hidden=(("version", version),) if version else ())


def _columns(call: Call, submission: Submission) -> dict[str, Any]:
    """What was filled in, as columns. UserError with the form when something cannot be read."""
    when = _when(call, submission)
    return {"value": submission.parsed("value", measured), "when_text": with_year(when), "on": when.end}


def _when(call: Call, submission: Submission) -> When:
    """When it was measured. UserError with the form for what has no day, or has not begun."""
    found = submission.parsed("when", lambda text: parse_when(text, call.today, past=True))
    if found is None:
        return When(call.today.isoformat(), call.today, call.today)
    if found.start is None or found.end is None:
        raise submission.refused({"when": sentence("measure", "no_day", when=short(found.text))})
    if found.start > call.today:
        raise submission.refused({"when": sentence("measure", "future", when=short(found.text))})
    return found


def _value(call: Call, number: str, *, withdrawn: bool = False) -> tuple[Observation, Measure]:
    row = the_entry(call, Observation, number, "mätning", _ALL, withdrawn=withdrawn)
    measure = entries.get(call.session, Measure, row.measure_id)
    if measure is None:
        raise LookupError(f"value {row.id} is of no measure")
    return row, measure


def _which(call: Call) -> Reply:
    """A button for each measure, the programme's first."""
    known = figures.measures(call.session)
    if not known:
        raise UserError(sentence("measure", "no_measures"), actions=(Action("Nytt mått", "mått ny"),))
    buttons = tuple(Action(short(each.name), f"mätvärde #{each.id}") for each in known[:10])
    return Reply((Text(sentence("measure", "say_value", name=known[0].name)), Actions((*buttons, _ALL))))


def _on(row: Observation) -> str:
    return shown_when(row.when_text)


def _told(measure: Measure, row: Observation) -> str:
    return sentence(
        "measure", "told", name=measure.name, value=with_unit(row.value, measure.unit), when=_on(row),
        since=since_baseline(measure, row.value), towards=towards_target(measure, row.value),
    )  # fmt: skip


def _moves(measure: Measure, row: Observation) -> Actions:
    show = Action("Visa måttet", f"mått #{measure.id}", ActionStyle.PRIMARY)
    return Actions((show, Action("Rätta värdet", f"mätvärde ändra {row.id}")))
