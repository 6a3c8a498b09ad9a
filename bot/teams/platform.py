"""Microsoft Teams, put together: the route and the sender. Made of Settings; asks nobody anything at the start."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.answer import Context
from bot.chat.dispatcher import BUSY, Dispatcher
from bot.chat.links import FileLinks
from bot.chat.post_claims import PostClaims
from bot.pace import Pace
from bot.platform import MaybeSent, NotSent
from bot.settings import Settings, must_be_safe
from bot.tasks import Tasks
from bot.teams.calls import AsyncCaller, Caller
from bot.teams.extension import Extension
from bot.teams.files import Consents
from bot.teams.guard import LONGEST_BODY, Guard, Refused
from bot.teams.hosts import Hosts
from bot.teams.incoming import Incoming, of_activity
from bot.teams.invokes import Invokes
from bot.teams.people import People
from bot.teams.publisher import Publisher, saying
from bot.teams.receive import BUDGET_SECONDS, Receiver
from bot.teams.references import References
from bot.teams.render import activities
from bot.teams.responder import Destination, Responder
from bot.teams.send import PER_CONVERSATION, PER_TENANT, Sender
from bot.teams.token import Tokens
from bot.worker_threads import Overloaded, WorkerThreads
from commands.message import Address, Reply

PATH = "/teams/messages"

log = structlog.get_logger()


class Teams:
    """The platform. `running()` spans the life of the event loop."""

    name = "teams"

    def __init__(
        self,
        settings: Settings,
        context: Context,
        threads: WorkerThreads,
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
        hosts, tokens = Hosts(settings), Tokens(settings, context.clock)
        self._caller = AsyncCaller(hosts, tokens, sleep)
        self._guard = Guard(settings, hosts, context.clock, self._caller.client)
        self._plain = Caller(hosts, tokens)
        self._sender = Sender(context, self._plain, settings.teams_app_id, self.pace)
        self._tasks = Tasks()
        people = People(context, threads, self._caller, self._guard.allows, settings.teams_allow_guests)
        references = References(context, threads, self._caller)
        dispatcher = Dispatcher(context, threads, links, people, self._tasks, self._fetched, activities)
        claims = PostClaims(context, threads, self.name)
        self._responder = responder = Responder(context, self._caller, threads, claims, references)
        consents = Consents(dispatcher, responder, self._caller, hosts)
        publisher = Publisher(dispatcher, responder, references, consents)
        self._receiver = Receiver(dispatcher, responder, references, people, publisher, self._tasks, budget)
        self._invokes = Invokes(self._receiver, consents, Extension(dispatcher, self._tasks, budget))

    def routes(self) -> list[BaseRoute]:
        """Where Teams delivers."""
        return [Route(PATH, self._receive, methods=["POST"])]

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:  # noqa: ARG002  # Teams cannot be asked for it
        """Send what nobody has just asked for; from any thread. Raises NotSent or MaybeSent."""
        return self._sender.send(to, reply)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Connections, while the process serves; at the end, what was promised is finished first."""
        async with self._caller.client:
            try:
                yield
            finally:
                await self._tasks.finish(self.name)
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
        incoming = of_activity(activity)
        try:
            return await self._response(incoming)
        except Exception:
            # Around an answer something may go wrong, too; what it was is in the log, not in the response.
            log.error("teams delivery failed", kind=incoming.kind, exc_info=True)
            return Response(status_code=500)

    async def _fetched(self, _: Incoming, url: str) -> bytes:
        return await self._caller.fetched(url)

    async def _response(self, incoming: Incoming) -> Response:
        if incoming.kind == "invoke":
            status, body = await self._invokes.answer(incoming)
            return JSONResponse(body, status)
        try:
            await self._receiver.receive(incoming)
        except Overloaded:
            await self._decline(incoming)
        return Response(status_code=200)

    async def _decline(self, incoming: Incoming) -> None:
        """There is no room, not even to note who asked: say so to a person who asked something."""
        if incoming.kind != "message" or incoming.from_bot:
            return
        try:
            await self._responder.post(Destination.of(incoming), saying(BUSY))
        except (NotSent, MaybeSent) as error:
            log.warning("teams busy not posted", reason=str(error))
