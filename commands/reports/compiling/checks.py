"""The check page of a report: what is missing, contradicts itself or must not go out (rule 8 of the domain)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import chain
from typing import Any

from sqlmodel import Session

from commands.figures.sums import COLUMNS, Budget, laid_out, staffed
from commands.message import Action
from commands.reports.compiling.mentions import Named, other_days, unknown_amounts
from commands.reports.facts.blocks import Block, Prose, Strip
from commands.reports.facts.context import ReportContext, as_data
from commands.sentences import sentence
from commands.swedish.dates import long_date
from commands.swedish.personnummer import holds_personal_number
from commands.swedish.text import kronor, listing, percent
from commands.swedish.words import REPORT_PARTS
from storage import activities, figures, period_facts, programme, projects, reports
from storage.swedish import fold
from storage.tables import Activity, Report
from storage.words import ReportPart, Standing

LONG_PART, LONG_TEXT = 5000, 1500
"""Characters: a part of more than two pages, a text of a work that is more than a third of one."""

AMOUNTS = {"budget": "budget", "outcome": "utfall", "forecast": "prognos"}

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?<!\d)(?:\+46|0)7\d[- ]?\d{3}[- ]?\d{2}[- ]?\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, in a sentence. `stops`: the report cannot be locked with it. `move` mends it."""

    text: str
    stops: bool = False
    move: Action | None = None


def findings(session: Session, report: Report, context: ReportContext) -> list[Finding]:
    """Everything that is worth a look before this report is locked, what stops it first."""
    texts = reports.texts(session, report.kind, report.period)
    found = chain(
        _personal(context),
        _unreported(context),
        _works(session, report),
        _sums(session, report),
        _days(session, report, texts),
        _amounts(session, report, texts),
        _texts(report, texts, context),
    )
    return sorted(dict.fromkeys(found), key=lambda each: not each.stops)


def _personal(context: ReportContext) -> Iterator[Finding]:
    for where, text in _strings(as_data(context)):
        if holds_personal_number(text):
            yield Finding(sentence("checks", "personal_number", where=where), stops=True)
        for address in _EMAIL.findall(text):
            yield Finding(sentence("checks", "contact", what=address, where=where))
        for number in _PHONE.findall(text):
            yield Finding(sentence("checks", "contact", what=number, where=where))


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
    missing = [name for name, blocks in _sections(context) if any(_is_silent(block) for block in blocks)]
    if missing:
        round_ = Action("Visa omgången", "omgång")
        yield Finding(
            sentence("checks", "unreported", works=listing([f"”{name}”" for name in missing])), move=round_
        )


def _works(session: Session, report: Report) -> Iterator[Finding]:
    since = datetime.combine(report.starts_on, time(), UTC)
    included = [work for work in period_facts.works(session, since) if work.standing is Standing.INCLUDED]
    leaders = projects.leaders(session, [work.id for work in included])
    for work in included:
        mend = Action("Ändra arbetet", f"arbete ändra {work.name}")
        if not leaders[work.id]:
            yield Finding(sentence("checks", "no_leader", work=work.name), move=mend)
        if work.included_on is None or not work.included_by:
            yield Finding(sentence("checks", "no_decision", work=work.name), move=mend)


def _sums(session: Session, report: Report) -> Iterator[Finding]:
    for year in range(report.starts_on.year, report.ends_on.year + 1):
        look = Action(f"Budget {year}", f"budget {year}")
        for wrong in laid_out(figures.budget(session, year)).differing():
            told = sentence(
                "checks",
                "sum",
                name=wrong.line.name,
                column=AMOUNTS[wrong.column],
                year=year,
                said=kronor(wrong.said),
                computed=kronor(wrong.computed),
            )
            yield Finding(told, move=look)
        for row, said, computed in staffed(figures.resources(session, year)).differing():
            told = sentence(
                "checks",
                "sum",
                name=row.role,
                column="omfattning",
                year=year,
                said=percent(said),
                computed=percent(computed),
            )
            yield Finding(told, move=Action(f"Resurser {year}", f"resurser {year}"))


