"""Alive, and able to work; one word for what is wrong, never an address."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.web.health import Health
from bot.worker_threads import WorkerThreads
from storage.database import Database
from tests.bot.web.conftest import Visit


def ask(database: Database, path: str, threads: WorkerThreads | None = None) -> tuple[int, str]:
    app = Starlette(routes=Health(database, threads or WorkerThreads(2, 8)).routes())

    async def get() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://router.internal"
        ) as client:
            return await client.get(path)

    answer = asyncio.run(get())
    return answer.status_code, answer.text


def test_alive_and_ready(visit: Visit, database: Database) -> None:
    assert ask(database, "/healthz") == (200, "ok")
    assert ask(database, "/readyz") == (200, "ok")


def test_an_old_schema_is_not_ready(empty_url: str, tmp_path: Path) -> None:
    if empty_url.startswith("sqlite"):
        Path(empty_url.removeprefix("sqlite:///")).touch()
    database = Database(empty_url)
    assert ask(database, "/readyz") == (503, "schema")
    assert ask(database, "/healthz") == (200, "ok")
    database.close()


def test_no_database_is_not_ready(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/saknas.db", "postgresql://nobody:secret@127.0.0.1:1/none"):
        database = Database(url)
        assert ask(database, "/readyz") == (503, "database")
        assert ask(database, "/healthz") == (200, "ok")
        database.close()


def test_a_full_queue_is_not_ready(database: Database) -> None:
    assert ask(database, "/readyz", WorkerThreads(1, 0)) == (503, "busy")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nothing_is_kept_by_a_router(database: Database, path: str, visit: Visit) -> None:
    assert visit.get(path).headers["cache-control"] == "no-store"
