"""Persons, their roles and how the platforms know them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from storage import parties
from storage.swedish import fold
from storage.tables import Absence, ChatIdentity, Person, PersonRole, ProjectLeader
from storage.words import Role


def by_email(session: Session, email: str) -> Person | None:
    """The person with this address, in any case."""
    return session.exec(select(Person).where(Person.email == email.strip().lower())).first()


@dataclass(frozen=True, slots=True)
class Member:
    """A person and what they may do: all that answering them takes."""

    id: int
    name: str
    email: str | None
    roles: frozenset[Role]


# Every request asks this, so it is one statement that is made once, and no entity.
_MEMBER = (
    sa.select(
        col(Person.id),
        col(Person.name),
        col(Person.email),
        col(PersonRole.role),
        sa.or_(
            sa.exists().where(col(ProjectLeader.person_id) == col(Person.id)),
            sa.exists().where(
                col(Absence.deputy_id) == col(Person.id),
                col(Absence.starts_on) <= bindparam("today", type_=sa.Date),
                col(Absence.ends_on) >= bindparam("today", type_=sa.Date),
            ),
        ).label("leads"),
    )
    .join(PersonRole, col(PersonRole.person_id) == col(Person.id), isouter=True)
    .where(col(Person.anonymised_at).is_(None))
)
_BY_IDENTITY = _MEMBER.join(ChatIdentity, col(ChatIdentity.person_id) == col(Person.id)).where(
    col(ChatIdentity.platform) == bindparam("platform"),
    col(ChatIdentity.tenant) == bindparam("tenant"),
    col(ChatIdentity.external_id) == bindparam("external_id"),
)
_BY_EMAIL = _MEMBER.where(col(Person.email) == bindparam("email"))


def member_by_identity(
    session: Session, platform: str, tenant: str, external_id: str, today: date
) -> Member | None:
    """The person whom a platform knows by this id, unless they were anonymised.

    A leader of a work is a project leader, and so is the deputy of a person who is away that day.
    """
    given = {"platform": platform, "tenant": tenant, "external_id": external_id, "today": today}
    return _member(session, _BY_IDENTITY, given)


def member_by_email(session: Session, email: str, today: date) -> Member | None:
    """The person with this address, in any case, unless they were anonymised; roles as above."""
    return _member(session, _BY_EMAIL, {"email": email.strip().lower(), "today": today})


def _member(session: Session, statement: Any, given: dict[str, Any]) -> Member | None:
    rows = session.connection().execute(statement, given).all()
    if not rows:
        return None
    id_, name, email, _, leads = rows[0]
    roles = {Role.READER, *(row.role for row in rows if row.role)}
    return Member(id_, name, email, frozenset(roles | {Role.PROJECT_LEADER} if leads else roles))


def identity(session: Session, platform: str, tenant: str, external_id: str) -> ChatIdentity | None:
    """How a platform knows a person by this id."""
    return session.exec(
        select(ChatIdentity).where(
            ChatIdentity.platform == platform,
            ChatIdentity.tenant == tenant,
            ChatIdentity.external_id == external_id,
        )
    ).first()


def get(session: Session, person_id: int | None) -> Person | None:
    """One person; None for nobody."""
    return session.get(Person, person_id) if person_id is not None else None


def names(session: Session, ids: Iterable[int | None]) -> Mapping[int, str]:
    """The names of these persons."""
    wanted = [id_ for id_ in ids if id_ is not None]
    return dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(wanted))).all())


def roles_of(session: Session, person_id: int) -> frozenset[Role]:
    """The roles of a person: everyone may read, and a leader of a work is a project leader."""
    return roles(session, [person_id])[person_id]


def add(
    session: Session,
    name: str,
    *,
    now: datetime,
    email: str | None = None,
    organisation: str = "",
    roles: Iterable[Role] = (),
) -> Person:
    """Register a person. The organisation is tied to the party of that name, if there is one."""
    party = parties.by_name(session, organisation) if organisation else None
    person = Person(
        name=name,
        key=fold(name),
        email=email.strip().lower() if email else None,
        organisation=organisation,
        party_id=party.id if party else None,
        created_at=now,
    )
    session.add(person)
    session.flush()
    give_roles(session, person, roles)
    return person


def give_roles(session: Session, person: Person, roles: Iterable[Role]) -> None:
    """Add roles that the person does not have yet."""
    had = set(session.exec(select(PersonRole.role).where(PersonRole.person_id == person.id)))
    session.add_all(PersonRole(person_id=person.id, role=role) for role in sorted(set(roles) - had))
    session.flush()


def everyone(session: Session) -> Sequence[Person]:
    """All persons."""
    return session.exec(select(Person)).all()


def with_roles(session: Session, roles: Iterable[Role]) -> Sequence[Person]:
    """Everyone who has one of these roles."""
    return session.exec(
        select(Person)
        .join(PersonRole, col(PersonRole.person_id) == col(Person.id))
        .where(col(PersonRole.role).in_(list(roles)))
        .distinct()
    ).all()


def link(
    session: Session, person: Person, platform: str, tenant: str, external_id: str, now: datetime
) -> ChatIdentity:
    """Let a platform's id mean this person from now on, in place of any other."""
    known = identity(session, platform, tenant, external_id) or ChatIdentity(
        platform=platform, tenant=tenant, external_id=external_id, person_id=person.id, last_seen_at=now
    )
    known.person_id = person.id
    known.last_seen_at = now
    session.add(known)
    session.flush()
    return known


