"""Parties with their names, registered and changed; the programme's labels likewise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from storage.swedish import fold
from storage.tables import Label, Party, PartyAlias
from storage.words import LabelKind


def locked(session: Session, party_id: int) -> Party | None:
    """A party as it stands now, held until the transaction ends."""
    query = select(Party).where(Party.id == party_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def aliases(session: Session) -> Mapping[int, list[PartyAlias]]:
    """The other names of every party, as they were given."""
    found: dict[int, list[PartyAlias]] = defaultdict(list)
    for alias in session.exec(select(PartyAlias).order_by(col(PartyAlias.id))):
        found[alias.party_id].append(alias)
    return found


def save(session: Session, party: Party, other_names: Sequence[str]) -> None:
    """Add or change a party and give it exactly these other names, one row at a time so that each is recorded."""
    party.key, party.short_key = fold(party.name), fold(party.short_name)
    session.add(party)
    session.flush()
    had = {alias.name: alias for alias in aliases(session).get(party.id, ())}
    for name in had.keys() - set(other_names):
        session.delete(had[name])
    new = [name for name in other_names if name not in had]
    session.add_all(PartyAlias(party_id=party.id, name=name, key=fold(name)) for name in new)
    session.flush()


def labels(session: Session) -> Sequence[Label]:
    """All labels, in the programme's order within their kinds."""
    return session.exec(select(Label).order_by(col(Label.kind), col(Label.number), col(Label.id))).all()


def label_called(session: Session, kind: LabelKind, text: str) -> Label | None:
    """The label of this kind with this text, case and å ä ö aside."""
    return session.exec(select(Label).where(Label.kind == kind, Label.key == fold(text))).first()


def locked_label(session: Session, label_id: int) -> Label | None:
    """A label as it stands now, held until the transaction ends."""
    query = select(Label).where(Label.id == label_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def save_label(session: Session, label: Label) -> None:
    """Add or change a label."""
    label.key = fold(label.text)
    session.add(label)
    session.flush()
