"""Status updates and the copy of the latest one, also when many write at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from storage import plan, statuses
from storage.database import Database
from storage.swedish import fold
from storage.tables import Project, StatusUpdate
from storage.words import Stage, Standing, State, WorkForm

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)


@pytest.fixture
def work_id(database: Database) -> int:
    with database.write(actor="test", source="test") as session:
        work = Project(
            name="Ett arbete",
            key=fold("Ett arbete"),
            form=WorkForm.PROJECT,
            stage=Stage.EXECUTION,
            standing=Standing.INCLUDED,
            created_at=NOON,
        )
        session.add(work)
        session.flush()
        return work.id


def entry(work_id: int, at: datetime, state: State, done: str = "") -> StatusUpdate:
    return StatusUpdate(project_id=work_id, at=at, state=state, done=done, created_at=NOON)


def latest(database: Database, work_id: int) -> tuple[datetime | None, State | None]:
    with database.read() as session:
        work = session.get(Project, work_id)
        assert work
        assert not statuses.wrong_copies(session)
        return work.latest_at, work.latest_state


def test_an_older_entry_does_not_become_the_latest(database: Database, work_id: int) -> None:
    with database.write() as session:
        statuses.record(session, entry(work_id, NOON, State.RED), {})
        statuses.record(session, entry(work_id, NOON - timedelta(days=9), State.GREEN), {})
    assert latest(database, work_id) == (NOON, State.RED)


def test_of_two_at_the_same_moment_the_later_told_counts(database: Database, work_id: int) -> None:
    with database.write() as session:
        statuses.record(session, entry(work_id, NOON, State.RED), {})
        statuses.record(session, entry(work_id, NOON, State.YELLOW), {})
    assert latest(database, work_id) == (NOON, State.YELLOW)


def test_taking_the_only_entry_back_leaves_none(database: Database, work_id: int) -> None:
    with database.write() as session:
        only = statuses.record(session, entry(work_id, NOON, State.RED), {})
        statuses.withdraw(session, only, None, NOON)
    assert latest(database, work_id) == (None, None)


def test_many_at_once_neither_wait_for_ever_nor_leave_a_wrong_copy(database: Database, work_id: int) -> None:
    def tell(number: int) -> None:
        with database.write() as session:
            update = entry(work_id, NOON + timedelta(minutes=number), State.GREEN, f"Nr {number}")
            statuses.record(session, update, {})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tell, range(40)))
    assert latest(database, work_id) == (NOON + timedelta(minutes=39), State.GREEN)
    with database.read() as session:
        assert len(plan.history(session, work_id, 100)) == 40


def test_a_wrong_copy_is_found(database: Database, work_id: int) -> None:
    with database.write() as session:
        statuses.record(session, entry(work_id, NOON, State.RED), {})
        work = session.get(Project, work_id)
        assert work
        work.latest_id, work.latest_state = None, None
        session.add(work)
    with database.read() as session:
        assert [work.id for work in statuses.wrong_copies(session)] == [work_id]
