"""A proposal for the summary, counted from the facts: where the coordinator starts, never more than they say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from commands._swedish import counted, listing, number
from commands.reports.gather import Facts, WorkFacts
from commands.reports.tables import names, participants
from storage.words import State

_SAYS = {
    State.GREEN: "går enligt plan",
    State.YELLOW: "har en mindre avvikelse eller risk",
    State.RED: "har en större avvikelse",
}
_RANK: dict[State | None, int] = {State.GREEN: 0, State.YELLOW: 1, State.RED: 2}


def propose(facts: Facts) -> tuple[str, ...]:
    """Return the paragraphs of a summary; each says only what there is to say."""
    paragraphs = (_portfolio(facts), _change(facts), _attention(facts), _decisions(facts), _arranged(facts))
    return tuple(text for text in (" ".join(sentences) for sentences in paragraphs) if text)


def _portfolio(facts: Facts) -> Iterator[str]:
    total = len(facts.included)
    if not total:
        yield "Inga arbeten ingick i portföljen under perioden."
        return
    yield f"Portföljen omfattar {counted(total, 'utvecklingsarbete', 'utvecklingsarbeten')}."
    shares = [
        f"{number(count)} {says}"
        for state, says in _SAYS.items()
        if (count := sum(work.state is state for work in facts.included))
    ]
    if shares:
        yield f"{listing(shares)}."
    silent = [work for work in facts.included if work.latest is None]
    if silent:
        yield f"{names(silent)} har inte rapporterat under perioden."


def moved(work: WorkFacts) -> int:
    """How a work has moved since the period before: below 0 better, above 0 worse, 0 unchanged or unknown."""
    if work.state is None or work.state_before is None:
        return 0
    return _RANK[work.state] - _RANK[work.state_before]


def _change(facts: Facts) -> Iterator[str]:
    better = [work for work in facts.included if moved(work) < 0]
    worse = [work for work in facts.included if moved(work) > 0]
    moves = [
        f"{verb} för {names(works)}" for verb, works in (("förbättrats", better), ("försämrats", worse)) if works
    ]
    if moves:
        yield f"Jämfört med {facts.previous.title()} har läget {', och '.join(moves)}."


def _attention(facts: Facts) -> Iterator[str]:
    for work in facts.included:
        if work.state is State.RED and work.latest and work.latest.deviation:
            yield f"{work.name}: {_first_sentence(work.latest.deviation)}"


def _first_sentence(text: str) -> str:
    """The first sentence as it was typed, with a full stop if it has no end of its own."""
    line = text.strip().splitlines()[0]
    sentence, stop, _ = line.partition(". ")
    ended = sentence + stop.strip()
    return ended if ended.endswith((".", "!", "?")) else f"{ended}."


def _decisions(facts: Facts) -> Iterator[str]:
    waiting = [work for work in facts.included if work.latest and work.latest.decision_needed]
    if waiting:
        yield (
            f"Beslut behövs för {names(waiting)}; vad som behöver beslutas står under "
            "Rekommendationer om kompletterande beslut."
        )


def _arranged(facts: Facts) -> Iterator[str]:
    held = [each for each in facts.activities.dated if not each.cancelled_at]
    if not held:
        return
    kinds = groupby(sorted(held, key=lambda each: not each.is_seminar), key=lambda each: each.is_seminar)
    words = {
        True: ("lärseminarium", "lärseminarier", "ett"),
        False: ("annan aktivitet", "andra aktiviteter", "en"),
    }
    shares = [counted(len(list(each)), *words[is_seminar]) for is_seminar, each in kinds]
    total, known = participants(facts)
    with_them = f" med sammanlagt {number(total)} deltagare" if known == len(held) else ""
    yield f"Programmet ordnade {listing(shares)}{with_them}."
    if 0 < known < len(held):
        share = f"{number(known)} av {number(len(held))}"
        yield f"För {share} är antalet deltagare angivet, sammanlagt {number(total)}."
