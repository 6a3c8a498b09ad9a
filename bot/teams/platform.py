"""Microsoft Teams, put together: the route and the sender. Made of Settings; asks nobody anything at the start."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.answer import Desk
from bot.chat.links import FileLinks
from bot.chat.post_claims import Posted
from bot.pace import Pace
from bot.platform import NotSent, PerhapsSent
from bot.settings import Settings, must_be_safe
from bot.tasks import Tasks
from bot.teams.calls import AsyncCaller, Caller
from bot.teams.dispatcher import Asking
from bot.teams.extension import Extension
from bot.teams.files import Consents
from bot.teams.guard import LONGEST_BODY, Guard, Refused
from bot.teams.hosts import Hosts
from bot.teams.incoming import Heard, of_activity
from bot.teams.invokes import Invokes
from bot.teams.people import People
from bot.teams.receive import BUDGET_SECONDS, Parts, Receiver, busy
from bot.teams.references import References
from bot.teams.responder import Answering, Place
from bot.teams.send import PER_CONVERSATION, PER_TENANT, Sender
from bot.teams.token import Tokens
from bot.worker_threads import Crossing, Overloaded
from commands.message import Address, Reply

PATH = "/teams/messages"
FINISH_SECONDS = 25
"""So long a process that ends waits for what it has promised; platforms give it half a minute."""

log = structlog.get_logger()


class Teams:
    """The platform. `running()` spans the life of the event loop."""

    name = "teams"

    def __init__(
        self,
        settings: Settings,
        desk: Desk,
        crossing: Crossing,
        links: FileLinks,
        *,
        budget: float = BUDGET_SECONDS,
        pace: Pace | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        must_be_safe(settings)
        if settings.teams_dev_unauthenticated:
            log.warning("teams takes anything from this machine", setting="TEAMS_DEV_UNAUTHENTICATED")
        self.pace = pace or Pace(conversation=PER_CONVERSATION, platform=PER_TENANT)
        hosts, tokens = Hosts(settings), Tokens(settings, desk.clock)
        self._caller = AsyncCaller(hosts, tokens, sleep)
        self._guard = Guard(settings, hosts, desk.clock, self._caller.client)
        self._plain = Caller(hosts, tokens)
        self._sender = Sender(desk, self._plain, settings.teams_app_id, self.pace)
        self._tasks = Tasks()
        people = People(desk, crossing, self._caller, self._guard.allows, allow_guests=settings.teams_allow_guests)
        references = References(desk, crossing, self._caller)
        asking = Asking(desk, crossing, links, people, self._tasks, self._caller)
        self._answering = Answering(desk, self._caller, crossing, Posted(desk, self.name), references)
        parts = Parts(
            asking=asking,
            answering=self._answering,
            references=references,
            consents=Consents(asking, self._answering, self._caller, hosts),
            tasks=self._tasks,
            budget=budget,
        )
        self._receiver = Receiver(parts)
        self._invokes = Invokes(parts, self._receiver, Extension(asking, self._tasks, budget))

    def routes(self) -> list[BaseRoute]:
        """Where Teams delivers."""
        return [Route(PATH, self._receive, methods=["POST"])]

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:  # noqa: ARG002  # Teams cannot be asked for it
        """Send what nobody just asked for; from any thread. Raises NotSent or PerhapsSent."""
        return self._sender.send(to, reply)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Connections, while the process serves; at the end, what was promised is finished first."""
        async with self._caller.client:
            try:
                yield
            finally:
                try:
                    await self._tasks.settle(FINISH_SECONDS)
                except TimeoutError:
                    log.error("teams work unfinished at the end")  # noqa: TRY400
                self.close()

    def close(self) -> None:
        """Give the sender's connections back."""
        self._plain.close()

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        await self._tasks.settle()

    async def _receive(self, request: Request) -> Response:
        """One delivery. What Teams has not signed, or cannot be read, gets no further than the guard."""
        length = request.headers.get("content-length", "")
        if length.isdigit() and int(length) > LONGEST_BODY:
            return Response(status_code=413)
        try:
            activity = await self._guard.admit(request.headers, await request.body())
        except Refused as refused:
            log.info("teams delivery refused", status=refused.status, reason=refused.reason)
            return Response(status_code=refused.status)
        heard = of_activity(activity)
        try:
            return await self._response(heard)
        except Exception:
            # Around an answer something may go wrong, too; what it was stands in the log, not in the response.
            log.error("teams delivery failed", kind=heard.kind, exc_info=True)
            return Response(status_code=500)

    async def _response(self, heard: Heard) -> Response:
        if heard.kind == "invoke":
            status, body = await self._invokes.answer(heard)
            return JSONResponse(body, status)
        try:
            await self._receiver.receive(heard)
        except Overloaded:
            await self._decline(heard)
        return Response(status_code=200)

    async def _decline(self, heard: Heard) -> None:
        """There is no room, not even to note who asked: say so to whoever asked something."""
        if heard.kind != "message" or heard.from_bot:
            return
        try:
            await self._answering.post(Place.of(heard), busy())
        except (NotSent, PerhapsSent) as error:
            log.warning("teams busy not posted", reason=str(error))
