"""What falls due beside the reports: dated checkpoints and needed decisions, and how far a report has come."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, and_, col, or_, select

from storage import reports
from storage.tables import Decision, Milestone, Person, Project, ReportDelivery
from storage.words import DecisionState, ReportKind, ReportState


class Dated(NamedTuple):
    """Something with a last day: what, of which work (None: the programme's own), who is responsible if known."""

    what: str
    last_day: date
    work_id: int | None
    work: str
    person_id: int | None


class ReportProgress(NamedTuple):
    """How far the report of a period has come: no number when none is compiled."""

    number: int | None
    is_final: bool
    is_delivered: bool


def checkpoints(session: Session, first: date, last: date) -> Sequence[Dated]:
    """Those that are not done and whose last day is one of these; not those of closed works."""
    rows = session.exec(
        select(  # type: ignore[call-overload]
            Milestone.what, Milestone.ends_on, Project.id, Project.name, Project.short_name, Person.id
        )
        .join(Project, col(Project.id) == col(Milestone.project_id), isouter=True)
        .join(
            Person,
            and_(col(Person.id) == col(Milestone.person_id), col(Person.anonymised_at).is_(None)),
            isouter=True,
        )
        .where(
            col(Milestone.ends_on) >= first,
            col(Milestone.ends_on) <= last,
            col(Milestone.done_on).is_(None),
            col(Milestone.withdrawn_at).is_(None),
            or_(col(Milestone.project_id).is_(None), col(Project.closed_at).is_(None)),
        )
        .order_by(col(Milestone.ends_on), col(Milestone.id))
    )
    return [Dated(what, ends, id_, short or name or "", person) for what, ends, id_, name, short, person in rows]


def decisions(session: Session, first: date, last: date) -> Sequence[Dated]:
    """Those that are still asked for and needed by one of these days at the latest."""
    rows = session.exec(
        select(Decision.title, Decision.ends_on, Project.id, Project.name, Project.short_name)  # type: ignore[call-overload]
        .join(Project, col(Project.id) == col(Decision.project_id), isouter=True)
        .where(
            Decision.state == DecisionState.REQUESTED,
            col(Decision.ends_on) >= first,
            col(Decision.ends_on) <= last,
            col(Decision.withdrawn_at).is_(None),
            or_(col(Decision.project_id).is_(None), col(Project.closed_at).is_(None)),
        )
        .order_by(col(Decision.ends_on), col(Decision.id))
    )
    return [Dated(title, ends, id_, short or name or "", None) for title, ends, id_, name, short in rows]


def work_ids(some: Collection[Dated]) -> Collection[int]:
    """The works that these are about."""
    return {each.work_id for each in some if each.work_id is not None}


def report_of(session: Session, period: str) -> ReportProgress:
    """How far the half-yearly report of a period has come."""
    report = reports.newest(session, ReportKind.HALF_YEAR, period)
    if report is None:
        return ReportProgress(None, is_final=False, is_delivered=False)
    delivered = session.exec(
        select(ReportDelivery.id).where(ReportDelivery.report_id == report.id).limit(1)
    ).first()
    return ReportProgress(report.id, report.state is ReportState.FINAL, delivered is not None)
