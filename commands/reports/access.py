"""Who may read a report, what its file is called, and how a reply refers to a template."""

from __future__ import annotations

from commands.command import COORDINATORS, EVERYONE
from commands.swedish.words import REPORT_NAMES
from storage.words import ReportKind, ReportState, Role


def readers_of(state: ReportState) -> frozenset[Role]:
    """Who may read a report in this state: a draft is working material, one under review the leadership's too."""
    if state is ReportState.FINAL:
        return EVERYONE
    return COORDINATORS | {Role.LEADERSHIP} if state is ReportState.REVIEW else COORDINATORS


TEMPLATE = "template/"
"""What the references of Word templates begin with; the kind follows."""


def report_name(kind: ReportKind, period: str, version: int, suffix: str) -> str:
    """What a report's file is called: "halvårsrapport-2026-1-v2.pdf"."""
    return f"{REPORT_NAMES[kind]}-{period}-v{version}{suffix}"
