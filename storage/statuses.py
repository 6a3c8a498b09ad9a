"""Status updates: recorded, withdrawn, read; and the copy of the latest one that each work carries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from storage.swedish import fold_text
from storage.tables import Label, Person, Project, StatusDimension, StatusUpdate
from storage.words import LabelKind, State

WORDS = ("done", "next_steps", "deviation", "cause", "measure", "decision_needed")
"""The columns of an update that hold what its author wrote."""

IMPORTED = "import"
"""The `source` of an update that came from a workbook."""


def record(session: Session, update: StatusUpdate, dimensions: Mapping[int, State]) -> StatusUpdate:
    """Save an update with its dimensions ({label id: state}) and renew the work's copy of its latest one."""
    _locked(session, update.project_id)
    update.folded = fold_text(*(getattr(update, column) for column in WORDS))
    session.add(update)
    session.flush()
    session.add_all(
        StatusDimension(update_id=update.id, label_id=label_id, state=state)
        for label_id, state in sorted(dimensions.items())
    )
    renew_latest(session, update.project_id)
    return update


def withdraw(session: Session, update: StatusUpdate, person_id: int | None, now: datetime) -> None:
    """Take an update back: it stays in the history, marked, and no longer counts."""
    _locked(session, update.project_id)
    update.withdrawn_at = now
    update.withdrawn_by_id = person_id
    session.add(update)
    session.flush()
    renew_latest(session, update.project_id)


def renew_latest(session: Session, project_id: int) -> None:
    """Copy the newest update that counts to the work, whose row is locked: no writer overtakes another."""
    project = _locked(session, project_id)
    latest = next(iter(newest(session, project_id, 1)), None)
    project.latest_id = latest.id if latest else None
    project.latest_at = latest.at if latest else None
    project.latest_state = latest.state if latest else None
    session.add(project)
    session.flush()


def _locked(session: Session, project_id: int) -> Project:
    """The work, held against other writers until the transaction ends. To be taken before an entry is inserted.

    An insert holds the work it refers to already; two that then ask for more wait for each other for ever.
    """
    held = {"key_share": True}
    return session.get_one(Project, project_id, with_for_update=held, populate_existing=True)


def newest(session: Session, project_id: int, count: int) -> Sequence[StatusUpdate]:
    """A work's latest updates that count, newest first."""
    return session.exec(
        select(StatusUpdate)
        .where(StatusUpdate.project_id == project_id, col(StatusUpdate.withdrawn_at).is_(None))
        .order_by(col(StatusUpdate.at).desc(), col(StatusUpdate.id).desc())
        .limit(count)
    ).all()


@dataclass(frozen=True, slots=True)
class StatusText:
    """What an update says, as it is shown; `by` is "" when its author is unknown."""

    id: int
    at: datetime
    state: State
    done: str
    next_steps: str
    deviation: str
    cause: str
    measure: str
    decision_needed: str
    by: str


_WORK = bindparam("work", type_=sa.Integer)
_TEXTS = (
    sa.select(
        col(StatusUpdate.id),
        col(StatusUpdate.at),
        col(StatusUpdate.state),
        *(getattr(StatusUpdate, column) for column in WORDS),
        sa.func.coalesce(col(Person.name), ""),
    )
    .join(Person, col(Person.id) == col(StatusUpdate.reported_by_id), isouter=True)
    .where(col(StatusUpdate.project_id) == _WORK, col(StatusUpdate.withdrawn_at).is_(None))
    .order_by(col(StatusUpdate.at).desc(), col(StatusUpdate.id).desc())
    .limit(bindparam("count"))
)


def latest_texts(session: Session, project_id: int, count: int) -> Sequence[StatusText]:
    """A work's latest updates that count, newest first, with their authors, in one statement."""
    rows = session.connection().execute(_TEXTS, {"work": project_id, "count": count})
    return [StatusText(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class DimensionRating:
    """One dimension in the newest update that rated any; `state` and `update_id` are None when none did."""

    text: str
    state: State | None
    update_id: int | None
    at: datetime | None


_EACH, _ANY = aliased(StatusUpdate), aliased(StatusDimension)
_LATEST_RATED = (
    sa.select(col(_EACH.id))
    .where(
        col(_EACH.project_id) == _WORK,
        col(_EACH.withdrawn_at).is_(None),
        sa.exists().where(col(_ANY.update_id) == col(_EACH.id)),
    )
    .order_by(col(_EACH.at).desc(), col(_EACH.id).desc())
    .limit(1)
    .scalar_subquery()
)
_RATINGS = (
    sa.select(col(Label.text), col(StatusDimension.state), col(StatusUpdate.id), col(StatusUpdate.at))
    .select_from(Label)
    .join(StatusUpdate, col(StatusUpdate.id) == _LATEST_RATED, isouter=True)
    .join(
        StatusDimension,
        sa.and_(
            col(StatusDimension.label_id) == col(Label.id), col(StatusDimension.update_id) == col(StatusUpdate.id)
        ),
        isouter=True,
    )
    .where(col(Label.kind) == LabelKind.DIMENSION)
    .order_by(col(Label.number), col(Label.id))
)


def dimension_ratings(session: Session, project_id: int) -> Sequence[DimensionRating]:
    """Every dimension of the programme, in its order, as the newest update that rated any rates it; one statement.

    An update in one line rates none: then an earlier rating counts.
    """
    return [DimensionRating(*row) for row in session.connection().execute(_RATINGS, {"work": project_id})]


def latest_rated(session: Session, project_id: int) -> StatusUpdate | None:
    """A work's latest update that counts in which any dimension was rated: an update in one line rates none."""
    rated = select(StatusDimension.update_id).where(StatusDimension.update_id == StatusUpdate.id)
    return session.exec(
        select(StatusUpdate)
        .where(StatusUpdate.project_id == project_id, col(StatusUpdate.withdrawn_at).is_(None), rated.exists())
        .order_by(col(StatusUpdate.at).desc(), col(StatusUpdate.id).desc())
        .limit(1)
    ).first()


def dimensions(session: Session, update_ids: Collection[int]) -> Mapping[int, dict[int, State]]:
    """The state of each dimension ({label id: state}) in each of these updates."""
    found: dict[int, dict[int, State]] = defaultdict(dict)
    rows = session.exec(select(StatusDimension).where(col(StatusDimension.update_id).in_(update_ids)))
    for row in rows:
        found[row.update_id][row.label_id] = row.state
    return found


def wrong_copies(session: Session) -> Sequence[Project]:
    """Works whose copy of the latest update is not the latest update: none, or a defect (`laget doctor`)."""
    newest_id = (
        select(StatusUpdate.id)
        .where(StatusUpdate.project_id == Project.id, col(StatusUpdate.withdrawn_at).is_(None))
        .order_by(col(StatusUpdate.at).desc(), col(StatusUpdate.id).desc())
        .limit(1)
        .correlate(Project)
        .scalar_subquery()
    )
    differs = or_(
        col(Project.latest_id).is_distinct_from(StatusUpdate.id),
        col(Project.latest_at).is_distinct_from(StatusUpdate.at),
        col(Project.latest_state).is_distinct_from(StatusUpdate.state),
    )
    return session.exec(
        select(Project).join(StatusUpdate, col(StatusUpdate.id) == newest_id, isouter=True).where(differs)
    ).all()
