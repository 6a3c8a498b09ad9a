"""The chapters that reports are made of: each a function from the facts to a Section or a Chapter, or None.

A section says one thing and may be a chapter of its own in one kind of report (`alone`) and under a common
heading in another (`grouped`). commands/reports/compiling/kinds.py declares which kind has which, in what order.
"""

from __future__ import annotations

from collections.abc import Callable

from commands.reports.facts.blocks import Chapter, Section
from commands.reports.facts.gather import Facts

MakeSection = Callable[[Facts], Section | None]
MakeChapter = Callable[[Facts], Chapter | None]


def alone(section: MakeSection, *, slides: bool = False) -> MakeChapter:
    """Let a section be a chapter."""

    def make(facts: Facts) -> Chapter | None:
        made = section(facts)
        return Chapter(made.key, made.title, made.blocks, slides=slides) if made else None

    return make


def grouped(key: str, title: str, *sections: MakeSection, slides: bool = False) -> MakeChapter:
    """Gather sections under one heading; without any of them there is no chapter."""

    def make(facts: Facts) -> Chapter | None:
        made = tuple(each for section in sections if (each := section(facts)))
        return Chapter(key, title, (), made, slides=slides) if made else None

    return make
