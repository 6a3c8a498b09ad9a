"""Text and numbers as Swedes write them."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.message import UserError
from commands.swedish.text import (
    clean,
    counted,
    in_order,
    kronor,
    listing,
    number,
    parse_kronor,
    parse_number,
    percent,
)

anything = st.text(st.characters(exclude_categories=()))
numberish = st.text("0123456789 .,-−+%krmnt:\u00a0", max_size=20)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("  Rad ett\r\nrad två\rrad tre\u2028rad fyra \n ", "Rad ett\nrad två\nrad tre\nrad fyra"),
        ("a\tb\x00\x07\x1b", "a\tb"),
        ("e\u0301", "é"),
        ("trasig\ud800", "trasig"),
        ("\u202eelak\u202c \u2066text\u2069\u200e", "elak text"),
        ("Barn\u200bSä\u00adkert\ufeff", "BarnSäkert"),
        ("👩\u200d⚕\ufe0f", "👩\u200d⚕\ufe0f"),
        ("x\ufffe\uffff\ufdd0y", "xy"),
        ("4\u00a0480\u00a0kr", "4\u00a0480\u00a0kr"),
        ("\u200b \u200b", ""),
    ],
)
def test_clean(text: str, stored: str) -> None:
    assert clean(text, 100) == stored


def test_too_long_names_length_and_limit() -> None:
    assert clean("a" * 3000 + "  ", 3000) == "a" * 3000
    with pytest.raises(UserError) as refused:
        clean("a" * 3412, 3000)
    assert "3\u00a0412 tecken" in refused.value.message
    assert "3\u00a0000 tecken" in refused.value.message


@given(anything)
def test_cleaning_twice_changes_nothing_and_leaves_only_what_can_be_stored(text: str) -> None:
    cleaned = clean(text, 10_000)
    assert clean(cleaned, 10_000) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {unicodedata.category(character) for character in cleaned if character not in "\n\t"} & {"Cc", "Cs"}
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (4480000, "4\u00a0480\u00a0000"),
        (0, "0"),
        (999, "999"),
        (-1714, "−1\u00a0714"),
        (Decimal("3.50"), "3,5"),
        (Decimal("-0.0001"), "0"),
        (Decimal("1234.5678"), "1\u00a0234,568"),
    ],
)
def test_number(value: int | Decimal, written: str) -> None:
    assert number(value) == written


def test_units_stand_after_a_no_break_space() -> None:
    assert kronor(4480000) == "4\u00a0480\u00a0000\u00a0kr"
    assert percent(47) == "47\u00a0%"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4 480 000", 4480000),
        ("4\u00a0480\u00a0000", 4480000),
        ("−3,5", "-3.5"),
        ("- 3", -3),
        ("2.5", "2.5"),
        ("47 %", 47),
        ("4.480.000", 4480000),
        ("1,714,000", 1714000),
        ("１２", 12),
        ("0,125", "0.125"),
    ],
)
def test_parse_number(text: str, value: int | str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4 480 000", 4480000),
        ("4480 kkr", 4480000),
        ("4,48 mnkr", 4480000),
        ("4.48 Mkr", 4480000),
        ("1 714 tkr", 1714000),
        ("371000 kr", 371000),
        ("371 000 kronor", 371000),
        ("100 000:-", 100000),
        ("4 480 000,00 kr", 4480000),
        ("5,8 miljoner kronor", 5800000),
        ("12 tusen", 12000),
        ("−3 000 SEK", -3000),
        ("1 md", None),
        ("10,50 kr", None),
        ("0,0005 tkr", None),
        ("kr", None),
        ("tio kronor", None),
        ("1 71 4 kr", None),
        ("99 999 mdr", None),
    ],
)
def test_parse_kronor(text: str, value: int | None) -> None:
    if value is not None:
        assert parse_kronor(text) == value
        return
    with pytest.raises(UserError, match=r"[Ss]kriv|största"):
        parse_kronor(text)


def test_a_lone_dot_before_three_digits_is_asked_about() -> None:
    with pytest.raises(UserError, match="4\u00a0480 om punkten skiljer tusental, eller 4,48"):
        parse_number("4.480")
    with pytest.raises(UserError, match="två saker"):
        parse_kronor("4.480 kr")


def test_nothing_and_nonsense_are_told_apart() -> None:
    with pytest.raises(UserError, match=r"Här saknas talet\. Skriv till exempel"):
        parse_number(" ")
    with pytest.raises(UserError, match="Jag förstår inte beloppet ”korv”"):
        parse_kronor("korv")


@given(st.one_of(anything, numberish))
def test_parsers_refuse_and_never_fail(text: str) -> None:
    for parse in (parse_number, parse_kronor):
        try:
            value = parse(text)
        except UserError:
            continue
        assert -(10**12) < Decimal(value) < 10**12


@given(st.integers(-(10**12) + 1, 10**12 - 1))
def test_what_is_written_reads_back(value: int) -> None:
    assert parse_number(number(value)) == value
    assert parse_kronor(kronor(value)) == value


def test_listing() -> None:
    assert [listing(list("abc")[:n]) for n in range(4)] == ["", "a", "a och b", "a, b och c"]


def test_counted() -> None:
    assert counted(0, "arbete", "arbeten") == "inga arbeten"
    assert counted(1, "arbete", "arbeten") == "ett arbete"
    assert counted(1, "risk", "risker", "en") == "en risk"
    assert counted(1200, "arbete", "arbeten") == "1\u00a0200 arbeten"


def test_in_order_sorts_as_swedes_do() -> None:
    towns = [{"name": name} for name in ("Örnsköldsvik", "Ånge", "Timrå", "Åre", "Ärla")]
    assert [town["name"] for town in in_order(towns, lambda town: town["name"])] == [
        *("Timrå", "Ånge", "Åre", "Ärla", "Örnsköldsvik"),
    ]
