"""Who may talk to the local chat: a browser on this machine, from its own page."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
LARGEST_BODY = 1_000_000
"""Bytes: more than any form of ours can hold."""

PAGE_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with that a browser sends "Origin: null" with a form of our own page.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class OwnPageOnly:
    """Refuses a POST that does not come from our own page: its Origin must be the host that it asks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 403 or 413."""
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if scope["method"] != "POST":
            await self._app(scope, receive, send)
        elif not _same_origin(scope, headers):
            await PlainTextResponse("Only from the chat's own page", 403)(scope, receive, send)
        elif not length.isdigit() or int(length) > LARGEST_BODY:
            await PlainTextResponse("Too much at once", 413)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _same_origin(scope: Scope, headers: Headers) -> bool:
    origin = urlsplit(headers.get("origin", ""))
    return origin.scheme == scope["scheme"] and origin.netloc == headers.get("host")


class PageHeaders:
    """Adds the headers that keep a page to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add PAGE_HEADERS where the answer does not set its own."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in PAGE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def on_loopback() -> list[Middleware]:
    """The guards of every route of the local chat."""
    return [
        Middleware(PageHeaders),
        # Against DNS rebinding: a foreign name that points here is not answered.
        Middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK, www_redirect=False),
        Middleware(OwnPageOnly),
    ]
