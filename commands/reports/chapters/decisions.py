"""Decisions that were made, declined and are missing (annual report, table 5), and what is recommended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from commands.reports.chapters.wording import PROGRAMME, belongs_to, in_report_order, when_shown
from commands.reports.facts.blocks import Prose, Section, Table, table
from commands.reports.facts.gather import Facts, WorkFacts
from commands.swedish.dates import long_date
from commands.swedish.words import state_word
from storage.swedish import fold
from storage.tables import Decision
from storage.words import DecisionState


@dataclass(frozen=True, slots=True)
class Needed:
    """A decision that a work, or the programme (None), needs; what is not known is ""."""

    project_id: int | None
    what: str
    body: str = ""
    when: str = ""
    consequence: str = ""


def requested(facts: Facts) -> list[Decision]:
    """The decisions that were missing when the period ended, in the order of the report's works."""
    return in_report_order(facts, (each for each in facts.entries.every(Decision) if _is_open(facts, each)))


def _is_open(facts: Facts, decision: Decision) -> bool:
    """Whether it was missing then: it may have been made since."""
    if decision.state is DecisionState.REQUESTED:
        return True
    return decision.settled_on is not None and decision.settled_on > facts.period.end


def needed_by(facts: Facts, work: WorkFacts) -> list[Needed]:
    """What a work needs decided: its requests, and what its latest status says unless a request says the same."""
    found = [_needed(each) for each in facts.entries.of(Decision, work.project.id) if _is_open(facts, each)]
    said = work.latest.decision_needed.strip() if work.latest else ""
    if said and not any(_same(said, each.what) for each in found):
        found.append(Needed(work.project.id, said))
    return found


def _needed(each: Decision) -> Needed:
    when = when_shown(each.when_text, each.starts_on, each.ends_on)
    return Needed(each.project_id, each.title, each.body, when, each.consequence)


def _same(one: str, other: str) -> bool:
    """Whether two texts ask for the same thing: one says no more than the other, whatever its case or ending."""
    first, second = (fold(text.rstrip(" .!")).removeprefix("beslut om ") for text in (one, other))
    return bool(first and second) and (first in second or second in first)


def made_in_period(facts: Facts) -> Section:
    """Table 5, of what was decided in the period."""
    return _decided(facts, facts.period.start)


def made_so_far(facts: Facts) -> Section:
    """Table 5 as in the annual report: every decision up to the end of the period."""
    return _decided(facts, date.min)


def _decided(facts: Facts, since: date) -> Section:
    made = _settled(facts, since, DecisionState.MADE, "Fattade beslut", "Inga beslut är registrerade.")
    declined = _settled(facts, since, DecisionState.DECLINED, "Avslagna beslut", "")
    blocks = (made, _missing(facts), *((declined,) if declined.rows else ()))
    return Section("decisions", "Fattade och saknade beslut", blocks)


def _settled(facts: Facts, since: date, state: DecisionState, title: str, empty: str) -> Table:
    found = [each for each in facts.entries.every(Decision) if each.state is state and _within(facts, each, since)]
    found.sort(key=lambda each: _day(each) or facts.period.end)
    return table(
        state.value,
        title,
        {"Beslut": 60, "När": 24, "Instans": 28, "Konsekvens": 48},
        ((_title(facts, each), _when(each), each.body, each.consequence) for each in found),
        empty,
    )


def _title(facts: Facts, each: Decision) -> str:
    return f"{belongs_to(facts, each.project_id)}: {each.title}" if each.project_id else each.title


def _day(decision: Decision) -> date | None:
    return decision.settled_on or decision.ends_on or decision.starts_on


def _when(decision: Decision) -> str:
    written = when_shown(decision.when_text, decision.starts_on, decision.ends_on)
    return written or (long_date(decision.settled_on) if decision.settled_on else "")


def _within(facts: Facts, decision: Decision, since: date) -> bool:
    """Whether it was settled in time for the report; what has no day ("årligen") belongs to every one."""
    day = _day(decision)
    if day is None:
        return True
    return (decision.starts_on or day) <= facts.period.end and day >= since


def _missing(facts: Facts) -> Table:
    """The decisions that are missing, with what their absence causes (rule 7)."""
    return table(
        "missing",
        "Beslut som saknas",
        {"Beslut": 60, "Gäller": 28, "Behövs": 24, "Konsekvens": 48},
        (
            (each.title, belongs_to(facts, each.project_id), _when(each), each.consequence)
            for each in requested(facts)
        ),
        "Inga beslut saknas.",
    )


def recommendations(facts: Facts) -> Section:
    """What the commissioner is recommended to decide (directive, section 7): requests, and what statuses ask."""
    needed = list(_recommended(facts))
    named = {work.project.id: f"{work.name}\n{state_word(work.state)}" for work in facts.works}
    introduction = Prose(
        "Beslut som programmet eller arbetena har begärt, och beslut som projektledarna skriver att de behöver i "
        "sin senaste status."
    )
    listed = table(
        "recommendations",
        "Beslut som behövs",
        {"Gäller": 36, "Rekommenderat beslut": 66, "Instans": 30, "Behövs": 28},
        ((named.get(each.project_id or 0, PROGRAMME), each.what, each.body, each.when) for each in needed),
        "Inget arbete har begärt beslut under perioden.",
    )
    blocks = (introduction, listed) if needed else (listed,)
    return Section("recommendations", "Rekommendationer om kompletterande beslut", blocks)


def _recommended(facts: Facts) -> Iterator[Needed]:
    """The programme's requests, what the works of the portfolio need, and requests of works that are followed."""
    listed = {work.project.id for work in facts.shown}
    yield from (_needed(each) for each in requested(facts) if each.project_id is None)
    for work in facts.shown:
        yield from needed_by(facts, work)
    yield from (_needed(each) for each in requested(facts) if each.project_id and each.project_id not in listed)
