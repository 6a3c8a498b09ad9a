"""Reporting rounds: their dates, who owes what, who has put reminders off."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session, and_, col, func, or_, select

from storage.tables import Person, Project, ProjectLeader, Round, Snooze, StatusUpdate
from storage.words import Standing, State


class Led(NamedTuple):
    """A work and one of its leaders; both None if nobody leads it. A work with two leaders comes twice."""

    project_id: int
    name: str
    short_name: str
    latest_at: datetime | None
    leader_id: int | None
    leader_name: str | None


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


def snoozed(session: Session, on: date) -> Mapping[int, date]:
    """Who has put reminders off until that day or a later one: {person: day}."""
    rows = session.exec(select(col(Snooze.person_id), col(Snooze.until_on)).where(col(Snooze.until_on) >= on))
    return dict(rows.all())


def snooze(session: Session, person_id: int, until: date) -> None:
    """Put a person's reminders off until a day, in place of any earlier day."""
    row = session.get(Snooze, person_id) or Snooze(person_id=person_id, until_on=until)
    row.until_on = until
    session.add(row)
    session.flush()
