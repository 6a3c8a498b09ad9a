"""What a coordinator writes, with what can be proposed from the facts instead: summary, introduction, closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from commands.reports.chapters.decisions import requested
from commands.reports.chapters.summary import propose
from commands.reports.chapters.wording import names, span
from commands.reports.facts.blocks import Block, Points, Prose, Section
from commands.reports.facts.gather import Facts
from commands.swedish.dates import shown_span
from commands.swedish.text import counted, listing, number
from storage.words import LabelKind, PartyKind, ReportPart, State

_GOALS = (
    (LabelKind.GOAL, "Delmål"),
    (LabelKind.BENEFIT_OBJECT, "Nyttoobjekt"),
    (LabelKind.DIRECTION, "Inriktning"),
)


def summary(facts: Facts) -> Section:
    """The summary: the coordinator's words, or else what the facts say."""
    return own_or(facts, ReportPart.SUMMARY, "Sammanfattning", propose(facts))


def introduction(facts: Facts) -> Section:
    """What this report is, of what, for whom."""
    return own_or(facts, ReportPart.INTRODUCTION, "Inledning", _introduced(facts))


def conclusions(facts: Facts) -> Section | None:
    """The closing words of a report that ends with conclusions; what remains to do, when nobody wrote any."""
    section = own_or(facts, ReportPart.CLOSING, "Slutsatser", _remaining(facts))
    return section if section.blocks else None


def closing(facts: Facts) -> Section | None:
    """The coordinator's closing words, if there are any."""
    section = own_or(facts, ReportPart.CLOSING, "Slutord", ())
    return section if section.blocks else None


def own_or(facts: Facts, part: ReportPart, title: str, proposed: Iterable[str]) -> Section:
    """A part as the coordinator wrote it, or else the paragraphs that are proposed."""
    own = facts.own_words(part)
    return Section(part.value, title, tuple(map(Prose, (own,) if own else proposed)))


def _introduced(facts: Facts) -> Iterator[str]:
    programme = facts.programme
    name = programme.name if programme else "programmet"
    ordered_by = f" Beställare är {programme.commissioner}." if programme and programme.commissioner else ""
    yield (
        f"Den här rapporten redovisar arbetet i {name} {span(facts.period)}.{ordered_by} Den bygger på det som "
        "arbetena och programmet har rapporterat; varifrån varje uppgift kommer står i bilagan."
    )


def _remaining(facts: Facts) -> Iterator[str]:
    red = [work for work in facts.shown if work.state is State.RED]
    silent = [work for work in facts.shown if work.latest is None]
    missing = requested(facts)
    if red:
        yield f"Det som mest behöver beställarens uppmärksamhet är {names(red)}."
    if missing:
        yield (
            f"{counted(len(missing), 'beslut', 'beslut').capitalize()} saknas vid periodens slut; vad det leder "
            "till står i tabellen över saknade beslut."
        )
    if silent:
        yield f"Läget är inte känt för {names(silent)}, som inte har rapporterat under perioden."


def background(facts: Facts) -> Section | None:
    """What the programme is for: its goal, when it runs, and how many works it supports."""
    programme = facts.programme
    if programme is None:
        return None
    sentences = []
    if programme.start_text or programme.end_text:
        sentences.append(f"Programmet pågår {shown_span(programme.start_text, programme.end_text)}.")
    parties = [party.name for party in facts.entries.parties.values() if party.kind is not PartyKind.OTHER]
    if parties:
        sentences.append(f"{number(len(parties))} parter deltar: {listing(parties)}.")
    sentences.append(
        f"I portföljen ingår {counted(len(facts.included), 'utvecklingsarbete', 'utvecklingsarbeten')}; "
        f"därutöver följs {counted(len(facts.followed), 'arbete', 'arbeten')} och programmet stödjer "
        f"{counted(len(facts.ideas), 'tidig idé', 'tidiga idéer', 'en')}."
    )
    return Section("background", "Bakgrund och uppdrag", (Prose(" ".join(sentences)),))


def goals(facts: Facts) -> Section | None:
    """The programme's goals, and the labels that works are tied to."""
    programme, blocks = facts.programme, list[Block]()
    if programme and programme.strategic_goal:
        blocks.append(Prose(f"Strategiskt mål: {programme.strategic_goal}"))
    if programme and programme.effect_goal:
        blocks.append(Prose(f"Effektmål: {programme.effect_goal}"))
    for kind, word in _GOALS:
        labels = [label for label in facts.entries.labels.values() if label.kind is kind]
        labels.sort(key=lambda label: (label.number or 0, label.id))
        if labels:
            blocks += [Prose(f"{word}:"), Points(tuple(_labelled(label.number, label.text) for label in labels))]
    return Section("goals", "Mål", tuple(blocks)) if blocks else None


def _labelled(place: int | None, text: str) -> str:
    return f"{place}. {text}" if place is not None else text


def trends(facts: Facts) -> Section | None:
    """The coordinator's words on the trends, and each trend that was entered for the period."""
    section = own_or(facts, ReportPart.TRENDS, "Trender", ())
    found = tuple(each.text for each in facts.entries.trends)
    blocks = (*section.blocks, *((Points(found),) if found else ()))
    return replace(section, blocks=blocks) if blocks else None
