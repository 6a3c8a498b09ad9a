"""A personal identity number is found however it is written, and other numbers are left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.swedish.personnummer import holds_personal_number


def checksum(nine: str) -> str:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(nine)]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def last_four(six: str, number: str = "238") -> str:
    return number + checksum(six + number)


BORN = "850101"
LAST = last_four(BORN)
WRONG = LAST[:3] + str((int(LAST[3]) + 1) % 10)
BETWEEN = [
    "",
    "-",
    "+",
    " ",
    "\u00a0",
    "\u2009",
    "–",
    "—",
    "‑",
    "−",
    " - ",
    " – ",
    "\u200b",
    "-\u200d",
    "\n",
    "\t",
    ".",
    "/",
]


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("century", ["", "19", "19 ", "19\u200b"])
def test_every_way_of_writing_it(century: str, between: str) -> None:
    assert holds_personal_number(f"{century}{BORN}{between}{LAST}")
    assert not holds_personal_number(f"{century}{BORN}{between}{WRONG}")


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "Hon (pnr {}) flyttar.",
        "pnr{}x",
        "rum 3 {}",
        "{}, {}",
        "<{}|här>",
        "*{}*",
        "1.{}",
        "se {}/2",
        "{}¹",
        "nr:{}.",
    ],
)
def test_anywhere_in_a_text(around: str) -> None:
    for written in (BORN + LAST, f"{BORN}-{LAST}", f"19{BORN}-{LAST}"):
        assert holds_personal_number(around.replace("{}", written))


@pytest.mark.parametrize(
    "written", ["1985-01-01-{}", "1985 01 01 {}", "1985 0101 {}", "85-01-01-{}", "85 01 01 {}", "1985.01.01 {}"]
)
def test_with_the_date_in_parts(written: str) -> None:
    assert holds_personal_number(written.format(LAST))


def test_digits_of_other_scripts() -> None:
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in BORN + LAST)
    arabic = "".join(chr(ord(digit) + 0x630) for digit in BORN + LAST)
    keycaps = "".join(f"{digit}\ufe0f\u20e3" for digit in BORN + LAST)
    assert all(map(holds_personal_number, (full_width, arabic, keycaps)))


def test_a_coordination_number_has_sixty_added_to_the_day() -> None:
    assert holds_personal_number(f"850161-{last_four('850161')}")
    assert holds_personal_number(f"850191-{last_four('850191')}")
    assert not holds_personal_number(f"850192-{last_four('850192')}")
    assert not holds_personal_number(f"850160-{last_four('850160')}")


def test_the_date_must_exist() -> None:
    assert not holds_personal_number(f"850230-{last_four('850230')}")
    assert not holds_personal_number(f"851301-{last_four('851301')}")
    assert holds_personal_number(f"000229-{last_four('000229')}")
    assert not holds_personal_number(f"000229+{last_four('000229')}")  # 1900 had no 29 February
    assert not holds_personal_number(f"19000229-{last_four('000229')}")


def test_interim_numbers_do_not_count() -> None:
    assert not holds_personal_number("850101-T384")


@pytest.mark.parametrize("six", ["556036", "212000", "802002"])
def test_organisation_numbers_have_no_month(six: str) -> None:
    assert not holds_personal_number(f"{six}-{last_four(six, '079')}")
    assert not holds_personal_number(f"16{six}{last_four(six, '079')}")


@pytest.mark.parametrize(
    "text",
    [
        "Ring 0611-12 34 56, 070-123 45 67 eller +46 60 12 34 56",
        "4 480 000 kr, 14 286 kkr",
        "HSN 2024/1234, 24RSV1234-56",
        "2024-04-11 13:00–14:30",
        "v. 15–17 2027",
        "https://exempel.slack.com/archives/C1/p1712841234123456",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_personal_number(text)


def test_a_phone_number_is_read_by_its_groups() -> None:
    """0611 is the area code of Härnösand: these digits alone would be a date and a right checksum."""
    digits = "061112" + last_four("061112")
    assert holds_personal_number(digits)
    assert not holds_personal_number(f"{digits[:4]}-{digits[4:]}")
    assert not holds_personal_number(f"{digits[:4]}-{digits[4:6]} {digits[6:8]} {digits[8:]}")


def test_two_dates_are_no_number() -> None:
    six = "241023"
    year = next(str(year) for year in range(2000, 2100) if checksum(six + str(year)[:3]) == str(year)[3])
    assert holds_personal_number(f"2024-10-23–{year}")
    assert not holds_personal_number(f"2024-10-23–{year}-10-24")


def test_inside_a_longer_run_of_digits_it_is_something_else() -> None:
    assert not holds_personal_number(f"7{BORN}{LAST}")
    assert not holds_personal_number(f"{BORN}{LAST}7")


@given(
    st.dates(date(1850, 1, 1), date(2026, 12, 31)),
    st.integers(1, 999),
    st.sampled_from(BETWEEN),
    st.text(st.characters(exclude_categories=("Nd", "Nl", "No"))),
)
def test_every_person_is_found(born: date, birth_number: int, between: str, around: str) -> None:
    last = last_four(f"{born:%y%m%d}", f"{birth_number:03}")
    assert holds_personal_number(f"{around}{born:%Y%m%d}{between}{last}{around}")


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_makes_it_fail(text: str) -> None:
    assert holds_personal_number(text) in {True, False}
