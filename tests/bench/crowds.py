"""Many questions at once, through the crossing of `laget web`."""

from __future__ import annotations

import asyncio
import time

from bot.app import make_threads
from bot.worker_threads import Overloaded, WorkerThreads
from storage.database import Database
from tests.bench.talking import desk_on, saying
from tests.bench.timing import show, times

CROWDS = (1, 8, 64, 128)
"""So many ask at the same moment; the last is more than may wait."""


def show_crowds(name: str, database: Database, works: int, rounds: int) -> None:
    """Print what each takes when many ask at once, from question to answer, waiting for a thread included."""
    rows = []
    for crowd in CROWDS:
        taken, turned_away, seconds = asyncio.run(
            _dispatcher(database, works, crowd, max(rounds, 32 * rounds // crowd))
        )
        figures = times(taken)
        rate = f"{len(taken) / seconds:.0f}"
        rows.append(
            (f"{crowd}", f"{figures.p50:.1f}", f"{figures.p99:.1f}", rate, f"{turned_away}", f"{len(taken)}")
        )
    columns = ("at once", "p50 ms", "p99 ms", "answers/s", "asked to come again", "answered")
    show(f"{name}: many at once, status by short name, {works:,} works", columns, rows)


async def _dispatcher(database: Database, works: int, crowd: int, rounds: int) -> tuple[list[float], int, float]:
    """Milliseconds of each answer, how many were turned away, and seconds in all."""
    threads = make_threads()
    say = saying(desk_on(database), works, lambda names: f"status {names.short}")
    await threads.run(lambda: say(0))
    began = time.perf_counter()
    outcomes = [
        each
        for number in range(rounds)
        for each in await asyncio.gather(*(_ask(threads, say, number * crowd + one) for one in range(crowd)))
    ]
    seconds = time.perf_counter() - began
    taken = [each for each in outcomes if each is not None]
    return taken, len(outcomes) - len(taken), seconds


async def _ask(threads: WorkerThreads, say: object, claim: int) -> float | None:
    assert callable(say)
    began = time.perf_counter()
    try:
        await threads.run(lambda: say(claim))
    except Overloaded:
        return None
    return (time.perf_counter() - began) * 1000
