"""The one crossing from async to plain code: as many threads as the database pool holds, and a bounded queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from sqlmodel import Session

from storage.database import Database

Result = TypeVar("Result")


class Overloaded(Exception):
    """More is waiting than can be answered in reasonable time; ask again in a moment."""


class WorkerThreads:
    """Runs plain functions in worker threads. `threads` at a time, at most `queue` waiting."""

    def __init__(self, threads: int, queue: int) -> None:
        self._limiter = CapacityLimiter(threads)
        self._threads = threads
        self._queue = queue
        self._inside = 0

    async def run(self, function: Callable[[], Result]) -> Result:
        """Run `function` in a thread. Raises Overloaded at once when the queue is full."""
        # Counted here: the limiter sees those who come at one moment first when all of them have passed.
        if max(self._inside - self._threads, 0) >= self._queue:
            raise Overloaded
        self._inside += 1
        try:
            return await to_thread.run_sync(function, limiter=self._limiter)
        finally:
            self._inside -= 1

    async def read(self, database: Database, look_up: Callable[[Session], Result]) -> Result:
        """Look something up in the database, in a thread. Raises Overloaded."""

        def reading() -> Result:
            with database.read() as session:
                return look_up(session)

        return await self.run(reading)

    async def write(self, database: Database, actor: str, change: Callable[[Session], Result]) -> Result:
        """Change something in the database, in a thread, as `actor` in the audit record. Raises Overloaded."""

        def writing() -> Result:
            with database.write(actor=actor, source=actor) as session:
                return change(session)

        return await self.run(writing)
