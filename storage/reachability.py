"""Where persons can be reached: the platforms that know them, the one they chose, the one they used last."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from storage.grouping import grouped
from storage.tables import ChatIdentity, ChosenPlatform, Person


class Way(NamedTuple):
    """A conversation with a person."""

    platform: str
    conversation: str


class Reach(NamedTuple):
    """How a person is reached, the best way first; their address is for the local chat, which knows no other."""

    ways: Sequence[Way]
    email: str | None


def of(session: Session, person_ids: Collection[int]) -> Mapping[int, Reach]:
    """How each of these persons is reached: where they chose, else where they were last; three queries.

    Those who have been removed are left out.
    """
    if not person_ids:
        return {}
    choices = select(ChosenPlatform.person_id, ChosenPlatform.platform)
    chosen = dict(session.exec(choices.where(col(ChosenPlatform.person_id).in_(person_ids))).all())
    identities = session.exec(
        select(ChatIdentity)
        .where(col(ChatIdentity.person_id).in_(person_ids))
        .order_by(col(ChatIdentity.last_seen_at).desc(), col(ChatIdentity.id).desc())
    )
    known = grouped(((each.person_id, each) for each in identities), person_ids)
    persons = select(Person.id, Person.email).where(
        col(Person.id).in_(person_ids), col(Person.anonymised_at).is_(None)
    )
    return {
        person_id: Reach(_ordered(known[person_id], chosen.get(person_id)), email)
        for person_id, email in session.exec(persons)
    }


def _ordered(identities: Sequence[ChatIdentity], chosen: str | None) -> Sequence[Way]:
    best_first = sorted(identities, key=lambda each: each.platform != chosen)
    return [Way(each.platform, each.conversation or each.external_id) for each in best_first]


def chosen(session: Session, person_id: int) -> str | None:
    """The platform that a person has chosen; None when they never did."""
    found = session.get(ChosenPlatform, person_id)
    return found.platform if found else None


def choose(session: Session, person_id: int, platform: str | None) -> None:
    """Note which platform a person wants their messages on; None for where they were last."""
    row = session.get(ChosenPlatform, person_id)
    if platform is None:
        if row is not None:
            session.delete(row)
    else:
        row = row or ChosenPlatform(person_id=person_id, platform=platform)
        row.platform = platform
        session.add(row)
    session.flush()
