"""The captioned tables of the half-yearly report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from commands._dates import Period, local, long_date, moment, short_date
from commands._swedish import NO_BREAK, counted, listing, number
from commands._words import FORMATS, state_word
from commands._works import shown_when
from commands.reports.context import ReportTable
from commands.reports.gather import Facts, WorkFacts
from storage.tables import Activity

MOST_NAMES = 8  # in one sentence
LONGEST_EVENT = timedelta(days=7)  # from the first day to the last: what takes longer goes on rather than is held
FOLLOWED_INSTEAD = "Inget arbete ingår i portföljen; tabellerna visar i stället de arbeten som följs."


def span(period: Period) -> str:
    """Write "1 januari–30 juni 2026"."""
    return f"{short_date(period.start)}–{long_date(period.end)}"


def seminars(facts: Facts) -> ReportTable:
    """Table 1 of the annual report: what was arranged, in order of time; what recurs comes last."""
    return ReportTable(
        f"Seminarier och aktiviteter {facts.period.title()}",
        ("Datum", "Titel", "Format", "Målgrupp", "Föreläsare", "Deltagare"),
        tuple(_activity(facts, each) for each in (*facts.activities.dated, *facts.activities.undated)),
        "Inga seminarier eller aktiviteter är registrerade för perioden.",
    )


def _activity(facts: Facts, activity: Activity) -> tuple[str, ...]:
    speakers = (
        f"{speaker.name}, {speaker.organisation}" if speaker.organisation else speaker.name
        for speaker in facts.speakers[activity.id]
    )
    return (
        _when(activity),
        f"{activity.title} (inställt)" if activity.cancelled_at else activity.title,
        FORMATS[activity.format].capitalize() if activity.format else "",
        activity.audience,
        "\n".join(speakers),
        "" if activity.attended is None or activity.cancelled_at else number(activity.attended),
    )


def _when(activity: Activity) -> str:
    """Write a day of the period as "2 februari"; a stretch or what recurs as it was written."""
    start, end = activity.starts_on, activity.ends_on
    if start is not None and end in (None, start):
        return short_date(start).replace(" ", NO_BREAK)
    return activity.when_text.capitalize() or _stretch(start, end)


def _stretch(start: date | None, end: date | None) -> str:
    return "–".join(short_date(day) for day in (start, end) if day is not None)


def portfolio(facts: Facts) -> ReportTable:
    """Table 2 of the annual report; where nothing is included, the works that are followed."""
    shown = "Arbeten som följs" if facts.followed and not facts.included else "Utvecklingsportföljen"
    return ReportTable(
        f"{shown} {long_date(facts.period.end)}",
        ("Arbete", "Beskrivning", "Samverkansparter", "Projektledare"),
        tuple(
            (work.project.name, _described(work), "\n".join(work.parties), "\n".join(work.leaders))
            for work in facts.shown
        ),
        "Inga arbeten ingår i portföljen.",
    )


def _described(work: WorkFacts) -> str:
    """The description with what table 2 has always said after it: when the work begins and ends."""
    ends = (("Start", shown_when(work.project.start_text)), ("Avslut", shown_when(work.project.end_text)))
    return " ".join((work.project.description, *(f"{label} {text}." for label, text in ends if text))).strip()


def recommendations(facts: Facts) -> ReportTable:
    """What the works ask the commissioner to decide, as their leaders last wrote it."""
    return ReportTable(
        "Beslut som arbetena behöver",
        ("Arbete", "Beslut som behövs", "Läge"),
        tuple(
            (work.name, work.latest.decision_needed, state_word(work.state))
            for work in facts.shown
            if work.latest and work.latest.decision_needed
        ),
        "Inget arbete har begärt beslut under perioden.",
    )


def sources(facts: Facts) -> ReportTable:
    """Where each figure comes from: how it was counted, and the very entry behind each work's state."""
    works = (*facts.included, *facts.followed)
    entries = [entry for work in works for entry in work.entries]
    past, lasting = held(facts), ongoing(facts)
    counted_works = (
        f"följdes {long_date(facts.period.end)}; inget ingick i portföljen."
        if facts.followed and not facts.included
        else f"ingick i portföljen {long_date(facts.period.end)} eller avslutades under perioden."
    )
    rows = (
        (
            "Läge, dimensioner och texter",
            f"Varje arbetes senaste statusuppdatering {span(facts.period)}; tillbakadragna räknas inte. "
            f"Perioden har {counted(len(entries), 'statusuppdatering', 'statusuppdateringar', 'en')}.",
        ),
        ("Förra perioden", f"Samma uppgift för {span(facts.previous)}."),
        (
            "Antal arbeten efter läge",
            f"Räknat på {counted(len(facts.shown), 'arbete', 'arbeten')} som {counted_works}",
        ),
        ("Läget månad för månad", "Senaste statusuppdateringen i varje månad; streck där ingen finns."),
        (
            "Seminarier och aktiviteter",
            f"{counted(len(past), 'hållen aktivitet', 'hållna aktiviteter', 'en').capitalize()} i perioden och "
            f"{counted(len(lasting), 'återkommande eller löpande', 'återkommande eller löpande', 'en')}. "
            "Deltagare som arrangören har angett.",
        ),
        (
            "Beskrivning, parter och projektledare",
            f"Arbetenas uppgifter {moment(local(facts.now, facts.zone))}.",
        ),
        ("Rekommendationer", "”Beslut behövs” i arbetenas senaste statusuppdatering under perioden."),
        *((work.name, _entry(facts, work)) for work in works),
    )
    return ReportTable("Uppgifternas ursprung", ("Uppgift", "Källa"), rows, "")


def _entry(facts: Facts, work: WorkFacts) -> str:
    if work.latest is None:
        return "Ingen statusuppdatering under perioden."
    by = f" av {work.reporter}" if work.reporter else ""
    return f"Statusuppdatering {work.latest.id}, {long_date(facts.day(work.latest.at))}{by}."


def held(facts: Facts) -> list[Activity]:
    """What took place in the period and is over; cancelled ones aside, and what recurs or goes on."""
    today = facts.day(facts.now)
    return [
        each
        for each in facts.activities.dated
        if not each.cancelled_at and (last := _last_day(each)) and last <= today
    ]


def ongoing(facts: Facts) -> list[Activity]:
    """What recurred or went on in the period; cancelled ones aside."""
    today = facts.day(facts.now)
    return [
        each
        for each in (*facts.activities.dated, *facts.activities.undated)
        if not each.cancelled_at and _last_day(each) is None and (each.starts_on is None or each.starts_on <= today)
    ]


def _last_day(activity: Activity) -> date | None:
    """The last day of an event; None of what recurs or goes on."""
    start, end = activity.starts_on, activity.ends_on
    if activity.is_seminar and end is None:
        return start  # a seminar is one day
    return end if start and end and end - start < LONGEST_EVENT else None


def names(works: Sequence[WorkFacts]) -> str:
    """List works by name: "A, B och C"; only their number when they are many."""
    if len(works) > MOST_NAMES:
        return f"{number(len(works))} arbeten"
    return listing([work.name for work in works])
