"""The one message that a person gets on a day: what they owe, which works have gone quiet, who has not reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlmodel import Session

from commands.reminders import points
from commands.reminders.dates import opening, rounds_near
from commands.reminders.ladder import DAY, Dates, Rung, at, quiet_since, rungs
from commands.reminders.points import PointReminder, ReportDue
from storage import absences, dues, people, projects, rounds
from storage.absences import Away
from storage.rounds import Led
from storage.words import Role

REMINDER, NUDGE = "reminder", "nudge"
"""The kinds of notice: what the ladder says, and what a coordinator asks for. Of both together one a day."""

_TO_LEADERS = frozenset(Rung) - {Rung.LIST}


@dataclass(frozen=True, slots=True)
class WorkReminder:
    """A work that a person is asked about, and on whose behalf when they are the deputy of its leader."""

    work: Led
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A round for its coordinators: the works that have not reported, each with its leaders' names."""

    dates: Dates
    works: tuple[tuple[Led, tuple[str, ...]], ...]


@dataclass(slots=True)
class Share:
    """What one person's message says: what they owe in each round, what has gone quiet, what has its day.

    `missing`, `reports` and `silent` (works without news) are for coordinators.
    """

    owed: dict[Dates, dict[int, WorkReminder]] = field(default_factory=lambda: defaultdict(dict))
    quiet: dict[int, WorkReminder] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)
    checkpoints: list[PointReminder] = field(default_factory=list)
    decisions: list[PointReminder] = field(default_factory=list)
    reports: list[ReportDue] = field(default_factory=list)
    silent: dict[int, Led] = field(default_factory=dict)


@dataclass(frozen=True)
class Day:
    """A day to remind on, and what is the same for everybody then. `only` is the one person who is asked about.

    Who is away is asked when it first matters: on most days nobody is reminded of anything.
    """

    session: Session
    on: date
    zone: ZoneInfo
    only: int | None = None

    @cached_property
    def away(self) -> Mapping[int, Away]:
        """Who is away."""
        return absences.away(self.session, self.on)

    @cached_property
    def snoozed(self) -> Mapping[int, date]:
        """Who has put their reminders off, until this day or a later one."""
        return rounds.snoozed(self.session, self.on)

    @cached_property
    def coordinators(self) -> Sequence[int]:
        """Who coordinates the programme."""
        found = people.with_roles(self.session, [Role.COORDINATOR])
        return sorted(person.id for person in found if person.anonymised_at is None)

    def leaders(self) -> Collection[int] | None:
        """Whose works may matter; None for everybody's."""
        if self.only is None:
            return None
        return {self.only} | {id_ for id_, away in self.away.items() if away.deputy_id == self.only}

    def recipients(self, work: Led, *, leader_too: bool = False) -> Iterator[tuple[int, WorkReminder]]:
        """Who is reminded of a work of this leader: the leader, or the deputy while they are away."""
        if work.leader_id is None:
            return
        away = self.away.get(work.leader_id)
        if away is None or leader_too:
            yield work.leader_id, WorkReminder(work)
        if away is not None and away.deputy_id is not None:
            yield away.deputy_id, WorkReminder(work, instead_of=away.name)


def shares(session: Session, on: date, zone: ZoneInfo, only: int | None = None) -> Mapping[int, Share]:
    """What the ladder has for each person on a day, as of now; nobody is included without a reason.

    A handful of queries, whatever the number of works.
    """
    day = Day(session, on, zone, only)
    found: dict[int, Share] = defaultdict(Share)
    nearby = rounds_near(session, on, zone)
    for dates in nearby:
        steps = rungs(dates).get(on, frozenset())
        if steps & _TO_LEADERS or (dates.is_open(on) and on in day.snoozed.values()):
            _add_owed(day, dates, steps, found)
        if Rung.LIST in steps:
            _add_missing(day, dates, found)
    _add_quiet(day, nearby, found)
    _add_points(day, found)
    for report in points.reports_on(session, nearby, on):
        for person_id in day.coordinators:
            found[person_id].reports.append(report)
    return found if only is None else {id_: share for id_, share in found.items() if id_ == only}


def nudged(
    session: Session, on: date, zone: ZoneInfo, dates: Dates, only: int | None = None
) -> Mapping[int, Share]:
    """What everybody owes in one round, regardless of the ladder and of what they have put off."""
    day = Day(session, on, zone, only)
    found: dict[int, Share] = defaultdict(Share)
    for work in rounds.owing(session, opening(dates, zone), day.leaders()):
        for person_id, asked in day.recipients(work):
            found[person_id].owed[dates].setdefault(work.project_id, asked)
    return found if only is None else {id_: share for id_, share in found.items() if id_ == only}


def not_reported(works: Sequence[Led]) -> tuple[tuple[Led, tuple[str, ...]], ...]:
    """Each work once, with the names of its leaders in order."""
    named: dict[int, list[str]] = defaultdict(list)
    first: dict[int, Led] = {}
    for work in works:
        first.setdefault(work.project_id, work)
        if work.leader_name is not None:
            named[work.project_id].append(work.leader_name)
    return tuple((work, tuple(named[id_])) for id_, work in first.items())


def _add_owed(day: Day, dates: Dates, steps: Collection[Rung], found: dict[int, Share]) -> None:
    is_rung, is_after = bool(set(steps) & _TO_LEADERS), Rung.AFTER in steps
    is_late = day.on >= dates.last_working_day  # nobody puts off what is due now, if the deadline was moved
    for work in rounds.owing(day.session, opening(dates, day.zone), day.leaders()):
        for person_id, asked in day.recipients(work, leader_too=is_after):
            until = day.snoozed.get(person_id)
            if until == day.on or (is_rung and (until is None or is_late)):
                found[person_id].owed[dates].setdefault(work.project_id, asked)


def _add_missing(day: Day, dates: Dates, found: dict[int, Share]) -> None:
    if works := not_reported(rounds.owing(day.session, opening(dates, day.zone))):
        for person_id in day.coordinators:
            found[person_id].missing.append(Missing(dates, works))


def _add_quiet(day: Day, nearby: Sequence[Dates], found: dict[int, Share]) -> None:
    """Works without news for long. In an open round the ladder asks about those that report in it."""
    stretch = quiet_since(day.on)
    if stretch is None:
        return
    in_round = any(each.is_open(day.on) for each in nearby)
    begins, ends = at(stretch[0], time(0), day.zone), at(stretch[1] + DAY, time(0), day.zone)
    only = None if day.only in day.coordinators else day.leaders()
    for work in rounds.gone_quiet(day.session, begins, ends, only, beside_portfolio=in_round):
        for person_id, asked in day.recipients(work):
            found[person_id].quiet.setdefault(work.project_id, asked)
        for person_id in day.coordinators:
            found[person_id].silent.setdefault(work.project_id, work)


def _add_points(day: Day, found: dict[int, Share]) -> None:
    """Checkpoints go to the person responsible; decisions to the leaders, and to the coordinators as well."""
    checkpoints = points.checkpoints_on(day.session, day.on)
    decisions = points.decisions_on(day.session, day.on)
    if not checkpoints and not decisions:
        return
    leaders = projects.leader_ids(day.session, dues.work_ids([*checkpoints, *decisions]))
    for point in checkpoints:
        for person_id, reminder in points.recipients(point, leaders, day.away, day.coordinators):
            found[person_id].checkpoints.append(reminder)
    for point in decisions:
        by_leader = dict(points.recipients(point, leaders, day.away, ()))
        for person_id, reminder in (dict.fromkeys(day.coordinators, PointReminder(point)) | by_leader).items():
            found[person_id].decisions.append(reminder)
