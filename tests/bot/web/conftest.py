"""The sample programme behind the local chat, and a browser without a screen to ask it with."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

import httpx
import pytest
from starlette.applications import Starlette

from commands.clock import FrozenClock
from storage.database import Database
from tests.bot.web.sample import fill, make_app
from tests.rows import Rows

HOST = "http://127.0.0.1:3978"


@dataclass
class Visit:
    """One visitor: keeps its cookies, sends the Origin that a browser would."""

    client: httpx.AsyncClient

    def get(self, path: str, **headers: str) -> httpx.Response:
        return asyncio.run(self.client.get(path, headers=headers))

    def post(self, path: str, data: Mapping[str, object], **headers: str) -> httpx.Response:
        sent = {"origin": HOST} | headers
        return asyncio.run(self.client.post(path, data=dict(data), headers=sent))

    def say(self, text: str) -> str:
        """Say something without the script; the whole page afterwards."""
        assert self.post("/say", {"text": text}).status_code == 303
        return self.page()

    def send(self, text: str, name: str, content: bytes) -> str:
        """Say something with a file; the whole page afterwards."""
        files = {"file": (name, content)}
        sent = self.client.post("/say", data={"text": text}, files=files, headers={"origin": HOST})
        assert asyncio.run(sent).status_code == 303
        return self.page()

    def page(self) -> str:
        return self.get("/").text

    def be(self, name: str) -> None:
        found = re.search(rf'name="person" value="(\d+)"[^>]*>\s*<span class="name">{name}', self.page())
        assert found, name
        assert self.post("/person", {"person": found[1]}).status_code == 303


def text_of(html: str) -> str:
    """What is read, without tags; one space between words."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def conversation(page: str) -> str:
    """The part of the page that holds what has been said."""
    return page[page.index('<ol class="entries"') : page.index("</ol>")]


@pytest.fixture
def app(database: Database, clock: FrozenClock, rows: Rows) -> Starlette:
    def made(database: Database) -> None:
        with database.write() as session:
            fill(session, clock)

    rows.filled(("the sample", clock.now()), made)
    return make_app(database, clock)


@pytest.fixture
def visit(app: Starlette) -> Iterator[Visit]:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST)
    yield Visit(client)
    asyncio.run(client.aclose())
