"""The front page: the only part of a compiled report that changes when it is settled or corrected."""

from __future__ import annotations

from dataclasses import replace

from commands.message import Fact
from commands.reports.chapters.wording import PROGRAMME, span
from commands.reports.compiling.kinds import Kind
from commands.reports.facts.context import Front, ReportContext
from commands.reports.facts.gather import Facts
from commands.swedish.dates import local, moment
from commands.swedish.words import REPORT_STATES
from storage.words import ReportState

REGISTRY, FINAL_ON, CORRECTS = "Diarienummer", "Fastställd", "Rättelse"
"""Labels of what is known when a report is settled or corrected."""


def front(facts: Facts, kind: Kind, version: int) -> Front:
    """That of a draft."""
    programme = facts.programme
    known = (
        ("Beställare", programme.commissioner if programme else ""),
        ("Period", span(facts.period)),
        ("Version", str(version)),
        ("Sammanställd", moment(local(facts.now, facts.zone))),
        (REGISTRY, "Sätts när rapporten fastställs"),
    )
    return Front(
        programme=programme.name if programme else PROGRAMME,
        title=kind.title_of(facts.period),
        status=REPORT_STATES[ReportState.DRAFT].capitalize(),
        facts=tuple(Fact(label, value) for label, value in known if value),
    )


def as_final(context: ReportContext, registry_number: str, on: str) -> ReportContext:
    """The same report, final: with its number in the registry if it has one, and the day it was settled."""
    facts = [each for each in context.front.facts if each.label not in {REGISTRY, FINAL_ON}]
    facts.append(Fact(FINAL_ON, on))
    if registry_number:
        facts.append(Fact(REGISTRY, registry_number))
    status = REPORT_STATES[ReportState.FINAL].capitalize()
    return replace(context, front=replace(context.front, status=status, facts=tuple(facts)))


def as_correction(context: ReportContext, correction: str) -> ReportContext:
    """The same report, saying which version it replaces and why."""
    fact = Fact(CORRECTS, correction)
    return replace(context, front=replace(context.front, facts=(*context.front.facts, fact)))


def correction_of(context: ReportContext) -> str:
    """What `as_correction` made it say; "" when it corrects nothing."""
    return next((each.value for each in context.front.facts if each.label == CORRECTS), "")
