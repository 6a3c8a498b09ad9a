"""Creating and changing development works: their names, and whom and what they are tied to."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from storage import projects
from storage.swedish import fold
from storage.tables import (
    AuditEntry,
    Person,
    Programme,
    Project,
    ProjectAlias,
    ProjectLabel,
    ProjectLeader,
    ProjectParty,
)
from storage.words import Standing

Key = TypeVar("Key", int, str)
Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Ties:
    """What a work is tied to, in order: other names, and the ids of parties, leaders and labels."""

    aliases: Sequence[str] = ()
    parties: Sequence[int] = ()
    leaders: Sequence[int] = ()
    labels: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """What says what a work is about: all its names, and its description."""

    id: int
    names: tuple[str, ...]
    description: str


def hold_names(session: Session) -> None:
    """Let others who register works wait until this transaction ends: no constraint covers three name columns."""
    session.exec(select(Programme.id).with_for_update()).all()


def name_holders(session: Session, names: Collection[str], but: int | None = None) -> Mapping[str, int]:
    """Which other work than `but` has each of these names, as name, short name or alias: {folded name: work}."""
    found = projects.ids_by_names(session, names)
    return {key: id_ for key, ids in found.items() for id_ in ids if id_ != but}


def add(session: Session, work: Project, ties: Ties) -> Project:
    """Register a work with what it is tied to. Its keys are made here."""
    _fold_names(work)
    session.add(work)
    session.flush()
    _tie(session, work.id, ties)
    return work


def locked(session: Session, work_id: int) -> Project:
    """A work as it is now; nobody else can change it before this transaction ends."""
    return session.get_one(Project, work_id, with_for_update=True, populate_existing=True)


def change(session: Session, work: Project, values: Mapping[str, object], ties: Ties | None = None) -> None:
    """Give a locked work these columns and ties, and a new version."""
    for column, value in values.items():
        setattr(work, column, value)
    work.version += 1
    _fold_names(work)
    session.add(work)
    session.flush()
    if ties is not None:
        _tie(session, work.id, ties)


def ties(session: Session, work_id: int) -> Ties:
    """What a work is tied to now."""
    aliases, parties, leaders, labels = _tied(session, work_id)
    return Ties(tuple(aliases), tuple(parties), tuple(leaders), tuple(labels))


def registered_by(session: Session, work_id: int) -> Person | None:
    """Who registered a work, by the record of changes; None for what was imported or is not known."""
    query = (
        select(Person)
        .join(AuditEntry, col(AuditEntry.person_id) == col(Person.id))
        .where(AuditEntry.table_name == "project", AuditEntry.row_id == str(work_id), AuditEntry.action == "insert")
    )
    return session.exec(query).first()


def changed_since(session: Session, work_id: int, version: int) -> tuple[Person | None, datetime] | None:
    """Who made the latest change of a work after this version, and when; None when nobody did."""
    entries = session.exec(
        select(AuditEntry, Person)
        .join(Person, col(Person.id) == col(AuditEntry.person_id), isouter=True)
        .where(AuditEntry.table_name == "project", AuditEntry.row_id == str(work_id))
        .order_by(col(AuditEntry.id).desc())
        .limit(50)
    )
    for entry, person in entries:
        counted = json.loads(entry.changes).get("version")
        if counted and counted[1] and counted[1] > version:
            return person, entry.at
    return None


def described(session: Session) -> Sequence[Described]:
    """Every work with what says what it is about: three columns of two tables, whatever the number."""
    names: dict[int, list[str]] = {}
    descriptions: dict[int, str] = {}
    columns = select(Project.id, Project.name, Project.short_name, Project.description)
    for id_, name, short_name, description in session.exec(columns):
        names[id_] = [name, short_name] if short_name else [name]
        descriptions[id_] = description
    for id_, name in session.exec(select(ProjectAlias.project_id, ProjectAlias.name)):
        names[id_].append(name)
    return [Described(id_, tuple(each), descriptions[id_]) for id_, each in names.items()]


def ideas(session: Session, count: int, skip: int = 0) -> tuple[Sequence[Project], int]:
    """Early ideas that are not closed, newest first, a page of them, and how many there are in all."""
    is_idea = (col(Project.standing) == Standing.IDEA, col(Project.closed_at).is_(None))
    newest_first = select(Project).where(*is_idea).order_by(col(Project.created_at).desc(), col(Project.id).desc())
    total = session.exec(select(func.count()).select_from(Project).where(*is_idea)).one()
    return session.exec(newest_first.offset(skip).limit(count)).all(), total


def _fold_names(work: Project) -> None:
    work.key = fold(work.name)
    work.short_key = fold(work.short_name)


def _tie(session: Session, work_id: int, wanted: Ties) -> None:
    aliases, parties, leaders, labels = _tied(session, work_id)
    _renew(
        session, aliases, wanted.aliases, lambda name: ProjectAlias(project_id=work_id, name=name, key=fold(name))
    )
    _renew(session, parties, wanted.parties, lambda id_: ProjectParty(project_id=work_id, party_id=id_))
    _renew(session, leaders, wanted.leaders, lambda id_: ProjectLeader(project_id=work_id, person_id=id_))
    _renew(session, labels, wanted.labels, lambda id_: ProjectLabel(project_id=work_id, label_id=id_))
    session.flush()


def _tied(
    session: Session, work_id: int
) -> tuple[dict[str, ProjectAlias], dict[int, ProjectParty], dict[int, ProjectLeader], dict[int, ProjectLabel]]:
    """The rows that tie a work to something, by what they tie it to, in order."""
    aliases = session.exec(
        select(ProjectAlias).where(ProjectAlias.project_id == work_id).order_by(col(ProjectAlias.id))
    )
    parties = session.exec(
        select(ProjectParty).where(ProjectParty.project_id == work_id).order_by(col(ProjectParty.position))
    )
    leaders = session.exec(
        select(ProjectLeader).where(ProjectLeader.project_id == work_id).order_by(col(ProjectLeader.position))
    )
    labels = session.exec(select(ProjectLabel).where(ProjectLabel.project_id == work_id))
    return (
        {row.name: row for row in aliases},
        {row.party_id: row for row in parties},
        {row.person_id: row for row in leaders},
        {row.label_id: row for row in labels},
    )


def _renew(session: Session, had: Mapping[Key, Row], wanted: Sequence[Key], make: Callable[[Key], Row]) -> None:
    """Add what is wanted and not there, take away the rest, one row at a time so that each change is recorded."""
    for position, key in enumerate(dict.fromkeys(wanted)):
        row = had.get(key) or make(key)
        if isinstance(row, ProjectParty | ProjectLeader):
            row.position = position
        session.add(row)
    for key in had.keys() - set(wanted):
        session.delete(had[key])