def _days(session: Session, report: Report, texts: Mapping[ReportPart, str]) -> Iterator[Finding]:
    happened = activities.of_period(session, report.starts_on, report.ends_on)
    named = [
        Named(each.title, each.starts_on, each.ends_on)
        for each in happened.dated
        if each.starts_on and each.ends_on and each.cancelled_at is None
    ]
    about = programme.get(session)
    common = set(fold(f"{about.name} {about.short_name}" if about else "").split())
    said = [*_sources(texts, (*happened.dated, *happened.undated)), *_said_in_budget(session, report)]
    for source, text in said:
        for other in other_days(text, named, common):
            registered = long_date(other.named.starts_on)
            told = sentence(
                "checks",
                "other_day",
                title=other.named.title,
                registered=registered,
                source=source,
                written=other.written,
            )
            yield Finding(told, move=_of(other.named.title, happened.dated))


def _of(title: str, dated: tuple[Activity, ...] | Any) -> Action:
    activity = next(each for each in dated if each.title == title)
    kind = "seminarium" if activity.is_seminar else "aktivitet"
    return Action(f"Ändra {kind} {activity.id}", f"ändra {kind} {activity.id}")


def _sources(texts: Mapping[ReportPart, str], every: tuple[Activity, ...]) -> Iterator[tuple[str, str]]:
    for part, text in texts.items():
        yield f"rapportens {REPORT_PARTS[part]}", text
    for each in every:
        if each.comment:
            yield f"kommentaren till ”{each.title}”", f"{each.title}: {each.comment}"


def _said_in_budget(session: Session, report: Report) -> Iterator[tuple[str, str]]:
    """What is written beside the amounts: the 2024 report gave its conference another day there."""
    for year in range(report.starts_on.year, report.ends_on.year + 1):
        for line in figures.budget(session, year):
            if line.comment:
                yield f"kommentaren till budgetraden ”{line.name}”", f"{line.name}: {line.comment}"


def _amounts(session: Session, report: Report, texts: Mapping[ReportPart, str]) -> Iterator[Finding]:
    budgets = [
        laid_out(figures.budget(session, year)) for year in range(report.starts_on.year, report.ends_on.year + 1)
    ]
    known = {amount for budget in budgets for amount in _known(budget)}
    if not known:
        return
    for part, text in texts.items():
        for written in unknown_amounts(text, known):
            move = Action(f"Budget {report.ends_on.year}", f"budget {report.ends_on.year}")
            yield Finding(sentence("checks", "amount", section=REPORT_PARTS[part], written=written), move=move)


def _known(budget: Budget) -> Iterator[Decimal]:
    for amounts in (budget.total, *(row.amounts for row in budget.rows)):
        for name in (*COLUMNS, "remaining"):
            amount: Decimal | None = getattr(amounts, name)
            if amount is not None:
                yield amount


def _texts(report: Report, texts: Mapping[ReportPart, str], context: ReportContext) -> Iterator[Finding]:
    write = Action("Skriv texterna", f"rapport skriv {report.id}")
    if ReportPart.SUMMARY not in texts:
        yield Finding(sentence("checks", "proposed"), move=write)
    for part, text in texts.items():
        if len(text) > LONG_PART:
            yield Finding(sentence("checks", "long_part", section=REPORT_PARTS[part], length=len(text)), move=write)
    for name, blocks in _sections(context):
        longest = max((len(block.text) for block in blocks if isinstance(block, Prose)), default=0)
        if longest > LONG_TEXT:
            yield Finding(sentence("checks", "long_text", work=name, length=longest))


def _sections(context: ReportContext) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Each work's section of the report: its name and what stands there."""
    for key in ("works", "followed"):
        if chapter := context.chapter(key):
            yield from ((section.title, section.blocks) for section in chapter.sections)


def _is_silent(block: Block) -> bool:
    return isinstance(block, Strip) and block.light.state == "unreported"
