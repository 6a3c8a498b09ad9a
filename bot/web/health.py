"""Is the process alive, and can it work? For a platform's router; says nothing about addresses or faults."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.worker_threads import Overloaded, WorkerThreads
from storage.database import Database
from storage.errors import DatabaseError

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

log = structlog.get_logger()


@dataclass(frozen=True)
class Health:
    """`/healthz` and `/readyz`."""

    database: Database
    threads: WorkerThreads

    def routes(self) -> list[BaseRoute]:
        """The two routes."""
        return [Route("/healthz", self._alive), Route("/readyz", self._ready)]

    async def _alive(self, _: Request) -> Response:
        return PlainTextResponse("ok", headers=HEADERS)

    async def _ready(self, _: Request) -> Response:
        trouble = await self._trouble()
        return PlainTextResponse(trouble or "ok", 503 if trouble else 200, headers=HEADERS)

    async def _trouble(self) -> str:
        """One word for what is wrong, "" when nothing is."""
        try:
            return await self.threads.run(self._database_trouble)
        except Overloaded:
            return "busy"
        except DatabaseError as error:
            log.warning("not ready", trouble=type(error).__name__)
            return "database"

    def _database_trouble(self) -> str:
        self.database.check()
        return "" if self.database.is_current else "schema"
