"""Reporting rounds: their dates, who owes what, who is away, who was reminded, when the clock last looked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select

from storage.tables import Absence, ClockRun, Notice, Person, Project, ProjectLeader, Round, Snooze, StatusUpdate
from storage.words import NoticeState, Standing, State

_THE_CLOCK = 1
"""The id of the only ClockRun."""


class Led(NamedTuple):
    """A work and one of its leaders; both None of nobody leads it. A work with two leaders comes twice."""

    project_id: int
    name: str
    short_name: str
    latest_at: datetime | None
    leader_id: int | None
    leader_name: str | None


class Away(NamedTuple):
    """Somebody who is away: until when, and who stands in for them, if anybody."""

    name: str
    until: date
    deputy_id: int | None


def get(session: Session, period: str) -> Round | None:
    """The round of a period, as it was set."""
    return session.exec(select(Round).where(Round.period == period)).first()


def locked(session: Session, period: str) -> Round | None:
    """The same; nobody else can change it before this transaction ends."""
    query = select(Round).where(Round.period == period).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def near(session: Session, periods: Collection[str], since: date) -> Sequence[Round]:
    """The rounds of these periods, and those whose deadline is on that day or later."""
    wanted = or_(col(Round.period).in_(periods), col(Round.deadline_on) >= since)
    return session.exec(select(Round).where(wanted).order_by(col(Round.deadline_on), col(Round.id))).all()


def must_report(session: Session) -> Sequence[Led]:
    """The included, open works with their leaders, by name and in order."""
    return _led(session, [Project.standing == Standing.INCLUDED])


def owing(session: Session, since: datetime, leader_ids: Collection[int] | None = None) -> Sequence[Led]:
    """Those of them that have no report of that moment or later; only what these persons lead, when given."""
    latest = col(Project.latest_at)
    unreported = or_(latest.is_(None), latest < since)
    return _led(session, [Project.standing == Standing.INCLUDED, unreported], leader_ids)


def reported_between(session: Session, begins: datetime, ends: datetime) -> Mapping[int, datetime]:
    """When each work last reported from `begins` until before `ends`; those that did not are left out."""
    moment = col(StatusUpdate.at)
    rows = session.exec(
        select(StatusUpdate.project_id, func.max(StatusUpdate.at))
        .where(moment >= begins, moment < ends, col(StatusUpdate.withdrawn_at).is_(None))
        .group_by(col(StatusUpdate.project_id))
    )
    return {project_id: latest for project_id, latest in rows if latest is not None}


def gone_quiet(
    session: Session,
    begins: datetime,
    ends: datetime,
    leader_ids: Collection[int] | None = None,
    *,
    beside_portfolio: bool = False,
) -> Sequence[Led]:
    """Included and followed works whose latest news is of this stretch (its end not included), with leaders.

    News of a work that has never reported is that it was registered. `beside_portfolio` leaves the included out.
    """
    latest, created = col(Project.latest_at), col(Project.created_at)
    # Both halves name `latest_state`, the first column of the index.
    reported = and_(col(Project.latest_state).in_(list(State)), latest >= begins, latest < ends)
    silent = and_(col(Project.latest_state).is_(None), created >= begins, created < ends)
    watched = col(Project.standing).in_(
        (Standing.FOLLOWED,) if beside_portfolio else (Standing.INCLUDED, Standing.FOLLOWED)
    )
    return _led(session, [watched, or_(reported, silent)], leader_ids)


def _led(session: Session, conditions: list[Any], leader_ids: Collection[int] | None = None) -> Sequence[Led]:
    query = (
        select(Project.id, Project.name, Project.short_name, Project.latest_at, Person.id, Person.name)  # type: ignore[call-overload]
        .join(ProjectLeader, col(ProjectLeader.project_id) == col(Project.id), isouter=True)
        .join(
            Person,
            and_(col(Person.id) == col(ProjectLeader.person_id), col(Person.anonymised_at).is_(None)),
            isouter=True,
        )
        .where(col(Project.closed_at).is_(None), *conditions)
        .order_by(col(Project.key), col(ProjectLeader.position))
    )
    if leader_ids is not None:
        query = query.where(col(ProjectLeader.person_id).in_(leader_ids))
    return [Led(*row) for row in session.exec(query)]


def leaders_of(session: Session, project_ids: Collection[int]) -> Mapping[int, Collection[int]]:
    """The persons who lead each of these works, in order; works without leaders are left out."""
    found: dict[int, list[int]] = {}
    if not project_ids:
        return found
    for project_id, person_id in session.exec(
        select(ProjectLeader.project_id, ProjectLeader.person_id)
        .join(Person, col(Person.id) == col(ProjectLeader.person_id))
        .where(col(ProjectLeader.project_id).in_(project_ids), col(Person.anonymised_at).is_(None))
        .order_by(col(ProjectLeader.position))
    ):
        found.setdefault(project_id, []).append(person_id)
    return found


def away(session: Session, on: date) -> Mapping[int, Away]:
    """Who is away on that day: {person: until when, and who stands in}."""
    deputy = aliased(Person)
    rows = session.exec(
        select(col(Absence.person_id), col(Person.name), col(Absence.ends_on), col(deputy.id))
        .join(Person, col(Person.id) == col(Absence.person_id))
        .join(
            deputy,
            and_(col(deputy.id) == col(Absence.deputy_id), col(deputy.anonymised_at).is_(None)),
            isouter=True,
        )
        .where(col(Absence.ends_on) >= on, col(Absence.starts_on) <= on)
    )
    return {person_id: Away(name, ends_on, deputy_id) for person_id, name, ends_on, deputy_id in rows}


def absence_of(session: Session, person_id: int) -> Absence | None:
    """When a person is away, as they last said it."""
    return session.get(Absence, person_id)


def stands_in(session: Session, project_id: int, person_id: int, on: date) -> bool:
    """Whether a leader of this work is away on that day and has named this person."""
    found = session.exec(
        select(Absence.person_id)
        .join(ProjectLeader, col(ProjectLeader.person_id) == col(Absence.person_id))
        .where(
            Absence.deputy_id == person_id,
            ProjectLeader.project_id == project_id,
            col(Absence.starts_on) <= on,
            col(Absence.ends_on) >= on,
        )
    )
    return found.first() is not None


def stood_in_for(session: Session, person_id: int, on: date) -> Mapping[int, tuple[Project, str]]:
    """The open works whose leaders are away on that day and have named this person, each with a leader's name."""
    rows = session.exec(
        select(Project, Person.name)
        .join(ProjectLeader, col(ProjectLeader.project_id) == col(Project.id))
        .join(Absence, col(Absence.person_id) == col(ProjectLeader.person_id))
        .join(Person, col(Person.id) == col(Absence.person_id))
        .where(
            Absence.deputy_id == person_id,
            col(Absence.starts_on) <= on,
            col(Absence.ends_on) >= on,
            col(Project.closed_at).is_(None),
        )
        .order_by(col(Project.key), col(ProjectLeader.position))
    )
    found: dict[int, tuple[Project, str]] = {}
    for work, name in rows:
        found.setdefault(work.id, (work, name))
    return found


