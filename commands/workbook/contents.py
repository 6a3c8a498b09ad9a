"""All of the programme at once, in memory: what an import compares with and what an export writes.

Few queries whatever the size, and none for a single row: a workbook of ten thousand rows is read in seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from sqlmodel import Session, col, select

from storage import activities, parties, people, programme, projects
from storage.tables import (
    Activity,
    ChatIdentity,
    Label,
    Party,
    PartyAlias,
    Person,
    PersonRole,
    Programme,
    Project,
    ProjectLeader,
    Signup,
    Speaker,
    StatusUpdate,
)
from storage.words import Role


@dataclass(frozen=True)
class Contents:
    """Every row of every sheet but Status, by the ids of what it belongs to.

    `busy` are the persons who lead, report, are signed up for something or are known by a platform.
    """

    programme: Programme | None
    parties: Sequence[Party]
    party_aliases: Mapping[int, list[PartyAlias]]
    people: Sequence[Person]
    roles: Mapping[int, set[Role]]
    labels: Sequence[Label]
    works: Sequence[Project]
    work_aliases: Mapping[int, list[str]]
    work_parties: Mapping[int, list[Party]]
    work_leaders: Mapping[int, list[Person]]
    work_labels: Mapping[int, list[Label]]
    activities: Sequence[Activity]
    speakers: Mapping[int, list[Speaker]]
    busy: Set[int]


def load(session: Session) -> Contents:
    """Read everything."""
    works = session.exec(select(Project).order_by(col(Project.id))).all()
    work_ids = [work.id for work in works]
    events = session.exec(select(Activity).order_by(col(Activity.id))).all()
    aliases: dict[int, list[PartyAlias]] = defaultdict(list)
    for alias in session.exec(select(PartyAlias).order_by(col(PartyAlias.id))):
        aliases[alias.party_id].append(alias)
    roles: dict[int, set[Role]] = defaultdict(set)
    for given in session.exec(select(PersonRole)):
        roles[given.person_id].add(given.role)
    return Contents(
        programme=programme.get(session),
        parties=sorted(parties.every_party(session), key=lambda party: party.id),
        party_aliases=aliases,
        people=sorted(people.everyone(session), key=lambda person: person.id),
        roles=roles,
        labels=session.exec(select(Label).order_by(col(Label.kind), col(Label.number), col(Label.id))).all(),
        works=works,
        work_aliases=projects.aliases(session, work_ids),
        work_parties=projects.parties(session, work_ids),
        work_leaders=projects.leaders(session, work_ids),
        work_labels=projects.labels(session, work_ids),
        activities=events,
        speakers=activities.speakers(session, [event.id for event in events]),
        busy=_busy(session),
    )


def _busy(session: Session) -> set[int]:
    columns = (
        ProjectLeader.person_id,
        StatusUpdate.reported_by_id,
        Signup.person_id,
        ChatIdentity.person_id,
    )
    return {id_ for column in columns for id_ in session.exec(select(column).distinct()) if id_ is not None}
