"""What reports are compiled from, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from storage import period_facts, statuses
from storage.database import Database
from storage.period_facts import StateAt
from storage.swedish import fold
from storage.tables import Project, StatusUpdate
from storage.words import Stage, Standing, State, WorkForm

JANUARY, JULY = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


def make_work(session: Session, name: str, closed_at: datetime | None = None) -> int:
    work = Project(
        name=name,
        key=fold(name),
        form=WorkForm.PROJECT,
        stage=Stage.EXECUTION,
        standing=Standing.INCLUDED,
        created_at=JANUARY,
        closed_at=closed_at,
    )
    session.add(work)
    session.flush()
    assert work.id is not None
    return work.id


def tell(session: Session, work: int, at: datetime, state: State = State.GREEN) -> StatusUpdate:
    return statuses.record(session, StatusUpdate(project_id=work, at=at, state=state, created_at=at), {})


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write(actor="test", source="test") as session:
        yield session


def test_a_closed_work_is_left_out_only_when_it_was_closed_before(session: Session) -> None:
    make_work(session, "Öppet")
    make_work(session, "Avslutat i perioden", closed_at=JANUARY)
    make_work(session, "Avslutat före", closed_at=JANUARY - timedelta(seconds=1))
    assert {work.name for work in period_facts.works(session, JANUARY)} == {"Öppet", "Avslutat i perioden"}


def test_updates_are_those_from_the_start_up_to_the_end(session: Session) -> None:
    work, silent = make_work(session, "Ett"), make_work(session, "Tyst")
    second = timedelta(seconds=1)
    told = [
        tell(session, work, at)
        for at in (JULY - second, JANUARY, JANUARY - second, JULY, JANUARY + second, JANUARY)
    ]
    found = period_facts.updates(session, JANUARY, JULY)
    assert [update.id for update in found[work]] == [told[1].id, told[5].id, told[4].id, told[0].id]
    assert silent not in found


def test_what_was_taken_back_does_not_count(session: Session) -> None:
    work = make_work(session, "Ett")
    kept = tell(session, work, JANUARY, State.YELLOW)
    statuses.withdraw(session, tell(session, work, JANUARY + timedelta(days=1), State.RED), None, JULY)
    assert [update.id for update in period_facts.updates(session, JANUARY, JULY)[work]] == [kept.id]
    assert period_facts.newest(session, JULY, 6) == {work: [StateAt(JANUARY, State.YELLOW)]}


def test_the_newest_of_each_work_are_in_order_and_before_the_end(session: Session) -> None:
    first, second = make_work(session, "Ett"), make_work(session, "Två")
    for day in range(10):
        tell(session, first, JANUARY + timedelta(days=day), State.RED if day == 8 else State.GREEN)
    tell(session, second, JANUARY)
    tell(session, second, JULY, State.RED)
    found = period_facts.newest(session, JULY, 3)
    assert [(told.at.day, told.state) for told in found[first]] == [
        (8, State.GREEN),
        (9, State.RED),
        (10, State.GREEN),
    ]
    assert found[second] == [StateAt(JANUARY, State.GREEN)]


def test_entries_of_the_same_moment_keep_the_order_in_which_they_came(session: Session) -> None:
    work = make_work(session, "Ett")
    for state in (State.GREEN, State.RED, State.YELLOW):
        tell(session, work, JANUARY, state)
    assert [told.state for told in period_facts.newest(session, JULY, 2)[work]] == [State.RED, State.YELLOW]


def test_each_is_one_query_however_many_works_there_are(session: Session) -> None:
    for number in range(5):
        tell(session, make_work(session, f"Arbete {number}"), JANUARY)
    session.flush()
    session.expire_all()
    asked: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
    period_facts.works(session, JANUARY)
    period_facts.updates(session, JANUARY, JULY)
    period_facts.newest(session, JULY, 6)
    assert len(asked) == 3