def snoozed(session: Session, on: date) -> Mapping[int, date]:
    """Who has put reminders off until that day or a later one: {person: day}."""
    rows = session.exec(select(col(Snooze.person_id), col(Snooze.until_on)).where(col(Snooze.until_on) >= on))
    return dict(rows.all())


def snooze(session: Session, person_id: int, until: date) -> None:
    """Put a person's reminders off until a day, whatever day they had said before."""
    row = session.get(Snooze, person_id) or Snooze(person_id=person_id, until_on=until)
    row.until_on = until
    session.add(row)
    session.flush()


def told(session: Session, kinds: Collection[str], subject: str, due: datetime | None = None) -> Collection[str]:
    """The recipients for whom a message of one of these kinds about this has been planned, for `due` if given."""
    query = select(Notice.recipient).where(col(Notice.kind).in_(kinds), Notice.subject == subject)
    return set(session.exec(query if due is None else query.where(Notice.due == due)))


def reminded(
    session: Session, kinds: Collection[str], person_ids: Collection[int], since: datetime
) -> Mapping[int, datetime]:
    """When each of these persons was last sent a message of these kinds, of those that fell due since then."""
    recipients = {f"person:{id_}": id_ for id_ in person_ids}
    rows = session.exec(
        select(Notice.recipient, func.max(Notice.sent_at))
        .where(
            col(Notice.kind).in_(kinds),
            col(Notice.recipient).in_(list(recipients)),
            Notice.due >= since,
            Notice.state == NoticeState.SENT,
        )
        .group_by(col(Notice.recipient))
    )
    return {recipients[recipient]: sent_at for recipient, sent_at in rows if sent_at is not None}


def report_stands(session: Session, update_id: int) -> bool:
    """Whether a report is there and has not been taken back."""
    found = session.get(StatusUpdate, update_id)
    return found is not None and found.withdrawn_at is None


def clock_run(session: Session, now: datetime) -> datetime | None:
    """Note that the clock looks now; returns when it last did, None the first time.

    A second clock waits here until the first has ended its transaction.
    """
    query = select(ClockRun).where(ClockRun.id == _THE_CLOCK).with_for_update()
    run = session.exec(query.execution_options(populate_existing=True)).first()
    if run is None:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(insert(ClockRun).values(id=_THE_CLOCK, at=now).on_conflict_do_nothing())
        return None
    last = run.at
    run.at = max(last, now)
    session.add(run)
    session.flush()
    return last
