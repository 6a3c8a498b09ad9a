"""Slack's Web API clients, and what its refusals mean: surely not sent, or perhaps sent."""

from __future__ import annotations

import logging
import re
import socket
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.client import WebClient

from bot.chat.attached import NotFetched, read_capped
from bot.platform import MaybeSent, NotSent
from bot.tls import tls

TIMEOUT_SECONDS = 15
RATE_LIMITED_SECONDS = 30.0
"""How long to wait when Slack says "too many" without saying how long."""

BAD_TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
GONE = BAD_TOKEN | {
    *("channel_not_found", "not_in_channel", "is_archived", "user_not_found", "user_disabled", "users_not_found"),
    *("cannot_dm_bot", "messages_tab_disabled", "restricted_action", "missing_scope", "no_permission"),
    *("access_denied", "org_login_required", "team_access_not_granted", "user_not_in_channel"),
    *("msg_too_long", "msg_blocks_too_long", "invalid_blocks", "no_text", "invalid_arguments"),
}
"""Refusals that stay the same however often one asks."""
_SERVER_SIDE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})

_FILES_AT = re.compile(r"https://(?:[a-z0-9-]+\.)*slack(?:-gov)?\.com/")
"""Where Slack keeps what people send: nobody else gets our token."""

# What bolt and slack_sdk have to say below this level quotes bodies, which is what people wrote.
QUIET = logging.getLogger("slack_bolt")
QUIET.setLevel(logging.ERROR)


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for this address; slack_sdk itself knows nothing of NO_PROXY."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in ("127.0.0.1", "localhost", "::1") or proxy_bypass(host):
        return None
    proxies = getproxies()
    return proxies.get("https") if parts.scheme in ("https", "wss") else proxies.get("http")


def async_client(api_url: str, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
    """A client without a token: each call brings its workspace's. Nothing is tried again by itself."""
    client = AsyncWebClient(
        base_url=api_url, timeout=TIMEOUT_SECONDS, ssl=tls(), session=session, retry_handlers=[], logger=QUIET
    )
    client.proxy = proxy_for(api_url)
    return client


def plain_client(api_url: str) -> WebClient:
    """The same for plain code: the clock's deliveries, and the question at the start."""
    client = WebClient(base_url=api_url, timeout=TIMEOUT_SECONDS, ssl=tls(), retry_handlers=[], logger=QUIET)
    client.proxy = proxy_for(api_url)
    return client


async def fetched(client: AsyncWebClient, url: str, token: str) -> bytes:
    """A file at Slack, at most one byte more than a file may have. Raises NotFetched."""
    if client.session is None or not (_FILES_AT.match(url) or url.startswith(_origin(client.base_url))):
        raise NotFetched("not a place of Slack")
    asked = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    try:
        async with client.session.get(
            url, headers=asked, allow_redirects=False, ssl=tls(), proxy=proxy_for(url)
        ) as response:
            # Without the right to read files one is shown the page where people log in, with 200.
            if response.status != 200 or response.content_type == "text/html":
                raise NotFetched(f"Slack answered {response.status} {response.content_type}")
            return await read_capped(response.content.iter_any())
    except NETWORK as error:
        raise NotFetched(f"no answer ({type(error).__name__})") from error


def _origin(url: str) -> str:
    """An address up to its path: "https://slack.com/"."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def error_of(error: SlackApiError) -> str:
    """Slack's word for what was wrong ("channel_not_found"), "" when it did not answer in its own form."""
    try:
        word = str(error.response.get("error") or "")
    except (AttributeError, TypeError, ValueError):
        return ""
    # Where there was no JSON, slack_sdk puts a sentence of its own and the body here.
    return word if re.fullmatch(r"[a-z][a-z_]*", word) else ""


def outcome(error: Exception) -> NotSent | MaybeSent:
    """What a failed post means: it surely did not arrive (and whether to try again), or nobody knows."""
    if isinstance(error, SlackApiError):
        return _refusal(error)
    reason = error.reason if isinstance(error, URLError) else error
    never_left = (
        ConnectionRefusedError,
        socket.gaierror,
        ssl.SSLCertVerificationError,
        aiohttp.ClientConnectorError,
    )
    if isinstance(reason, never_left):
        return NotSent(f"no connection ({type(reason).__name__})")
    return MaybeSent(f"no answer ({type(reason).__name__})")


NETWORK = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError)
"""What a call may raise: Slack's refusals, the connection's failures, an answer that is no JSON."""


def _refusal(error: SlackApiError) -> NotSent | MaybeSent:
    word, response = error_of(error), error.response
    status = getattr(response, "status_code", None) or (response.get("status") if isinstance(response, dict) else 0)
    if status == 429 or word in ("ratelimited", "rate_limited"):
        return NotSent("rate limited", retry_after=_retry_after(response))
    if (status or 0) >= 500 or word in _SERVER_SIDE or not word:
        return MaybeSent(f"Slack answered {word or status}")
    return NotSent(word, terminal=word in GONE)


def _retry_after(response: Any) -> float:
    headers: Mapping[str, str] = getattr(response, "headers", None) or {}
    named = {name.lower(): value for name, value in headers.items()}
    try:
        return max(1.0, float(named["retry-after"]))
    except (KeyError, TypeError, ValueError):
        return RATE_LIMITED_SECONDS
