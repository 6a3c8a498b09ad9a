"""The sections of the works: how each goes, what was done, what comes next, what differs, what is needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from commands.message import Fact
from commands.reports.chapters.decisions import asked_of
from commands.reports.chapters.plan import checkpoints, deviations_of, leaning_on
from commands.reports.chapters.risks import told as told_risk
from commands.reports.chapters.risks import work_risks
from commands.reports.chapters.wording import begun, changed, ratings
from commands.reports.facts.blocks import (
    Block,
    Chapter,
    Dated,
    FactList,
    Heading,
    Lamp,
    Lamps,
    Points,
    Prose,
    Section,
    Strip,
)
from commands.reports.facts.gather import Facts, WorkFacts
from commands.reports.facts.lights import light
from commands.swedish.dates import long_date, short_date, shown_span, shown_when
from commands.swedish.day_words import written_day
from commands.swedish.text import NO_BREAK, listing
from commands.swedish.words import FORMS, STAGES, state_word

MOST_RISKS = 3
"""So many of a work's risks stand in its section, the heaviest; all stand in the chapter on risks."""


def included(facts: Facts) -> Chapter:
    """The works of the portfolio."""
    none = () if facts.included else (Prose("Inga arbeten ingick i portföljen under perioden."),)
    sections = tuple(_section(facts, work) for work in facts.included)
    return Chapter("works", "Utvecklingsarbeten i portföljen", none, sections, slides=True)


def followed(facts: Facts) -> Chapter | None:
    """The works that are only followed: their words too are kept."""
    sections = tuple(_section(facts, work) for work in facts.followed)
    return Chapter("followed", "Arbeten som följs", (), sections) if sections else None


def ideas(facts: Facts) -> Chapter | None:
    """The early ideas, in short."""
    sections = tuple(
        Section(f"work-{work.project.id}", work.project.name, tuple(_brief(facts, work))) for work in facts.ideas
    )
    return Chapter("ideas", "Tidiga idéer", (), sections) if sections else None


def _section(facts: Facts, work: WorkFacts) -> Section:
    return Section(f"work-{work.project.id}", work.project.name, tuple(_blocks(facts, work)))


def _blocks(facts: Facts, work: WorkFacts) -> Iterator[Block]:
    entry = work.latest
    yield Strip(light(work.state), changed(facts, work), _reported(facts, work))
    if work.project.description:
        yield Prose(work.project.description)
    yield FactList(_about(work))
    if entry and facts.dimensions:
        judged = zip(facts.dimensions, ratings(facts, work), strict=True)
        yield Lamps("Läget för varje dimension", tuple(Lamp(begun(label.text), each) for label, each in judged))
    if entry and entry.done:
        yield from (Heading("Genomfört"), Prose(entry.done))
    if entry and entry.next_steps:
        yield from (Heading("Nästa steg"), Prose(entry.next_steps))
    yield from _deviations(facts, work)
    yield from _needs(facts, work)
    if plan := checkpoints(facts, work.project.id):
        yield from (Heading("Hållpunkter"), FactList(plan))
    if risks := work_risks(facts, work.project.id)[:MOST_RISKS]:
        yield from (Heading("Största riskerna"), Points(tuple(told_risk(each) for each in risks)))
    if leaning := leaning_on(facts, work.project.id):
        yield from (Heading("Beroenden"), Points(leaning))
    yield from _over_time(facts, work)


def _deviations(facts: Facts, work: WorkFacts) -> Iterator[Block]:
    told = deviations_of(facts, work)
    if told:
        yield Heading("Avvikelser")
    for each in told:
        yield Prose(each.what)
        pairs = (("Inträffade", each.when), ("Orsak", each.cause), ("Åtgärd", each.action))
        if rest := tuple(Fact(label, value) for label, value in pairs if value):
            yield FactList(rest)


def _needs(facts: Facts, work: WorkFacts) -> Iterator[Block]:
    needed = asked_of(facts, work)
    if needed:
        yield Heading("Beslut som behövs")
    for each in needed:
        yield Prose(each.what)
        pairs = (("Instans", each.body), ("Behövs", each.when), ("Om det dröjer", each.consequence))
        if rest := tuple(Fact(label, value) for label, value in pairs if value):
            yield FactList(rest)


def _over_time(facts: Facts, work: WorkFacts) -> Iterator[Block]:
    earlier = tuple(_earlier(facts, work))
    if earlier:
        yield Heading("Tidigare under perioden")
        yield from earlier
    if len(work.trend) > 1:
        lamps = tuple(Lamp(_short(facts, each.at), light(each.state)) for each in work.trend)
        yield from (Heading("Utveckling"), Lamps("Läget i de senaste rapporterna", lamps))


def _earlier(facts: Facts, work: WorkFacts) -> Iterator[Dated]:
    """Earlier entries of the period, newest first, where they tell what the one after them does not repeat."""
    for entry, following in zip(work.entries[-2::-1], work.entries[:0:-1], strict=True):
        told = (("", entry.done, following.done), ("Avvikelse: ", entry.deviation, following.deviation))
        new = [f"{label}{text}" for label, text, repeated in told if text and text != repeated]
        if new:
            yield Dated(short_date(facts.day(entry.at)), light(entry.state), "\n\n".join(new))


def _reported(facts: Facts, work: WorkFacts) -> str:
    if work.latest:
        by = f" av {work.reporter}" if work.reporter else ""
        return f"Rapporterat {long_date(facts.day(work.latest.at))}{by}"
    if not work.trend:
        return "Inget har rapporterats under perioden, och inte heller tidigare."
    last = work.trend[-1]
    when = long_date(facts.day(last.at))
    return f"Inget har rapporterats under perioden. Senast {when}: {state_word(last.state)}."


def _short(facts: Facts, at: datetime) -> str:
    """A day in a narrow column: "12 juni 26"."""
    return written_day(facts.day(at), "d MMM yy").replace(".", "").replace(" ", NO_BREAK)


def _about(work: WorkFacts) -> tuple[Fact, ...]:
    project = work.project
    told = (
        ("Projektledare", "; ".join(work.leaders) or "ingen än"),
        ("Parter", listing(work.parties)),
        ("Omfattning", project.scope),
        ("Form och fas", f"{FORMS[project.form]}, {STAGES[project.stage]}"),
        ("Start–slut", shown_span(project.start_text, project.end_text)),
        ("Inkluderat", " av ".join(filter(None, (shown_when(project.included_text), project.included_by)))),
        ("Efter avslutet", project.closing_note),
    )
    return tuple(Fact(label, value) for label, value in told if value)


def _brief(facts: Facts, work: WorkFacts) -> Iterator[Block]:
    last = work.trend[-1] if work.trend else None
    latest = f"{state_word(last.state)}, {long_date(facts.day(last.at))}" if last else ""
    if work.project.description:
        yield Prose(work.project.description)
    yield FactList((*_about(work), *([Fact("Senaste läge", latest)] if latest else [])))
