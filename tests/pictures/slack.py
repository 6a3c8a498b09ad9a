"""Takes the pictures of Slack that README shows: `uv run python -m tests.pictures.slack`.

Writes docs/slack-status.png, docs/slack-modal.png and docs/slack-home.png from the example programme, at a fixed
time, as npm's slack-blocks-to-jsx draws what we send to Slack. Needs npm and Chromium.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bot.answer import Context, answer
from bot.app import make_context
from bot.example import load_example
from bot.settings import Settings
from bot.slack.home import ASKED, Home, Section, home_view
from bot.slack.modal import Carry, modal
from bot.slack.render import messages
from commands.clock import FrozenClock
from commands.message import Address, Form, Identity, Reply, Request
from tests.browser.conftest import FLAGS, NOW
from tests.npm import OUT, NoNpm, installed

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = OUT / "slack-pictures"
PACKAGES = ("slack-blocks-to-jsx@1.1.1", "react@19.2.0", "react-dom@19.2.0")
LEADER, LEADERSHIP = "projektledare@exempel.se", "ledning@exempel.se"

DRAW = """
const {renderToStaticMarkup} = require("react-dom/server");
const {createElement} = require("react");
const {Message} = require("slack-blocks-to-jsx");
const {blocks, bare, logo} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const about = {blocks, logo, name: "Läget", time: new Date("2026-11-19T10:00:00"), theme: "light", withoutWrapper: bare};
process.stdout.write(renderToStaticMarkup(createElement(Message, about)));
"""


def main() -> None:
    """Ask the example programme, draw the answers, take the pictures."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("The pictures need Chromium: apt-get install chromium")
    try:
        installed(FOLDER.name, *PACKAGES)
    except NoNpm as why:
        sys.exit(f"The pictures need npm. {why}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        context = _example(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        _take(browser, "slack-status.png", _conversation(context), 760)
        _take(browser, "slack-modal.png", _modal(context), 560)
        _take(browser, "slack-home.png", _home(context), 860)
        browser.close()
        context.database.close()


def _example(folder: Path) -> Context:
    context = make_context(Settings(database_url=f"sqlite:///{folder / 'laget.db'}"), FrozenClock(NOW))
    context.database.migrate()
    load_example(context.database, context.clock)
    return context


def _asked(context: Context, text: str, email: str) -> Reply:
    return answer(context, Request(text, Identity("slack", email=email), Address("slack")))


def _conversation(context: Context) -> str:
    shown = messages(_asked(context, "hur går det med demens?", LEADERSHIP), lambda _reference: None)
    return "".join(_drawn(message.blocks) for message in shown)


def _modal(context: Context) -> str:
    reply = _asked(context, "rapportera BarnSäkert", LEADER)
    form = next(block for block in reply.blocks if isinstance(block, Form))
    view = modal(form, carry=Carry())
    title, close, submit = (view[part]["text"] for part in ("title", "close", "submit"))
    return (
        f'<div class="modal"><h1>{title}</h1><main>{_drawn(_chosen(view["blocks"]), bare=True)}</main>'
        f"<footer><span>{close}</span><b>{submit}</b></footer></div>"
    )


def _chosen(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The inputs as Slack shows them: a menu with what is chosen in it, which the drawing leaves out."""
    for block in blocks:
        element = block.get("element", {})
        if element.get("type") == "static_select" and "initial_option" in element:
            element["placeholder"] = element["initial_option"]["text"]
        if element.get("type") == "plain_text_input":
            element["placeholder"] = {"type": "plain_text", "text": " ", "emoji": False}
    return blocks


def _home(context: Context) -> str:
    sections = tuple(Section(title, said, _asked(context, said, LEADER)) for title, said in ASKED)
    return f'<div class="home">{_drawn(home_view(Home(sections))["blocks"], bare=True)}</div>'


def _drawn(blocks: list[dict[str, Any]], *, bare: bool = False) -> str:
    """The blocks as HTML."""
    mark = b64encode((Path(__file__).parents[2] / "bot/pages/static/mark.svg").read_bytes()).decode()
    drawn = json.dumps({"blocks": blocks, "bare": bare, "logo": f"data:image/svg+xml;base64,{mark}"})
    done = subprocess.run(["node", "-e", DRAW], input=drawn, cwd=FOLDER, check=True, capture_output=True, text=True)
    return done.stdout


def _take(browser: Browser, name: str, body: str, width: int) -> None:
    style = (FOLDER / "node_modules" / "slack-blocks-to-jsx" / "dist" / "style.css").read_text()
    page = browser.new_page(viewport={"width": width, "height": 300}, device_scale_factor=2, locale="sv-SE")
    page.set_content(f"<!doctype html><html lang=sv><meta charset=utf-8><style>{style}{LOOK}</style>{body}")
    page.screenshot(path=DOCS / name, full_page=True)
    page.close()
    sys.stderr.write(f"docs/{name}\n")


LOOK = """
body { margin: 0; padding: 20px; background: #fff; font: 15px/1.46 Lato, "Source Sans 3", sans-serif; }
.modal { border: 1px solid #ddd; border-radius: 8px; box-shadow: 0 4px 16px #0002; }
.modal h1 { margin: 0; padding: 16px 24px; font-size: 22px; }
.modal main { padding: 0 24px; max-height: 640px; overflow: hidden; }
.modal main .pointer-events-none, .modal main .pointer-events-none * { color: #1d1c1d !important; }
.modal footer { display: flex; gap: 12px; justify-content: end; padding: 16px 24px; border-top: 1px solid #ddd; }
.modal footer > * { padding: 7px 14px; border: 1px solid #bbb; border-radius: 4px; font-weight: bold; }
.modal footer b { background: #007a5a; border-color: #007a5a; color: #fff; }
"""

if __name__ == "__main__":
    main()
