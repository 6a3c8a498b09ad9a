"""Compiled reports, numbered and kept: their texts, who they go to, and who got them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import event, inspect
from sqlmodel import Session, col, select

from storage.tables import Receiver, Report, ReportDelivery, ReportTemplate, ReportText
from storage.words import ReportKind, ReportPart, ReportState


def newest(session: Session, kind: ReportKind, period: str) -> Report | None:
    """The report of this kind and period with the highest version."""
    same = select(Report).where(Report.kind == kind, Report.period == period)
    return session.exec(same.order_by(col(Report.version).desc())).first()


def get(session: Session, report_id: int) -> Report | None:
    """One report."""
    return session.get(Report, report_id)


def locked(session: Session, report_id: int) -> Report | None:
    """The same, as it is now and until the transaction ends: two persons cannot both settle it."""
    query = select(Report).where(Report.id == report_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def everything(session: Session, count: int) -> Sequence[Report]:
    """The latest compilations, newest first."""
    return session.exec(
        select(Report).order_by(col(Report.created_at).desc(), col(Report.id).desc()).limit(count)
    ).all()


def final_before(session: Session, report: Report) -> Report | None:
    """The latest final version of the same kind and period that is older: what this one replaces."""
    older = select(Report).where(
        Report.kind == report.kind,
        Report.period == report.period,
        Report.version < report.version,
        Report.state == ReportState.FINAL,
    )
    return session.exec(older.order_by(col(Report.version).desc())).first()


@event.listens_for(Report, "before_update")
@event.listens_for(Report, "before_delete")
def _keep_final(_mapper: Any, _connection: Any, report: Report) -> None:
    """A final report never changes: whatever tries is a bug and stops here."""
    state = inspect(report).attrs.state.history
    was = state.deleted[0] if state.deleted else report.state
    if was is ReportState.FINAL:
        raise ValueError(f"report {report.id} is final and never changes")


def texts(session: Session, kind: ReportKind, period: str) -> Mapping[ReportPart, str]:
    """What the coordinator wrote for the report of this kind and period; parts left alone are missing."""
    rows = session.exec(select(ReportText).where(ReportText.kind == kind, ReportText.period == period))
    return {row.part: row.text for row in rows if row.text}


def write_text(
    session: Session, kind: ReportKind, period: str, part: ReportPart, text: str, by: tuple[int | None, datetime]
) -> None:
    """Keep `text` for a part, "" to go back to what is proposed; `by` is who wrote it and when."""
    row = session.exec(
        select(ReportText).where(ReportText.kind == kind, ReportText.period == period, ReportText.part == part)
    ).first()
    if row is None:
        row = ReportText(kind=kind, period=period, part=part, text="", written_at=by[1], version=0)
    if row.text == text:
        return
    row.text, row.written_by_id, row.written_at, row.version = text, by[0], by[1], row.version + 1
    session.add(row)
    session.flush()


def receivers(session: Session) -> Sequence[Receiver]:
    """Those on the delivery list, in its order."""
    on_it = select(Receiver).where(col(Receiver.ended_at).is_(None))
    return session.exec(on_it.order_by(col(Receiver.position), col(Receiver.id))).all()


def receiver(session: Session, receiver_id: int) -> Receiver | None:
    """One on the list, or who was on it."""
    return session.get(Receiver, receiver_id)


def deliveries(session: Session, report_id: int) -> Sequence[ReportDelivery]:
    """Who was sent this report, in the order it was sent."""
    of_it = select(ReportDelivery).where(ReportDelivery.report_id == report_id)
    return session.exec(of_it.order_by(col(ReportDelivery.sent_at), col(ReportDelivery.id))).all()


def template(session: Session, kind: ReportKind) -> ReportTemplate | None:
    """The organisation's own Word template of this kind that is in use; None when it is ours."""
    used = select(ReportTemplate).where(ReportTemplate.kind == kind, col(ReportTemplate.retired_at).is_(None))
    return session.exec(used.order_by(col(ReportTemplate.id).desc())).first()


def template_of(session: Session, report: Report) -> ReportTemplate | None:
    """The template that a report is written with: a final one keeps that which it was settled with."""
    if report.state is not ReportState.FINAL:
        return template(session, report.kind)
    return session.get(ReportTemplate, report.template_id) if report.template_id else None
