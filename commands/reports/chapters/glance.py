"""The portfolio at a glance: counts by state, the traffic lights of every work, and what has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from commands.reports.chapters.wording import FOLLOWED_INSTEAD, begun, change_of, moved, ratings, span
from commands.reports.facts.blocks import Block, Cell, Chapter, Column, Picture, Points, Prose, Section, Table, row
from commands.reports.facts.charts import History, HistoryRow
from commands.reports.facts.gather import Facts, WorkFacts
from commands.reports.facts.lights import STATES_SHOWN, Light, light
from commands.swedish.day_words import written_day
from commands.swedish.text import MINUS, listing, number
from commands.swedish.words import STATES
from storage.words import State

MONTHS_SHOWN = 12


def glance(facts: Facts) -> Chapter:
    """The chapter: figures, table, what has changed, and the picture of twelve months."""
    blocks: list[Block] = [Prose(_told(facts))]
    if facts.shown:
        blocks += [counts(facts), lights(facts)]
    changed = tuple(_changes(facts))
    sections = [Section("changes", "Förändrat sedan förra perioden", (Points(changed),))] if changed else []
    if facts.shown:
        sections.append(Section("history", "Utvecklingen över tid", (_picture(facts),)))
    return Chapter("glance", "Portföljen i korthet", tuple(blocks), tuple(sections), slides=True)


def _told(facts: Facts) -> str:
    instead = "" if facts.included or not facts.followed else f" {FOLLOWED_INSTEAD}"
    told = (
        f"Läget är det som varje arbete senast har rapporterat till och med {span(facts.period).split('–')[-1]}."
        if facts.is_month
        else f"Läget är det som varje arbete senast har rapporterat {span(facts.period)}."
    )
    order = "Det som behöver mest uppmärksamhet står först."
    return f"{told} Förra perioden är {facts.previous.title()}. {order}{instead}"


def counts(facts: Facts) -> Table:
    """How many works have each state, and had it in the period before."""
    now = [work.state for work in facts.shown]
    before = [work.state_before for work in facts.shown_before]
    return Table(
        "counts",
        "Antal arbeten efter läge",
        (
            Column("Läge", 76),
            Column("Nu", 24, numeric=True),
            Column("Förra perioden", 32, numeric=True),
            Column("Förändring", 28, numeric=True),
        ),
        (
            *(_counted(light(state), now.count(state), before.count(state)) for state in STATES_SHOWN),
            _counted("Summa", len(now), len(before)),
        ),
        sums=1,
    )


def _counted(what: Light | str, now: int, before: int) -> tuple[Cell, ...]:
    difference = now - before
    sign = "+" if difference > 0 else MINUS if difference < 0 else ""
    named = what if isinstance(what, str) else Cell(f"{what.name} – {what.meaning}" if what.meaning else "", what)
    return row(named, number(now), number(before), f"{sign}{number(abs(difference))}")


def lights(facts: Facts) -> Table:
    """Every work with its state and that of each dimension, worst first."""
    width = min(112 // max(len(facts.dimensions), 1), 17)
    name = 160 - 26 - width * len(facts.dimensions)
    return Table(
        "lights",
        "Läget för varje arbete och dimension" if facts.dimensions else "Läget för varje arbete",
        (
            Column("Arbete", name),
            Column("Läge", 26),
            *(Column(begun(label.text), width) for label in facts.dimensions),
        ),
        tuple(
            row(
                work.name,
                Cell("", light(work.state), note=change_of(facts, work), wash=light(work.state).state),
                *ratings(facts, work),
            )
            for work in facts.shown
        ),
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
    data = history(facts)
    months = list(months_until(facts.period.end))
    first, last = written_day(months[0], "MMMM y"), written_day(months[-1], "MMMM y")
    now = [each.lights[-1].state for each in data.rows]
    counted = (f"{light(state).name.lower()} {number(now.count(light(state).state))}" for state in STATES_SHOWN)
    return Picture(
        HISTORY_TITLE,
        f"Diagram över läget månad för månad, {first}–{last}, ett arbete på varje rad. "
        f"I {last}: {listing(list(counted))}. Samma uppgifter står som tabell i bilagan.",
        data,
    )


HISTORY_TITLE = "Läget månad för månad"


def history(facts: Facts) -> History:
    """The state of each work in each of the twelve months that end with the period."""
    months = list(months_until(facts.period.end))
    return History(
        tuple(f"{written_day(month, 'MMMM')[:3]} {month.year}" for month in months),
        tuple(HistoryRow(work.name, by_month(facts, work, months)) for work in facts.shown),
    )


def history_table(facts: Facts) -> Table:
    """The same as a table, for the appendix."""
    data = history(facts)
    return Table(
        "history",
        HISTORY_TITLE,
        (Column("Arbete", 43), *(Column(month, 10) for month in data.months)),
        tuple(
            row(each.name, *("–" if at.state == "unreported" else at.name.lower() for at in each.lights))
            for each in data.rows
        ),
        dense=True,
    )


def months_until(last: date) -> Iterator[date]:
    """Yield the first day of each of the months that end with the one of `last`."""
    for back in reversed(range(MONTHS_SHOWN)):
        months = last.year * 12 + last.month - 1 - back
        yield date(months // 12, months % 12 + 1, 1)


def by_month(facts: Facts, work: WorkFacts, months: Sequence[date]) -> tuple[Light, ...]:
    """The last state that a work told in each of these months."""
    told: dict[date, State] = {
        facts.day(entry.at).replace(day=1): entry.state for entry in (*work.earlier, *work.entries)
    }
    return tuple(light(told.get(month)) for month in months)
