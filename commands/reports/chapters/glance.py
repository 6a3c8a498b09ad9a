"""The portfolio at a glance: counts by state, the traffic lights of every work, and what has changed."""

from __future__ import annotations

from collections.abc import Iterator

from commands.reports.chapters.months import by_month, month_names, months_until
from commands.reports.chapters.wording import (
    FOLLOWED_INSTEAD,
    capitalised,
    moved,
    ratings,
    signed,
    span,
    state_cell,
)
from commands.reports.facts.blocks import (
    TEXT_WIDTH,
    Block,
    Cell,
    Chapter,
    Column,
    Picture,
    Points,
    Prose,
    Section,
    Table,
    row,
    table,
)
from commands.reports.facts.charts import History, HistoryRow
from commands.reports.facts.gather import Facts
from commands.reports.facts.lights import LEGEND, STATES_SHOWN, Light, light
from commands.swedish.day_words import written_day
from commands.swedish.text import listing, number
from commands.swedish.words import STATES

HISTORY_TITLE = "Läget månad för månad"


def glance(facts: Facts) -> Chapter:
    """The chapter: figures, table, what has changed, and the picture of twelve months."""
    blocks: list[Block] = [Prose(_introduction(facts))]
    if facts.shown:
        blocks += [_counts(facts), _lights(facts)]
    changed = tuple(_changes(facts))
    sections = [Section("changes", "Förändrat sedan förra perioden", (Points(changed),))] if changed else []
    if facts.shown:
        sections.append(Section("history", "Utvecklingen över tid", (_picture(facts),)))
    return Chapter("glance", "Portföljen i korthet", tuple(blocks), tuple(sections), slides=True)


def _introduction(facts: Facts) -> str:
    instead = "" if facts.included or not facts.followed else f" {FOLLOWED_INSTEAD}"
    when = f"till och med {span(facts.period).split('–')[-1]}" if facts.period.is_month else span(facts.period)
    return (
        f"Läget är det som varje arbete senast har rapporterat {when}. Förra perioden är {facts.previous.title()}. "
        f"Det som behöver mest uppmärksamhet står först.{instead}"
    )


def _counts(facts: Facts) -> Table:
    """How many works have each state, and had it in the period before."""
    now = [work.state for work in facts.shown]
    before = [work.state_before for work in facts.shown_before]
    states = (_counted(light(state), now.count(state), before.count(state)) for state in STATES_SHOWN)
    return table(
        "counts",
        "Antal arbeten efter läge",
        {"Läge": 76, "Nu": 24, "Förra perioden": 32, "Förändring": 28},
        (*states, _counted("Summa", len(now), len(before))),
        numeric=("Nu", "Förra perioden", "Förändring"),
        sums=1,
    )


def _counted(what: Light | str, now: int, before: int) -> tuple[str | Cell, ...]:
    named = what if isinstance(what, str) else Cell(f"{what.name} – {what.meaning}" if what.meaning else "", what)
    return named, number(now), number(before), signed(now - before)


def _lights(facts: Facts) -> Table:
    """Every work with its state and that of each dimension, worst first."""
    width, state = min(112 // max(len(facts.dimensions), 1), 17), 26
    name = TEXT_WIDTH - state - width * len(facts.dimensions)
    dimensions = (Column(capitalised(label.text), width) for label in facts.dimensions)
    return Table(
        "lights",
        "Läget för varje arbete och dimension" if facts.dimensions else "Läget för varje arbete",
        (Column("Arbete", name), Column("Läge", state), *dimensions),
        tuple(row(work.name, state_cell(facts, work), *ratings(facts, work)) for work in facts.shown),
        dense=True,
    )


def _changes(facts: Facts) -> Iterator[str]:
    """What is different from the period before, in words: what got worse first."""
    for work in sorted(facts.shown, key=moved, reverse=True):
        name, was = work.name, work.state_before
        if facts.is_new(work):
            yield f"{name} är nytt i portföljen."
        elif work.state is not was:
            since = f"var {STATES[was]}" if was else "hade inte rapporterat"
            now = f"är {STATES[work.state]}" if work.state else "har inte rapporterat"
            yield f"{name} {now}; {since} {facts.previous.title()}."
    for work in facts.included_before:
        if work.project.id not in facts.now_ids:
            yield f"{work.name} ingår inte längre; det avslutades {facts.previous.title()}."


def _picture(facts: Facts) -> Picture:
    data = _history(facts)
    months = months_until(facts.period.end)
    first, last = written_day(months[0], "MMMM y"), written_day(months[-1], "MMMM y")
    now = [each.lights[-1].state for each in data.rows]
    counted = [f"{each.name.lower()} {number(now.count(each.state))}" for each in LEGEND]
    return Picture(
        HISTORY_TITLE,
        f"Diagram över läget månad för månad, {first}–{last}, ett arbete på varje rad. "
        f"I {last}: {listing(counted)}. Samma uppgifter står som tabell i bilagan.",
        data,
    )


def _history(facts: Facts) -> History:
    """The state of each work in each of the twelve months that end with the period."""
    last, zone = facts.period.end, facts.zone
    rows = (HistoryRow(work.name, by_month((*work.earlier, *work.entries), last, zone)) for work in facts.shown)
    return History(month_names(last), tuple(rows))


def history_table(facts: Facts) -> Table:
    """The same as a table, for the appendix."""
    data = _history(facts)
    return table(
        "history",
        HISTORY_TITLE,
        {"Arbete": 43, **dict.fromkeys(data.months, 10)},
        (
            (each.name, *("–" if at.state == "unreported" else at.name.lower() for at in each.lights))
            for each in data.rows
        ),
        dense=True,
    )
