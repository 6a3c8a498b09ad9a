"""The reporting round (rapportomgång): its dates, and for coordinators who has reported and who has not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from commands.command import COORDINATORS, Call, command
from commands.message import Action, Actions, ActionStyle, Block, Fact, Facts, Reply, Table, Text, TextStyle
from commands.reminders.collected import NUDGE, REMINDER
from commands.reminders.dates import current_round, opening, round_of
from commands.reminders.ladder import DAY, Dates, at
from commands.reminders.messages import called
from commands.sentences import sentence
from commands.swedish.dates import ago, local, parse_period, short_date, weekday_date
from commands.swedish.text import listing
from storage import absences, notices, rounds
from storage.absences import Away
from storage.rounds import Led

PAGE = 20


class _WorkInRound(NamedTuple):
    """One work in a round."""

    work: Led
    leaders: tuple[tuple[int, str], ...]
    reported_at: datetime | None


@command(
    "omgång",
    "omgångar",
    "rapportomgång",
    "omgång {period}",
    "omgång {period} sida {count}",
    summary="Rapportomgångens datum, och för koordinatorer vilka som har rapporterat",
    examples=("omgång", "omgång 2026-1"),
    private=True,
)
def show_round(call: Call, period: str = "", count: str = "1") -> Reply:
    """The dates for everybody; who has reported only for those who coordinate, never for a channel."""
    if period:
        asked = parse_period(period, call.today)
        found = round_of(call.session, asked, call.zone)
        if found is None:
            return _none(call, asked.label)
        dates = found
    else:
        dates = current_round(call.session, call.today, call.zone)
    heading = Text(
        sentence("round", "heading", round=dates.period.label, title=dates.period.title()), TextStyle.HEADING
    )
    if not call.person.roles & COORDINATORS:
        return Reply((heading, Facts(_facts(dates)), *_notes(dates), Actions((Action("Mina arbeten", "mina"),))))
    return _for_coordinators(call, dates, heading, max(1, int(count)))


def _none(call: Call, label: str) -> Reply:
    set_dates = (Action("Sätt datum", f"omgång ändra {label}"),) if call.person.roles & COORDINATORS else ()
    return Reply(
        (
            Text(sentence("round", "no_round", round=label)),
            Actions((*set_dates, Action("Aktuell omgång", "omgång"))),
        )
    )


def _facts(dates: Dates) -> tuple[Fact, ...]:
    delivery = (Fact("Leverans", weekday_date(dates.delivery)),) if dates.delivery else ()
    return (Fact("Öppnar", weekday_date(dates.opens)), Fact("Sista dag", weekday_date(dates.deadline)), *delivery)


def _notes(dates: Dates) -> tuple[Text, ...]:
    return (Text(sentence("round", "proposed"), TextStyle.NOTE),) if dates.is_proposed else ()


def _for_coordinators(call: Call, dates: Dates, heading: Text, page: int) -> Reply:
    works = _works_in(call, dates)
    done = sum(each.reported_at is not None for each in works)
    label, is_open = dates.period.label, dates.opens <= call.today
    facts = [*_facts(dates)]
    if works and is_open:
        facts.append(Fact("Rapporterat", sentence("round", "reported", done=done, all=len(works))))
    blocks: list[Block] = [heading, Facts(tuple(facts)), *_notes(dates)]
    buttons = []
    if not works:
        blocks.append(Text(sentence("round", "nobody_must")))
    elif not is_open:
        blocks.append(Text(sentence("round", "not_open", day=dates.opens)))
    else:
        blocks += [Text(sentence("round", "everybody"))] if done == len(works) else []
        blocks.append(_table(call, dates, works[(page - 1) * PAGE : page * PAGE]))
        if done < len(works) and dates == current_round(call.session, call.today, call.zone):
            buttons.append(Action("Påminn alla", "påminn", ActionStyle.PRIMARY))
        if len(works) > page * PAGE:
            buttons.append(Action("Visa fler", f"omgång {label} sida {page + 1}"))
    return Reply((*blocks, Actions((*buttons, Action("Ändra datum", f"omgång ändra {label}")))))


def _works_in(call: Call, dates: Dates) -> list[_WorkInRound]:
    """Every work that must report, once, those that have not first, each group by name."""
    leaders: dict[int, list[tuple[int, str]]] = {}
    first: dict[int, Led] = {}
    for work in rounds.must_report(call.session):
        first.setdefault(work.project_id, work)
        named = leaders.setdefault(work.project_id, [])
        if work.leader_id is not None and work.leader_name is not None:
            named.append((work.leader_id, work.leader_name))
    reported = _reported(call, dates, first.values())
    found = [_WorkInRound(work, tuple(leaders[id_]), reported.get(id_)) for id_, work in first.items()]
    return sorted(found, key=lambda each: each.reported_at is not None)


def _reported(call: Call, dates: Dates, works: Iterable[Led]) -> Mapping[int, datetime]:
    """When each work reported in the round: since it opened, and of a past round until it ended."""
    since = opening(dates, call.zone)
    if dates.ends < call.today:
        return rounds.reported_between(call.session, since, at(dates.ends + DAY, time(0), call.zone))
    return {work.project_id: work.latest_at for work in works if work.latest_at and work.latest_at >= since}


def _table(call: Call, dates: Dates, works: Sequence[_WorkInRound]) -> Table:
    people = {id_ for each in works for id_, _ in each.leaders}
    away = absences.away(call.session, call.today)
    reminded = notices.last_sent(call.session, (REMINDER, NUDGE), people, opening(dates, call.zone))
    days = {id_: local(moment, call.zone).date() for id_, moment in reminded.items()}
    rows = tuple(_row(call, each, away, days) for each in works)
    return Table(("Arbete", "Projektledare", "Rapporterat", "Senast påmind"), rows, sentence("round", "who"))


def _row(call: Call, each: _WorkInRound, away: Mapping[int, Away], reminded: Mapping[int, date]) -> tuple[str, ...]:
    names = [
        sentence("round", "away", name=name, until=away[id_].until) if id_ in away else name
        for id_, name in each.leaders
    ]
    reported = f"Ja, {ago(local(each.reported_at, call.zone).date(), call.today)}" if each.reported_at else "Nej"
    days = [reminded[id_] for id_, _ in each.leaders if id_ in reminded]
    return (called(each.work), listing(names) or "–", reported, short_date(max(days)) if days else "–")
