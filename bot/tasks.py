"""Work that goes on after a platform has its answer: kept hold of, so that a process that ends waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import structlog

Result = TypeVar("Result")
FINISH_SECONDS = 25
"""How long a process that ends waits for what it has promised; hosting platforms give it half a minute."""

log = structlog.get_logger()


class Tasks:
    """The tasks under way in this process."""

    def __init__(self) -> None:
        self._under_way: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Start something whose result is awaited."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    def alone(self, work: Coroutine[Any, Any, None]) -> None:
        """Start something that nobody waits for; its failure is logged."""
        self.start(_logged(work))

    async def in_time(
        self,
        work: Coroutine[Any, Any, Result],
        seconds: float,
        late: Callable[[asyncio.Task[Result]], Coroutine[Any, Any, None]],
    ) -> Result | None:
        """The result if it comes within so many seconds; else None, and `late` takes over the task meanwhile."""
        task = self.start(work)
        if await within(task, seconds):
            return task.result()
        self.alone(late(task))
        return None

    async def settle(self, seconds: float | None = None) -> None:
        """Wait until nothing is under way, also nothing that was started meanwhile; at most so long."""
        async with asyncio.timeout(seconds):
            while self._under_way:
                await asyncio.wait(set(self._under_way))

    async def finish(self, platform: str) -> None:
        """At the end of the process: wait for what was promised, as long as there is time."""
        try:
            await self.settle(FINISH_SECONDS)
        except TimeoutError:
            log.error("work unfinished at the end", platform=platform)  # noqa: TRY400


async def within(task: asyncio.Task[Any], seconds: float) -> bool:
    """Whether the task ends within so many seconds; it goes on in any case."""
    done, _ = await asyncio.wait({task}, timeout=max(seconds, 0))
    return bool(done)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.error("work failed", exc_info=True)
