"""Takes the pictures of Teams that README shows: `uv run python -m tests.pictures.teams`.

Writes docs/teams-*.png from the example programme, at a fixed time, as npm's adaptivecards draws what we
send to Teams, in the colours of Teams. Needs npm and Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from sqlmodel import col, select

from bot.answer import Context, answer
from bot.app import make_context
from bot.clock import plan
from bot.example import load_example
from bot.settings import Settings
from bot.teams.render import activities
from commands.clock import FrozenClock
from commands.message import Address, Identity, Reply, Request
from commands.reminders.planning import read_again
from storage import people
from storage.tables import Notice
from tests.bot.teams.cards import BUNDLE, PACKAGE
from tests.browser.conftest import FLAGS, NOW
from tests.npm import NoNpm, installed

DOCS = Path(__file__).parents[2] / "docs"
MARK = Path(__file__).parents[2] / "bot/pages/static/mark.svg"
FONTS = Path(__file__).parents[2] / "commands/reports/fonts"
LEADER, LEADERSHIP = "projektledare@exempel.se", "ledning@exempel.se"
PHONE = 360

DRAW = """
([cards, host]) => {
  for (const [n, each] of cards.entries()) {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(host);
    card.parse(each);
    document.querySelectorAll("main")[n].appendChild(card.render());
  }
}
"""


def main() -> None:
    """Ask the example programme, draw the answers, take the pictures."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("The pictures need Chromium: apt-get install chromium")
    try:
        script = installed("adaptivecards", PACKAGE) / BUNDLE
    except NoNpm as why:
        sys.exit(f"The pictures need npm. {why}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        context = _example(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        status = ("hur går det med demens?", LEADERSHIP)
        _take(browser, script, "teams-status.png", 720, [(status[0], _asked(context, *status))])
        _take(browser, script, "teams-phone.png", PHONE, [(status[0], _asked(context, *status))])
        form = "rapportera BarnSäkert"
        _take(browser, script, "teams-form.png", 720, [(form, _asked(context, form, LEADER))])
        _take(browser, script, "teams-portfolio.png", 720, [("portfölj", _asked(context, "portfölj", LEADERSHIP))])
        _take(browser, script, "teams-reminder.png", 720, [("", _reminder(context))])
        browser.close()
        context.database.close()


def _example(folder: Path) -> Context:
    context = make_context(Settings(database_url=f"sqlite:///{folder / 'laget.db'}"), FrozenClock(NOW))
    context.database.migrate()
    load_example(context.database, context.clock)
    return context


def _asked(context: Context, text: str, email: str) -> Reply:
    return answer(context, Request(text, Identity("teams", email=email), Address("teams")))


def _reminder(context: Context) -> Reply:
    """The first that the clock has to tell the leader, in the weeks that follow."""
    with context.database.read() as session:
        leader = people.by_email(session, LEADER)
    for days in range(60):
        later = replace(context, clock=FrozenClock(NOW + timedelta(days=days)))
        plan(later)
        with context.database.read() as session:
            for notice in session.exec(select(Notice).order_by(col(Notice.id))).all():
                message = read_again(session, notice, later.clock.now(), context.zone).reply
                if message and leader and notice.recipient == f"person:{leader.id}":
                    return message
    raise LookupError("nothing falls due")


def _take(browser: Browser, script: Path, name: str, width: int, talk: Sequence[tuple[str, Reply]]) -> None:
    page = browser.new_page(viewport={"width": width, "height": 100}, device_scale_factor=2, locale="sv-SE")
    cards = [each.card for _, reply in talk for each in activities(reply, lambda _: None)]
    page.set_content(
        f"<!doctype html><html lang=sv><meta charset=utf-8><style>{_fonts()}{LOOK}</style>{_page(talk)}"
    )
    page.add_script_tag(path=script)
    page.evaluate(DRAW, [cards, HOST])
    page.screenshot(path=DOCS / name, full_page=True)
    page.close()
    sys.stderr.write(f"docs/{name}\n")


def _fonts() -> str:
    """Our own font in place of Segoe UI, which is not ours to give away."""
    faces = ((400, "SourceSans3-Regular.otf"), (600, "SourceSans3-Semibold.otf"))
    held = ((weight, b64encode((FONTS / name).read_bytes()).decode()) for weight, name in faces)
    face = '@font-face {{ font-family: "Source Sans 3"; font-weight: {}; src: url(data:font/otf;base64,{}); }}'
    return "".join(face.format(weight, data) for weight, data in held)


def _page(talk: Sequence[tuple[str, Reply]]) -> str:
    """What was said, on the right as one's own words are, and an empty card for each message that came."""
    mark = MARK.read_text(encoding="utf-8")
    shown = ""
    for said, reply in talk:
        shown += f"<p>{said}</p>" if said else ""
        for _ in activities(reply, lambda _: None):
            shown += f"<article>{mark}<div><h6>Läget <small>10:00</small></h6><main></main></div></article>"
    return shown


def _colours() -> dict[str, Any]:
    both = {"default": {"default": "#242424", "subtle": "#616161"}}
    states = {"good": "#0f7b3f", "warning": "#8a5a00", "attention": "#b3261e", "accent": "#5b5fc7"}
    return both | {name: {"default": colour, "subtle": colour} for name, colour in states.items()}


HOST = {
    "fontFamily": '"Source Sans 3", sans-serif',
    "spacing": {"small": 8, "default": 12, "medium": 16, "large": 20, "extraLarge": 24, "padding": 16},
    "separator": {"lineThickness": 1, "lineColor": "#e0e0e0"},
    "fontSizes": {"small": 12, "default": 14, "medium": 14, "large": 18, "extraLarge": 24},
    "fontWeights": {"lighter": 300, "default": 400, "bolder": 600},
    "supportsInteractivity": True,
    "containerStyles": {
        style: {"backgroundColor": colour, "foregroundColors": _colours()}
        for style, colour in {
            "default": "#ffffff", "emphasis": "#f5f5f5", "warning": "#fdf6e3", "attention": "#fdf0f0",
        }.items()
    },
    "actions": {
        "maxActions": 6, "spacing": "default", "buttonSpacing": 8, "actionsOrientation": "horizontal",
        "actionAlignment": "left", "showCard": {"actionMode": "inline", "inlineTopMargin": 12},
    },
    "inputs": {
        "label": {
            "inputSpacing": "small",
            "requiredInputs": {"suffix": " *", "suffixColor": "attention"},
            "optionalInputs": {},
        },
        "errorMessage": {"color": "attention"},
    },
}  # fmt: skip
"""About what the host of Teams' light theme sets."""

LOOK = """
body { margin: 0; padding: 16px; background: #f5f5f5; font: 14px/20px "Source Sans 3", sans-serif; }
p { margin: 0 0 12px auto; width: fit-content; padding: 8px 14px; border-radius: 6px; background: #e8ebfa; color: #242424; }
article { display: flex; gap: 10px; margin-bottom: 12px; }
article > svg { width: 32px; height: 32px; flex: none; }
article > div { flex: 1; min-width: 0; }
h6 { margin: 0 0 4px; font: 600 12px/16px "Source Sans 3"; color: #424242; }
h6 small { font-weight: 400; color: #616161; }
main { background: #fff; border: 1px solid #e0e0e0; border-radius: 6px; box-shadow: 0 1px 2px #0002; overflow: hidden; }
.ac-pushButton { font: 600 14px/20px "Source Sans 3"; padding: 5px 12px; border: 1px solid #d1d1d1; border-radius: 4px;
  background: #fff; color: #242424; white-space: nowrap; }
.ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff; }
.ac-pushButton.style-destructive { color: #b3261e; border-color: #b3261e; }
.ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
.ac-input { font: inherit; padding: 5px 8px; border: 1px solid #d1d1d1; border-bottom-color: #616161; border-radius: 4px;
  background: #fff; color: #242424; width: 100%; box-sizing: border-box; }
.ac-input.ac-choiceSetInput-expanded { border: 0; padding: 0; }
.ac-input.ac-multiline { min-height: 64px; resize: none; }
@media (max-width: 400px) { body { padding: 8px; } article > svg { display: none; } }
"""

if __name__ == "__main__":
    main()
