"""Socket Mode: Slack's deliveries through a socket that we open, for servers behind a firewall."""

from __future__ import annotations

import asyncio

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import NETWORK, QUIET, error_of, proxy_for

PING_SECONDS = 5
"""A socket that has gone dead is noticed within two of these."""
_BAD = frozenset({"invalid_auth", "not_authed", "not_allowed_token_type", "account_inactive", "token_revoked"})

log = structlog.get_logger()


class Socket:
    """The socket of one process. `open` and `close` belong to the event loop that serves."""

    def __init__(self, app: AsyncApp, token: str, client: AsyncWebClient) -> None:
        self._handler = _Handler(app, token, client)
        self._connecting: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin to connect; goes on trying. A token that Slack refuses is logged, and nothing more is tried."""
        self._connecting = asyncio.create_task(self._connect())

    async def finish(self) -> None:
        """Take nothing more, and finish what was taken. What comes now Slack gives to another socket."""
        self._handler.draining = True
        if self._handler.under_way:
            await asyncio.wait(set(self._handler.under_way))

    async def close(self) -> None:
        """Hang up."""
        if self._connecting:
            self._connecting.cancel()
            await asyncio.wait({self._connecting})
        await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def _connect(self) -> None:
        client = self._handler.client
        try:
            client.wss_uri = await client.issue_new_wss_url()
        except SlackApiError as error:
            if error_of(error) in _BAD:
                log.error(  # noqa: TRY400
                    "slack socket off: Slack does not accept SLACK_APP_TOKEN", error=error_of(error)
                )
                return
        except NETWORK as error:
            log.warning("slack not reached", error=type(error).__name__)
        await client.connect()  # type: ignore[no-untyped-call]
        log.info("slack socket open")


class _Handler(AsyncSocketModeHandler):
    """bolt's handler, which can stop taking more while it finishes what it has."""

    draining = False
    under_way: set[asyncio.Task[None]]

    def __init__(self, app: AsyncApp, token: str, client: AsyncWebClient) -> None:
        super().__init__(app, token, QUIET, client, ping_interval=PING_SECONDS)
        # slack_sdk takes a proxy of the environment even where NO_PROXY says none.
        self.client.proxy = proxy_for(client.base_url)
        self.under_way = set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        if self.draining:
            return
        handling = asyncio.create_task(super().handle(client, req))
        self.under_way.add(handling)
        handling.add_done_callback(self.under_way.discard)
        await asyncio.shield(handling)
