"""The plan: checkpoints, deviations, dependencies and crossings, and works over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commands.lookup import called
from commands.message import Fact
from commands.reports.chapters.wording import belongs_to, ordered, shown_ids, when_shown
from commands.reports.facts.blocks import Block, Column, Section, Table, row
from commands.reports.facts.gather import Facts, WorkFacts
from commands.swedish.dates import long_date, short_date
from commands.swedish.text import NO_BREAK, number
from storage.swedish import fold
from storage.tables import Crossing, Dependency, Deviation, Milestone


@dataclass(frozen=True, slots=True)
class ToldDeviation:
    """What differs from the plan, why, what is done about it, and when it happened where that is known."""

    what: str
    cause: str
    action: str
    when: str = ""


def deviations_of(facts: Facts, work: WorkFacts) -> list[ToldDeviation]:
    """What a work's latest status tells, and each deviation of the period, or open from before; nothing twice."""
    entry = work.latest
    told = [ToldDeviation(entry.deviation, entry.cause, entry.measure)] if entry else []
    told = [each for each in told if each.what or each.cause or each.action]
    said = {fold(each.what) for each in told}
    for each in facts.entries.of(Deviation, work.project.id):
        over = each.closed_on is not None and each.closed_on < facts.period.start
        if each.happened_on <= facts.period.end and not over and fold(each.what) not in said:
            closed = f", avklarad {short_date(each.closed_on)}" if each.closed_on else ""
            told.append(ToldDeviation(each.what, each.cause, each.action, long_date(each.happened_on) + closed))
    return told


def checkpoints(facts: Facts, project_id: int | None) -> tuple[Fact, ...]:
    """A work's checkpoints that are ahead, late, or were reached in the period: when, and what by whom."""
    shown = [each for each in in_time(facts.entries.of(Milestone, project_id)) if _matters(facts, each)]
    return tuple(Fact(_when(each) or "När som helst", _checkpoint(facts, each)) for each in shown)


def _matters(facts: Facts, each: Milestone) -> bool:
    return each.done_on is None or each.done_on >= facts.period.start


def in_time(milestones: Iterable[Milestone]) -> list[Milestone]:
    """In the order of their last days; those without one last."""
    return sorted(milestones, key=lambda each: (each.ends_on or date.max, each.position, each.id))


def _when(each: Milestone) -> str:
    return when_shown(each.when_text, each.starts_on, each.ends_on)


def _checkpoint(facts: Facts, each: Milestone) -> str:
    who = f" ({each.who})" if each.who else ""
    how = how_it_went(facts, each)
    return f"{each.what}{who}{f' – {how}' if how else ''}"


def how_it_went(facts: Facts, each: Milestone) -> str:
    """Write "klar 3 maj 2026", "försenad", or nothing for what lies ahead."""
    if each.done_on and each.done_on <= facts.period.end:
        return f"klar {long_date(each.done_on)}"
    last = min(facts.period.end, facts.day(facts.now))
    return "försenad" if each.ends_on and each.ends_on < last else ""


def programme_plan(facts: Facts) -> Section | None:
    """The checkpoints of the programme's own plan: what, who, when (directive, section 4)."""
    found = [each for each in in_time(facts.entries.of(Milestone, None)) if _matters(facts, each)]
    table = Table(
        "milestones",
        "Programmets hållpunkter",
        (Column("Vad", 74), Column("Vem", 34), Column("När", 28), Column("Läge", 24)),
        tuple(row(each.what, each.who, _when(each), how_it_went(facts, each).capitalize()) for each in found),
    )
    return Section("plan", "Programmets plan", (table,)) if found else None


def ahead(facts: Facts, until: date) -> Table:
    """The checkpoints of works and programme that are late, or due by a day."""
    known = shown_ids(facts)
    found = [
        each
        for each in in_time(facts.entries.milestones)
        if each.done_on is None and each.ends_on and each.ends_on <= until and each.project_id in known
    ]
    return Table(
        "ahead",
        "Närmaste hållpunkter",
        (Column("När", 30), Column("Gäller", 42), Column("Vad", 60), Column("Vem", 28)),
        tuple(
            row(
                f"{_when(each)}{' (försenad)' if how_it_went(facts, each) else ''}",
                belongs_to(facts, each.project_id),
                each.what,
                each.who,
            )
            for each in found
        ),
        "Inga hållpunkter är nära.",
    )


def leaning_on(facts: Facts, project_id: int) -> tuple[str, ...]:
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
    known = shown_ids(facts)
    leaning = [each for each in facts.entries.dependencies if each.project_id in known]
    crossing = [each for each in facts.entries.crossings if each.project_id in known]
    blocks: list[Block] = []
    if leaning:
        blocks.append(
            Table(
                "dependencies",
                "Beroenden",
                (Column("Arbete", 48), Column("Beror på", 48), Column("Hur", 64)),
                tuple(
                    row(belongs_to(facts, each.project_id), _other(facts, each), each.how)
                    for each in in_report_order(facts, leaning)
                ),
            )
        )
    if crossing:
        blocks.append(_crossings(facts, crossing))
    return Section("dependencies", "Beroenden och gränsöverskridanden", tuple(blocks)) if blocks else None


def in_report_order(facts: Facts, entries: Sequence[Dependency]) -> list[Dependency]:
    """In the order of the report's works."""
    places = {id_: n for n, id_ in enumerate(ordered(facts, (each.project_id for each in entries)))}
    return sorted(entries, key=lambda each: places[each.project_id])


def _crossings(facts: Facts, found: Sequence[Crossing]) -> Table:
    known = [each.cost for each in found if each.cost is not None]
    total = sum(known, Decimal(0))
    unknown = len(found) - len(known)
    note = f" (kostnaden är okänd för {number(unknown)})" if unknown else ""
    rows = [
        row(
            belongs_to(facts, each.project_id),
            each.what,
            f"{_party(facts, each.from_party_id)} → {_party(facts, each.to_party_id)}",
            "okänd" if each.cost is None else f"{number(each.cost)}{NO_BREAK}kr",
        )
        for each in found
    ]
    return Table(
        "crossings",
        "Det som går över gränsen mellan huvudmän",
        (Column("Arbete", 38), Column("Vad", 58), Column("Från och till", 38), Column("Kostnad", 26, numeric=True)),
        (*rows, row(f"Summa{note}", "", "", f"{number(total)}{NO_BREAK}kr")),
        sums=1,
    )


def _party(facts: Facts, party_id: int) -> str:
    party = facts.entries.parties.get(party_id)
    return (party.short_name or party.name) if party else ""
