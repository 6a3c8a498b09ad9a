"""A compiled report on its way: under review, final, or a correction. Only its front page changes."""

from __future__ import annotations

from dataclasses import replace

from commands.message import Fact
from commands.reports.facts.context import ReportContext
from commands.swedish.words import REPORT_STATES
from storage.words import ReportState

REGISTRY, FINAL_ON, CORRECTS = "Diarienummer", "Fastställd", "Rättelse"
"""Labels of the front page."""


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
