"""A proposal for the summary, counted from the facts: where the coordinator starts, never more than they say."""

from __future__ import annotations

from collections.abc import Iterator

from commands.reports.chapters.activities import held, ongoing
from commands.reports.chapters.decisions import needed_by
from commands.reports.chapters.wording import moved, names
from commands.reports.facts.gather import Facts
from commands.swedish.text import counted, listing, number
from storage.words import State

_SAYS = {
    State.GREEN: "går enligt plan",
    State.YELLOW: "har en mindre avvikelse eller risk",
    State.RED: "har en större avvikelse",
}
_KINDS = {
    True: ("lärseminarium", "lärseminarier", "ett"),
    False: ("annan aktivitet", "andra aktiviteter", "en"),
}
_LASTING = ("återkommande eller löpande aktivitet", "återkommande eller löpande aktiviteter", "en")


def propose(facts: Facts) -> tuple[str, ...]:
    """Return the paragraphs of a summary; each says only what there is to say."""
    paragraphs = (_portfolio(facts), _change(facts), _attention(facts), _decisions(facts), _arranged(facts))
    return tuple(text for text in (" ".join(sentences) for sentences in paragraphs) if text)


def _portfolio(facts: Facts) -> Iterator[str]:
    followed = counted(len(facts.followed), "arbete", "arbeten", "ett") if facts.followed else ""
    if not facts.shown:
        yield "Inga arbeten ingick i portföljen under perioden."
        return
    if facts.included:
        yield f"Portföljen omfattar {counted(len(facts.included), 'utvecklingsarbete', 'utvecklingsarbeten')}."
        if followed:
            yield f"Därutöver följs {followed}."
    else:
        yield f"Inga arbeten ingick i portföljen under perioden, men {followed} följs."
    shares = [
        f"{number(count)} {says}"
        for state, says in _SAYS.items()
        if (count := sum(work.state is state for work in facts.shown))
    ]
    if shares:
        yield f"{'Läget i portföljen: ' if facts.included and followed else ''}{listing(shares)}."
    silent = [work for work in facts.shown if work.latest is None]
    if silent:
        yield f"{names(silent)} har inte rapporterat under perioden."


def _change(facts: Facts) -> Iterator[str]:
    better = [work for work in facts.shown if moved(work) < 0]
    worse = [work for work in facts.shown if moved(work) > 0]
    moves = [
        f"{verb} för {names(works)}" for verb, works in (("förbättrats", better), ("försämrats", worse)) if works
    ]
    if moves:
        yield f"Jämfört med {facts.previous.title()} har läget {', och '.join(moves)}."


def _attention(facts: Facts) -> Iterator[str]:
    for work in facts.shown:
        if work.state is State.RED and work.latest and work.latest.deviation:
            yield f"{work.name}: {_first_sentence(work.latest.deviation)}"


def _first_sentence(text: str) -> str:
    """The first sentence as it was typed, with a full stop if it has no end of its own."""
    line = text.strip().splitlines()[0]
    sentence, stop, _ = line.partition(". ")
    ended = sentence + stop.strip()
    return ended if ended.endswith((".", "!", "?")) else f"{ended}."


def _decisions(facts: Facts) -> Iterator[str]:
    waiting = [work for work in facts.shown if needed_by(facts, work)]
    where = "; vad som behöver beslutas står under Rekommendationer om kompletterande beslut"
    if waiting:
        yield f"Beslut behövs för {names(waiting)}{'' if facts.period.is_month else where}."


def _arranged(facts: Facts) -> Iterator[str]:
    past, lasting = held(facts), ongoing(facts)
    kinds = (
        counted(len(each), *words)
        for is_seminar, words in _KINDS.items()
        if (each := [one for one in past if one.is_seminar is is_seminar])
    )
    known = [each.attended for each in past if each.attended is not None]
    attended = number(sum(known))
    goes_on = counted(len(lasting), *_LASTING)
    if past:
        with_them = f" med sammanlagt {attended} deltagare" if len(known) == len(past) else ""
        and_more = f"; därtill pågick {goes_on}" if lasting else ""
        yield f"Under perioden hölls {listing(list(kinds))}{with_them}{and_more}."
    elif lasting:
        yield f"Under perioden pågick {goes_on}."
    if 0 < len(known) < len(past):
        share = f"{number(len(known))} av de {number(len(past))} som hölls"
        yield f"För {share} är antalet deltagare angivet, sammanlagt {attended}."
