"""The local chat in a real browser, over the sample programme: mouse, keyboard, no script, small screens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from commands.message import Address, Reply, Text
from tests.browser.conftest import Open, Sample, overflow, violations, violations_in_both_schemes

pytestmark = pytest.mark.browser


def say(page: Page, text: str) -> None:
    page.get_by_label("Ditt meddelande").fill(text)
    page.keyboard.press("Enter")


def last(page: Page) -> Locator:
    return page.locator(".entry").last


def options(page: Page) -> Locator:
    """The suggestions, not the options of a form's drop-down list."""
    return page.get_by_role("listbox", name="Förslag", include_hidden=True).get_by_role(
        "option", include_hidden=True
    )


def test_ask_and_be_answered_without_a_new_page(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address)
    page.evaluate("window.same = true")
    say(page, "eko hej på dig")
    expect(last(page)).to_contain_text("hej på dig")
    assert page.evaluate("window.same")
    expect(page.get_by_label("Ditt meddelande")).to_be_focused()
    expect(page.get_by_label("Ditt meddelande")).to_have_value("")
    page.reload()
    expect(last(page)).to_contain_text("hej på dig")


def test_everything_with_the_keyboard_alone(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address)
    page.keyboard.type("fyll i")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Berätta hur det går")
    expect(heading).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # the second state
    expect(page.get_by_role("radiogroup", name="Läge").get_by_label("Gul")).to_be_checked()
    page.get_by_label("Rubrik").focus()
    page.keyboard.type("Skriven för hand")
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("Tack! Sparat: Skriven för hand, gul")
    expect(last(page)).to_be_focused()
    expect(page.get_by_text("Skickat: Berätta hur det går")).to_be_visible()


def test_a_missing_field_is_pointed_out_and_nothing_typed_is_lost(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address)
    say(page, "fyll i")
    page.get_by_label("Genomfört").fill("Vi har träffat\nalla familjer")
    page.get_by_label("Sundsvall").check()
    page.get_by_role("button", name="Spara").click()
    wrong = page.get_by_role("radiogroup", name="Läge")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong.get_by_role("radio").first).to_be_focused()
    expect(wrong).to_have_accessible_description(re.compile("Fyll i läge"))
    expect(page.get_by_label("Rubrik")).to_have_accessible_description("Fyll i rubrik.")
    expect(page.get_by_label("Genomfört")).to_have_value("Vi har träffat\nalla familjer")
    expect(page.get_by_label("Sundsvall")).to_be_checked()
    expect(page.locator("form.form")).to_have_count(1)
    wrong.get_by_label("Röd").check()
    page.get_by_label("Rubrik").fill("Nu så")
    page.get_by_role("button", name="Spara").click()
    expect(last(page)).to_contain_text("Tack! Sparat: Nu så, röd, Sundsvall")


