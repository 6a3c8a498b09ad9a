"""The check page of a report: what is missing, contradicts itself or must not go out (rule 8 of the domain)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import chain
from typing import Any

from sqlmodel import Session

from commands.figures.sums import COLUMNS, Budget, build_budget, staffed
from commands.message import Action
from commands.reports.chapters.figures import AMOUNTS
from commands.reports.compiling.drafting import period_of
from commands.reports.compiling.mentions import Named, other_days, unknown_amounts
from commands.reports.facts.blocks import Prose, Section, Strip
from commands.reports.facts.context import ReportContext, as_data
from commands.sentences import sentence
from commands.swedish.dates import long_date
from commands.swedish.personnummer import holds_personal_number
from commands.swedish.text import kronor, listing, percent
from commands.swedish.words import REPORT_PARTS
from storage import activities, figures, period_facts, programme, projects, reports
from storage.swedish import fold
from storage.tables import Activity, BudgetLine, Report
from storage.words import ReportPart, Standing

LONG_PART, LONG_TEXT = 5000, 1500
"""Characters: a part of more than two pages, a text of a work that is more than a third of one."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?<!\d)(?:\+46|0)7\d[- ]?\d{3}[- ]?\d{2}[- ]?\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, in a sentence. `stops`: the report cannot be locked with it. `move` mends it."""

    text: str
    stops: bool = False
    move: Action | None = None


def _found(part: str, move: Action | None = None, *, stops: bool = False, **facts: object) -> Finding:
    return Finding(sentence("checks", part, **facts), stops, move)


def findings(session: Session, report: Report, context: ReportContext) -> list[Finding]:
    """Everything that is worth a look before this report is locked, what stops it first."""
    texts = reports.texts(session, report.kind, report.period)
    lines = {year: figures.budget(session, year) for year in period_of(report).years}
    budgets = {year: build_budget(each) for year, each in lines.items()}
    found = chain(
        _personal(context),
        _unreported(context),
        _works(session, report),
        _sums(session, budgets),
        _days(session, report, texts, lines),
        _amounts(texts, budgets),
        _texts(report, texts, context),
    )
    return sorted(dict.fromkeys(found), key=lambda each: not each.stops)


def _personal(context: ReportContext) -> Iterator[Finding]:
    for where, text in _strings(as_data(context)):
        if holds_personal_number(text):
            yield _found("personal_number", stops=True, where=where)
        for what in (*_EMAIL.findall(text), *_PHONE.findall(text)):
            yield _found("contact", what=what, where=where)


