"""What is measured: found by name, its form, and the line that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from commands.command import COORDINATORS, Call
from commands.form import Submission
from commands.line import keyed
from commands.lookup import find_work, must_lead
from commands.message import Action, Field, FieldType, Form, Unclear, UserError
from commands.sentences import sentence
from commands.swedish.names import Candidate, find
from commands.swedish.text import NO_BREAK, number, parse_number, short
from commands.swedish.words import PERSPECTIVES, meant, options
from storage import figures, projects
from storage.swedish import fold
from storage.tables import Measure, Project

LONGEST_NAME, LONGEST_UNIT = 200, 40
_WORDS = {
    "perspektiv": "perspective",
    "arbete": "work",
    "enhet": "unit",
    "nollmatning": "baseline",
    "utgangslage": "baseline",
    "mal": "target",
    "malvarde": "target",
    "agare": "owner",
    "namn": "name",
}
_NUMERIC = frozenset({"baseline", "target"})
PROGRAMME = "programmet"
"""Where a measure belongs that is not a work's own."""


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
    work = projects.get(call.session, measure.project_id) if measure.project_id else None
    label = f"{measure.name} ({(work.short_name or work.name) if work else PROGRAMME})"
    said = f"#{measure.id}"
    return Action(label, call.retyped(slot, said) if slot in call.match.spans else f"mått {said}")


def must_own(call: Call, measure: Measure) -> None:
    """Raise UserError unless the person coordinates, or leads the work whose own measure it is."""
    must_own_of(call, projects.get(call.session, measure.project_id) if measure.project_id else None)


def must_own_of(call: Call, work: Project | None) -> None:
    """The same for a measure of this work; None is the programme's."""
    if work is not None:
        must_lead(call, work)
    elif not call.person.roles & COORDINATORS:
        raise UserError("Programmets egna mått kan bara en koordinator ändra.")


def read_line(text: str) -> dict[str, str]:
    """Read "invånare Förtroende för vården enhet % nollmätning 55 mål 70 ägare Lena Exempel" into form values."""
    name, values = keyed(text, _WORDS, _NUMERIC)
    # No unit holds these words: "nollmätning hundra" is a number that the form must refuse.
    unit, numbers = keyed(values.get("unit", ""), {word: to for word, to in _WORDS.items() if to in _NUMERIC})
    values = numbers | values | ({"unit": unit} if unit else {})
    first, _, rest = name.partition(" ")
    perspective = meant(PERSPECTIVES, first.rstrip(":,"))
    if perspective and rest.strip() and "perspective" not in values:
        values, name = {"perspective": PERSPECTIVES[perspective]} | values, rest.strip(" ,:")
    return ({"name": name} if name else {}) | values


def measure_form(command: str, title: str, values: Mapping[str, str], version: str = "") -> Form:
    """The form with these values in it; `version` is that of the row which it changes."""
    perspective = sentence("measure", "perspective")
    fields = (
        Field("name", "Mått", required=True, hint=sentence("measure", "name"), max_length=LONGEST_NAME),
        Field("perspective", "Perspektiv", FieldType.CHOICE, options=options(PERSPECTIVES), hint=perspective),
        Field("work", "Arbete", FieldType.PROJECT, hint=sentence("measure", "work"), max_length=300),
        Field("unit", "Enhet", hint="Till exempel %, dagar eller antal", max_length=LONGEST_UNIT),
        Field("baseline", "Nollmätning", hint=sentence("measure", "baseline"), max_length=40),
        Field("target", "Mål", hint="Värdet som ni vill nå", max_length=40),
        Field("owner", "Ägare", hint="Den som ser till att det mäts", max_length=LONGEST_NAME),
    )
    filled = tuple(replace(each, value=values.get(each.name, "")) for each in fields)
    return Form(command, title, filled, hidden=(("version", version),) if version else ())


def measure_values(call: Call, row: Measure) -> dict[str, str]:
    """What stands in each field now."""
    work = projects.get(call.session, row.project_id) if row.project_id else None
    return {
        "name": row.name,
        "perspective": PERSPECTIVES[row.perspective] if row.perspective else "",
        "work": work.name if work else "",
        "unit": row.unit,
        "baseline": decimal(row.baseline),
        "target": decimal(row.target),
        "owner": row.owner,
    }


def measure_columns(call: Call, submission: Submission, row: Measure | None) -> dict[str, Any]:
    """What was filled in, as columns. UserError with the form when something cannot be read or stands already."""
    name, work = " ".join(submission.text("name").split()), _work(call, submission)
    perspective = submission.word("perspective", PERSPECTIVES)
    if perspective is None and work is None:
        raise submission.refused({"perspective": sentence("measure", "perspective_or_work")})
    if not fold(name):
        raise submission.refused({"name": sentence("project", "no_letters", name=short(name))})
    must_own_of(call, work)
    own = work.id if work else None
    for other in figures.measures_called(call.session, name):
        if other.project_id == own and (row is None or other.id != row.id):
            refusal = submission.refused({"name": sentence("measure", "same_name", name=other.name)})
            refusal.actions = (Action(short(other.name), f"mått #{other.id}"),)
            raise refusal
    return {
        "name": name,
        "key": fold(name),
        "perspective": perspective,
        "project_id": own,
        "unit": submission.text("unit"),
        "baseline": submission.parsed("baseline", measured),
        "target": submission.parsed("target", measured),
        "owner": submission.text("owner"),
    }


def _work(call: Call, submission: Submission) -> Project | None:
    try:
        return find_work(call, submission.text("work")) if submission.text("work") else None
    except UserError as error:
        raise submission.refused({"work": error.message}) from error
    except Unclear as unclear:
        raise submission.refused(
            {"work": sentence("measure", "several_works", name=short(submission.text("work")))}
        ) from unclear


def measured(text: str) -> Decimal:
    """A measured number, with as many decimals as were written but no needless ones."""
    value = parse_number(text)
    return Decimal(int(value)) if value == int(value) else value.normalize()


def decimal(value: Decimal | None) -> str:
    """A number as it is typed: all its decimals, after a comma."""
    return "" if value is None else format(value, "f").replace(".", ",")


def with_unit(value: Decimal | None, unit: str) -> str:
    """Write "12,5 dagar"; "–" when there is none."""
    if value is None:
        return "–"
    return f"{number(value)}{NO_BREAK}{unit}".rstrip(NO_BREAK)
