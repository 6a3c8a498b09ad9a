"""Takes the pictures that README shows: `uv run python -m tests.pictures.chat`.

Writes docs/chat.png, docs/chat-mobile.png, docs/chat-dark.png and docs/report.png from the example programme, at a fixed
time, so that they only change when the product does. Needs Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

import pypdfium2 as pdfium
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import FLAGS, example_app, serving

DOCS = Path(__file__).parents[2] / "docs"
REPORT_PAGES = (0, 2)
"""The front page and the portfolio at a glance."""
GAP = 24


def main() -> None:
    """Serve the example, ask it a few things, and take the pictures."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no Chromium: apt-get install chromium")
    DOCS.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        example_app(Path(folder)) as app,
        serving(app) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        _desktop(browser, address)
        _mobile(browser, address)
        _dark(browser, address)
        _report(browser, address)
        browser.close()


def _desktop(browser: Browser, address: str) -> None:
    page = open_page(browser, address, 1120, 1000)
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Lena Exempel").click()
    say(page, "hur går det med demens?")
    take(page, "chat.png")


def _mobile(browser: Browser, address: str) -> None:
    page = open_page(browser, address, 390, 780)
    say(page, "status BarnSäkert")
    take(page, "chat-mobile.png")


def _dark(browser: Browser, address: str) -> None:
    page = open_page(browser, address, 1120, 1000, "dark")
    say(page, "portfölj")
    take(page, "chat-dark.png")


def _report(browser: Browser, address: str) -> None:
    """Two pages of the half-yearly report, fetched from the chat as a coordinator would."""
    page = open_page(browser, address, 1120, 1000)
    say(page, "rapport halvår 2026-2")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="PDF").last.click()
    with pdfium.PdfDocument(fetched.value.path()) as report:
        pages = [report[number].render(scale=1.6).to_pil() for number in REPORT_PAGES]
    width, height = sum(each.width for each in pages) + GAP * (len(pages) + 1), pages[0].height + 2 * GAP
    sheet = Image.new("RGB", (width, height), "#e8e6e0")
    for place, each in enumerate(pages):
        sheet.paste(each, (GAP + place * (each.width + GAP), GAP))
    sheet.save(DOCS / "report.png", optimize=True)
    sys.stderr.write("docs/report.png\n")


def open_page(
    browser: Browser, address: str, width: int, height: int, scheme: Literal["light", "dark"] = "light"
) -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": height},
        device_scale_factor=2,
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="sv-SE",
    )
    page.goto(address)
    return page


def say(page: Page, text: str) -> None:
    entries = page.locator(".entry")
    before = entries.count()
    page.get_by_label("Ditt meddelande").fill(text)
    page.keyboard.press("Enter")
    expect(entries).to_have_count(before + 2)


def take(page: Page, name: str) -> None:
    page.screenshot(path=DOCS / name, animations="disabled", caret="hide")
    sys.stderr.write(f"docs/{name}\n")


if __name__ == "__main__":
    main()
