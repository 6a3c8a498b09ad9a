"""A real Chromium, and servers on loopback for it to ask."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import axe_core_python
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette

from bot.app import file_links, make_app, make_context, make_threads
from bot.settings import Settings
from bot.web.chat import LocalChat
from commands.clock import FrozenClock
from storage.database import Database
from tests.bot.web import sample as sample_programme

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=sample_programme.STOCKHOLM)

Open = Callable[..., Page]
Scheme = Literal["light", "dark"]
COLOUR_RULES = ("color-contrast", "link-in-text-block")


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """The address of a server in a thread, on a port that was free."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@contextmanager
def example_app(folder: Path) -> Iterator[Starlette]:
    """What `laget demo` serves, in a folder of its own and at a fixed time; a file there is taken as is."""
    from bot.example import load_example

    url = f"sqlite:///{folder / 'laget.db'}"
    settings = Settings(database_url=url, laget_secret=sample_programme.SECRET, port=0)
    context = make_context(settings, FrozenClock(NOW))
    if not context.database.exists():
        context.database.migrate()
        load_example(context.database, context.clock)
    crossing, links = make_threads(), file_links(settings, context.clock)
    chat = LocalChat(context, crossing, links)
    app = make_app(context, links, crossing, chat.routes())
    app.state.context = context
    yield app
    context.database.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("There is no Chromium: apt-get install chromium")
    return path


@dataclass
class Sample:
    """The sample programme as a server."""

    address: str
    app: Starlette


@pytest.fixture(scope="session")
def sample_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the sample programme: to be copied."""
    folder = tmp_path_factory.mktemp("sample")
    clock = FrozenClock(NOW)
    database = Database(f"sqlite:///{shutil.copy(migrated_file, folder / 'laget.db')}", now=clock.now)
    with database.write() as session:
        sample_programme.fill(session, clock)
    database.backup(folder / "whole.db")
    database.close()
    return folder / "whole.db"


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Sample]:
    clock = FrozenClock(NOW)
    file = shutil.copy(sample_file, tmp_path / "laget.db")
    database = Database(f"sqlite:///{file}", now=clock.now)
    app = sample_programme.make_app(database, clock)
    with serving(app) as address:
        yield Sample(address, app)
    database.close()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium with a profile of its own. Not for the whole run: its event loop would be in others' way."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a page as a new visitor; fails on anything that the console complains of but a lost network or page."""
    complaints: list[str] = []
    windows: list[BrowserContext] = []

    def open_(address: str, width: int = 1280, scheme: Scheme = "light", *, script: bool = True) -> Page:
        window = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=script,
            locale="sv-SE",
        )
        windows.append(window)
        page = window.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(10_000)
        page.goto(address)
        return page

    yield open_
    for window in windows:
        window.close()
    assert not [each for each in complaints if "ERR_INTERNET_DISCONNECTED" not in each and "404" not in each]


def violations(page: Page, *rules: str) -> list[str]:
    """What axe-core finds wrong with the page, by all rules or by these, each with the elements it concerns."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"]} | only)
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found["violations"]]


def violations_in_both_schemes(page: Page) -> list[str]:
    """The same, for light and dark: only the colours differ."""
    page.emulate_media(color_scheme="light")
    light = violations(page)
    page.emulate_media(color_scheme="dark")
    return light + violations(page, *COLOUR_RULES)


def overflow(page: Page) -> int:
    """So many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
