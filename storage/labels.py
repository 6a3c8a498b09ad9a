"""The labels of the programme: goals, benefit objects, target groups, directions, dimensions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from storage.swedish import fold
from storage.tables import Label
from storage.words import LabelKind


def of_kinds(session: Session, *kinds: LabelKind) -> Sequence[Label]:
    """The labels of these kinds, in the programme's order within each kind."""
    query = select(Label).where(col(Label.kind).in_(kinds))
    return session.exec(query.order_by(col(Label.kind), col(Label.number), col(Label.id))).all()


def by_text(session: Session, kind: LabelKind, text: str) -> Label | None:
    """The label of this kind with this text, case and å ä ö aside."""
    return session.exec(select(Label).where(Label.kind == kind, Label.key == fold(text))).first()


def locked(session: Session, label_id: int) -> Label | None:
    """A label as it is now, held until the transaction ends."""
    return session.get(Label, label_id, with_for_update=True, populate_existing=True)


def save(session: Session, label: Label) -> None:
    """Add or change a label."""
    label.key = fold(label.text)
    session.add(label)
    session.flush()
