"""Slack, put together: the routes, the socket, the sender. Made of Settings; one question to Slack at the start."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.answer import Context
from bot.chat.dispatcher import Dispatcher
from bot.chat.links import FileLinks
from bot.chat.post_claims import PostClaims
from bot.pace import Pace
from bot.platform import MaybeSent, NotSent
from bot.settings import Settings, allowed
from bot.slack.client import QUIET, TIMEOUT_SECONDS, async_client, fetched, plain_client
from bot.slack.forms import Modals
from bot.slack.guard import LONGEST_BODY, Guard, Refused
from bot.slack.incoming import Body, Incoming, action_of
from bot.slack.installation import Workspace, Workspaces, oauth_flow
from bot.slack.modal import BACK
from bot.slack.people import People
from bot.slack.publisher import Publisher
from bot.slack.receive import BUDGET_SECONDS, Receiver
from bot.slack.render import messages
from bot.slack.responder import Responder, UnderWay
from bot.slack.send import PER_CHANNEL, Sender
from bot.slack.socket import Socket
from bot.slack.submit import Submissions
from bot.tasks import Tasks
from bot.worker_threads import WorkerThreads
from commands.message import Address, Reply

_ANY = re.compile("")

log = structlog.get_logger()


class Slack:
    """The platform. `check()` asks Slack once who we are; `running()` spans the life of the event loop."""

    name = "slack"

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
        self._settings = settings
        self._context = context
        plain = plain_client(settings.slack_api_url)
        serves_many = bool(settings.slack_client_id)
        self._workspaces = Workspaces(
            context,
            plain,
            token=settings.slack_bot_token,
            secret=settings.laget_secret if serves_many else "",
            allowed=allowed(settings.slack_allowed_teams),
        )
        self.pace = pace or Pace(conversation=PER_CHANNEL)
        self._sender = Sender(self._workspaces, plain, context.clock, self.pace)
        self._client: AsyncWebClient = async_client(settings.slack_api_url)
        self._tasks = Tasks()
        self._people = people = People(
            context, threads, self._workspaces, self._client, settings.slack_allow_guests
        )
        dispatcher = Dispatcher(context, threads, links, people, self._tasks, self._fetched, messages)
        responder = Responder(self._client, PostClaims(context, threads, self.name), sleep)
        modals, publisher = Modals(self._client), Publisher(dispatcher, responder)
        parts = (dispatcher, people, responder, publisher, modals, self._tasks, budget)
        self._threads = threads
        self._receiver, self._submissions = Receiver(*parts), Submissions(*parts)
        self._flow: AsyncOAuthFlow | None = oauth_flow(settings, self._workspaces, threads, self._client)
        self._guard = Guard(settings.slack_signing_secret, context.clock) if settings.slack_signing_secret else None
        self._app = self._listening()
        self._socket: Socket | None = None

    def check(self) -> None:
        """Ask Slack who we are. Raises TokenRefused with a sentence for the person who runs the process."""
        self._workspaces.check()

    def routes(self) -> list[BaseRoute]:
        """Where Slack delivers by HTTP, with a signing secret only; and how the app is installed, if it can be."""
        routes: list[BaseRoute] = []
        if self._guard:
            routes.append(Route("/slack/events", self._receive, methods=["POST"]))
        if self._flow:
            routes += [Route("/slack/install", self._install), Route("/slack/oauth_redirect", self._install)]
        return routes

    def send(self, to: Address, reply: Reply, notice_id: int) -> str:
        """Send what nobody has just asked for; from any thread. Raises NotSent or MaybeSent."""
        return self._sender.send(to, reply, notice_id)

    def was_sent(self, notice_id: int, to: Address) -> str | None:
        """The id of a notice's message, if it arrived. Raises NotSent or MaybeSent when that cannot be known."""
        return self._sender.was_sent(notice_id, to)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Connections and the socket, while the process serves; at the end, what was promised is finished first."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            self._client.session = session
            if self._settings.slack_app_token:
                self._socket = Socket(self._app, self._settings.slack_app_token, self._client)
                await self._socket.open()
            try:
                yield
            finally:
                await self._finish()
                self._client.session = None

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        await self._tasks.settle()

    async def _finish(self) -> None:
        if self._socket:
            await self._socket.finish()
        await self._tasks.finish(self.name)
        if self._socket:
            await self._socket.close()

    async def _receive(self, request: Request) -> Response:
        """One delivery. What Slack has not signed, or cannot be read, gets no further than the guard."""
        length = request.headers.get("content-length", "")
        if self._guard is None or (length.isdigit() and int(length) > LONGEST_BODY):
            return Response(status_code=413)
        try:
            admitted = self._guard.admit(await request.body(), request.headers)
        except Refused as refused:
            return Response(status_code=refused.status)
        return to_starlette_response(await self._app.async_dispatch(admitted))

    async def _install(self, request: Request) -> Response:
        if self._flow is None:
            return Response(status_code=404)
        asked = to_async_bolt_request(request, b"")
        back = request.url.path == "/slack/oauth_redirect"
        answer = await (self._flow.handle_callback(asked) if back else self._flow.handle_installation(asked))
        return to_starlette_response(answer)

    def _listening(self) -> AsyncApp:
        """Bolt with our listeners: it reads payloads and finds the listener; the guard has seen the signature."""
        app = AsyncApp(
            client=self._client,
            signing_secret=self._settings.slack_signing_secret,
            authorize=_authorized,
            process_before_response=True,
            request_verification_enabled=False,
            attaching_function_token_enabled=False,
            logger=QUIET,
        )
        app.command(_ANY)(self._on_command)
        app.event("app_mention")(self._on_event)
        app.event("message")(self._on_event)
        app.event("app_home_opened")(self._on_home)
        app.event("app_uninstalled")(self._on_gone)
        app.event("tokens_revoked")(self._on_gone)
        app.action(_ANY)(self._on_action)
        app.view(_ANY)(self._on_view)
        app.shortcut(_ANY)(self._on_shortcut)
        app.options(_ANY)(self._on_options)
        app.event(_ANY)(_ignored)
        app.error(_failed)
        return app

    async def _on_command(self, ack: AsyncAck, body: Body) -> None:
        await ack(await self._receiver.command(body) or "")

    async def _on_event(self, context: AsyncBoltContext, body: Body) -> None:
        workspace = await self._workspace(context)
        if workspace:
            await self._receiver.event(body, workspace)

    async def _on_home(self, context: AsyncBoltContext, body: Body) -> None:
        workspace = await self._workspace(context)
        if workspace:
            await self._submissions.home(body, workspace)

    async def _on_gone(self, context: AsyncBoltContext) -> None:
        team, enterprise = context.team_id or "", context.enterprise_id or ""
        await self._threads.run(lambda: self._workspaces.forget(team, enterprise))
        log.warning("slack app removed")

    async def _on_action(self, ack: AsyncAck, body: Body) -> None:
        if action_of(body) == BACK:
            await self._submissions.back(body)
        else:
            await self._receiver.button(body)
        await ack()

    async def _on_view(self, ack: AsyncAck, body: Body) -> None:
        await ack(await self._submissions.submit(body) or "")

    async def _on_shortcut(self, ack: AsyncAck, body: Body) -> None:
        await self._submissions.shortcut(body)
        await ack()

    async def _on_options(self, ack: AsyncAck, body: Body) -> None:
        await ack(await self._submissions.suggest(body))

    async def _workspace(self, context: AsyncBoltContext) -> Workspace | None:
        return await self._people.workspace(context.team_id or "", context.enterprise_id or "")

    async def _fetched(self, incoming: Incoming, url: str) -> bytes:
        return await fetched(self._client, url, incoming.workspace.token)


async def _authorized(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    """Bolt wants to know whose token it is; each of our calls brings its own."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)


async def _ignored(ack: AsyncAck) -> None:
    """An event that means nothing to us: seen, so that Slack does not deliver it again."""
    await ack()


async def _failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """What went wrong around an answer: Slack delivers an event again, and asks a person to try again."""
    kind = str((body.get("event") or {}).get("type") or body.get("type") or "command")
    if isinstance(error, UnderWay):
        return BoltResponse(status=503, body="")
    trouble = str(error) if isinstance(error, NotSent | MaybeSent) else ""
    log.error("slack delivery failed", kind=kind, trouble=trouble, exc_info=error)
    return BoltResponse(status=500, body="")
