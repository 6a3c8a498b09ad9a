"""The example programme: fresh whenever it is loaded, whole, and plainly an example."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

import storage
from bot.example import EXAMPLE_NAME, load_example
from bot.exchange import export_workbook
from commands.clock import FrozenClock
from commands.message import UserError
from commands.swedish.dates import is_working_day
from commands.swedish.names import Candidate, find
from storage import activities, labels, people, plan, programme, projects, statuses
from storage.database import Database
from storage.plan import Scope
from storage.tables import Activity, Milestone, Party, Person, Project, StatusUpdate
from storage.words import LabelKind, PartyKind, Role, SignupState, Standing, State
from tests.commands.workbook.conftest import cells
from tests.rows import Rows

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TOLD = ("what", "cause", "action", "title", "consequence", "how", "effect", "outcome")
"""The columns of entries that hold what somebody would write of a real work."""
WORKS = {
    "Barnsäkert - en god och nära vård för barn 0-6 år",
    "Samverkan för påverkbar slutenvård",
    "Barn som lever med föräldrar som dör",
    "Organisationsöverskridande multidisciplinärt demensarbete",
    "Barn och Unga i Ånge",
    "Landsbygdsprojektet fas 2",
}


@pytest.fixture
def loaded(database: Database, clock: FrozenClock, rows: Rows) -> Database:
    rows.filled(("the example", clock.now()), lambda database: load_example(database, clock))
    return database


def test_it_is_of_the_real_shape(loaded: Database) -> None:
    with loaded.read() as session:
        held = programme.get(session)
        assert held
        assert held.name == EXAMPLE_NAME
        works = session.exec(select(Project)).all()
        standing = Counter(work.standing for work in works)
        parties = Counter(party.kind for party in session.exec(select(Party)))
        events = Counter(each.is_seminar for each in session.exec(select(Activity)))
        assert statuses.wrong_copies(session) == []
        assert len(labels.of_kinds(session, LabelKind.DIMENSION)) == 6
    assert {work.name for work in works if work.standing is Standing.INCLUDED} == WORKS
    assert standing == {Standing.INCLUDED: 6, Standing.IDEA: 1, Standing.FOLLOWED: 1}
    assert parties == {PartyKind.REGION: 1, PartyKind.MUNICIPALITY: 7}
    assert events == {True: 9, False: 13}


@pytest.mark.parametrize(
    ("database", "at"),
    [
        ("sqlite", "2026-11-19T10:00"),
        ("sqlite", "2027-01-02T00:30"),
        ("sqlite", "2028-02-29T23:59"),
        ("postgresql", "2026-06-19T12:00"),
    ],
    indirect=["database"],
)
def test_it_is_as_old_as_today(database: Database, at: str) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=STOCKHOLM)
    load_example(database, FrozenClock(now))
    today = now.date()
    with database.read() as session:
        updates = session.exec(select(StatusUpdate).order_by(col(StatusUpdate.at))).all()
        days = [each.at.astimezone(STOCKHOLM).date() for each in updates]
        seminars = [each.starts_on for each in activities.seminars(session) if each.starts_on]
        works = {work.name.split()[0]: work for work in session.exec(select(Project))}
    assert days[0] <= today - timedelta(days=700)
    assert today - timedelta(days=14) <= days[-1] < today
    assert all(is_working_day(day) for day in (*days, *seminars))
    assert len([day for day in seminars if day > today]) == 3
    assert len([day for day in seminars if day < today]) == 6
    assert works["Organisationsöverskridande"].latest_state is State.RED
    assert len([name for name, work in works.items() if work.latest_state is State.RED]) == 1
    half_year = today.replace(month=1 if today.month < 7 else 7, day=1)
    silent = works["Landsbygdsprojektet"].latest_at
    assert silent is not None
    assert silent.astimezone(STOCKHOLM).date() < half_year


def test_one_work_has_never_reported(loaded: Database) -> None:
    with loaded.read() as session:
        silent = session.exec(select(Project.name).where(col(Project.latest_id).is_(None))).all()
    assert set(silent) == {"Barn och Unga i Ånge", "Trygg hemgång med en enda kontakt"}


def test_a_seminar_is_full_and_has_a_waiting_list(loaded: Database, clock: FrozenClock) -> None:
    with loaded.read() as session:
        coming = activities.upcoming(session, clock.now().date())
        taken = activities.signups(session, [each.id for each in coming])
    full = coming[0]
    assert [signup.state for signup, _ in taken[full.id]] == [SignupState.SIGNED_UP] * 3 + [SignupState.WAITING] * 2
    assert full.seats == 3


def test_who_can_be_asked_as_whom(loaded: Database) -> None:
    roles = {
        "koordinator@exempel.se": Role.COORDINATOR,
        "projektledare@exempel.se": Role.PROJECT_LEADER,
        "ledning@exempel.se": Role.LEADERSHIP,
        "lasare@exempel.se": Role.READER,
        "admin@exempel.se": Role.ADMINISTRATOR,
    }
    with loaded.read() as session:
        for address, role in roles.items():
            person = people.by_email(session, address)
            assert person
            assert people.roles_of(session, person.id) == {Role.READER, role}
        leader = people.by_email(session, "projektledare@exempel.se")
        assert leader
        assert [work.short_name for work in projects.led_by(session, leader.id)] == ["BarnSäkert"]
        everyone = session.exec(select(Person)).all()
        names = projects.name_keys(session)
        assert len(find("barn", [Candidate(id_, keys) for id_, keys in names.items()]).ids) > 1
        assert projects.ids_by_name(session, "multidisciplinärt demensteam")
    assert all(person.name.endswith(" Exempel") for person in everyone)
    assert len({person.name for person in everyone}) == len(everyone)
    assert all(person.email is None or person.email.endswith("@exempel.se") for person in everyone)


def test_what_it_says_of_a_work_is_plainly_an_example() -> None:
    folder = Path(storage.__file__).parent / "example"
    with (folder / "status.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    told = [
        row[heading]
        for row in rows
        for heading in ("Genomfört", "Nästa steg", "Avvikelse", "Orsak", "Åtgärd", "Beslut behövs")
    ]
    assert all(text.startswith("Exempel: ") for text in told if text)
    assert all(row["Genomfört"] for row in rows)


@pytest.fixture(scope="module")
def another(example_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as a workbook, loaded once more at the moment of the `clock` fixture."""
    folder = tmp_path_factory.mktemp("another")
    database = Database(f"sqlite:///{shutil.copy(example_file, folder / 'laget.db')}")
    export_workbook(database, folder / "laget.xlsx")
    database.close()
    return folder / "laget.xlsx"


def test_the_same_moment_gives_the_same_example(loaded: Database, another: Path, tmp_path: Path) -> None:
    export_workbook(loaded, tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == cells(another)


def test_it_is_never_put_beside_another_programme(loaded: Database, clock: FrozenClock) -> None:
    with pytest.raises(UserError, match="Här finns redan ett program"):
        load_example(loaded, clock)


def test_every_kind_of_entry_is_there_and_plainly_an_example(loaded: Database, clock: FrozenClock) -> None:
    with loaded.read() as session:
        for table in plan.TABLES:
            rows = plan.listed(session, table, Scope(closed=True), 99)
            assert len(rows) >= 3, table
            told = [getattr(row, column, "") for row in rows for column in TOLD]
            assert {str(text)[:9] for text in told if text and isinstance(text, str)} == {"Exempel: "}
        late = plan.listed(session, Milestone, Scope(), 1)[0]
    assert late.ends_on
    assert late.ends_on < clock.now().date()
