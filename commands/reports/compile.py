"""From the database to the context of a half-yearly report: what is said, counted and left open.

The state of a work in a period is its latest entry of the period that was not taken back. A work without one is
"ej rapporterat" and stays in the report. Sums are computed here, never typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from commands._dates import Period, local, long_date, moment, short_date
from commands._day_words import written_day
from commands._message import Fact, UserError
from commands._swedish import MINUS, NO_BREAK, listing, number
from commands._words import FORMS, REPORT_STATES, STAGES, STATES, state_word
from commands._works import shown_span, shown_when
from commands.reports import tables
from commands.reports.context import (
    STATES_SHOWN,
    UNJUDGED,
    Brief,
    Count,
    Deviation,
    Earlier,
    Entry,
    Front,
    Glance,
    History,
    HistoryRow,
    Light,
    LightRow,
    Rating,
    ReportContext,
    Work,
    light,
)
from commands.reports.gather import Facts, WorkFacts, gather
from commands.reports.summary import moved, propose
from storage.words import ReportState

MONTHS_SHOWN = 12


def compile_halfyear(
    session: Session,
    period: Period,
    *,
    now: datetime,
    zone: tzinfo,
    version: int = 1,
    state: ReportState = ReportState.DRAFT,
    registry_number: str = "",
) -> ReportContext:
    """Compile the facts of a half-year (programme directive, section 7). `now` is timezone-aware.

    The same database, period and `now` give the same context. UserError when the period is no half-year.
    """
    if period.start.year != period.end.year or period.end.month - period.start.month != 5:
        raise UserError("En halvårsrapport gäller ett halvår, till exempel 2026-1 eller 2026-2.")
    facts = gather(session, period, now, zone)
    return ReportContext(
        created=local(now, zone).isoformat(timespec="seconds"),
        front=_front(facts, version, state, registry_number),
        summary=propose(facts),
        glance=_glance(facts),
        history=_history(facts),
        works=tuple(_work(facts, work) for work in facts.included),
        followed=tuple(_work(facts, work) for work in facts.followed),
        ideas=tuple(_brief(facts, work) for work in facts.ideas),
        seminars=tables.seminars(facts),
        portfolio=tables.portfolio(facts),
        recommendations=tables.recommendations(facts),
        sources=tables.sources(facts),
    )


def _front(facts: Facts, version: int, state: ReportState, registry_number: str) -> Front:
    title = f"Halvårsrapport {facts.period.title().replace(' ', NO_BREAK)}"
    programme = facts.programme
    told = (
        ("Beställare", programme.commissioner if programme else ""),
        ("Period", tables.span(facts.period)),
        ("Version", str(version)),
        ("Sammanställd", moment(local(facts.now, facts.zone))),
        ("Diarienummer", registry_number or "Sätts när rapporten fastställs"),
    )
    return Front(
        programme=programme.name if programme else "Programmet",
        title=title,
        status=REPORT_STATES[state].capitalize(),
        facts=tuple(Fact(label, value) for label, value in told if value),
    )


def _glance(facts: Facts) -> Glance:
    now = [work.state for work in facts.shown]
    before = [work.state_before for work in facts.shown_before]
    instead = "" if facts.included or not facts.followed else f" {tables.FOLLOWED_INSTEAD}"
    return Glance(
        text=f"Läget är det som varje arbete senast har rapporterat {tables.span(facts.period)}. "
        f"Förra perioden är {facts.previous.title()}.{instead}",
        counts=tuple(
            _count(light(state).name, light(state), now.count(state), before.count(state)) for state in STATES_SHOWN
        ),
        total=_count("Summa", None, len(now), len(before)),
        dimensions=tuple(label.text.capitalize() for label in facts.dimensions),
        rows=tuple(
            LightRow(work.name, light(work.state), _was(facts, work), _ratings(facts, work)) for work in facts.shown
        ),
        changes=tuple(_changes(facts)),
    )


def _count(label: str, shown: Light | None, now: int, before: int) -> Count:
    difference = now - before
    sign = "+" if difference > 0 else MINUS if difference < 0 else ""
    return Count(label, shown, number(now), number(before), f"{sign}{number(abs(difference))}")


def _ratings(facts: Facts, work: WorkFacts) -> tuple[Light, ...]:
    """The state of each dimension of the programme, in its order."""
    return tuple(
        light(work.judged[label.id]) if label.id in work.judged else UNJUDGED for label in facts.dimensions
    )


def _is_new(facts: Facts, work: WorkFacts) -> bool:
    return work in facts.included and work not in facts.included_before


def _was(facts: Facts, work: WorkFacts) -> str:
    """What stands under the state in the table: how it was in the period before, where that is another state."""
    if _is_new(facts, work):
        return "ny i portföljen"
    if work.state is work.state_before:
        return ""
    return f"var {STATES[work.state_before]}" if work.state_before else "förra: ej rapporterat"


def _changed(facts: Facts, work: WorkFacts) -> str:
    """The same beside the state in the work's own section."""
    was = _was(facts, work)
    if not was or not moved(work):
        return was.capitalize() if was or work.state is None else "Oförändrat"
    return f"{'Förbättrat' if moved(work) < 0 else 'Försämrat'}: {was}"


