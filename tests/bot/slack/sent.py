"""Files that people sent, as the stand-in gives them out: to a token that may read files, and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from aiohttp import web

from tests.bot.slack.rules import Fault

if TYPE_CHECKING:
    from tests.bot.slack.standin import StandIn


class SentFiles:
    """What lies with Slack; `asked` are the tokens that each file was asked for with."""

    def __init__(self, slack: StandIn) -> None:
        self._slack = slack
        self._contents: list[bytes] = []
        self.asked: list[str] = []
        self.fault = Fault()

    def send(self, name: str, content: bytes) -> dict[str, Any]:
        """A file as it stands in the event of the message that it was sent with."""
        self._contents.append(content)
        url = urljoin(self._slack.url, f"/files-pri/{len(self._contents) - 1}/{quote(name)}")
        return {"id": "F0SKICKAD", "name": name, "size": len(content), "url_private_download": url}

    async def give(self, request: web.Request) -> web.Response:
        """The bytes. Whoever may not have them is shown the page where people log in, with 200."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.asked.append(token)
        if self.fault.cut:
            assert request.transport
            request.transport.abort()
        if self.fault.status != 200:
            return web.Response(status=self.fault.status, headers=self.fault.headers)
        if token not in self._slack.tokens or "files:read" not in self._slack.scopes:
            return web.Response(text="<!DOCTYPE html><title>Slack</title>", content_type="text/html")
        return web.Response(body=self._contents[int(request.match_info["id"])])
