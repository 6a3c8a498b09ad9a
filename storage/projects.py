"""Development works: found by name, read with what they are tied to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col, select, union_all

from storage.grouping import grouped
from storage.swedish import fold
from storage.tables import (
    Label,
    Party,
    Person,
    Project,
    ProjectAlias,
    ProjectLabel,
    ProjectLeader,
    ProjectParty,
)


def ids_by_name(session: Session, name: str) -> list[int]:
    """The works with exactly this name, short name or alias, case and å ä ö aside. By index: quick at any size."""
    return ids_by_names(session, [name]).get(fold(name), [])


def ids_by_names(session: Session, names: Collection[str]) -> Mapping[str, list[int]]:
    """For each of these names that a work has exactly: {folded name: ids of the works}. One query."""
    keys = [key for name in names if (key := fold(name))]
    rows = session.execute(
        union_all(
            select(Project.key, Project.id).where(col(Project.key).in_(keys)),
            select(Project.short_key, Project.id).where(col(Project.short_key).in_(keys)),
            select(ProjectAlias.key, ProjectAlias.project_id).where(col(ProjectAlias.key).in_(keys)),
        )
    )
    return grouped(dict.fromkeys((key, id_) for key, id_ in rows))


# Asked by nearly every line that names a work, so it is made once.
_KEY = bindparam("key", type_=sa.String)
_BY_NAME = select(Project).where(
    col(Project.id).in_(
        union_all(
            select(Project.id).where(col(Project.key) == _KEY),
            select(Project.id).where(col(Project.short_key) == _KEY),
            select(ProjectAlias.project_id).where(col(ProjectAlias.key) == _KEY),
        )
    )
)


def by_name(session: Session, name: str) -> Sequence[Project]:
    """The works with exactly this name, short name or alias, case and å ä ö aside. By index: quick at any size."""
    key = fold(name)
    return session.exec(_BY_NAME, params={"key": key}).all() if key else ()


@dataclass(frozen=True, slots=True)
class Around:
    """Who leads a work ({person id: name}) and which parties take part in it, by the names that people use."""

    leaders: Mapping[int, str]
    parties: Sequence[str]


_WORK = bindparam("work", type_=sa.Integer)
_AROUND = union_all(
    sa.select(sa.literal("leader"), col(Person.id), col(Person.name), col(ProjectLeader.position).label("position"))
    .join(ProjectLeader, col(ProjectLeader.person_id) == col(Person.id))
    .where(col(ProjectLeader.project_id) == _WORK),
    sa.select(
        sa.literal("party"),
        col(Party.id),
        sa.func.coalesce(sa.func.nullif(col(Party.short_name), ""), col(Party.name)),
        col(ProjectParty.position).label("position"),
    )
    .join(ProjectParty, col(ProjectParty.party_id) == col(Party.id))
    .where(col(ProjectParty.project_id) == _WORK),
).order_by("position")


def around(session: Session, project_id: int) -> Around:
    """Who and what a work is tied to, in order, in one statement."""
    rows = session.connection().execute(_AROUND, {"work": project_id}).all()
    return Around(
        {id_: name for kind, id_, name, _ in rows if kind == "leader"},
        [name for kind, _, name, _ in rows if kind == "party"],
    )


def name_keys(session: Session) -> Mapping[int, tuple[str, ...]]:
    """Every work's folded names, to find what a person means by a part of a name or with a typo."""
    keys: dict[int, list[str]] = defaultdict(list)
    for id_, key, short in session.exec(select(Project.id, Project.key, Project.short_key)):
        keys[id_].extend(filter(None, (key, short)))
    for id_, key in session.exec(select(ProjectAlias.project_id, ProjectAlias.key)):
        keys[id_].append(key)
    return {id_: tuple(names) for id_, names in keys.items()}


def get(session: Session, project_id: int) -> Project | None:
    """One work."""
    return session.get(Project, project_id)


def several(session: Session, ids: Collection[int]) -> Sequence[Project]:
    """These works, in no order."""
    return session.exec(select(Project).where(col(Project.id).in_(ids))).all()


def leaders(session: Session, ids: Collection[int]) -> Mapping[int, list[Person]]:
    """Who leads each of these works, in order."""
    query = (
        select(ProjectLeader.project_id, Person)
        .join(Person, col(Person.id) == col(ProjectLeader.person_id))
        .where(col(ProjectLeader.project_id).in_(ids))
        .order_by(col(ProjectLeader.position))
    )
    return grouped(session.exec(query), ids)


def parties(session: Session, ids: Collection[int]) -> Mapping[int, list[Party]]:
    """Which parties take part in each of these works, in order."""
    query = (
        select(ProjectParty.project_id, Party)
        .join(Party, col(Party.id) == col(ProjectParty.party_id))
        .where(col(ProjectParty.project_id).in_(ids))
        .order_by(col(ProjectParty.position))
    )
    return grouped(session.exec(query), ids)


def labels(session: Session, ids: Collection[int]) -> Mapping[int, list[Label]]:
    """Which labels each of these works is tied to."""
    query = (
        select(ProjectLabel.project_id, Label)
        .join(Label, col(Label.id) == col(ProjectLabel.label_id))
        .where(col(ProjectLabel.project_id).in_(ids))
        .order_by(col(Label.kind), col(Label.number), col(Label.id))
    )
    return grouped(session.exec(query), ids)


def aliases(session: Session, ids: Collection[int]) -> Mapping[int, list[str]]:
    """The other names of each of these works."""
    query = (
        select(ProjectAlias.project_id, ProjectAlias.name)
        .where(col(ProjectAlias.project_id).in_(ids))
        .order_by(col(ProjectAlias.id))
    )
    return grouped(session.exec(query), ids)


def led_by(session: Session, person_id: int) -> Sequence[Project]:
    """The works that a person leads."""
    return session.exec(
        select(Project)
        .join(ProjectLeader, col(ProjectLeader.project_id) == col(Project.id))
        .where(ProjectLeader.person_id == person_id)
    ).all()


def is_led_by(session: Session, project_id: int, person_id: int) -> bool:
    """Whether this person leads this work."""
    return session.get(ProjectLeader, (project_id, person_id)) is not None


def all_open(session: Session) -> Sequence[Project]:
    """Every work that is not closed."""
    return session.exec(select(Project).where(col(Project.closed_at).is_(None))).all()


def leader_ids(session: Session, project_ids: Collection[int]) -> Mapping[int, Collection[int]]:
    """The persons who lead each of these works, in order; works without leaders are left out."""
    query = (
        select(ProjectLeader.project_id, ProjectLeader.person_id)
        .join(Person, col(Person.id) == col(ProjectLeader.person_id))
        .where(col(ProjectLeader.project_id).in_(project_ids), col(Person.anonymised_at).is_(None))
        .order_by(col(ProjectLeader.position))
    )
    return grouped(session.exec(query)) if project_ids else {}
