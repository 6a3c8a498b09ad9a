"""Works: registered, tied and changed."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col, select

from storage import people, project_changes
from storage.database import Database
from storage.project_changes import Ties
from storage.swedish import fold
from storage.tables import AuditEntry, Party, Project, ProjectLeader
from storage.words import PartyKind, Stage, Standing, WorkForm

AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


def work(session: Session, name: str, ties: Ties = Ties(), short_name: str = "") -> Project:  # noqa: B008 -- frozen
    row = Project(
        name=name,
        short_name=short_name,
        key="",
        form=WorkForm.PILOT,
        stage=Stage.PLANNING,
        standing=Standing.FOLLOWED,
        created_at=AT,
    )
    return project_changes.add(session, row, ties)


def test_a_name_of_any_kind_is_borne(database: Database) -> None:
    with database.write() as session:
        one = work(session, "Trygg hemgång", Ties(aliases=["Hemma nu"]), short_name="Hemgång")
        other = work(session, "Åter hem")
        project_changes.hold_names(session)
        names = ["TRYGG HEMGANG", "hemgång", "hemma nu", "Ater hem", "ledigt", ""]
        taken = {"trygg hemgang": one.id, "hemgang": one.id, "hemma nu": one.id, "ater hem": other.id}
        assert project_changes.name_holders(session, names) == taken
        assert project_changes.name_holders(session, names, but=one.id) == {"ater hem": other.id}


def test_ties_are_replaced_one_by_one(database: Database) -> None:
    with database.write() as session:
        ids = [people.add(session, f"{name} Exempel", now=AT).id for name in ("Anna", "Bo", "Cia")]
        party = Party(name="Ånge kommun", kind=PartyKind.MUNICIPALITY, key=fold("Ånge kommun"))
        session.add(party)
        session.flush()
        row = work(session, "Trygg hemgång", Ties(["Hemma nu"], [party.id], ids[:2]))
    wanted = Ties(("Hemma nu", "Hem"), (), (ids[2], ids[1]))
    with database.write() as session:
        project_changes.change(session, project_changes.locked(session, row.id), {"scope": "Länet"}, wanted)
    with database.read() as session:
        assert project_changes.ties(session, row.id) == wanted
        assert session.get_one(Project, row.id).version == 2
        recorded = session.exec(
            select(AuditEntry.row_id).where(
                AuditEntry.table_name == "project_leader", AuditEntry.action == "delete"
            )
        ).all()
    assert recorded == [f"{row.id}/{ids[0]}"]


def test_a_changed_name_is_found_by_its_new_key(database: Database) -> None:
    with database.write() as session:
        row = work(session, "Trygg hemgång")
        project_changes.change(session, row, {"name": "Åter hem", "short_name": "Hem"})
        assert project_changes.name_holders(session, ["ater hem", "HEM", "trygg hemgang"]) == {
            "ater hem": row.id,
            "hem": row.id,
        }


def test_the_record_knows_who_registered_and_who_changed(database: Database) -> None:
    with database.write() as session:
        anna, bo = (people.add(session, f"{name} Exempel", now=AT) for name in ("Anna", "Bo"))
    with database.write(person_id=anna.id) as session:
        row = work(session, "Trygg hemgång")
    with database.read() as session:
        assert project_changes.changed_since(session, row.id, 1) is None
    with database.write(person_id=bo.id) as session:
        project_changes.change(session, project_changes.locked(session, row.id), {"scope": "Länet"})
    with database.read() as session:
        by = project_changes.registered_by(session, row.id)
        changed = project_changes.changed_since(session, row.id, 1)
        assert by is not None
        assert by.name == "Anna Exempel"
        assert changed is not None
        assert (changed[0].name if changed[0] else "", changed[1]) == ("Bo Exempel", AT)


def test_works_are_described_with_all_their_names(database: Database) -> None:
    with database.write() as session:
        one = work(session, "Trygg hemgång", Ties(aliases=["Hemma nu"]), short_name="Hemgång")
        two = work(session, "Åter hem")
    with database.read() as session:
        found = {each.id: each.names for each in project_changes.described(session)}
    assert found == {one.id: ("Trygg hemgång", "Hemgång", "Hemma nu"), two.id: ("Åter hem",)}


@pytest.mark.parametrize("count", [1, 5])
def test_leaders_keep_their_order(database: Database, count: int) -> None:
    with database.write() as session:
        ids = [people.add(session, f"Nr{number} Exempel", now=AT).id for number in range(count)]
        row = work(session, "Trygg hemgång", Ties(leaders=ids[::-1]))
        query = select(ProjectLeader.person_id).where(ProjectLeader.project_id == row.id)
        led = session.exec(query.order_by(col(ProjectLeader.position))).all()
    assert led == ids[::-1]