def _changes(facts: Facts) -> Iterator[str]:
    for work in facts.shown:
        name, was = work.name, work.state_before
        if _is_new(facts, work):
            yield f"{name} är nytt i portföljen."
        elif work.state is not was:
            since = f"var {STATES[was]}" if was else "hade inte rapporterat"
            now = f"är {STATES[work.state]}" if work.state else "har inte rapporterat"
            yield f"{name} {now}; {since} {facts.previous.title()}."
    for work in facts.included_before:
        if work not in facts.included:
            yield f"{work.name} ingår inte längre; det avslutades {facts.previous.title()}."


def _history(facts: Facts) -> History:
    months = list(_months(facts.period.end))
    rows = tuple(HistoryRow(work.name, _by_month(facts, work, months)) for work in facts.shown)
    first, last = written_day(months[0], "MMMM y"), written_day(months[-1], "MMMM y")
    now = [row.lights[-1].state for row in rows]
    counted = (f"{light(state).name.lower()} {number(now.count(light(state).state))}" for state in STATES_SHOWN)
    return History(
        title="Läget månad för månad",
        months=tuple(f"{written_day(month, 'MMMM')[:3]} {month.year}" for month in months),
        rows=rows,
        alt=f"Diagram över läget månad för månad, {first}–{last}, ett arbete på varje rad. "
        f"I {last}: {listing(list(counted))}. Samma uppgifter står som tabell i bilagan.",
    )


def _months(last: date) -> Iterator[date]:
    """Yield the first day of each of the months that end with the one of `last`."""
    for back in reversed(range(MONTHS_SHOWN)):
        months = last.year * 12 + last.month - 1 - back
        yield date(months // 12, months % 12 + 1, 1)


def _by_month(facts: Facts, work: WorkFacts, months: Sequence[date]) -> tuple[Light, ...]:
    latest = {facts.day(entry.at).replace(day=1): entry.state for entry in (*work.earlier, *work.entries)}
    return tuple(light(latest.get(month)) for month in months)


def _work(facts: Facts, work: WorkFacts) -> Work:
    entry = work.latest
    ratings = zip(facts.dimensions, _ratings(facts, work), strict=True) if entry else ()
    return Work(
        name=work.project.name,
        description=work.project.description,
        facts=_about(work),
        light=light(work.state),
        change=_changed(facts, work),
        reported=_reported(facts, work),
        missing=entry is None,
        ratings=tuple(Rating(label.text.capitalize(), shown) for label, shown in ratings),
        done=entry.done if entry else "",
        next=entry.next_steps if entry else "",
        deviations=(Deviation(entry.deviation, entry.cause, entry.measure),)
        if entry and (entry.deviation or entry.cause or entry.measure)
        else (),
        decisions=(entry.decision_needed,) if entry and entry.decision_needed else (),
        earlier=tuple(_earlier(facts, work)),
        trend=tuple(Entry(_short(facts, told.at), light(told.state)) for told in work.trend),
    )


def _reported(facts: Facts, work: WorkFacts) -> str:
    """When the entry was made and by whom; or that there is none, and when there last was one."""
    if work.latest is not None:
        by = f" av {work.reporter}" if work.reporter else ""
        return f"Rapporterat {long_date(facts.day(work.latest.at))}{by}"
    if work.trend:
        last = f"{long_date(facts.day(work.trend[-1].at))}: {state_word(work.trend[-1].state)}"
        return f"Inget har rapporterats under perioden. Senast {last}."
    return "Inget har rapporterats under perioden, och inte heller tidigare."


def _earlier(facts: Facts, work: WorkFacts) -> Iterator[Earlier]:
    """Earlier entries of the period, newest first, where they tell what the one after them does not repeat."""
    for entry, following in zip(work.entries[-2::-1], work.entries[:0:-1], strict=True):
        told = (("", entry.done, following.done), ("Avvikelse: ", entry.deviation, following.deviation))
        new = [f"{label}{text}" for label, text, repeated in told if text and text != repeated]
        if new:
            yield Earlier(short_date(facts.day(entry.at)), light(entry.state), "\n\n".join(new))


def _short(facts: Facts, at: datetime) -> str:
    """A day in a narrow column: "12 juni 26"."""
    return written_day(facts.day(at), "d MMM yy").replace(".", "").replace(" ", NO_BREAK)


def _about(work: WorkFacts) -> tuple[Fact, ...]:
    project = work.project
    told = (
        ("Projektledare", "; ".join(work.leaders) or "ingen än"),
        ("Parter", listing(work.parties)),
        ("Omfattning", project.scope),
        ("Form och fas", f"{FORMS[project.form]}, {STAGES[project.stage]}"),
        ("Start–slut", shown_span(project.start_text, project.end_text)),
        ("Inkluderat", " av ".join(filter(None, (shown_when(project.included_text), project.included_by)))),
    )
    return tuple(Fact(label, value) for label, value in told if value)


def _brief(facts: Facts, work: WorkFacts) -> Brief:
    last = work.trend[-1] if work.trend else None
    latest = f"{state_word(last.state)}, {long_date(facts.day(last.at))}" if last else ""
    return Brief(
        work.project.name,
        work.project.description,
        (*_about(work), *([Fact("Senaste läge", latest)] if latest else [])),
    )
