"""Persons: the roles of many, and what is left of one who is forgotten."""

import json
from datetime import UTC, datetime

from sqlmodel import col, select

from storage import following, notices, people, personal_data, reachability, rounds
from storage.database import Database
from storage.tables import (
    Absence,
    Activity,
    AuditEntry,
    ChosenPlatform,
    Follow,
    Notice,
    Project,
    Snooze,
    Speaker,
    WeeklyLetter,
)
from storage.words import NoticeState, Role, Stage, Standing, WorkForm

AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


def test_roles_of_many_are_those_of_each(database: Database) -> None:
    with database.write() as session:
        anna = people.add(session, "Anna Exempel", now=AT, roles=[Role.COORDINATOR, Role.LEADERSHIP])
        bo = people.add(session, "Bo Exempel", now=AT)
        found = people.roles(session, [anna.id, bo.id])
        assert found == {person.id: people.roles_of(session, person.id) for person in (anna, bo)}
        assert people.take_role(session, anna.id, Role.LEADERSHIP)
        assert not people.take_role(session, anna.id, Role.LEADERSHIP)
        assert people.roles(session, [anna.id])[anna.id] == {Role.COORDINATOR, Role.READER}


def test_a_forgotten_person_speaks_and_is_written_to_no_more(database: Database) -> None:
    with database.write() as session:
        anna = people.add(session, "Anna Exempel", now=AT, organisation="Exempelbolaget")
        bo = people.add(session, "Bo Exempel", now=AT)
        event = Activity(is_seminar=True, title="Seminarium", key="seminarium", created_at=AT)
        session.add(event)
        session.flush()
        session.add(
            Speaker(activity_id=event.id, name="Anna Exempel", organisation="Exempelbolaget", person_id=anna.id)
        )
        for person, kind in ((anna, "planned"), (anna, "sent"), (bo, "planned")):
            body = f'{{"blocks": [{{"kind": "text", "text": "Hej {person.name}"}}]}}'
            notices.plan(
                session, kind=kind, subject="activity:1", recipient=f"person:{person.id}", due=AT, body=body
            )
        sent = session.exec(select(Notice).where(Notice.kind == "sent")).one()
        sent.state, sent.address, sent.refused = NoticeState.SENT, "slack:DANNA", "teams:29:anna"
    with database.write() as session:
        personal_data.forget(session, people.locked(session, anna.id), AT)
    with database.read() as session:
        assert session.exec(select(Speaker.name)).one() == personal_data.REMOVED
        left = {(each.kind, each.recipient): each.body for each in session.exec(select(Notice))}
        assert left.keys() == {("sent", f"person:{anna.id}"), ("planned", f"person:{bo.id}")}
        assert "Anna" not in left["sent", f"person:{anna.id}"]
        assert {(each.address, each.refused) for each in session.exec(select(Notice))} == {("", "")}
        record = "".join(session.exec(select(AuditEntry.changes)))
    assert "Anna" not in record
    assert "Exempelbolaget" not in record
    assert "Bo Exempel" in record


def test_only_the_row_of_that_person_is_blanked_in_the_record(database: Database) -> None:
    with database.write() as session:
        anna = people.add(session, "Anna Exempel", now=AT, email="anna@exempel.se")
        bo = people.add(session, "Bo Exempel", now=AT, email="bo@exempel.se")
        for person in (anna, bo):
            people.link(session, person, "slack", "T1", f"U{person.name[0]}", AT)
    with database.write() as session:
        personal_data.forget(session, people.locked(session, anna.id), AT)
    with database.read() as session:
        entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    chats = [json.loads(each.changes)["external_id"] for each in entries if each.table_name == "chat_identity"]
    assert chats == [[None, "***"], [None, "UB"], ["***", None]]


def test_what_somebody_wished_is_shown_to_them_and_goes_with_them(database: Database) -> None:
    day = AT.date()
    with database.write() as session:
        anna, bo, cia = (people.add(session, f"{name} Exempel", now=AT) for name in ("Anna", "Bo", "Cia"))
        work = Project(
            name="Barnen", key="barnen", form=WorkForm.PROJECT, stage=Stage.PLANNING, standing=Standing.FOLLOWED,
            created_at=AT,
        )  # fmt: skip
        session.add(work)
        session.flush()
        following.follow(session, anna.id, work.id, AT)
        following.want_letter(session, anna.id, is_on=True)
        rounds.snooze(session, anna.id, day)
        reachability.choose(session, anna.id, "slack")
        session.add(Absence(person_id=anna.id, starts_on=day, ends_on=day, deputy_id=bo.id))
        session.add(Absence(person_id=cia.id, starts_on=day, ends_on=day, deputy_id=anna.id))
        session.flush()
        kept = personal_data.kept(session, anna.id)
        assert (kept.follows, kept.letter, kept.deputy, kept.stands_in_for) == (["Barnen"], True, "Bo Exempel", ["Cia Exempel"])  # fmt: skip
        assert (kept.snoozed_until, kept.chosen_platform, kept.absence and kept.absence.ends_on) == (
            day,
            "slack",
            day,
        )
    with database.write() as session:
        personal_data.forget(session, people.locked(session, anna.id), AT)
    with database.read() as session:
        for table in (Follow, WeeklyLetter, Snooze, ChosenPlatform):
            assert session.exec(select(table)).all() == []
        [left] = session.exec(select(Absence))
        assert (left.person_id, left.deputy_id) == (cia.id, None)
