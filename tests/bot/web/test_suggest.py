"""What is suggested while a person types."""

from __future__ import annotations

import pytest

from tests.bot.web.conftest import Visit


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("stat", "status "),
        ("STATUS b", "status BarnSäkert"),
        ("status barnsak", "status BarnSäkert"),
        ("hemmet", "status Demensteam i hemmet"),
        ("demens", "status Demensteam i hemmet"),
        ("vis", "visa"),
    ],
)
def test_suggestions_begin_as_one_types_or_name_a_work(visit: Visit, typed: str, first: str) -> None:
    found = visit.get(f"/suggest?q={typed}").json()
    assert found[0]["text"] == first
    assert len(found) <= 7


def test_suggestions_hold_only_what_the_person_may_do(visit: Visit) -> None:
    def texts() -> list[str]:
        return [each["text"] for each in visit.get("/suggest?q=fy").json()]

    assert texts() == ["fyll i"]
    visit.be("Lo Exempel")
    assert texts() == []


def test_nothing_is_suggested_for_what_is_complete_or_unknown(visit: Visit) -> None:
    assert visit.get("/suggest?q=status BarnSäkert").json() == []
    assert visit.get("/suggest?q=xyzzy").json() == []
    assert visit.get(f"/suggest?q={'a' * 3000}").json() == []
    assert len(visit.get("/suggest?q=").json()) == 7
