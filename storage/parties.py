"""Parties and their names: registered, changed, found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from storage.grouping import grouped
from storage.swedish import fold
from storage.tables import Party, PartyAlias
from storage.words import PartyKind


def locked(session: Session, party_id: int) -> Party | None:
    """A party as it is now, held until the transaction ends."""
    return session.get(Party, party_id, with_for_update=True, populate_existing=True)


def aliases(session: Session) -> Mapping[int, list[PartyAlias]]:
    """The other names of every party, as they were given."""
    rows = session.exec(select(PartyAlias).order_by(col(PartyAlias.id)))
    return grouped((alias.party_id, alias) for alias in rows)


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


def every_party(session: Session) -> Sequence[Party]:
    """All parties: the region first, then the municipalities, then the others, as they were registered."""
    rank = {PartyKind.REGION: 0, PartyKind.MUNICIPALITY: 1, PartyKind.OTHER: 2}
    return sorted(session.exec(select(Party).order_by(col(Party.id))).all(), key=lambda party: rank[party.kind])


def by_name(session: Session, name: str) -> Party | None:
    """The party with this name, short name or alias, as people type it."""
    key = fold(name)
    found = session.exec(select(Party).where((Party.key == key) | (Party.short_key == key))).first()
    if found or not key:
        return found if key else None
    return session.exec(
        select(Party).join(PartyAlias, col(PartyAlias.party_id) == col(Party.id)).where(PartyAlias.key == key)
    ).first()


def ids_by_key(session: Session) -> Mapping[str, int]:
    """Every folded name of every party: full, short, alias."""
    keys = {alias.key: alias.party_id for alias in session.exec(select(PartyAlias))}
    for party in session.exec(select(Party)):
        keys |= {party.key: party.id, party.short_key: party.id}
    keys.pop("", None)
    return keys
