"""What a newcomer does in `laget demo`: the example programme, the real commands, a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from starlette.applications import Starlette

from bot.web.chat import COOKIE
from storage import people
from tests.browser.conftest import Open, Scheme, example_app, overflow, serving, violations

pytestmark = pytest.mark.browser

LEADER, COORDINATOR, READER = "projektledare@exempel.se", "koordinator@exempel.se", "lasare@exempel.se"


@pytest.fixture
def example(example_file: Path, tmp_path: Path) -> Iterator[Starlette]:
    shutil.copy(example_file, tmp_path / "laget.db")
    with example_app(tmp_path) as app:
        yield app


@pytest.fixture
def address(example: Starlette) -> Iterator[str]:
    with serving(example) as address:
        yield address


def be(page: Page, example: Starlette, address: str, email: str) -> None:
    """Go on as another person, as choosing in the menu does."""
    with example.state.context.database.read() as session:
        person = people.by_email(session, email)
    assert person, email
    page.context.add_cookies([{"name": COOKIE, "value": str(person.id), "url": address}])
    page.reload()


def say(page: Page, text: str) -> None:
    count = page.locator(".entry").count()
    page.get_by_label("Ditt meddelande").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".entry")).to_have_count(count + 2)


def last(page: Page) -> Locator:
    return page.locator(".entry").last


def test_report_through_the_form(example: Starlette, address: str, open_page: Open) -> None:
    page = open_page(address)
    be(page, example, address, LEADER)
    page.get_by_role("button", name="rapportera Berätta hur ditt arbete går").click()
    last(page).get_by_role("button", name="Rapportera BarnSäkert").click()
    expect(page.get_by_role("heading", name="Rapportera BarnSäkert")).to_be_focused()
    page.get_by_role("radiogroup", name="Läge").get_by_label("Gul").check()
    page.get_by_role("radiogroup", name="Tid").get_by_label("Röd").check()
    page.get_by_label("Genomfört").fill("")
    page.get_by_label("Nästa steg").fill("Utbilda två nya handledare")
    page.get_by_role("button", name="Spara rapporten").click()
    expect(page.get_by_label("Genomfört")).to_be_focused()
    expect(page.get_by_label("Genomfört")).to_have_accessible_description(
        "Vad har hänt sedan sist? Fyll i genomfört."
    )
    expect(page.get_by_label("Nästa steg")).to_have_value("Utbilda två nya handledare")
    page.get_by_label("Genomfört").fill("Familjecentralen har öppnat\noch är <b>full</b>")
    page.get_by_role("button", name="Spara rapporten").click()
    expect(last(page)).to_contain_text("BarnSäkert är nu ▲ Gul")
    say(page, "status barnsakert")
    expect(last(page).locator("dd").first).to_contain_text("▲ Gul")
    expect(last(page)).to_contain_text("Familjecentralen har öppnat\noch är <b>full</b>")


def test_sign_up_for_a_seminar(example: Starlette, address: str, open_page: Open) -> None:
    page = open_page(address)
    be(page, example, address, READER)
    page.get_by_role("button", name="seminarier Kommande lärseminarier").click()
    expect(last(page).get_by_role("table")).to_be_visible()
    last(page).get_by_role("button", name="Att prata med barn om svår sjukdom").click()
    last(page).get_by_role("button", name="Anmäl mig", exact=True).click()
    expect(last(page)).to_contain_text("Du är anmäld till ”Att prata med barn om svår sjukdom”")


def test_compile_and_download_the_report(example: Starlette, address: str, open_page: Open) -> None:
    page = open_page(address)
    be(page, example, address, COORDINATOR)
    page.set_default_timeout(30_000)
    say(page, "rapport halvår 2026-1")
    with page.expect_download() as download:
        last(page).get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "halvårsrapport-2026-1-v1.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_usual_answers_pass_axe_and_fit(
    example: Starlette, address: str, open_page: Open, width: int, scheme: Scheme
) -> None:
    page = open_page(address, width, scheme)
    be(page, example, address, COORDINATOR)
    for text in ("status BarnSäkert", "portfölj", "seminarier", "rapportera BarnSäkert", "mina", "hjälp", "strunt"):
        say(page, text)
    assert violations(page) == []
    assert overflow(page) <= 0
