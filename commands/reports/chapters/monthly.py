"""One page for the steering body: how each work goes and why, what must be decided, what comes next."""

from __future__ import annotations

from datetime import timedelta

from commands.reports.chapters.decisions import needed_by, requested
from commands.reports.chapters.plan import ahead
from commands.reports.chapters.risks import in_a_phrase, open_risks, weight
from commands.reports.chapters.wording import PROGRAMME, belongs_to, state_cell
from commands.reports.facts.blocks import Chapter, Points, table
from commands.reports.facts.gather import Facts, WorkFacts

NEAR = timedelta(days=60)
"""Checkpoints so far ahead are on the page."""
MOST_RISKS, HEAVY = 3, 8
LONGEST = 150
"""Characters of a work's words on the page; all of them are in its status."""


def works(facts: Facts) -> Chapter:
    """Every work in a line, worst first: its state, what is the matter or was done, and what comes next."""
    listed = table(
        "works",
        "Arbetena, sämst läge först",
        {"Arbete": 38, "Läge": 26, "Det viktigaste": 50, "Nästa steg": 46},
        (
            (
                work.name,
                state_cell(facts, work),
                _matter(work),
                first_words(work.latest.next_steps) if work.latest else "",
            )
            for work in facts.shown
        ),
        "Inga arbeten ingår i portföljen.",
        dense=True,
    )
    return Chapter("works", "Läget", (listed,), slides=True)


def _matter(work: WorkFacts) -> str:
    if work.latest is None:
        return "Har inte rapporterat på ett halvår."
    return first_words(work.latest.deviation or work.latest.done)


def first_words(text: str) -> str:
    """The beginning of a text, cut between words and marked with …."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST].rsplit(' ', 1)[0].rstrip(' ,.;:')} …"


def decisions(facts: Facts) -> Chapter | None:
    """What must be decided."""
    needed = [(PROGRAMME, each.title) for each in requested(facts) if each.project_id is None]
    needed += [(work.name, each.what) for work in facts.shown for each in needed_by(facts, work)]
    items = tuple(f"{whose}: {first_words(what)}" for whose, what in needed)
    return Chapter("decisions", "Beslut som behövs", (Points(items),), slides=True) if items else None


def coming(facts: Facts) -> Chapter | None:
    """The checkpoints that are near or late."""
    near = ahead(facts, facts.period.end + NEAR)
    return Chapter("plan", "Närmast i planen", (near,), slides=True) if near.rows else None


def risks(facts: Facts) -> Chapter | None:
    """The heaviest risks."""
    heavy = [each for each in open_risks(facts) if weight(each) >= HEAVY][:MOST_RISKS]
    items = tuple(f"{belongs_to(facts, each.project_id)}: {first_words(in_a_phrase(each))}" for each in heavy)
    return Chapter("risks", "Största riskerna", (Points(items),), slides=True) if items else None
