"""The portfolio: counted, worst first, filtered by words in any order."""

import pytest

from bot.answer import Context
from storage.tables import Project
from storage.words import Standing
from tests.commands.conftest import Known, Say, fact, table_of, text_of

CHILDREN = "BarnSäkert"
DEMENTIA = "Organisationsöverskridande multidisciplinärt demensarbete"
ANGE = "Barn och Unga i Ånge"


def names(say: Say, line: str) -> list[str]:
    return [row[1] for row in table_of(say(line)).rows]


@pytest.fixture
def reported(say: Say) -> Say:
    say("rapportera BarnSäkert grön Bra")
    say("rapportera demens röd Illa")
    return say


def test_the_worst_comes_first_and_all_are_counted(reported: Say) -> None:
    reply = reported("portfölj", "reader")
    assert names(reported, "portfölj") == [DEMENTIA, ANGE, CHILDREN]
    assert fact(reply, "Antal") == "3 arbeten"
    assert (fact(reply, "■ Röd"), fact(reply, "– Ej rapporterat"), fact(reply, "● Grön")) == ("1", "1", "1")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("röd", [DEMENTIA]),
        ("RÖDA", [DEMENTIA]),
        ("rod gron", [DEMENTIA, CHILDREN]),
        ("ej rapporterat", [ANGE]),
        ("Örnköping", [DEMENTIA, CHILDREN]),
        ("örnköping barn", [CHILDREN]),
        ("barn Örnköping", [CHILDREN]),
        ("Öpping grön", [CHILDREN]),
        ("genomförande", [DEMENTIA, ANGE, CHILDREN]),
        ("projekt i Ånge", [ANGE]),
        ("Anna", [CHILDREN]),
    ],
)
def test_filters_stand_in_any_order(reported: Say, words: str, expected: list[str]) -> None:
    assert names(reported, f"portfölj {words}") == expected


def test_what_stands_beside_is_within_reach(reported: Say) -> None:
    assert "[Tidiga idéer (1)]" in text_of(reported("portfölj"))
    assert names(reported, "portfölj idéer") == ["Nya samtal"]


@pytest.fixture
def with_followed(reported: Say, context: Context, programme: Known) -> Say:
    with context.database.write() as session:
        idea = session.get(Project, programme.works["Nya"])
        assert idea
        idea.standing = Standing.FOLLOWED
        session.add(idea)
    reported("rapportera Nya samtal gul Prövar")
    return reported


def test_what_is_only_followed_is_shown_when_nothing_included_fits(with_followed: Say) -> None:
    reply = with_followed("portfölj gul")
    assert "Inget av det är inkluderat i portföljen" in text_of(reply)
    assert [row[1] for row in table_of(reply).rows] == ["Nya samtal"]
    assert "Nya samtal" not in names(with_followed, "portfölj")
    assert names(with_followed, "portfölj alla gul") == ["Nya samtal"]
    assert len(names(with_followed, "portfölj alla")) == 4


def test_nothing_fits_says_what_can_be_asked(reported: Say) -> None:
    text = text_of(reported("portfölj kanelbulle"))
    assert "Inget arbete passar in på kanelbulle" in text
    assert "läge (grön, gul, röd" in text


def test_status_without_a_work_is_the_portfolio(reported: Say) -> None:
    assert table_of(reported("status")).rows == table_of(reported("portfölj")).rows
