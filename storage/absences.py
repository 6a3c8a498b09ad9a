"""Who is away, and who is their deputy."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from storage.tables import Absence, Person, Project, ProjectLeader


class Away(NamedTuple):
    """A person who is away: until when, and their deputy, if any."""

    name: str
    until: date
    deputy_id: int | None


def away(session: Session, on: date) -> Mapping[int, Away]:
    """Who is away on that day: {person: until when, and their deputy}."""
    deputy = aliased(Person)
    rows = session.exec(
        select(col(Absence.person_id), col(Person.name), col(Absence.ends_on), col(deputy.id))
        .join(Person, col(Person.id) == col(Absence.person_id))
        .join(
            deputy,
            and_(col(deputy.id) == col(Absence.deputy_id), col(deputy.anonymised_at).is_(None)),
            isouter=True,
        )
        .where(col(Absence.ends_on) >= on, col(Absence.starts_on) <= on)
    )
    return {person_id: Away(name, ends_on, deputy_id) for person_id, name, ends_on, deputy_id in rows}


def get(session: Session, person_id: int) -> Absence | None:
    """When a person is away, as they last entered it."""
    return session.get(Absence, person_id)


def is_deputy(session: Session, project_id: int, person_id: int, on: date) -> bool:
    """Whether a leader of this work is away on that day and has named this person as deputy."""
    found = session.exec(
        select(Absence.person_id)
        .join(ProjectLeader, col(ProjectLeader.person_id) == col(Absence.person_id))
        .where(
            Absence.deputy_id == person_id,
            ProjectLeader.project_id == project_id,
            col(Absence.starts_on) <= on,
            col(Absence.ends_on) >= on,
        )
    )
    return found.first() is not None


def covered_by(session: Session, person_id: int, on: date) -> Mapping[int, tuple[Project, str]]:
    """The open works of leaders who are away that day with this person as deputy, each with a leader's name."""
    rows = session.exec(
        select(Project, Person.name)
        .join(ProjectLeader, col(ProjectLeader.project_id) == col(Project.id))
        .join(Absence, col(Absence.person_id) == col(ProjectLeader.person_id))
        .join(Person, col(Person.id) == col(Absence.person_id))
        .where(
            Absence.deputy_id == person_id,
            col(Absence.starts_on) <= on,
            col(Absence.ends_on) >= on,
            col(Project.closed_at).is_(None),
        )
        .order_by(col(Project.key), col(ProjectLeader.position))
    )
    found: dict[int, tuple[Project, str]] = {}
    for work, name in rows:
        found.setdefault(work.id, (work, name))
    return found
