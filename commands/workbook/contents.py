"""All of the programme at once, in memory: what an import compares with and what an export writes.

Few queries whatever the size, and none for a single row: a workbook of ten thousand rows is read in seconds.
"""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import Session, col, select

from storage import activities, parties, people, programme, projects
from storage.tables import (
    Activity,
    ChatIdentity,
    Label,
    PartyAlias,
    PersonRole,
    Project,
    ProjectLeader,
    Signup,
    StatusUpdate,
)
from storage.words import Role


class Contents:
    """Every row of every sheet but Status, by the ids of what it belongs to.

    `busy` are the persons who lead, report, are signed up for something or are known by a platform.
    """

    def __init__(self, session: Session) -> None:
        self.programme = programme.get(session)
        self.parties = sorted(parties.every_party(session), key=lambda party: party.id)
        self.party_aliases: dict[int, list[PartyAlias]] = defaultdict(list)
        for alias in session.exec(select(PartyAlias).order_by(col(PartyAlias.id))):
            self.party_aliases[alias.party_id].append(alias)
        self.people = sorted(people.everyone(session), key=lambda person: person.id)
        self.roles: dict[int, set[Role]] = defaultdict(set)
        for given in session.exec(select(PersonRole)):
            self.roles[given.person_id].add(given.role)
        order = col(Label.kind), col(Label.number), col(Label.id)
        self.labels = session.exec(select(Label).order_by(*order)).all()
        self.works = session.exec(select(Project).order_by(col(Project.id))).all()
        ids = [work.id for work in self.works]
        self.work_aliases = projects.aliases(session, ids)
        self.work_parties = projects.parties(session, ids)
        self.work_leaders = projects.leaders(session, ids)
        self.work_labels = projects.labels(session, ids)
        self.activities = session.exec(select(Activity).order_by(col(Activity.id))).all()
        self.speakers = activities.speakers(session, [each.id for each in self.activities])
        known = ProjectLeader.person_id, StatusUpdate.reported_by_id, Signup.person_id, ChatIdentity.person_id
        self.busy = {id_ for column in known for id_ in session.exec(select(column).distinct()) if id_ is not None}