def _strings(value: Any, where: str = "rapporten") -> Iterator[tuple[str, str]]:
    """Every text of the report with what it belongs to: the nearest name or title above it."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        here = value.get("name") or value.get("title") or where
        for each in value.values():
            yield from _strings(each, f"”{here}”" if here != where and isinstance(here, str) else where)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, where)


def _unreported(context: ReportContext) -> Iterator[Finding]:
    missing = [f"”{section.title}”" for section in _sections(context) if _is_silent(section)]
    if missing:
        yield _found("unreported", Action("Visa omgången", "omgång"), works=listing(missing))


def _works(session: Session, report: Report) -> Iterator[Finding]:
    since = datetime.combine(report.starts_on, time(), UTC)
    included = [work for work in period_facts.works(session, since) if work.standing is Standing.INCLUDED]
    leaders = projects.leaders(session, [work.id for work in included])
    for work in included:
        mend = Action("Ändra arbetet", f"arbete ändra {work.name}")
        if not leaders[work.id]:
            yield _found("no_leader", mend, work=work.name)
        if work.included_on is None or not work.included_by:
            yield _found("no_decision", mend, work=work.name)


def _sums(session: Session, budgets: Mapping[int, Budget]) -> Iterator[Finding]:
    for year, budget in budgets.items():
        for wrong in budget.differing():
            yield _found(
                "sum",
                Action(f"Budget {year}", f"budget {year}"),
                name=wrong.line.name,
                column=AMOUNTS[wrong.column].lower(),
                year=year,
                said=kronor(wrong.said),
                computed=kronor(wrong.computed),
            )
        for row, said, computed in staffed(figures.resources(session, year)).differing():
            yield _found(
                "sum",
                Action(f"Resurser {year}", f"resurser {year}"),
                name=row.role,
                column="omfattning",
                year=year,
                said=percent(said),
                computed=percent(computed),
            )


def _days(
    session: Session, report: Report, texts: Mapping[ReportPart, str], lines: Mapping[int, Sequence[BudgetLine]]
) -> Iterator[Finding]:
    happened = activities.of_period(session, report.starts_on, report.ends_on)
    named = [
        Named(each.title, each.starts_on, each.ends_on)
        for each in happened.dated
        if each.starts_on and each.ends_on and each.cancelled_at is None
    ]
    first = {each.title: each for each in reversed(happened.dated)}
    about = programme.get(session)
    common = set(fold(f"{about.name} {about.short_name}" if about else "").split())
    for source, text in _sources(texts, (*happened.dated, *happened.undated), lines):
        for other in other_days(text, named, common):
            yield _found(
                "other_day",
                _change(first[other.named.title]),
                title=other.named.title,
                registered=long_date(other.named.starts_on),
                source=source,
                written=other.written,
            )


def _change(activity: Activity) -> Action:
    kind = "seminarium" if activity.is_seminar else "aktivitet"
    return Action(f"Ändra {kind} {activity.id}", f"ändra {kind} {activity.id}")


def _sources(
    texts: Mapping[ReportPart, str], every: Sequence[Activity], lines: Mapping[int, Sequence[BudgetLine]]
) -> Iterator[tuple[str, str]]:
    """What is written of days, and where: the 2024 report gave its conference another day beside the amounts."""
    for part, text in texts.items():
        yield f"rapportens {REPORT_PARTS[part]}", text
    for each in every:
        if each.comment:
            yield f"kommentaren till ”{each.title}”", f"{each.title}: {each.comment}"
    for line in chain.from_iterable(lines.values()):
        if line.comment:
            yield f"kommentaren till budgetraden ”{line.name}”", f"{line.name}: {line.comment}"


def _amounts(texts: Mapping[ReportPart, str], budgets: Mapping[int, Budget]) -> Iterator[Finding]:
    known = {amount for budget in budgets.values() for amount in _known(budget)}
    move = Action(f"Budget {max(budgets)}", f"budget {max(budgets)}")
    for part, text in texts.items() if known else ():
        for written in unknown_amounts(text, known):
            yield _found("amount", move, section=REPORT_PARTS[part], written=written)


def _known(budget: Budget) -> Iterator[Decimal]:
    for amounts in (budget.total, *(row.amounts for row in budget.rows)):
        for name in (*COLUMNS, "remaining"):
            amount: Decimal | None = getattr(amounts, name)
            if amount is not None:
                yield amount


def _texts(report: Report, texts: Mapping[ReportPart, str], context: ReportContext) -> Iterator[Finding]:
    write = Action("Skriv texterna", f"rapport skriv {report.id}")
    if ReportPart.SUMMARY not in texts:
        yield _found("proposed", write)
    for part, text in texts.items():
        if len(text) > LONG_PART:
            yield _found("long_part", write, section=REPORT_PARTS[part], length=len(text))
    for section in _sections(context):
        longest = max((len(block.text) for block in section.blocks if isinstance(block, Prose)), default=0)
        if longest > LONG_TEXT:
            yield _found("long_text", work=section.title, length=longest)


def _sections(context: ReportContext) -> Iterator[Section]:
    """That of each work in the report."""
    for key in ("works", "followed"):
        if chapter := context.chapter(key):
            yield from chapter.sections


def _is_silent(section: Section) -> bool:
    return any(isinstance(block, Strip) and block.light.state == "unreported" for block in section.blocks)
