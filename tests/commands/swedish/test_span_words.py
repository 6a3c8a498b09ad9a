"""Stretches of time, hours and report periods as Swedes write them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.message import UserError
from commands.swedish.dates import When, parse_date, parse_hours, parse_period, parse_when

TODAY = date(2026, 4, 9)  # a Thursday, in week 15

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
anything = st.text(st.characters(exclude_categories=()))
TOKENS = (
    *("2026", "31", "v.", "vecka ", "ht ", "kl ", "om ", " år", "Q", "0000", "9999", "53", "26", "13"),
    *("april", "feb ", "fredag ", "nästa ", "löpande", " till ", "fr.o.m. ", "tolv", " veckor", "/mån"),
)
dateish = st.lists(
    st.sampled_from([*"0123456789-/.: ", "–", *TOKENS]),
    max_size=8,
).map("".join)
slow = settings(deadline=None, derandomize=True)


def day(iso: str) -> date:
    return date.fromisoformat(iso)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("HT 2023", "2023-07-01", "2023-12-31"),
        ("VT 2023", "2023-01-01", "2023-06-30"),
        ("ht-23", "2023-07-01", "2023-12-31"),
        ("hösten 2024", "2024-07-01", "2024-12-31"),
        ("vår 2026", "2026-01-01", "2026-06-30"),
        ("sommaren 2025", "2025-06-01", "2025-08-31"),
        ("oktober 2020", "2020-10-01", "2020-10-31"),
        ("okt 2020", "2020-10-01", "2020-10-31"),
        ("2021-06", "2021-06-01", "2021-06-30"),
        ("2026-1", "2026-01-01", "2026-06-30"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("åren 2019 - 2022", "2019-01-01", "2022-12-31"),
        ("2021–2024", "2021-01-01", "2024-12-31"),
        ("2021-24", "2021-01-01", "2024-12-31"),
        ("jan-dec", "2026-01-01", "2026-12-31"),
        ("april-nov", "2026-04-01", "2026-11-30"),
        ("april–nov 2024", "2024-04-01", "2024-11-30"),
        ("från april till november 2024", "2024-04-01", "2024-11-30"),
        ("okt–mars", "2026-10-01", "2027-03-31"),
        ("okt–mars 2027", "2026-10-01", "2027-03-31"),
        ("okt 2020 - mars 2021", "2020-10-01", "2021-03-31"),
        ("HT 2023 – VT 2024", "2023-07-01", "2024-06-30"),
        ("kvartal 2 2026", "2026-04-01", "2026-06-30"),
        ("Q2 2026", "2026-04-01", "2026-06-30"),
        ("Q1–2 2026", "2026-01-01", "2026-06-30"),
        ("tredje kvartalet 2025", "2025-07-01", "2025-09-30"),
        ("första halvåret 2026", "2026-01-01", "2026-06-30"),
        ("juni", "2026-06-01", "2026-06-30"),
        ("v. 15", "2026-04-06", "2026-04-12"),
        ("v. 15–17", "2026-04-06", "2026-04-26"),
        ("v. 15–17 2027", "2027-04-12", "2027-05-02"),
        ("nästa vecka", "2026-04-13", "2026-04-19"),
        ("2024-10-23–2024-10-24", "2024-10-23", "2024-10-24"),
        ("2024-10-23-2024-10-24", "2024-10-23", "2024-10-24"),
        ("23–24 oktober 2024", "2024-10-23", "2024-10-24"),
        ("23/10–24/10 2024", "2024-10-23", "2024-10-24"),
        ("1-3/6", "2026-06-01", "2026-06-03"),
        ("11 april - 3 maj", "2026-04-11", "2026-05-03"),
        ("fr.o.m. 17/5 2024", "2024-05-17", None),
        ("2022-", "2022-01-01", None),
        ("t.o.m. 2025", None, "2025-12-31"),
        ("11 april", "2026-04-11", "2026-04-11"),
        ("om två veckor", "2026-04-23", "2026-04-23"),
    ],
)
def test_parse_when(text: str, start: str | None, end: str | None) -> None:
    assert parse_when(text, TODAY) == When(text, day(start) if start else None, day(end) if end else None)


@pytest.mark.parametrize(
    "text",
    [
        *("löpande", "Löpande utifrån behov", "LOPANDE", "årligen", "kvartalsvis", "varje månad", "varannan vecka"),
        *("1 ggr/mån", "2-3 ggr/år", "en gång om året", "2–3 reportage/månad"),
    ],
)
def test_what_recurs_has_no_dates(text: str) -> None:
    assert parse_when(text, TODAY) == When(text)


def test_a_given_year_holds_for_what_names_none() -> None:
    for text, start in (("april-nov", "2024-04-01"), ("11 april", "2024-04-11"), ("v. 15", "2024-04-08")):
        assert parse_when(text, TODAY, year=2024).start == day(start)
    assert parse_when("oktober 2020", TODAY, year=2024).start == day("2020-10-01")
    assert parse_when("11 april", TODAY, past=True).start == day("2025-04-11")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("korv", "Jag förstår inte tiden ”korv”. Skriv till exempel 11 april 2026, v. 15, oktober 2026, HT 2026,"),
        ("2024-2021", "Slutet ligger före början. Skriv det tidigare året först: 2021–2024."),
        ("12 april 2026 - 11 april 2026", "Slutet ligger före början."),
        ("31 feb - 3 mars", "31 februari 2026 finns inte"),
        ("2026-3", "Jag förstår inte tiden"),
    ],
)
def test_what_cannot_be_a_time_is_explained(text: str, expected: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_when(text, TODAY)
    assert refused.value.message.startswith(expected)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("13:00–14:30", time(13), time(14, 30)),
        ("13-14.30", time(13), time(14, 30)),
        ("kl 13", time(13), None),
        ("13.00", time(13), None),
        ("Kl. 9.05 till kl. 10", time(9, 5), time(10)),
        ("1300-1430", time(13), time(14, 30)),
        ("13:00:00", time(13), None),
    ],
)
def test_parse_hours(text: str, begins: time, ends: time | None) -> None:
    assert parse_hours(text) == (begins, ends)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25:00", "Klockan kan inte vara 25.00. Skriv en tid mellan 0.00 och 23.59"),
        ("14-13", "Sluttiden 13.00 är inte efter starttiden 14.00."),
        ("förmiddag", "Jag förstår inte klockslaget ”förmiddag”. Skriv till exempel 13.00–14.30"),
    ],
)
def test_what_cannot_be_hours_is_explained(text: str, expected: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_hours(text)
    assert refused.value.message.startswith(expected)


@pytest.mark.parametrize(
    ("text", "label", "title", "previous"),
    [
        ("2026-1", "2026-1", "januari–juni 2026", "2025-2"),
        ("2026–2", "2026-2", "juli–december 2026", "2026-1"),
        ("2026", "2026", "2026", "2025"),
        ("2021-2024", "2021-2024", "2021–2024", "2017-2020"),
        ("våren 2026", "2026-1", "januari–juni 2026", "2025-2"),
        ("VT 2026", "2026-1", "januari–juni 2026", "2025-2"),
        ("hösten 2026", "2026-2", "juli–december 2026", "2026-1"),
        ("", "2026-1", "januari–juni 2026", "2025-2"),
    ],
)
def test_parse_period(text: str, label: str, title: str, previous: str) -> None:
    period = parse_period(text, TODAY)
    assert (period.label, period.title(), period.previous().label) == (label, title, previous)
    assert period.previous().end + timedelta(days=1) == period.start
    assert parse_period(period.label, TODAY) == parse_period(period.title(), TODAY) == period


def test_the_running_half_year() -> None:
    assert parse_period("", date(2026, 6, 30)).label == "2026-1"
    assert parse_period(" ", date(2026, 7, 1)).label == "2026-2"


@pytest.mark.parametrize("text", ["2026-3", "juni 2026", "2026-01", "11 april", "korv"])
def test_other_stretches_are_no_periods(text: str) -> None:
    with pytest.raises(UserError, match=r"Skriv till exempel 2026-1 \(januari–juni\), 2026-2"):
        parse_period(text, TODAY)


@slow
@given(st.one_of(anything, dateish), days)
def test_parsers_refuse_and_never_fail(text: str, today: date) -> None:
    for parse in (parse_date, parse_when, parse_period):
        try:
            parsed = parse(text, today)
        except UserError:
            continue
        if not isinstance(parsed, date) and parsed.start and parsed.end:
            assert parsed.start <= parsed.end
    try:
        begins, ends = parse_hours(text)
    except UserError:
        return
    assert ends is None or begins < ends
