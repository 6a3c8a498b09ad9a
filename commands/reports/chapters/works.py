"""The sections of the works: how each goes, what was done, what comes next, what differs, what is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from commands.message import Fact
from commands.reports.chapters.decisions import needed_by
from commands.reports.chapters.plan import checkpoints, depends_on, deviations_of
from commands.reports.chapters.portfolio import form_and_stage
from commands.reports.chapters.risks import in_a_phrase, work_risks
from commands.reports.chapters.wording import capitalised, changed, ratings, when_reported
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
from commands.swedish.words import state_word

Labelled = Iterable[tuple[str, str]]
MOST_RISKS = 3
"""So many of a work's risks are in its section, the heaviest; all are in the chapter on risks."""


def included(facts: Facts) -> Chapter:
    """The works of the portfolio."""
    none = () if facts.included else (Prose("Inga arbeten ingick i portföljen under perioden."),)
    sections = tuple(_section(work, _blocks(facts, work)) for work in facts.included)
    return Chapter("works", "Utvecklingsarbeten i portföljen", none, sections, slides=True)


def followed(facts: Facts) -> Chapter | None:
    """The works that are only followed: their words too are kept."""
    sections = tuple(_section(work, _blocks(facts, work)) for work in facts.followed)
    return Chapter("followed", "Arbeten som följs", (), sections) if sections else None


def ideas(facts: Facts) -> Chapter | None:
    """The early ideas, in short."""
    sections = tuple(_section(work, _brief(facts, work)) for work in facts.ideas)
    return Chapter("ideas", "Tidiga idéer", (), sections) if sections else None


def _section(work: WorkFacts, blocks: Iterator[Block]) -> Section:
    return Section(f"work-{work.project.id}", work.project.name, tuple(blocks))


def _blocks(facts: Facts, work: WorkFacts) -> Iterator[Block]:
    entry = work.latest
    yield Strip(light(work.state), changed(facts, work), _reported(facts, work))
    if work.project.description:
        yield Prose(work.project.description)
    yield FactList(_about(work))
    if entry and facts.dimensions:
        judged = zip(facts.dimensions, ratings(facts, work), strict=True)
        lamps = tuple(Lamp(capitalised(label.text), each) for label, each in judged)
        yield Lamps("Läget för varje dimension", lamps)
    if entry and entry.done:
        yield from (Heading("Genomfört"), Prose(entry.done))
    if entry and entry.next_steps:
        yield from (Heading("Nästa steg"), Prose(entry.next_steps))
    yield from _under(
        "Avvikelser",
        (
            (each.what, (("Inträffade", each.when), ("Orsak", each.cause), ("Åtgärd", each.action)))
            for each in deviations_of(facts, work)
        ),
    )
    yield from _under(
        "Beslut som behövs",
        (
            (each.what, (("Instans", each.body), ("Behövs", each.when), ("Om det dröjer", each.consequence)))
            for each in needed_by(facts, work)
        ),
    )
    if plan := checkpoints(facts, work.project.id):
        yield from (Heading("Hållpunkter"), FactList(plan))
    if risks := work_risks(facts, work.project.id)[:MOST_RISKS]:
        yield from (Heading("Största riskerna"), Points(tuple(map(in_a_phrase, risks))))
    if dependencies := depends_on(facts, work.project.id):
        yield from (Heading("Beroenden"), Points(dependencies))
    yield from _over_time(facts, work)


def _under(heading: str, entries: Iterable[tuple[str, Labelled]]) -> Iterator[Block]:
    """Entries under a heading: the words of each, and the facts about it that are known."""
    for place, (words, about) in enumerate(entries):
        if place == 0:
            yield Heading(heading)
        yield Prose(words)
        if known := _known(about):
            yield FactList(known)


def _known(about: Labelled) -> tuple[Fact, ...]:
    return tuple(Fact(label, value) for label, value in about if value)


def _over_time(facts: Facts, work: WorkFacts) -> Iterator[Block]:
    earlier = tuple(_earlier(facts, work))
    if earlier:
        yield Heading("Tidigare under perioden")
        yield from earlier
    if len(work.trend) > 1:
        lamps = tuple(Lamp(_short(facts, each.at), light(each.state)) for each in work.trend)
        yield from (Heading("Utveckling"), Lamps("Läget i de senaste rapporterna", lamps))


def _earlier(facts: Facts, work: WorkFacts) -> Iterator[Dated]:
    """Earlier entries of the period, newest first, where they say what the one after them does not repeat."""
    for entry, following in zip(work.entries[-2::-1], work.entries[:0:-1], strict=True):
        texts = (("", entry.done, following.done), ("Avvikelse: ", entry.deviation, following.deviation))
        new = [f"{label}{text}" for label, text, repeated in texts if text and text != repeated]
        if new:
            yield Dated(short_date(facts.day(entry.at)), light(entry.state), "\n\n".join(new))


def _reported(facts: Facts, work: WorkFacts) -> str:
    if work.latest:
        return f"Rapporterat {when_reported(facts, work.latest, work.reporter)}"
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
    return _known(
        (
            ("Projektledare", "; ".join(work.leaders) or "ingen än"),
            ("Parter", listing(work.parties)),
            ("Omfattning", project.scope),
            ("Form och fas", form_and_stage(work)),
            ("Start–slut", shown_span(project.start_text, project.end_text)),
            ("Inkluderat", " av ".join(filter(None, (shown_when(project.included_text), project.included_by)))),
            ("Efter avslutet", project.closing_note),
        )
    )


def _brief(facts: Facts, work: WorkFacts) -> Iterator[Block]:
    last = work.trend[-1] if work.trend else None
    latest = f"{state_word(last.state)}, {long_date(facts.day(last.at))}" if last else ""
    if work.project.description:
        yield Prose(work.project.description)
    yield FactList((*_about(work), *_known((("Senaste läge", latest),))))
