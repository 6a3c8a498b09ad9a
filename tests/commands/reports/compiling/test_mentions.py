"""What a text says of days and sums, against what is registered."""

from datetime import date
from decimal import Decimal

import pytest

from commands.reports.compiling.mentions import Named, other_days, unknown_amounts

THEME_DAY = Named("Temakonferens Nära vård", date(2024, 10, 24), date(2024, 10, 24))
EVERYTHING = [
    THEME_DAY,
    Named("Beroendeplanen", date(2024, 12, 6), date(2024, 12, 6)),
    Named("Länsträff nära vård", date(2024, 3, 1), date(2024, 3, 2)),
    Named("Länsträff för chefer", date(2024, 4, 1), date(2024, 4, 1)),
]
COMMON = {"god", "och", "nara", "vard", "program"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Arbetet sammanfattades på temakonferensen 25 oktober.", ["25 oktober"]),
        ("Länsgemensam temakonferens 241025, 275 deltagare", ["241025"]),
        ("En temakonferens hölls 24 oktober 2024. Den 3 maj hände något annat.", []),
        ("Temakonferens 24–26 oktober", []),
        ("Temakonferensen är 2024-10-26, inte 26/10.", ["2024-10-26", "26/10"]),
        ("BEROENDEPLANEN tas upp 7 december, temakonferens 24 okt.", ["7 december"]),
        ("Länsträff för chefer 1 april, länsträff nära vård 2 mars", []),
        ("Temakonferensen 32 oktober", []),
    ],
)
def test_another_day_than_the_registered_one_is_found(text: str, written: list[str]) -> None:
    assert sorted(each.written for each in other_days(text, EVERYTHING, COMMON)) == sorted(written)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Budgeten är 5 800 000 kr och utfallet 4,7 miljoner kronor.", []),
        ("Utfallet blev 4 687 000 kr.", ["4 687 000 kr"]),
        ("Budget 5,8 mnkr, varav 4490 kkr för resurser.", ["4490 kkr"]),
        ("Det kom 4 687 000 kr i regn.", []),
        ("Budgeten är 6 miljoner kr.", []),
        ("Budgeten är 5 miljoner kr.", []),
        ("Budgeten är 7 miljoner kr.", ["7 miljoner kr"]),
    ],
)
def test_an_amount_that_is_not_in_the_budget_is_found(text: str, amounts: list[str]) -> None:
    known = {Decimal(5_800_000), Decimal(4_700_000), Decimal(4_480_000)}
    assert list(unknown_amounts(text, known)) == amounts
