"""Compiled reports, numbered and kept."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from storage.tables import Report
from storage.words import ReportKind


def newest(session: Session, kind: ReportKind, period: str) -> Report | None:
    """The report of this kind and period with the highest version."""
    same = select(Report).where(Report.kind == kind, Report.period == period)
    return session.exec(same.order_by(col(Report.version).desc())).first()


def get(session: Session, report_id: int) -> Report | None:
    """One report."""
    return session.get(Report, report_id)


def everything(session: Session, count: int) -> Sequence[Report]:
    """The latest compilations, newest first."""
    return session.exec(
        select(Report).order_by(col(Report.created_at).desc(), col(Report.id).desc()).limit(count)
    ).all()
