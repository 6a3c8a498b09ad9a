"""What planning, claiming and marking cost, with a few and with many messages in the table.

    uv run python -m tests.bench.notices            1,000 due beside 1,000 and beside 100,000; a minute or two

The table holds messages that were sent in the year before; 1,000 more are planned and fall due at once. `plan_due` is
the clock's own look, for a programme of 1,000 leaders whose round opens. Nothing here passes or fails: seconds depend
on the machine, and so the two sizes stand side by side. PostgreSQL runs without fsync, as in the tests.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text

from commands.message import REPLY, Reply, Text
from commands.reminders.planning import plan_due
from storage import notices
from storage.database import Database
from storage.notices import Message
from storage.tables import metadata
from storage.words import NoticeState
from tests.bench.filling import add_works, found
from tests.bench.timing import show
from tests.postgres import Server, create_database

SIZES = (1_000, 100_000)
DUE = 1_000
BATCH, RUNS = 50, 5
LEASE = timedelta(seconds=180)
OPENS = datetime(2026, 11, 17, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
"""The proposed opening of round 2026-2, at nine."""
BODY = REPLY.dump_json(Reply((Text("Dags att rapportera. " * 20),))).decode()
_A_YEAR = timedelta(days=365)


def main() -> None:
    """Measure on both databases and print the table."""
    server = Server()
    try:
        rows = []
        for name in ("SQLite", "PostgreSQL"):
            few, many = (_measured(name, server, size) for size in SIZES)
            rows += [(name, what, f"{few[what]:.1f}", f"{many[what]:.1f}") for what in few]
        columns = ("database", "what", *(f"ms, {size:,} in the table" for size in SIZES))
        show(f"{DUE:,} due, the best of {RUNS}", columns, rows)
    finally:
        server.stop()


def _measured(name: str, server: Server, size: int) -> dict[str, float]:
    """Milliseconds of each thing."""
    with _filled(name, server, size) as database:
        due = OPENS.astimezone(UTC)
        rounds = [_messages(f"run:{run}", due) for run in range(RUNS)]
        planned = _best([partial(_plan, database, several) for several in rounds])
        again = _best([partial(_plan, database, several) for several in rounds])
        looked = _best([lambda: _look(database, due)] * 20)
        claimed = _best([lambda: _claim_and_mark(database, due)] * (RUNS * DUE // BATCH))
        first = _timed(lambda: _clock(database, due))
        second = _best([lambda: _clock(database, due + timedelta(seconds=30))] * RUNS)
        return {
            f"plan {DUE:,}": planned,
            f"plan {DUE:,} that are there already": again,
            "look whether anything is due": looked,
            f"claim {BATCH} and mark each as sent": claimed,
            f"plan_due, {DUE:,} leaders to be told": first,
            "plan_due again, half a minute later": second,
        }


def _messages(subject: str, due: datetime) -> list[Message]:
    return [Message("bench", subject, f"person:{number}", due, BODY) for number in range(DUE)]


def _plan(database: Database, several: list[Message]) -> None:
    with database.write(actor="bench", source="bench") as session:
        notices.plan_all(session, several)


def _look(database: Database, now: datetime) -> None:
    with database.read() as session:
        notices.is_due(session, now)


def _claim_and_mark(database: Database, now: datetime) -> None:
    with database.write(actor="bench", source="bench") as session:
        claimed = notices.claim(session, now, LEASE, BATCH)
    for each in claimed:
        with database.write(actor="bench", source="bench") as session:
            notices.mark_sent(session, each.id, each.token, at=now)


def _clock(database: Database, now: datetime) -> None:
    with database.write(actor="bench", source="bench") as session:
        plan_due(session, now, ZoneInfo("Europe/Stockholm"))


def _best(several: list[Callable[[], None]]) -> float:
    return min(_timed(each) for each in several)


def _timed(what: Callable[[], None]) -> float:
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


@contextmanager
def _filled(name: str, server: Server, size: int) -> Iterator[Database]:
    """A programme of as many leaders as are due, and as many messages that were sent in the year before."""
    with tempfile.TemporaryDirectory(prefix="laget-bench-") as folder:
        postgresql = name == "PostgreSQL"
        url = create_database(server.folder) if postgresql else f"sqlite:///{Path(folder, 'notices.db')}"
        database = Database(url)
        database.migrate()
        found(database)
        add_works(database, DUE)
        with database.write(actor="bench", source="bench") as session:
            for first in range(0, size, 10_000):
                rows = [_sent(number, size) for number in range(first, min(size, first + 10_000))]
                session.connection().execute(insert(metadata.tables["notice"]), rows)
            session.execute(text("ANALYZE"))
        yield database
        database.close()


def _sent(number: int, size: int) -> dict[str, object]:
    at = OPENS.astimezone(UTC) - _A_YEAR * (size - number) / size
    recipient, subject = f"person:{number % DUE + 2}", f"day:{at.date().isoformat()}"
    return {
        "kind": "reminder", "subject": subject, "recipient": recipient, "due": at, "body": BODY, "sent_at": at,
        "changed_at": at, "state": NoticeState.SENT, "attempts": 1, "message_id": str(number),
    }  # fmt: skip


if __name__ == "__main__":
    main()
