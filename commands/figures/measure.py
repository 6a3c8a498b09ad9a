"""What the programme measures, from four perspectives or for a work of its own, and how it has gone since."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from commands.command import COORDINATORS, LEADERS, Call, command
from commands.editing import PAGE, as_number, as_text, changes, must_be_current, page_of
from commands.figures.measuring import (
    PROGRAMME,
    find_measure,
    measure_columns,
    measure_form,
    measure_values,
    must_own,
    read_line,
    with_unit,
)
from commands.form import read
from commands.lookup import leads
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Fact,
    Facts,
    Reply,
    Table,
    Text,
    TextStyle,
)
from commands.sentences import sentence
from commands.swedish.dates import long_date, shown_when
from commands.swedish.text import MINUS, percent, short
from commands.swedish.text import number as written_number
from commands.swedish.words import PERSPECTIVES
from storage import entries, figures, projects
from storage.tables import Measure, Observation, Project
from storage.words import Perspective

LABELS = {
    "name": ("Mått", as_text),
    "perspective": ("Perspektiv", lambda value: PERSPECTIVES[Perspective(value)]),
    "unit": ("Enhet", as_text),
    "baseline": ("Nollmätning", as_number),
    "target": ("Mål", as_number),
    "owner": ("Ägare", as_text),
}
"""The columns whose changes are told."""

_NEW = Action("Nytt mått", "mått ny")


@command(
    "mått",
    "mått sida {count}",
    summary="Allt som mäts, med senaste värde och mål",
    examples=("mått",),
)
def measures(call: Call, count: str = "") -> Reply:
    """A table of the measures: the programme's by perspective, then the works' own."""
    known = figures.measures(call.session)
    works = {work.id: work for work in projects.several(call.session, {each.project_id or 0 for each in known})}
    new = (_NEW,) if call.person.roles & COORDINATORS else ()
    if not known:
        return Reply((Text(sentence("measure", "no_measures")), *((Actions(new),) if new else ())))
    ordered = sorted(known, key=lambda each: (each.project_id is not None, _rank(each), each.name, each.id))
    page = ordered[page_of(count) * PAGE :][:PAGE]
    values = figures.observations(call.session, [each.id for each in page])
    rows = tuple(_row(each, works, values[each.id]) for each in page)
    columns = ("Mått", "Perspektiv", "Nollmätning", "Senast", "Mål", "Ägare")
    moves = [Action(short(each.name), f"mått #{each.id}") for each in page[:5]]
    if len(ordered) > (page_of(count) + 1) * PAGE:
        moves.append(Action("Visa fler", f"mått sida {page_of(count) + 2}"))
    heading = Text(sentence("measure", "heading", count=len(known)), TextStyle.HEADING)
    return Reply((heading, Table(columns, rows, sentence("measure", "table")), Actions((*moves, *new))))


@command(
    "mått {text}",
    "mått visa {text}",
    summary="Ett mått: värden över tid, sedan nollmätningen och mot målet",
    examples=("mått förtroende för vården",),
)
def show_measure(call: Call, text: str) -> Reply:
    """Facts, and each value with its change since the baseline and how much of the way to the target it is."""
    found = find_measure(call, text)
    work = projects.get(call.session, found.project_id) if found.project_id else None
    values = figures.observations(call.session, [found.id])[found.id]
    heading = Text(found.name, TextStyle.HEADING)
    facts = Facts(tuple(_facts(found, work, values)))
    rows = tuple(_value_row(found, each) for each in reversed(values[-PAGE:]))
    table = (
        (Table(("Nr", "När", "Värde", "Sedan start", "Mot målet"), rows, sentence("measure", "values"), naming=1),)
        if rows
        else ()
    )
    left_out = (
        (Text(sentence("measure", "older", count=len(values) - PAGE), TextStyle.NOTE),)
        if len(values) > PAGE
        else ()
    )
    moves = [Action("Ändringar", f"mått historik #{found.id}"), Action("Alla mått", "mått")]
    if call.person.roles & COORDINATORS or (work is not None and leads(call, work)):
        moves.insert(0, Action("Ändra", f"mått ändra #{found.id}"))
        moves.insert(0, Action("Nytt värde", f"mätvärde #{found.id}", ActionStyle.PRIMARY))
    nothing = () if rows else (Text(sentence("measure", "no_values")),)
    return Reply((heading, facts, *table, *left_out, *nothing, Actions(tuple(moves))))


@command(
    "mått ny",
    "mått ny {text}",
    "mått nytt {text}",
    "nytt mått",
    "nytt mått {text}",
    summary="Lägg till något som ska mätas",
    examples=("mått ny medarbetare Sjukfrånvaro i teamen enhet % nollmätning 7,5 mål 5", "mått ny"),
    roles=LEADERS,
    writes=True,
)
def new_measure(call: Call, text: str = "") -> Reply:
    """Open the form with what the line said; or save it, at once when the line says what and whose it is."""
    said = read_line(text) if text else {}
    form = measure_form("mått ny", "Nytt mått", said)
    is_whole = "name" in said and said.keys() & {"perspective", "work"}
    if call.fields is None and not is_whole:
        return Reply((Text(sentence("measure", "fill_in"), TextStyle.NOTE), form))
    columns = measure_columns(call, read(form, call.fields or {}, call.today), None)
    row = Measure(**columns, created_at=call.now, created_by_id=call.person.id)
    entries.add(call.session, row)
    return Reply((Text(sentence("measure", "saved", name=row.name)), _after(row)))


@command(
    "mått ändra {text}",
    "ändra mått {text}",
    summary="Ändra ett mått",
    examples=("mått ändra förtroende för vården",),
    roles=LEADERS,
    writes=True,
)
def change_measure(call: Call, text: str) -> Reply:
    """Open the form with what stands; or save it. "mått ändra #3 mål 70" changes at once."""
    name, _, rest = text.partition(" ")
    is_line = name.startswith("#") and bool(rest.strip())
    found = find_measure(call, name if is_line else text)
    row = entries.locked(call.session, Measure, found.id) or found
    must_own(call, row)
    values, said = measure_values(call, row), read_line(rest) if is_line else {}
    # The version that the person saw, also when a mistake shows the form again: the row may have moved on since.
    seen = (call.fields or {}).get("version", str(row.version))
    form = measure_form(f"mått ändra #{row.id}", f"Ändra {short(row.name)}", values | said, seen)
    if call.fields is None and not said:
        return Reply((form,))
    entry = read(form, call.fields or {}, call.today)
    must_be_current(entry, row, values)
    changed = entries.change(call.session, row, measure_columns(call, entry, row))
    what = [LABELS[column][0].lower() for column in changed if column in LABELS]
    what += ["arbete"] * ("project_id" in changed)
    return Reply((Text(sentence("measure", "changed", name=row.name, what=what)), _after(row)))


@command(
    "mått ta bort {text}",
    summary="Ta bort ett mått",
    examples=("mått ta bort förtroende för vården",),
    roles=LEADERS,
    writes=True,
)
def remove_measure(call: Call, text: str) -> Reply:
    """Take a measure out, and its values with it. Both stay in the history."""
    found = find_measure(call, text)
    row = entries.locked(call.session, Measure, found.id) or found
    must_own(call, row)
    entries.withdraw(call.session, row, call.person.id, call.now)
    return Reply((Text(sentence("measure", "removed", name=row.name)), Actions((Action("Alla mått", "mått"),))))


@command(
    "mått historik {text}",
    summary="Vad som har ändrats i ett mått, när och av vem",
    examples=("mått historik förtroende för vården",),
)
def measure_history(call: Call, text: str) -> Reply:
    """All changes of what a measure is; its values stand under the measure itself."""
    found = find_measure(call, text)
    title = sentence("measure", "history", name=found.name)
    back = Actions((Action("Visa måttet", f"mått #{found.id}"),))
    return Reply((Text(title, TextStyle.HEADING), changes(call, found, LABELS, title), back))


def when_of(each: Observation) -> str:
    """When a value was measured, as it was written; a day as Swedes write it."""
    return shown_when(each.when_text) or long_date(each.on)


def since_baseline(measure: Measure, value: Decimal) -> str:
    """The change since the baseline: "+3", "−2,5", "oförändrat"; "–" when nothing was measured then."""
    if measure.baseline is None:
        return "–"
    change = value - measure.baseline
    if change == 0:
        return "oförändrat"
    return f"{'+' if change > 0 else MINUS}{written_number(abs(change))}"


def towards_target(measure: Measure, value: Decimal) -> str:
    """How far the value has come: "målet är nått", "60 % av vägen", "bort från målet", or what remains."""
    if measure.target is None:
        return "–"
    if measure.baseline is None or measure.baseline == measure.target:
        left = abs(measure.target - value)
        return sentence("measure", "reached") if left == 0 else sentence("measure", "left", left=left)
    share = (value - measure.baseline) / (measure.target - measure.baseline) * 100
    if share >= 100:
        return sentence("measure", "reached")
    return (
        sentence("measure", "away") if share < 0 else sentence("measure", "on_its_way", share=percent(round(share)))
    )


def _rank(each: Measure) -> int:
    return len(PERSPECTIVES) if each.perspective is None else list(PERSPECTIVES).index(each.perspective)


def _whose(measure: Measure, work: Project | None) -> str:
    words = [PERSPECTIVES[measure.perspective]] if measure.perspective else []
    return ", ".join([*words, *([work.short_name or work.name] if work else [])])


def _row(measure: Measure, works: dict[int, Project], values: Sequence[Observation]) -> tuple[str, ...]:
    latest = f"{with_unit(values[-1].value, measure.unit)} ({when_of(values[-1])})" if values else "–"
    return (
        measure.name,
        _whose(measure, works.get(measure.project_id or 0)),
        with_unit(measure.baseline, measure.unit),
        latest,
        with_unit(measure.target, measure.unit),
        measure.owner or "–",
    )


def _facts(measure: Measure, work: Project | None, values: Sequence[Observation]) -> list[Fact]:
    told = (
        ("Perspektiv", PERSPECTIVES[measure.perspective].capitalize() if measure.perspective else ""),
        ("Gäller", work.name if work else PROGRAMME.capitalize()),
        ("Enhet", measure.unit),
        ("Nollmätning", with_unit(measure.baseline, measure.unit)),
        ("Senast", f"{with_unit(values[-1].value, measure.unit)}, {when_of(values[-1])}" if values else ""),
        ("Sedan nollmätningen", since_baseline(measure, values[-1].value) if values else ""),
        ("Mål", with_unit(measure.target, measure.unit)),
        ("Mot målet", towards_target(measure, values[-1].value) if values else ""),
        ("Ägare", measure.owner),
    )
    return [Fact(label, value) for label, value in told if value and value != "–"]


def _value_row(measure: Measure, each: Observation) -> tuple[str, ...]:
    return (
        str(each.id),
        when_of(each),
        with_unit(each.value, measure.unit),
        since_baseline(measure, each.value),
        towards_target(measure, each.value),
    )


def _after(row: Measure) -> Actions:
    show = Action("Visa måttet", f"mått #{row.id}", ActionStyle.PRIMARY)
    return Actions((show, Action("Nytt värde", f"mätvärde #{row.id}"), Action("Alla mått", "mått")))
