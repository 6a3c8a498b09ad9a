"""The plan: checkpoints, deviations, dependencies and crossings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commands.lookup import called
from commands.message import Fact
from commands.reports.chapters.wording import belongs_to, in_report_order, reported_on, when_shown
from commands.reports.facts.blocks import Section, Table, table
from commands.reports.facts.gather import Facts, WorkFacts
from commands.swedish.dates import long_date, short_date
from commands.swedish.text import kronor, number
from storage.swedish import fold
from storage.tables import Crossing, Dependency, Deviation, Milestone


@dataclass(frozen=True, slots=True)
class PlanDeviation:
    """What differs from the plan, why, what is done about it, and when it happened where that is known."""

    what: str
    cause: str
    action: str
    when: str = ""


def deviations_of(facts: Facts, work: WorkFacts) -> Iterator[PlanDeviation]:
    """What a work's latest status says, and each deviation of the period, or open from before; nothing twice."""
    said: str | None = None
    entry = work.latest
    if entry and (entry.deviation or entry.cause or entry.measure):
        said = fold(entry.deviation)
        yield PlanDeviation(entry.deviation, entry.cause, entry.measure)
    for each in facts.entries.of(Deviation, work.project.id):
        over = each.closed_on is not None and each.closed_on < facts.period.start
        if each.happened_on <= facts.period.end and not over and fold(each.what) != said:
            closed = f", avklarad {short_date(each.closed_on)}" if each.closed_on else ""
            yield PlanDeviation(each.what, each.cause, each.action, long_date(each.happened_on) + closed)


def checkpoints(facts: Facts, project_id: int) -> tuple[Fact, ...]:
    """A work's checkpoints that are ahead, late, or were reached in the period: when, and what by whom."""
    return tuple(
        Fact(_when(each) or "När som helst", _checkpoint(facts, each)) for each in _current(facts, project_id)
    )


def _current(facts: Facts, project_id: int | None) -> list[Milestone]:
    """Those that are not reached, or were in the period or later."""
    found = in_time(facts.entries.of(Milestone, project_id))
    return [each for each in found if each.done_on is None or each.done_on >= facts.period.start]


def in_time(milestones: Iterable[Milestone]) -> list[Milestone]:
    """In the order of their last days; those without one last."""
    return sorted(milestones, key=lambda each: (each.ends_on or date.max, each.position, each.id))


def _when(each: Milestone) -> str:
    return when_shown(each.when_text, each.starts_on, each.ends_on)


def _checkpoint(facts: Facts, each: Milestone) -> str:
    who = f" ({each.who})" if each.who else ""
    how = _how_it_went(facts, each)
    return f"{each.what}{who}{f' – {how}' if how else ''}"


def _how_it_went(facts: Facts, each: Milestone) -> str:
    """Write "klar 3 maj 2026", "försenad", or nothing for what lies ahead."""
    if each.done_on and each.done_on <= facts.period.end:
        return f"klar {long_date(each.done_on)}"
    last = min(facts.period.end, facts.day(facts.now))
    return "försenad" if each.ends_on and each.ends_on < last else ""


def programme_plan(facts: Facts) -> Section | None:
    """The checkpoints of the programme's own plan: what, who, when (directive, section 4)."""
    found = _current(facts, None)
    listed = table(
        "milestones",
        "Programmets hållpunkter",
        {"Vad": 74, "Vem": 34, "När": 28, "Läge": 24},
        ((each.what, each.who, _when(each), _how_it_went(facts, each).capitalize()) for each in found),
    )
    return Section("plan", "Programmets plan", (listed,)) if found else None


def ahead(facts: Facts, until: date) -> Table:
    """The checkpoints of works and programme that are late, or due by a day."""
    found = [
        each
        for each in in_time(reported_on(facts, facts.entries.every(Milestone)))
        if each.done_on is None and each.ends_on and each.ends_on <= until
    ]
    return table(
        "ahead",
        "Närmaste hållpunkter",
        {"När": 30, "Gäller": 42, "Vad": 60, "Vem": 28},
        (
            (
                f"{_when(each)}{' (försenad)' if _how_it_went(facts, each) else ''}",
                belongs_to(facts, each.project_id),
                each.what,
                each.who,
            )
            for each in found
        ),
        "Inga hållpunkter är nära.",
    )


def depends_on(facts: Facts, project_id: int) -> tuple[str, ...]:
    """What a work depends on, each in a phrase."""
    return tuple(
        f"{_other(facts, each)}{f': {each.how}' if each.how else ''}"
        for each in facts.entries.of(Dependency, project_id)
    )


def _other(facts: Facts, each: Dependency) -> str:
    work = facts.entries.works.get(each.other_id or 0)
    return called(work) if work else each.outside


def dependencies(facts: Facts) -> Section | None:
    """Dependencies between works and to outside assignments, and what crosses a border and costs (rules 4, 5)."""
    found = in_report_order(facts, facts.entries.every(Dependency))
    listed = table(
        "dependencies",
        "Beroenden",
        {"Arbete": 48, "Beror på": 48, "Hur": 64},
        ((belongs_to(facts, each.project_id), _other(facts, each), each.how) for each in found),
    )
    crossings = reported_on(facts, facts.entries.every(Crossing))
    blocks = (*((listed,) if found else ()), *((_crossings(facts, crossings),) if crossings else ()))
    return Section("dependencies", "Beroenden och gränsöverskridanden", blocks) if blocks else None


def _crossings(facts: Facts, found: Sequence[Crossing]) -> Table:
    known = [each.cost for each in found if each.cost is not None]
    unknown = len(found) - len(known)
    note = f" (kostnaden är okänd för {number(unknown)})" if unknown else ""
    rows = (
        (
            belongs_to(facts, each.project_id),
            each.what,
            f"{_party(facts, each.from_party_id)} → {_party(facts, each.to_party_id)}",
            "okänd" if each.cost is None else kronor(each.cost),
        )
        for each in found
    )
    return table(
        "crossings",
        "Det som går över gränsen mellan huvudmän",
        {"Arbete": 38, "Vad": 58, "Från och till": 38, "Kostnad": 26},
        (*rows, (f"Summa{note}", "", "", kronor(sum(known, Decimal(0))))),
        numeric=("Kostnad",),
        sums=1,
    )


def _party(facts: Facts, party_id: int) -> str:
    party = facts.entries.parties.get(party_id)
    return (party.short_name or party.name) if party else ""
