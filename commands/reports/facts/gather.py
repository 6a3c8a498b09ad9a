"""What a report is made from, read once in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlmodel import Session

from commands.lookup import called
from commands.reports.facts.gather_entries import Entries, gather_entries
from commands.swedish.dates import Period
from commands.swedish.text import in_order
from commands.works.leaders import written_name
from storage import activities, labels, people, period_facts, programme, projects, statuses
from storage.period_facts import StateAt
from storage.tables import Label, Programme, Project, Speaker, StatusUpdate
from storage.words import LabelKind, ReportPart, Standing, State

TREND = 6
"""So many entries show where a work is heading."""
REMEMBERED = timedelta(days=183)
"""In a report of a month, a work has the state that it reported within half a year: not all report every month."""
WORST_FIRST: tuple[State | None, ...] = (State.RED, State.YELLOW, None, State.GREEN)
"""The order of works everywhere, as in chat."""


_Window = tuple[datetime, datetime]  # what was reported from the first moment up to the second counts


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """One work: its `entries` of the period and those of the period before (`earlier`), oldest first."""

    project: Project
    leaders: tuple[str, ...]
    parties: tuple[str, ...]
    entries: Sequence[StatusUpdate]
    earlier: Sequence[StatusUpdate]
    trend: Sequence[StateAt]
    judged: Mapping[int, State]
    reporter: str

    @property
    def name(self) -> str:
        """What the work is called where space is short; its own section bears the whole name."""
        return called(self.project)

    @property
    def latest(self) -> StatusUpdate | None:
        """The entry that gives the work its state in the period."""
        return self.entries[-1] if self.entries else None

    @property
    def state(self) -> State | None:
        """None is "ej rapporterat"."""
        return self.entries[-1].state if self.entries else None

    @property
    def state_before(self) -> State | None:
        """The state in the period before."""
        return self.earlier[-1].state if self.earlier else None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the report of `period` is compiled from. Works come worst first, then in Swedish order.

    `now_ids` and `before_ids` are the numbers of the works that are included now and were in the period before.
    """

    period: Period
    previous: Period
    now: datetime
    zone: tzinfo
    programme: Programme | None
    included: Sequence[WorkFacts]
    included_before: Sequence[WorkFacts]
    followed: Sequence[WorkFacts]
    followed_before: Sequence[WorkFacts]
    ideas: Sequence[WorkFacts]
    dimensions: Sequence[Label]
    activities: activities.OfPeriod
    speakers: Mapping[int, list[Speaker]]
    entries: Entries
    texts: Mapping[ReportPart, str]
    now_ids: frozenset[int]
    before_ids: frozenset[int]

    @property
    def works(self) -> Sequence[WorkFacts]:
        """All that have a section of their own: the portfolio, then what is followed."""
        return (*self.included, *self.followed)

    @property
    def shown(self) -> Sequence[WorkFacts]:
        """The works that are counted and listed: the portfolio, or where it is empty, what is followed."""
        return self.included or self.followed

    @property
    def shown_before(self) -> Sequence[WorkFacts]:
        """What `shown` is compared with in the period before."""
        return self.included_before if self.included else self.followed_before

    def is_new(self, work: WorkFacts) -> bool:
        """Whether a work is in the portfolio now and was not in the period before."""
        return work.project.id in self.now_ids and work.project.id not in self.before_ids

    def own_words(self, part: ReportPart) -> str:
        """What the coordinator wrote for a part; "" for nothing."""
        return self.texts.get(part, "").strip()

    def day(self, at: datetime) -> date:
        """The day of a moment where the programme is."""
        return at.astimezone(self.zone).date()


def gather(session: Session, period: Period, now: datetime, zone: tzinfo, texts: Mapping[ReportPart, str]) -> Facts:
    """Read everything. `now` is timezone-aware; `zone` decides which day, and so which period, a moment is in."""
    previous = period.previous()
    start, back = _midnight(period.start, zone), REMEMBERED if period.is_month else timedelta(0)
    window = _midnight(period.start - back, zone), _midnight(period.end + timedelta(days=1), zone)
    before = _midnight(previous.start - back, zone), start
    open_then = in_order(period_facts.works(session, _midnight(previous.start, zone)), lambda work: work.name)
    works = sorted(_work_facts(session, open_then, window, before), key=lambda work: WORST_FIRST.index(work.state))
    current = [work for work in works if work.project.closed_at is None or work.project.closed_at >= start]
    happened = activities.of_period(session, period.start, period.end)
    included = [work for work in current if _included(work.project, period)]
    included_before = [work for work in works if _included(work.project, previous)]
    return Facts(
        period=period,
        previous=previous,
        now=now,
        zone=zone,
        programme=programme.get(session),
        included=included,
        included_before=included_before,
        followed=[work for work in current if _followed(work.project, period)],
        followed_before=[work for work in works if _followed(work.project, previous)],
        ideas=[work for work in current if work.project.standing is Standing.IDEA],
        dimensions=labels.of_kinds(session, LabelKind.DIMENSION),
        activities=happened,
        speakers=activities.speakers(session, [each.id for each in (*happened.dated, *happened.undated)]),
        entries=gather_entries(session, period, start, window[1]),
        texts=texts,
        now_ids=frozenset(work.project.id for work in included),
        before_ids=frozenset(work.project.id for work in included_before),
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _included(work: Project, period: Period) -> bool:
    """Whether the work was in the portfolio in the period: included at its end, as far as is known."""
    return work.standing is Standing.INCLUDED and (work.included_on is None or work.included_on <= period.end)


def _followed(work: Project, period: Period) -> bool:
    return work.standing is not Standing.IDEA and not _included(work, period)


def _work_facts(session: Session, works: Sequence[Project], window: _Window, before: _Window) -> list[WorkFacts]:
    ids = [work.id for work in works]
    leaders, parties = projects.leaders(session, ids), projects.parties(session, ids)
    entries, earlier = period_facts.updates(session, *window), period_facts.updates(session, *before)
    trends = period_facts.newest(session, window[1], TREND)
    latest = {id_: each[-1] for id_, each in entries.items()}
    judged = statuses.dimensions(session, [entry.id for entry in latest.values()])
    names = people.names(session, {entry.reported_by_id for entry in latest.values()})
    return [
        WorkFacts(
            project=work,
            leaders=tuple(map(written_name, leaders[work.id])),
            parties=tuple(party.short_name or party.name for party in parties[work.id]),
            entries=entries.get(work.id, ()),
            earlier=earlier.get(work.id, ()),
            trend=trends.get(work.id, ()),
            judged=judged.get(latest[work.id].id, {}) if work.id in latest else {},
            reporter=names.get(latest[work.id].reported_by_id or 0, "") if work.id in latest else "",
        )
        for work in works
    ]
