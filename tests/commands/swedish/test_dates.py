"""Days as Swedes write them, in and out, and the days on which they work."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.message import UserError
from commands.swedish.dates import (
    When,
    ago,
    is_working_day,
    local,
    long_date,
    moment,
    next_working_day,
    parse_date,
    parse_month,
    parse_period,
    parse_when,
    short_date,
    week,
    weekday_date,
)

TODAY = date(2026, 4, 9)  # a Thursday, in week 15
STOCKHOLM = ZoneInfo("Europe/Stockholm")

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
anything = st.text(st.characters(exclude_categories=()))
slow = settings(deadline=None, derandomize=True)


def day(iso: str) -> date:
    return date.fromisoformat(iso)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("11 april", "2026-04-11"),
        ("11 april 2024", "2024-04-11"),
        ("11 apr", "2026-04-11"),
        ("11:e  APRIL 2026?", "2026-04-11"),
        ("2026-04-11", "2026-04-11"),
        ("2026/4/1", "2026-04-01"),
        ("20260411", "2026-04-11"),
        ("260411", "2026-04-11"),
        ("26-04-11", "2026-04-11"),
        ("11/4", "2026-04-11"),
        ("11/4 2026", "2026-04-11"),
        ("11/4-26", "2026-04-11"),
        ("11.4.2026", "2026-04-11"),
        ("11-04-2026", "2026-04-11"),
        ("17/5 2024", "2024-05-17"),
        ("8 nov.", "2026-11-08"),
        ("den 11 april", "2026-04-11"),
        ("1:a maj", "2026-05-01"),
        ("idag", "2026-04-09"),
        ("i dag", "2026-04-09"),
        ("imorgon", "2026-04-10"),
        ("i morgon", "2026-04-10"),
        ("i övermorgon", "2026-04-11"),
        ("i overmorgon", "2026-04-11"),
        ("igår", "2026-04-08"),
        ("i förrgår", "2026-04-07"),
        ("torsdag", "2026-04-09"),
        ("fredag", "2026-04-10"),
        ("på fredag", "2026-04-10"),
        ("nästa fredag", "2026-04-17"),
        ("fredag nästa vecka", "2026-04-17"),
        ("nästa vecka", "2026-04-13"),
        ("i fredags", "2026-04-03"),
        ("i torsdags", "2026-04-02"),
        ("LÖRDAG", "2026-04-11"),
        ("lordag", "2026-04-11"),
        ("om 3 dagar", "2026-04-12"),
        ("om två veckor", "2026-04-23"),
        ("om en månad", "2026-05-09"),
        ("om ett år", "2027-04-09"),
        ("för 3 veckor sedan", "2026-03-19"),
        ("v. 15", "2026-04-06"),
        ("v 14", "2027-04-05"),
        ("vecka 15 2027", "2027-04-12"),
        ("2027-W15", "2027-04-12"),
        ("fredag v. 15", "2026-04-10"),
        ("v. 15 fredag", "2026-04-10"),
        ("onsdag v. 15", "2027-04-14"),
        ("1 april", "2027-04-01"),
        ("29 februari", "2028-02-29"),
        ("v. 53 2026", "2026-12-28"),
        ("torsdag 11 april 2024", "2024-04-11"),
    ],
)
def test_parse_date(text: str, meant: str) -> None:
    assert parse_date(text, TODAY) == day(meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("11 april", "2025-04-11"),
        ("9 april", "2026-04-09"),
        ("11/4", "2025-04-11"),
        ("fredag", "2026-04-03"),
        ("v. 15", "2026-04-06"),
        ("v. 16", "2025-04-14"),
        ("fredag v. 15", "2025-04-11"),
        ("29 februari", "2024-02-29"),
        ("11 april 2027", "2027-04-11"),
    ],
)
def test_looking_back(text: str, meant: str) -> None:
    assert parse_date(text, TODAY, past=True) == day(meant)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31 februari", "31 februari finns inte: februari har högst 29 dagar. Skriv till exempel 28 februari."),
        ("29 feb 2027", "29 februari 2027 finns inte: februari har 28 dagar. Skriv till exempel 28 februari 2027."),
        ("2026-13-01", "Det finns ingen månad 13. Skriv dagen först"),
        ("4/13", "Det finns ingen månad 13."),
        ("v. 54", "Det finns ingen vecka 54. Skriv en vecka mellan 1 och 53, till exempel v. 15 2026."),
        ("v. 53 2027", "År 2027 har ingen vecka 53. Den sista är vecka 52."),
        ("fredag 11 april 2024", "11 april 2024 är en torsdag."),
        ("11 april 1850", "Årtalet 1850 går inte. Skriv ett mellan 1900 och 2100"),
        ("om 9999 år", "Så långt bort räknar jag inte."),
        ("korv", "Jag förstår inte datumet ”korv”. Skriv till exempel 11 april 2026, 2026-04-11,"),
        (" ", "Här saknas datumet. Skriv till exempel 11 april 2026"),
    ],
)
def test_what_cannot_be_a_date_is_explained(text: str, expected: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_date(text, TODAY)
    assert refused.value.message.startswith(expected)


@slow
@given(days, st.booleans())
def test_what_is_written_reads_back(then: date, past: bool) -> None:
    for written in (
        long_date(then),
        weekday_date(then),
        then.isoformat(),
        f"{then:%Y%m%d}",
        f"{then.day}/{then.month} {then.year}",
    ):
        assert parse_date(written, TODAY, past=past) == then
    assert parse_when(long_date(then), TODAY) == When(long_date(then), then, then)


@slow
@given(days, days)
def test_a_day_without_a_year_is_the_nearest(then: date, today: date) -> None:
    ahead, back = parse_date(short_date(then), today), parse_date(short_date(then), today, past=True)
    assert back <= today <= ahead
    assert {(ahead.month, ahead.day), (back.month, back.day)} == {(then.month, then.day)}
    assert ahead - back <= timedelta(days=366) or (then.month, then.day) == (2, 29)


@slow
@given(days)
def test_a_week_reads_back(then: date) -> None:
    iso = then.isocalendar()
    assert parse_date(f"{week(then)} {iso.year}", TODAY) == then - timedelta(days=then.weekday())
    assert parse_date(week(then), then) == then - timedelta(days=then.weekday())


@slow
@given(anything, days)
def test_the_parser_refuses_and_never_fails(text: str, today: date) -> None:
    with suppress(UserError):
        assert isinstance(parse_date(text, today), date)


def test_written_out() -> None:
    then = date(2024, 4, 11)
    assert (long_date(then), short_date(date(2024, 3, 22))) == ("11 april 2024", "22 mars")
    assert (weekday_date(then), week(then)) == ("torsdag 11 april 2024", "v. 15")
    assert week(date(2027, 1, 1)) == "v. 53"


def test_moments_are_shown_in_stockholm() -> None:
    summer = local(datetime(2024, 4, 11, 12, 5, tzinfo=UTC), STOCKHOLM)
    assert moment(summer) == "11 april 2024 kl. 14.05"
    assert moment(local(datetime(2024, 12, 31, 23, 30, tzinfo=UTC), STOCKHOLM)) == "1 januari 2025 kl. 00.30"
    with pytest.raises(ValueError, match="time zone"):
        local(summer.replace(tzinfo=None), STOCKHOLM)


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        (0, "i dag"),
        (1, "i går"),
        (3, "för 3 dagar sedan"),
        (13, "för 13 dagar sedan"),
        (14, "för 2 veckor sedan"),
        (35, "för 5 veckor sedan"),
        (125, "för 4 månader sedan"),
        (700, "för 23 månader sedan"),
        (800, "för 2 år sedan"),
        (-1, "i morgon"),
        (-3, "om 3 dagar"),
    ],
)
def test_ago(days_ago: int, expected: str) -> None:
    assert ago(TODAY - timedelta(days=days_ago), TODAY) == expected


def test_swedish_days_off() -> None:
    off = [
        "2026-01-01",
        "2026-01-06",
        "2026-04-03",
        "2026-05-01",
        "2026-05-14",
        "2026-06-19",
        "2026-12-24",
        "2026-12-31",
    ]
    assert not any(is_working_day(day(each)) for each in [*off, "2026-06-06", "2026-04-11", "2026-04-12"])
    assert all(is_working_day(day(each)) for each in ("2026-04-09", "2026-04-30", "2026-12-23", "2027-12-30"))


def test_the_next_working_day_is_today_when_today_is_one() -> None:
    assert next_working_day(TODAY) == TODAY
    assert next_working_day(date(2026, 6, 19)) == date(2026, 6, 22)
    assert next_working_day(date(2026, 12, 24)) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("text", "label"),
    [("", "2026-11"), ("2026-1", "2026-01"), ("november 2026", "2026-11"), ("förra månaden", "2026-10")],
)
def test_a_month_to_report_on(text: str, label: str) -> None:
    assert parse_month(text, date(2026, 11, 19)).label == label


@pytest.mark.parametrize(
    ("text", "sentence"), [("2026-13", "ingen månad 13"), ("2026", "månaden"), ("hej", "månaden")]
)
def test_what_is_no_month_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        parse_month(text, date(2026, 11, 19))


def test_last_year_is_a_period() -> None:
    assert parse_period("förra året", date(2026, 11, 19)).label == "2025"
