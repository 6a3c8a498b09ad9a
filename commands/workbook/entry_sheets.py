"""The sheets of what works and the programme consist of, and of the programme's own figures."""

from __future__ import annotations

from typing import Any

from commands.entries.kind import EntryKind
from commands.figures.kinds import FIGURES
from commands.plan.kinds import KINDS

ENTRY_KINDS: tuple[EntryKind[Any], ...] = tuple(
    sorted((*KINDS.values(), *FIGURES.values()), key=lambda kind: kind.sheet.place)
)
ENTRY_SHEETS = tuple(kind.in_workbook() for kind in ENTRY_KINDS)
"""From left to right; each kind is read and written in this order."""