def test_suggestions_with_arrows_enter_tab_and_escape(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address)
    line, found = page.get_by_label("Ditt meddelande"), options(page)
    line.press_sequentially("status b")
    expect(found).to_have_count(1)
    expect(line).to_have_attribute("aria-expanded", "true")
    assert line.get_attribute("aria-activedescendant") is None  # nothing is chosen yet
    page.keyboard.press("ArrowDown")
    expect(found.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(line).to_have_value("status BarnSäkert")
    expect(line).to_be_focused()
    expect(found.first).to_be_hidden()
    line.fill("")
    page.keyboard.press("ArrowDown")
    expect(found).to_have_count(7)
    page.keyboard.press("ArrowUp")
    expect(found.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(found.first).to_be_hidden()
    expect(line).to_have_value("")
    expect(page.locator(".entry")).to_have_count(0)


def test_enter_sends_what_is_typed_when_nothing_is_chosen(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address)
    page.get_by_label("Ditt meddelande").press_sequentially("vis")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_have_text("vis")
    expect(options(page).first).to_be_hidden()


def test_a_suggestion_can_be_pressed_and_goes_on_with_names(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address)
    page.get_by_label("Ditt meddelande").press_sequentially("sta")
    options(page).filter(has_text="status ARBETE").click()
    expect(page.get_by_label("Ditt meddelande")).to_have_value("status ")
    options(page).filter(has_text="status Demensteam").click()
    page.get_by_role("button", name="Skicka").click()
    expect(last(page)).to_contain_text("Demensteam i hemmet")


def test_what_cannot_be_taken_back_is_asked_about(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address)
    say(page, "visa allt")
    page.locator("summary", has_text="Ställ in").click()
    dialog = page.get_by_role("dialog", name="Vill du ställa in seminariet för alla?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".entry")).to_have_count(2)
    page.locator("summary", has_text="Ställ in").click()
    dialog.get_by_role("button", name="Ja, ställ in").click()
    expect(last(page)).to_contain_text("inställt")


def test_news_come_by_themselves(sample: Sample, open_page: Open) -> None:
    page = open_page("about:blank")
    page.clock.install()
    page.goto(sample.address)
    expect(page.get_by_role("combobox")).to_be_visible()
    sample.app.state.chat.send(Address("local", "kim@exempel.se"), Reply((Text("Dags att rapportera."),)), 1)
    page.clock.run_for(5_000)
    expect(last(page)).to_contain_text("Dags att rapportera.")


def test_a_server_that_is_gone_is_said_and_nothing_typed_is_lost(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address)
    page.context.set_offline(True)
    say(page, "eko finns du")
    expect(page.get_by_role("alert")).to_contain_text("Jag får ingen kontakt med Läget")
    expect(page.get_by_label("Ditt meddelande")).to_have_value("eko finns du")
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(last(page)).to_contain_text("finns du")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_be_somebody_else(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address)
    page.get_by_text("Du är Kim Exempel").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Lo Exempel")).to_be_hidden()
    page.get_by_text("Du är Kim Exempel").click()
    page.get_by_role("button", name="Lo Exempel läsare").click()
    expect(page.get_by_role("heading", name="Hej Lo! Vad vill du veta?")).to_be_visible()


def test_a_picture_and_a_file_can_be_fetched(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address)
    say(page, "visa allt")
    picture = page.get_by_role("img", name="Fyra arbeten")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 400)
    with page.expect_download() as download:
        page.get_by_role("link", name="Halvårsrapport 2026-2").click()
    assert download.value.suggested_filename == "halvårsrapport å.pdf"


def test_without_script_it_is_an_ordinary_page(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address, script=False)
    page.get_by_label("Ditt meddelande").fill("visa allt")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("table")).to_be_visible()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Fyll i rubrik.").last).to_be_visible()
    page.get_by_label("Rubrik").fill("Utan skript")
    page.get_by_role("radiogroup", name="Läge").get_by_label("Grön").check()
    page.get_by_role("button", name="Spara").click()
    expect(last(page)).to_contain_text("Tack! Sparat: Utan skript, grön")
    say(page, "visa allt")
    page.locator("summary", has_text="Ställ in").last.click()
    page.get_by_role("button", name="Ja, ställ in").last.click()
    expect(last(page)).to_contain_text("inställt")


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong_and_nothing_is_too_wide(sample: Sample, open_page: Open, width: int) -> None:
    page = open_page(sample.address, width)
    assert violations_in_both_schemes(page) == []
    asked = ("visa allt", "fel", "misstag", "fyll i", "visa allt")
    for count, text in enumerate(asked, 1):
        say(page, text)
        expect(page.locator(".bubble")).to_have_count(count)
    page.get_by_role("button", name="Spara").last.click()
    expect(page.get_by_text("Fyll i rubrik.").last).to_be_visible()
    assert violations_in_both_schemes(page) == []
    assert overflow(page) <= 0
    page.get_by_label("Ditt meddelande").fill("")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    page.get_by_text("Du är Kim").click()
    assert violations_in_both_schemes(page) == []
    page.keyboard.press("Escape")
    page.locator("summary", has_text="Ställ in").last.click()
    assert violations_in_both_schemes(page) == []
    assert overflow(page) <= 0


def test_a_wide_table_scrolls_by_itself_and_can_be_reached(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address, 500)
    say(page, "visa allt")
    table = page.get_by_role("group", name="Arbeten, sämst läge först")
    expect(table).to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(table).not_to_have_attribute("tabindex", "0")


def test_a_wide_table_stands_cell_under_cell_on_a_narrow_screen(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address, 320)
    say(page, "visa allt")
    group = page.get_by_role("group", name="Arbeten, sämst läge först")
    expect(group).not_to_have_attribute("tabindex", "0")
    first, second = (group.get_by_role("row").nth(1).locator("th, td").nth(at).bounding_box() for at in (0, 1))
    assert first
    assert second
    assert second["y"] >= first["y"] + first["height"]
    expect(group.get_by_role("columnheader").first).to_be_attached()
    assert violations_in_both_schemes(page) == []


def test_long_words_and_names_do_not_widen_the_page(sample: Sample, open_page: Open) -> None:
    page = open_page(sample.address, 320)
    say(page, f"eko {'Organisationsöverskridande' * 20}")
    expect(page.locator(".entry")).to_have_count(2)
    assert overflow(page) <= 0


def test_the_page_for_an_old_link_is_as_careful(sample: Sample, open_page: Open) -> None:
    page = open_page(f"{sample.address}/files/fel", 320, "dark")
    expect(page.get_by_role("heading", name="Filen finns inte")).to_be_visible()
    assert violations(page) == []
    assert overflow(page) <= 0
