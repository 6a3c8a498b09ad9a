"""Many processes at once: nothing is lost, nothing is done twice."""

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlmodel import col, func, select

from storage import receipts
from storage.database import Database
from storage.tables import AuditEntry, Notice, Party, Receipt
from storage.words import NoticeState, PartyKind
from tests.bot.processes import READ_ALREADY

AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
PROCESSES = 8
DELIVERY = ["slack:Ev0001", "slack:T1:C1:1700000000.000100"]


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    # Forked from one process that has imported all there is: eight imports would take longer than the tests.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(READ_ALREADY)
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        yield pool


def address(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def count_up(url: str, times: int) -> None:
    with closing(Database(url, pool_size=1)) as database:
        for _ in range(times):
            with database.write() as session:
                notice = session.exec(select(Notice).with_for_update()).one()
                notice.attempts += 1


def deliver(url: str, times: int) -> list[str]:
    answers = []
    with closing(Database(url, pool_size=1)) as database:
        for _ in range(times):
            with database.write() as session:
                before = receipts.claim(session, DELIVERY, AT)
                if before is None:
                    session.add(Party(name="Exempelkommun", kind=PartyKind.MUNICIPALITY, key="one"))
                    receipts.keep(session, DELIVERY, "svaret")
                answers.append("first" if before is None else before)
    return answers


def migrate(url: str) -> list[str]:
    with closing(Database(url, pool_size=1)) as database:
        return database.migrate()


def test_eight_writers_lose_nothing(database: Database, processes: ProcessPoolExecutor) -> None:
    with database.write() as session:
        notice = Notice(kind="k", subject="s", recipient="r", due=AT, body="", state=NoticeState.PLANNED)
        session.add(notice)
    done = [processes.submit(count_up, address(database), 20) for _ in range(PROCESSES)]
    for each in done:
        each.result(timeout=60)
    with database.read() as session:
        assert session.exec(select(Notice.attempts)).one() == 20 * PROCESSES


def test_a_hundred_redeliveries_are_one(database: Database, processes: ProcessPoolExecutor) -> None:
    tasks = [processes.submit(deliver, address(database), 10) for _ in range(10)]
    answers = Counter(answer for task in tasks for answer in task.result(timeout=60))
    assert answers == {"first": 1, "svaret": 99}
    with database.read() as session:
        assert session.exec(select(func.count(col(Party.id)))).one() == 1
        assert sorted(session.exec(select(Receipt.key))) == DELIVERY
        assert session.exec(select(AuditEntry.action)).all() == ["insert"]


def test_six_migrations_at_once_do_the_work_once(empty_url: str, processes: ProcessPoolExecutor) -> None:
    tasks = [processes.submit(migrate, empty_url) for _ in range(6)]
    done = [task.result(timeout=60) for task in tasks]
    with closing(Database(empty_url)) as database:
        assert database.is_current
        assert sorted(map(len, done))[:5] == [0] * 5
        assert max(done, key=len)[-1] == database.newest_revision()
