"""The dates of the ladder: nothing but dates."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.reminders import ladder
from commands.reminders.ladder import Dates, Ladder, Rung, proposed, rungs
from commands.swedish.dates import is_working_day, parse_period
from tests.commands.conftest import STOCKHOLM

TODAY = date(2026, 1, 2)
DAYS = st.dates(date(2024, 1, 1), date(2045, 12, 31))


def dates(opens: str, deadline: str, *, label: str = "2026-1", steps: Ladder = ladder.DEFAULT) -> Dates:
    period = parse_period(label, TODAY)
    return Dates(period, date.fromisoformat(opens), date.fromisoformat(deadline), None, steps)


def rungs_of(of: Dates) -> list[tuple[str, str]]:
    return [(day.isoformat(), rung) for day, some in sorted(rungs(of).items()) for rung in sorted(some)]


def test_the_ladder_of_a_round_around_midsummer() -> None:
    assert rungs_of(dates("2026-05-25", "2026-06-22")) == [
        ("2026-05-25", "opening"),
        ("2026-06-01", "before"),
        ("2026-06-10", "before"),
        ("2026-06-17", "before"),  # not the 18th: midsommarafton, the 19th, is a day off
        ("2026-06-22", "deadline"),
        ("2026-06-23", "after"),
        ("2026-06-25", "list"),
    ]


def test_christmas_and_new_year_are_stepped_over() -> None:
    assert rungs_of(dates("2026-12-14", "2026-12-28", label="2026-2")) == [
        ("2026-12-14", "opening"),
        ("2026-12-15", "before"),
        ("2026-12-22", "before"),
        ("2026-12-28", "deadline"),
        ("2026-12-29", "after"),
        ("2027-01-04", "list"),  # the 31st and the 1st are days off
    ]


def test_a_deadline_on_a_day_off_is_reminded_of_the_working_day_before() -> None:
    of = dates("2026-05-25", "2026-06-20")
    assert of.last_working_day == date(2026, 6, 18)
    assert (date(2026, 6, 18), frozenset({Rung.DEADLINE})) in rungs(of).items()
    assert rungs(of)[date(2026, 6, 22)] == {Rung.AFTER}


def test_silent_months_drop_what_comes_before_and_put_off_what_comes_after() -> None:
    assert rungs_of(dates("2026-06-15", "2026-07-01")) == [
        ("2026-06-15", "opening"),
        ("2026-06-22", "before"),
        ("2026-06-29", "before"),
        ("2026-08-03", "after"),
        ("2026-08-05", "list"),
    ]
    loud = Ladder(silent_months=frozenset())
    assert ("2026-07-01", "deadline") in rungs_of(dates("2026-06-15", "2026-07-01", steps=loud))


def test_a_round_set_after_it_opened_is_told_of_when_it_was_set() -> None:
    period = parse_period("2026-1", TODAY)
    late = Dates(period, date(2026, 5, 25), date(2026, 6, 22), None, known_on=date(2026, 6, 4))
    assert rungs_of(late)[:2] == [("2026-06-04", "opening"), ("2026-06-10", "before")]


def test_the_ladder_is_data() -> None:
    steps = Ladder(days_before=(5,), days_after=2, list_after=4, silent_months=frozenset())
    assert rungs_of(dates("2026-03-02", "2026-03-20", steps=steps)) == [
        ("2026-03-02", "opening"),
        ("2026-03-13", "before"),
        ("2026-03-20", "deadline"),
        ("2026-03-24", "after"),
        ("2026-03-26", "list"),
    ]


@pytest.mark.parametrize(
    ("label", "opens", "deadline", "delivery"),
    [
        ("2026-1", "2026-05-18", "2026-06-08", "2026-06-18"),
        ("2026-2", "2026-11-17", "2026-12-08", "2026-12-18"),
        ("2024-1", "2024-05-17", "2024-06-07", "2024-06-19"),  # the 8th is a Saturday
        ("2025-1", "2025-05-19", "2025-06-09", "2025-06-19"),  # a Sunday
    ],
)
def test_proposed_dates(label: str, opens: str, deadline: str, delivery: str) -> None:
    of = proposed(parse_period(label, TODAY))
    assert of is not None
    assert (of.opens.isoformat(), of.deadline.isoformat()) == (opens, deadline)
    assert (of.delivery.isoformat() if of.delivery else "", of.is_proposed) == (delivery, True)


def test_nothing_is_proposed_for_a_year() -> None:
    assert proposed(parse_period("2026", TODAY)) is None
    assert proposed(parse_period("2021-2024", TODAY)) is None


@given(st.integers(2024, 2060), st.sampled_from([1, 2]))
def test_proposed_rounds_are_delivered_in_june_and_december(year: int, half: int) -> None:
    of = proposed(parse_period(f"{year}-{half}", TODAY))
    assert of is not None
    assert of.delivery is not None
    assert {of.deadline.month, of.delivery.month} == {6 if half == 1 else 12}
    assert of.delivery.day < 22
    assert of.opens < of.deadline < of.delivery


@given(DAYS, st.integers(1, 90))
def test_no_step_falls_on_a_day_off_or_in_a_silent_month(opens: date, length: int) -> None:
    period = parse_period("2026-1", TODAY)
    steps = rungs(Dates(period, opens, opens + timedelta(days=length), None))
    assert all(is_working_day(day) and day.month != 7 for day in steps)
    assert sum(Rung.OPENING in each for each in steps.values()) <= 1
    assert sum(Rung.DEADLINE in each for each in steps.values()) <= 1
    assert [sum(rung in each for each in steps.values()) for rung in (Rung.AFTER, Rung.LIST)] == [1, 1]


@given(DAYS)
def test_every_day_of_news_makes_a_work_quiet_on_exactly_one_day(news: date) -> None:
    later = [news + timedelta(days=each) for each in range(55, 120)]
    asked = [day for day in later if (span := ladder.quiet_since(day)) and span[0] <= news <= span[1]]
    assert len(asked) == 1
    assert asked[0] >= news + timedelta(days=60)
    assert is_working_day(asked[0])
    assert asked[0].month != 7


@given(st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(STOCKHOLM)))  # noqa: DTZ001
def test_the_day_is_open_or_has_been_closed(moment: datetime) -> None:
    closed = ladder.last_close(moment)
    assert closed <= moment
    assert is_working_day(closed.date())
    assert not ladder.may_send(closed)
    if ladder.may_send(moment):
        assert closed.date() < moment.date()


def test_nine_in_the_morning_stays_nine_when_the_clocks_change() -> None:
    nine = [
        ladder.at(date(2026, month, day), ladder.USUAL_HOUR, STOCKHOLM)
        for month, day in ((3, 27), (3, 30), (10, 23), (10, 26))
    ]
    assert [each.hour for each in nine] == [8, 7, 7, 8]
    assert all(each.tzinfo is UTC for each in nine)


@pytest.mark.parametrize("first", ["2026-03-27T20:00", "2026-10-23T20:00"])
def test_each_day_comes_once_in_the_night_of_the_clock_change(first: str) -> None:
    begins = datetime.fromisoformat(first).replace(tzinfo=STOCKHOLM).astimezone(UTC)
    found = []
    for hour in range(24 * 5):
        now = begins + timedelta(hours=hour)
        found += list(ladder.sending_days(now - timedelta(hours=1), now, ladder.USUAL_HOUR, STOCKHOLM))
    assert found == sorted(set(found))
    assert len(found) == 3  # Monday to Wednesday


def test_the_letter_comes_on_monday_or_the_first_working_day_after_it() -> None:
    assert ladder.letter_day(date(2026, 4, 8)) == date(2026, 4, 7)  # Easter Monday is the 6th
    assert ladder.letter_day(date(2026, 6, 28)) == date(2026, 6, 22)
