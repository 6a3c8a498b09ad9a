"""Several values in one cell, a person in one, and what Excel makes of what people type."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.workbook.cells import join, name_and_organisation, person, plain, split

_WORD = (
    st.text(st.sampled_from("aå;,\\ \"'"), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_WORD, max_size=4))
def test_several_values_come_apart_as_they_were(items: list[str]) -> None:
    assert split(join(items)) == items


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(_WORD, st.one_of(st.just(""), _WORD)), max_size=3))
def test_persons_come_apart_as_they_were(named: list[tuple[str, str]]) -> None:
    written = join(person(name, organisation) for name, organisation in named)
    assert [name_and_organisation(each) for each in split(written)] == named


def test_what_people_type() -> None:
    assert split(" Övik ;Ö-vik;; RVN; ") == ["Övik", "Ö-vik", "RVN"]
    assert name_and_organisation("Anna Exempel ,  RVN, enhet 2") == ("Anna Exempel", "RVN, enhet 2")
    assert name_and_organisation("Anna Exempel") == ("Anna Exempel", "")


@pytest.mark.parametrize(
    ("kept", "meant"),
    [
        (None, None), ("  ", None), (2024, "2024"), (2024.0, "2024"), (0.5, "0,5"), (True, "ja"), (float("nan"), "nan"),
        (datetime(2024, 5, 3), date(2024, 5, 3)),  # noqa: DTZ001
        (datetime(2024, 5, 3, 13, 59, 59, 999_990), datetime(2024, 5, 3, 14)),  # noqa: DTZ001
        (time(13), time(13)), (timedelta(hours=13), time(13)), (timedelta(days=2), "2 days, 0:00:00"), ("a_x000B_b", "a\x0bb"),
    ],
)  # fmt: skip
def test_what_excel_keeps_is_read_as_it_was_meant(kept: object, meant: object) -> None:
    assert plain(kept) == meant
