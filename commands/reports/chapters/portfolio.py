"""The portfolio as a list (annual report, table 2), and what an evaluation says of its works."""

from __future__ import annotations

from commands.reports.facts.blocks import Cell, Section, table
from commands.reports.facts.gather import Facts, WorkFacts
from commands.reports.facts.lights import light
from commands.swedish.dates import long_date, shown_span, shown_when
from commands.swedish.words import FORMS, STAGES


def portfolio(facts: Facts) -> Section:
    """Table 2; where nothing is included, the works that are followed."""
    shown = "Arbeten som följs" if facts.followed and not facts.included else "Utvecklingsportföljen"
    listed = table(
        "portfolio",
        f"{shown} {long_date(facts.period.end)}",
        {"Arbete": 36, "Beskrivning": 60, "Samverkansparter": 32, "Projektledare": 32},
        (
            (work.project.name, _described(work), "\n".join(work.parties), "\n".join(work.leaders))
            for work in facts.shown
        ),
        "Inga arbeten ingår i portföljen.",
    )
    return Section("portfolio", "Utvecklingsportföljen", (listed,))


def _described(work: WorkFacts) -> str:
    """The description with what table 2 has always said after it: when the work begins and ends."""
    ends = (("Start", shown_when(work.project.start_text)), ("Avslut", shown_when(work.project.end_text)))
    return " ".join((work.project.description, *(f"{label} {text}." for label, text in ends if text))).strip()


def supported(facts: Facts) -> Section:
    """Every work that has had support in depth over the years: what it was, how far it came, how it ended."""
    listed = table(
        "supported",
        "Utvecklingsarbeten som har fått fördjupat stöd",
        {"Arbete": 56, "Form och fas": 34, "Tid": 30, "Senaste läge och utfall": 40},
        (
            (
                work.project.name,
                form_and_stage(work),
                shown_span(work.project.start_text, work.project.end_text) or "inte angiven",
                Cell("", light(work.state), note=work.project.closing_note),
            )
            for work in facts.included
        ),
        "Inga arbeten har ingått i portföljen under åren.",
    )
    return Section("supported", "Utvecklingsarbetena", (listed,))


def form_and_stage(work: WorkFacts) -> str:
    """What kind of work it is and how far it has come: "pilot, genomförande"."""
    return f"{FORMS[work.project.form]}, {STAGES[work.project.stage]}"