def tenant_of(session: Session, platform: str, external_id: str) -> str:
    """Where a platform knows a person by this id; "" when it does not."""
    found = session.exec(
        select(ChatIdentity.tenant)
        .where(ChatIdentity.platform == platform, ChatIdentity.external_id == external_id)
        .order_by(col(ChatIdentity.last_seen_at).desc())
    ).first()
    return found or ""


def identities(session: Session, person_id: int) -> Sequence[ChatIdentity]:
    """How the platforms know a person, the one that was used last first."""
    return session.exec(
        select(ChatIdentity)
        .where(ChatIdentity.person_id == person_id)
        .order_by(col(ChatIdentity.last_seen_at).desc(), col(ChatIdentity.id).desc())
    ).all()


def by_name(session: Session, name: str) -> Sequence[Person]:
    """Everyone with exactly this name, case and å ä ö aside."""
    query = select(Person).where(Person.key == fold(name), col(Person.anonymised_at).is_(None))
    return session.exec(query.order_by(col(Person.id))).all()


def roles(session: Session, ids: Collection[int]) -> Mapping[int, frozenset[Role]]:
    """The roles of each of these persons: everyone may read, and a leader of a work is a project leader."""
    found: dict[int, set[Role]] = defaultdict(set)
    for row in session.exec(select(PersonRole).where(col(PersonRole.person_id).in_(ids))):
        found[row.person_id].add(row.role)
    for id_ in session.exec(
        select(ProjectLeader.person_id).where(col(ProjectLeader.person_id).in_(ids)).distinct()
    ):
        found[id_].add(Role.PROJECT_LEADER)
    return {id_: frozenset(found[id_] | {Role.READER}) for id_ in ids}


def take_role(session: Session, person_id: int, role: Role) -> bool:
    """Take a role from a person. False when it was not given to them."""
    given = session.get(PersonRole, (person_id, role))
    if given is None:
        return False
    session.delete(given)
    session.flush()
    return True


def administrators(session: Session) -> Collection[int]:
    """The ids of those who administer; their rows are held, so that two cannot leave at once."""
    query = select(PersonRole).where(PersonRole.role == Role.ADMINISTRATOR).with_for_update()
    return {row.person_id for row in session.exec(query)}


def locked(session: Session, person_id: int) -> Person:
    """A person as they are now; nobody else can change them before this transaction ends."""
    return session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
