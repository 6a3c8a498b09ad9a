"""Takes the pictures of the Swedish guide: `uv run python -m tests.pictures.guide`. Writes docs/guide-*.png.

Each shows what the person whom the page is for sees in the example programme, at a fixed time.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import FLAGS, example_app, serving
from tests.pictures.chat import DOCS, open_page, say

LEADER, COORDINATOR, LEADERSHIP = (
    "Anna Exempel projektledare",
    "Klara Exempel koordinator",
    "Lena Exempel ledning",
)
TAKEN = (
    ("guide-rapportera.png", LEADER, ("rapportera BarnSäkert",)),
    ("guide-mina.png", LEADER, ("mina",)),
    ("guide-omgang.png", COORDINATOR, ("omgång",)),
    ("guide-kontroll.png", COORDINATOR, ("rapport halvår 2026-2", "rapport kontrollera 1")),
    ("guide-portfolj.png", LEADERSHIP, ("portfölj",)),
    ("guide-beslut.png", LEADERSHIP, ("beslut",)),
)
"""Each picture: its name, who speaks, what they say; the last answer is in it."""

WIDTH, COLOURS = 900, 128


def main() -> None:
    """Serve the example, say each line as its person, and take the last answer."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for name, person, lines in TAKEN:
            with tempfile.TemporaryDirectory() as folder, example_app(Path(folder)) as app, serving(app) as address:
                _picture(browser, address, DOCS / name, person, lines)
        browser.close()


def _picture(browser: Browser, address: str, path: Path, person: str, lines: tuple[str, ...]) -> None:
    page = open_page(browser, address, WIDTH, 1000)
    page.locator(".menu summary").click()
    page.get_by_role("button", name=person, exact=True).click()
    for line in lines:
        say(page, line)
    page.evaluate("document.querySelector('.composer').hidden = true")  # it would lie across a long answer
    page.locator(".entry").last.screenshot(path=path, animations="disabled", caret="hide")
    with Image.open(path) as taken:  # few colours are enough for a page of text, and a fourth of the size
        taken.convert("P", palette=Image.Palette.ADAPTIVE, colors=COLOURS).save(path, optimize=True)
    sys.stderr.write(f"docs/{path.name}\n")


if __name__ == "__main__":
    main()
