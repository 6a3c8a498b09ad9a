"""The appendix: where each figure comes from, and the data of every picture as a table."""

from __future__ import annotations

from collections.abc import Iterator

from commands.reports.chapters.activities import held, ongoing
from commands.reports.chapters.glance import history_table
from commands.reports.chapters.timeline import timeline_table
from commands.reports.chapters.wording import span, when_reported
from commands.reports.facts.blocks import Chapter, Section, table
from commands.reports.facts.gather import Facts, WorkFacts
from commands.swedish.dates import local, long_date, moment
from commands.swedish.text import counted, number
from storage.tables import Crossing, Decision, Risk


def sources(facts: Facts) -> Chapter:
    """Where every figure comes from, with the states of twelve months and the dates of the timeline."""
    history = Section("history-data", "Läget månad för månad i siffror", (history_table(facts),))
    return _appendix(facts, history)


def plain_sources(facts: Facts) -> Chapter:
    """The same for a report without the picture of twelve months."""
    return _appendix(facts)


def _appendix(facts: Facts, *data: Section) -> Chapter:
    origins = table(
        "sources",
        "Uppgifternas ursprung",
        {"Uppgift": 50, "Källa": 110},
        (*_general(facts), *_of_entries(facts), *((work.name, _entry(facts, work)) for work in facts.works)),
    )
    sections = (*data, Section("timeline-data", "Tidslinjen i ord", (timeline_table(facts),)))
    title = "Bilaga: var uppgifterna kommer från"
    return Chapter("sources", title, (origins,), sections if facts.shown else (), apart=True)


def _general(facts: Facts) -> Iterator[tuple[str, str]]:
    updates = sum(len(work.entries) for work in facts.works)
    counted_works = (
        f"följdes {long_date(facts.period.end)}; inget ingick i portföljen."
        if facts.followed and not facts.included
        else f"ingick i portföljen {long_date(facts.period.end)} eller avslutades under perioden."
    )
    past, lasting = held(facts), ongoing(facts)
    yield (
        "Läge, dimensioner och texter",
        f"Varje arbetes senaste statusuppdatering {span(facts.period)}; tillbakadragna räknas inte. "
        f"Perioden har {counted(updates, 'statusuppdatering', 'statusuppdateringar', 'en')}.",
    )
    yield "Förra perioden", f"Samma uppgift för {span(facts.previous)}."
    shown = counted(len(facts.shown), "arbete", "arbeten")
    yield "Antal arbeten efter läge", f"Räknat på {shown} som {counted_works}"
    yield "Läget månad för månad", "Senaste statusuppdateringen i varje månad; streck där ingen finns."
    yield (
        "Seminarier och aktiviteter",
        f"{counted(len(past), 'hållen aktivitet', 'hållna aktiviteter', 'en').capitalize()} i perioden och "
        f"{counted(len(lasting), 'återkommande eller löpande', 'återkommande eller löpande', 'en')}. "
        "Deltagare som arrangören har angett.",
    )
    yield "Beskrivning, parter och projektledare", f"Arbetenas uppgifter {moment(local(facts.now, facts.zone))}."


def _of_entries(facts: Facts) -> Iterator[tuple[str, str]]:
    entries = facts.entries
    yield "Rekommendationer", "Begärda beslut, och ”Beslut behövs” i arbetenas senaste statusuppdatering."
    if decisions := entries.every(Decision):
        yield "Fattade och saknade beslut", f"Beslutslistan, {number(len(decisions))} beslut."
    if entries.budget:
        yield (
            "Budget och utfall",
            f"Rader för {facts.period.end.year}. Summor är räknade; en rad som är del av en annan (varav) räknas "
            "inte en gång till.",
        )
    if entries.staff:
        yield "Resurser", "Programmets resurser. Omfattning är procent av en heltidstjänst; summan är räknad."
    if entries.measures:
        yield "Mått", f"Mått och mätvärden; senaste mätvärdet till och med {long_date(facts.period.end)}."
    if entries.every(Risk):
        yield "Risker", "Risker som inte är avslutade; tyngd är sannolikhet gånger konsekvens."
    if entries.every(Crossing):
        yield "Gränsöverskridanden", "Kostnader som har angetts; summan är räknad."
    yield "Ändringar i planen", "Loggen över vem som ändrade vad, när; flera ändringar av samma sak räknas som en."


def _entry(facts: Facts, work: WorkFacts) -> str:
    if work.latest is None:
        return "Ingen statusuppdatering under perioden."
    return f"Statusuppdatering {work.latest.id}, {when_reported(facts, work.latest, work.reporter)}."
