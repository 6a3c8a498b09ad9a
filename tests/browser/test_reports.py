"""The report as a web page: no accessibility rule broken, at any width, in light and dark, and nothing too wide."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from commands.reports import FORMATS
from storage.words import ReportKind
from tests.browser.conftest import AXE, Scheme
from tests.commands.reports.sample import compiled

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[ReportKind, str]:
    folder: Path = tmp_path_factory.mktemp("reports")
    found = {}
    for kind in (ReportKind.HALF_YEAR, ReportKind.STATE):
        path = folder / f"{kind.value}.html"
        path.write_bytes(FORMATS["html"].render(compiled(kind)))
        found[kind] = path.as_uri()
    return found


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "light"), (320, "dark"), (1280, "dark")])
@pytest.mark.parametrize("kind", [ReportKind.HALF_YEAR, ReportKind.STATE])
def test_axe_finds_nothing_wrong_and_nothing_is_too_wide(
    browser: Browser, pages: dict[ReportKind, str], kind: ReportKind, width: int, scheme: Scheme
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(pages[kind])
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_only_what_overflows_is_a_stop_for_the_keyboard(browser: Browser, pages: dict[ReportKind, str]) -> None:
    stops = {}
    for width in (320, 1280):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(pages[ReportKind.HALF_YEAR])
        page.wait_for_function("!document.querySelector('.wide[tabindex]') || innerWidth < 400")
        stops[width] = page.locator(".wide[tabindex]").count()
        page.close()
    assert stops[1280] == 0
    assert stops[320] > 5
