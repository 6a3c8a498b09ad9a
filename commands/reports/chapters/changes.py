"""What changed in the plan during the period, in words, from the record of who changed what (rule 11)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from commands.lookup import called
from commands.reports.chapters.wording import belongs_to
from commands.reports.facts.blocks import Section, table
from commands.reports.facts.gather import Facts
from commands.swedish.dates import long_date, short_date, shown_when
from commands.swedish.words import FORMS, STAGES
from storage.tables import AuditEntry, Milestone
from storage.words import Standing

_STANDINGS = {Standing.INCLUDED: "ingår i portföljen", Standing.FOLLOWED: "följs", Standing.IDEA: "tidig idé"}
_WORK_COLUMNS: Mapping[str, str] = {
    "name": "Namn",
    "form": "Form",
    "stage": "Fas",
    "standing": "Ställning",
    "start_text": "Start",
    "end_text": "Slut",
    "scope": "Omfattning",
    "commissioner": "Beställare",
    "included_text": "Inkluderat",
    "included_by": "Inkluderat av",
}
_MILESTONE_COLUMNS: Mapping[str, str] = {"what": "vad", "who": "vem", "when_text": "när", "done_on": "klar"}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "form": {key.value: word for key, word in FORMS.items()},
    "stage": {key.value: word for key, word in STAGES.items()},
    "standing": {key.value: word for key, word in _STANDINGS.items()},
}
BROUGHT_IN = frozenset({"import", "example"})
"""What came from a workbook was entered then, not planned then: it is no change of the plan."""


def changes(facts: Facts) -> Section | None:
    """Each change of a work or a checkpoint, oldest first; several of the same within the period count as one."""
    found = sorted(_changes(facts), key=lambda each: each[0])
    widths = {"När": 26, "Gäller": 48, "Ändring": 86}
    listed = table("plan-changes", "Ändringar i planen", widths, ((short_date(day), *rest) for day, *rest in found))
    return Section("plan-changes", "Vad som har ändrats i planen", (listed,)) if found else None


def _changes(facts: Facts) -> Iterator[tuple[date, str, str]]:
    """The day, whose plan it is and the change in words; what was taken back since is no part of the plan."""
    by_row: dict[tuple[str, int], list[AuditEntry]] = {}
    for entry in facts.entries.changes:
        by_row.setdefault((entry.table_name, int(entry.row_id)), []).append(entry)
    milestones = {each.id: each for each in facts.entries.every(Milestone)}
    for (table_name, number), entries in by_row.items():
        if table_name == "project" and (work := facts.entries.works.get(number)):
            yield from ((day, called(work), change) for day, change in _of_work(facts, entries))
        elif table_name == "milestone" and (milestone := milestones.get(number)):
            whose = belongs_to(facts, milestone.project_id)
            yield from ((day, whose, change) for day, change in _of_milestone(facts, milestone, entries))


def _of_work(facts: Facts, entries: list[AuditEntry]) -> Iterator[tuple[date, str]]:
    if (new := entries[0]).action == "insert":
        if new.source not in BROUGHT_IN:
            yield facts.day(new.at), "Nytt arbete registrerat."
        return
    for column, day, before, after in _moves(facts, entries, _WORK_COLUMNS):
        words = _WORDS.get(column, {})
        was, is_ = (words.get(text, shown_when(text)) for text in (before, after))
        yield day, f"{_WORK_COLUMNS[column]}: {_from_to(was, is_)}."
    for _, day, before, after in _moves(facts, entries, {"closed_at": ""}):
        yield day, "Arbetet öppnades igen." if before and not after else "Arbetet avslutades."


def _of_milestone(facts: Facts, milestone: Milestone, entries: list[AuditEntry]) -> Iterator[tuple[date, str]]:
    name = f"Hållpunkten ”{milestone.what}”"
    if (new := entries[0]).action == "insert":
        if new.source not in BROUGHT_IN:
            when = f", {shown_when(milestone.when_text)}" if milestone.when_text else ""
            yield facts.day(new.at), f"{name} är ny{when}."
        return
    for column, day, before, after in _moves(facts, entries, _MILESTONE_COLUMNS):
        if column == "done_on":
            done = f"är klar {long_date(date.fromisoformat(after))}" if after else "är inte längre klar"
            yield day, f"{name} {done}."
        else:
            yield day, f"{name}, {_MILESTONE_COLUMNS[column]}: {_from_to(shown_when(before), shown_when(after))}."


def _moves(
    facts: Facts, entries: list[AuditEntry], columns: Mapping[str, str]
) -> Iterator[tuple[str, date, str, str]]:
    """Each of these columns that ended the period as something else than it began: last day, before, after."""
    first: dict[str, Any] = {}
    last: dict[str, tuple[date, Any]] = {}
    for entry in entries:
        if entry.action != "update":
            continue
        for column, (before, after) in json.loads(entry.changes).items():
            if column in columns:
                first.setdefault(column, before)
                last[column] = facts.day(entry.at), after
    for column, (day, after) in last.items():
        if (first[column] or "") != (after or ""):
            yield column, day, str(first[column] or ""), str(after or "")


def _from_to(before: str, after: str) -> str:
    return f"{before or 'inget'} → {after or 'inget'}"
