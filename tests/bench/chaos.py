"""Whether anything is lost or doubled while workers are killed and the chat's API fails in every way.

    uv run python -m tests.bench.chaos              10,000 notices, two workers, 20 × kill -9, on both databases
    uv run python -m tests.bench.chaos --quick      1,000 notices and 5 kills

Half of the notices go to a platform that can be asked what has arrived (Slack's own sender against a stand-in of its
API), half to one that cannot. Everything stays on loopback. Waits are shorter than in earnest: a lease of 8 s instead
of 180, a time-out of 1 s instead of 15. Ends with 1 if anything was lost or doubled where that can be known, or silent
where it cannot.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import col, func, select

from commands.message import REPLY, Reply, Text
from storage import notices
from storage.database import Database
from storage.notices import Message
from storage.tables import Notice
from storage.words import NoticeState
from tests.bench.chaos_api import Api
from tests.bench.chaos_worker import ASKED, UNASKED, Pressure, work
from tests.bench.timing import show
from tests.bot.processes import READ_ALREADY
from tests.postgres import Server, create_database

CHANNELS = 250
"""On each platform, so that the pace of one channel does not decide how long it takes."""
COLUMNS = (
    "database",
    "can be asked",
    "notices",
    "sent",
    "lost",
    "doubled",
    "silent",
    "unsure, shown",
    "kills",
    "s",
)


@dataclass(frozen=True)
class Result:
    """What became of the notices of one platform.

    `lost` never arrived, although nobody is told so; `doubled` arrived more than once; `silent` says that it was
    sent, and was not; `shown` are in doubt, and a coordinator sees them.
    """

    notices: int
    sent: int
    lost: int
    doubled: int
    silent: int
    shown: int

    @property
    def is_good(self) -> bool:
        """Whether nothing went wrong that nobody would know of."""
        return not (self.lost or self.doubled or self.silent)


def run(
    url: str, *, count: int, kills: int, pressure: Pressure, workers: int = 2, most_seconds: float = 600
) -> tuple[dict[str, Result], Counter[str]]:
    """Deliver `count` notices while workers are killed; what became of them by platform, and the API's faults.

    TimeoutError when it takes longer than `most_seconds`.
    """
    database = Database(url)
    database.migrate()
    _plan(database, count)
    api = Api(pressure.timeout)
    try:
        with _crew(url, api.url, pressure, workers) as crew:
            _harass(database, api, crew, count, kills, time.monotonic() + most_seconds)
        return _result(database, api), api.faults
    finally:
        api.stop()
        database.close()


def _plan(database: Database, count: int) -> None:
    body = REPLY.dump_json(Reply((Text("Det är dags."),))).decode()
    due = datetime.now(UTC)
    several = [
        Message(
            "chaos",
            f"number:{number}",
            f"{(ASKED, UNASKED)[number % 2]}:C{number // 2 % CHANNELS}{number % 2}",
            due,
            body,
        )
        for number in range(count)
    ]
    with database.write(actor="chaos", source="chaos") as session:
        notices.plan_all(session, several)


class _Crew:
    """The workers, of which one is killed now and then."""

    def __init__(self, url: str, api: str, pressure: Pressure, size: int) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(READ_ALREADY)
        self._told = (url, api, pressure)
        self._workers = [self._started() for _ in range(size)]

    def _started(self) -> Any:
        process = self._context.Process(target=work, args=self._told, daemon=True)
        process.start()
        return process

    def kill_one(self, turn: int) -> None:
        """Kill -9 and a new one in its place. RuntimeError when it had ended by itself."""
        at = turn % len(self._workers)
        if self._workers[at].exitcode is not None:
            raise RuntimeError(f"a worker ended by itself: {self._workers[at].exitcode}")
        self._end(self._workers[at])
        self._workers[at] = self._started()

    def dismiss(self) -> None:
        """End them all."""
        for each in self._workers:
            self._end(each)

    def _end(self, process: Any) -> None:
        process.kill()
        process.join()


@contextmanager
def _crew(url: str, api: str, pressure: Pressure, size: int) -> Iterator[_Crew]:
    crew = _Crew(url, api, pressure, size)
    try:
        yield crew
    finally:
        crew.dismiss()


def _harass(database: Database, api: Api, crew: _Crew, count: int, kills: int, deadline: float) -> None:
    """Kill a worker each time another share of the messages has arrived, until nothing is left to be done."""
    killed = 0
    while killed < kills or _open(database):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(api.taken)} of {count} after so long, {killed} kills")
        if killed < kills and len(api.taken) * (kills + 1) >= count * (killed + 1):
            crew.kill_one(killed)
            killed += 1
        time.sleep(0.02 if killed < kills else 0.2)


def _open(database: Database) -> int:
    with database.read() as session:
        return session.exec(select(func.count()).select_from(Notice).where(col(Notice.next_at).is_not(None))).one()


def _result(database: Database, api: Api) -> dict[str, Result]:
    with database.read() as session:
        rows = session.exec(select(Notice.id, Notice.recipient, Notice.state).order_by(col(Notice.id))).all()
    found = {}
    for platform in (ASKED, UNASKED):
        states = {id_: state for id_, recipient, state in rows if recipient.startswith(f"{platform}:")}
        arrived = {id_: api.taken[id_] for id_ in states}
        sent = [id_ for id_, state in states.items() if state is NoticeState.SENT]
        shown = [id_ for id_, state in states.items() if state is NoticeState.UNSURE]
        found[platform] = Result(
            notices=len(states),
            sent=len(sent),
            lost=sum(not times and id_ not in sent and id_ not in shown for id_, times in arrived.items()),
            doubled=sum(times > 1 for times in arrived.values()),
            silent=sum(not arrived[id_] for id_ in sent),
            shown=len(shown),
        )
    return found


def main() -> int:
    """Run on both databases and print the table; 1 when anything went wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.chaos", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--quick", action="store_true", help="1,000 notices and 5 kills")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database")
    asked = parser.parse_args()
    count, kills = (1_000, 5) if asked.quick else (10_000, 20)
    rows, faults, good = [], [], True
    for name in (asked.only,) if asked.only else ("sqlite", "postgresql"):
        began = time.monotonic()
        with _address(name) as url:
            results, failed = run(url, count=count, kills=kills, pressure=Pressure())
        seconds = f"{time.monotonic() - began:.0f}"
        for platform, each in results.items():
            figures = (each.notices, each.sent, each.lost, each.doubled, each.silent, each.shown, kills)
            rows.append(
                (name, "yes" if platform == ASKED else "no", *(f"{figure:,}" for figure in figures), seconds)
            )
            good = good and each.is_good and not (platform == ASKED and each.shown)
        faults += [(name, fault, f"{times:,}") for fault, times in sorted(failed.items())]
    show("Two workers, killed, on an API that fails", COLUMNS, rows)
    show("How the API failed", ("database", "how", "times"), faults)
    return 0 if good else 1


@contextmanager
def _address(name: str) -> Iterator[str]:
    """The address of an empty database of that kind."""
    if name == "sqlite":
        with tempfile.TemporaryDirectory(prefix="laget-chaos-") as folder:
            yield f"sqlite:///{Path(folder, 'chaos.db')}"
        return
    server = Server()
    try:
        yield create_database(server.folder)
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main())
