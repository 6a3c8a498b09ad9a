"""Finding a work, a person or a party by whatever people call it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.swedish.names import MAX_CHOICES, MAX_NEAR, Candidate, find
from storage.swedish import fold

SAFE, CARE, GRIEF, DEMENTIA, ANGE, RURAL = range(1, 7)
NAMES = {
    SAFE: ("Barnsäkert - en god och nära vård för barn 0-6 år", "BarnSäkert", "BarnSäkert 0-6 år"),
    CARE: ("Samverkan för påverkbar slutenvård",),
    GRIEF: ("Barn som lever med föräldrar som dör",),
    DEMENTIA: ("Organisationsöverskridande multidisciplinärt demensarbete", "Multidisciplinärt demensteam"),
    ANGE: ("Barn och Unga i Ånge",),
    RURAL: ("Landsbygdsprojektet fas 2",),
}


def candidate(id_: int, *names: str) -> Candidate:
    return Candidate(id_, tuple(map(fold, names)))


WORKS = [candidate(id_, *names) for id_, names in NAMES.items()]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("BarnSäkert", SAFE),
        ("BARNSAKERT", SAFE),
        ("barn säkert", SAFE),
        ("läget för barnsakert?", SAFE),
        ("kan du berätta om barnsäkert tack snälla kollegan", SAFE),
        ("barnsakrt", SAFE),
        ("barnsäkret", SAFE),
        ("barnssäkert", SAFE),
        ("barn 0–6 år", SAFE),
        ("slutenvård", CARE),
        ("slutenvården", CARE),
        ("slutenvrd", CARE),
        ("samverkn påverkbar", CARE),
        ("föräldrar som dör", GRIEF),
        ("demens", DEMENTIA),
        ("hur går det med demensteamet", DEMENTIA),
        ("demensarbetets", DEMENTIA),
        ("demnsteam", DEMENTIA),
        ("ånge", ANGE),
        ("status på ånge", ANGE),
        ("unga i ange", ANGE),
        ("landsbygd", RURAL),
        ("landsbygden", RURAL),
        ("projektet landsbygd", RURAL),
        ("landsbgd", RURAL),
        ("fas 2", RURAL),
    ],
)
def test_one_is_meant(query: str, meant: int) -> None:
    assert find(query, WORKS).ids == (meant,)


def test_several_may_be_meant() -> None:
    assert set(find("barn", WORKS).ids) == {SAFE, GRIEF, ANGE}
    assert set(find("barnets", WORKS).ids) == {SAFE, GRIEF, ANGE}
    assert set(find("BarnSäkert och landsbygdsprojektet fas 2", WORKS).ids) == {SAFE, RURAL}


@pytest.mark.parametrize(
    "query",
    [
        *("xyzzy", "korv", "hej", "läget", "", " ", "🙂", "budget", "semester", "ekonomi", "psykiatri", "varför"),
        *("hund", "skola", "sundsvall", "lunch", "rapport", "portfölj röd", "i", "och", "projektet", "verk"),
    ],
)
def test_unrelated_words_find_nothing(query: str) -> None:
    assert find(query, WORKS).ids == ()
    assert find(query, WORKS).near == ()


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("Ungdomsmottagning Ånge", ANGE),
        ("ånge kommun", ANGE),
        ("slutet", CARE),
        ("landet", RURAL),
        ("barn korv", SAFE),
    ],
)
def test_a_word_in_common_is_near_but_not_found(query: str, near: int) -> None:
    found = find(query, WORKS)
    assert found.ids == ()
    assert near in found.near


def test_an_exact_name_wins_over_longer_ones() -> None:
    pool = [candidate(1, "Ånge kommun", "Ånge"), candidate(2, "Barn och unga i Ånge"), candidate(3, "Ångermanland")]
    assert find("Ånge", pool).ids == (1,)
    assert set(find("ång", pool).ids) == {1, 2, 3}


@pytest.mark.parametrize(
    "query",
    ["landsbygdsprojektet fas 1", "landsbygdsprojekt fas 3", "landsbygdsprojektet fas 22", "barnsäkert 0-7 år"],
)
def test_another_number_is_never_a_slip(query: str) -> None:
    found = find(query, WORKS)
    assert found.ids == ()
    assert found.near[0] in {RURAL, SAFE}
    assert find("landsbygdsprojektet fas 1", [candidate(1, "Landsbygdsprojektet")]).ids == ()
    assert find("rapporten 202", [candidate(1, "Rapporten 2026")]).ids == ()


def test_half_of_a_longer_name_is_not_the_shorter_one() -> None:
    pool = [candidate(1, "Trygg hemgång"), candidate(2, "Trygg hemgång med en enda kontakt")]
    for query in ("Trygg hemgång med", "trygg hemgång me", "läget för trygg hemgång med en"):
        assert set(find(query, pool).ids) == {1, 2}
    assert find("läget för Trygg hemgång", pool).ids == (1,)
    assert find("Trygg hemgång med en enda", pool).ids == (2,)


def test_more_than_a_name_is_noticed() -> None:
    assert find("läget för BarnSäkert tack", WORKS).alone
    assert not find("radera BarnSäkert", WORKS).alone


def test_an_alias_is_a_name() -> None:
    pool = [
        candidate(1, "Örnsköldsviks kommun", "Örnsköldsvik", "Övik"),
        candidate(2, "Sundsvalls kommun", "Sundsvall"),
    ]
    for query in ("övik", "Ö-vik", "ornskoldsvik", "örnsköldsviks", "Örnsköldvik"):
        assert find(query, pool).ids == (1,)


def test_at_most_eight_choices_and_five_near() -> None:
    pool = [candidate(id_, f"Hälsocentral {id_}") for id_ in range(30)]
    assert len(find("hälsocentral", pool).ids) == MAX_CHOICES
    assert len(find("hälsocentralen vidsjön", pool).near) == MAX_NEAR


def test_singular_and_plural() -> None:
    pool = [candidate(1, "Pilot i Ånge"), candidate(2, "Förstudier om fallolyckor")]
    assert find("piloten", pool).ids == (1,)
    assert find("piloterna", pool).ids == (1,)
    assert find("fallolyckorna", pool).ids == (2,)


names = st.one_of(
    st.text(st.sampled_from("abånorst 12"), max_size=12),
    st.sampled_from([name for each in NAMES.values() for name in each]),
)
pools = st.lists(st.lists(names, min_size=0, max_size=3), max_size=6)


@given(st.one_of(names, st.text(st.characters(exclude_categories=()))), pools)
def test_it_never_fails_and_answers_with_what_it_was_given(query: str, pool: list[list[str]]) -> None:
    candidates = [candidate(id_, *each) for id_, each in enumerate(pool)]
    found = find(query, candidates)
    assert {*found.ids, *found.near} <= set(range(len(pool)))
    assert len(found.ids) == len(set(found.ids))
    assert not (found.ids and found.near)


@given(names, st.lists(names, min_size=1, max_size=3), pools)
def test_one_of_two_with_the_same_names_is_never_picked(
    query: str, twins: list[str], pool: list[list[str]]
) -> None:
    others = [candidate(id_, *each) for id_, each in enumerate(pool, start=3)]
    found = find(query, [candidate(1, *twins), *others, candidate(2, *twins)])
    assert found.ids not in {(1,), (2,)}


@given(st.integers(0, len(NAMES) - 1), st.data())
def test_every_name_finds_its_own(index: int, data: st.DataObject) -> None:
    id_, own = list(NAMES.items())[index]
    written = data.draw(st.sampled_from(own))
    shouted = data.draw(st.sampled_from([written.upper(), written.lower(), fold(written), f"läget för {written}?"]))
    assert find(shouted, WORKS).ids == (id_,)
