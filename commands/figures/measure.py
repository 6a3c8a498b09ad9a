"""What the programme measures, from four perspectives or for a work of its own, and how it has gone since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from commands.command import COORDINATORS, LEADERS, Call, command
from commands.editing import MAX_BUTTONS, PAGE, next_page, page_of
from commands.entries.kind import KindSheet
from commands.entries.plan_kind import work_of
from commands.figures._kind import FigureKind, commands_for_one, new_command
from commands.figures.measuring import FIELDS, check, find_measure, must_own, read_line, with_unit
from commands.lookup import called, leads
from commands.message import Action, Actions, ActionStyle, Block, Fact, Facts, Reply, Table, Text, TextStyle
from commands.place import PROGRAMME
from commands.sentences import sentence
from commands.swedish.dates import long_date, shown_when
from commands.swedish.text import MINUS, percent, short
from commands.swedish.text import number as written_number
from commands.swedish.words import PERSPECTIVES
from storage import entries, figures, projects
from storage.tables import Measure, Observation, Project

_NEW = Action("Nytt mått", "mått ny")
ALL = Action("Alla mått", "mått")


@command("mått", "mått sida {count}", summary="Allt som mäts, med senaste värde och mål", examples=("mått",))
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
    moves = [Action(short(each.name), f"mått #{each.id}") for each in page[:MAX_BUTTONS]]
    moves += next_page("mått", page_of(count), is_more=len(ordered) > (page_of(count) + 1) * PAGE)
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
    work = work_of(call, found)
    values = figures.observations(call.session, [found.id])[found.id]
    heading = Text(found.name, TextStyle.HEADING)
    facts = Facts(tuple(_facts(found, work, values)))
    rows = tuple(_value_row(found, each) for each in reversed(values[-PAGE:]))
    heads, left_out = ("Nr", "När", "Värde", "Sedan start", "Mot målet"), len(values) - PAGE
    table: list[Block] = [Text(sentence("measure", "no_values"))]
    if rows:
        table = [Table(heads, rows, sentence("measure", "values"), naming=1)]
    if left_out > 0:
        table.append(Text(sentence("measure", "older", count=left_out), TextStyle.NOTE))
    moves = [Action("Ändringar", f"mått historik #{found.id}"), ALL]
    if call.person.roles & COORDINATORS or (work is not None and leads(call, work)):
        moves.insert(0, Action("Ändra", f"mått ändra #{found.id}"))
        moves.insert(0, Action("Nytt värde", f"mätvärde #{found.id}", ActionStyle.PRIMARY))
    return Reply((heading, facts, *table, Actions(tuple(moves))))


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
    if share < 0:
        return sentence("measure", "away")
    on_its_way = sentence("measure", "on_its_way", share=percent(round(share)))
    return sentence("measure", "reached") if share >= 100 else on_its_way


def _rank(each: Measure) -> int:
    return len(PERSPECTIVES) if each.perspective is None else list(PERSPECTIVES).index(each.perspective)


def _whose(measure: Measure, work: Project | None) -> str:
    words = [PERSPECTIVES[measure.perspective]] if measure.perspective else []
    return ", ".join([*words, *([called(work)] if work else [])])


def _row(measure: Measure, works: dict[int, Project], values: Sequence[Observation]) -> tuple[str, ...]:
    unit, whose = measure.unit, _whose(measure, works.get(measure.project_id or 0))
    latest = f"{with_unit(values[-1].value, unit)} ({when_of(values[-1])})" if values else "–"
    baseline, target = with_unit(measure.baseline, unit), with_unit(measure.target, unit)
    return measure.name, whose, baseline, latest, target, measure.owner or "–"


def _facts(measure: Measure, work: Project | None, values: Sequence[Observation]) -> list[Fact]:
    latest, since, towards = _value_row(measure, values[-1])[2:] if values else ("", "", "")
    facts = {
        "Perspektiv": PERSPECTIVES[measure.perspective].capitalize() if measure.perspective else "",
        "Gäller": work.name if work else PROGRAMME.capitalize(),
        "Enhet": measure.unit,
        "Nollmätning": with_unit(measure.baseline, measure.unit),
        "Senast": f"{latest}, {when_of(values[-1])}" if values else "",
        "Sedan nollmätningen": since,
        "Mål": with_unit(measure.target, measure.unit),
        "Mot målet": towards,
        "Ägare": measure.owner,
    }
    return [Fact(label, value) for label, value in facts.items() if value and value != "–"]


def _value_row(measure: Measure, each: Observation) -> tuple[str, str, str, str, str]:
    value, since = with_unit(each.value, measure.unit), since_baseline(measure, each.value)
    return str(each.id), when_of(each), value, since, towards_target(measure, each.value)


def _named(call: Call, name: str) -> Measure:
    """The measure that a name means, held when the command writes."""
    found = find_measure(call, name)
    return entries.locked(call.session, Measure, found.id) or found if call.match.command.writes else found


def _show(row: Measure) -> Action:
    return Action("Visa måttet", f"mått #{row.id}")


def _after(_: Call, row: Measure) -> tuple[Block, ...]:
    if row.withdrawn_at is not None:
        return (Actions((ALL,)),)
    show = replace(_show(row), style=ActionStyle.PRIMARY)
    return (Actions((show, Action("Nytt värde", f"mätvärde #{row.id}"), ALL)),)


MEASURE = FigureKind(
    table=Measure, word="mått", definite="Måttet", noun="mått", one="ett mått", is_neuter=True, writers=LEADERS,
    example="förtroende för vården", also=("ändra mått {text}",), all=ALL, back=_show, template="measure",
    title=lambda _, row: f"Ändra {short(row.name)}", named=_named,
    must_own=lambda call, row: must_own(call, work_of(call, row)),
    fields=FIELDS, check=check, read_line=read_line, after=_after,
    sheet=KindSheet(90, "Mått",
        "Det som mäts, från ett av fyra perspektiv eller för ett arbete. Värdena står i Mätvärden.",
        key=("project_id", "key"), sort=lambda row, _: _rank(row),
        order=("Perspektiv", "Mått", "Arbete", "Enhet", "Nollmätning", "Mål", "Ägare")),
)  # fmt: skip

new_measure = new_command(
    MEASURE,
    lambda said: "name" in said and not said.keys().isdisjoint({"perspective", "work"}),
    *("mått ny", "mått ny {text}", "mått nytt {text}", "nytt mått", "nytt mått {text}"),
    note="Fyll i det du vet. Resten kan du lägga till senare.",
    summary="Lägg till något som ska mätas",
    examples=("mått ny medarbetare Sjukfrånvaro i teamen enhet % nollmätning 7,5 mål 5", "mått ny"),
)
change_measure, remove_measure, measure_history = commands_for_one(MEASURE)
