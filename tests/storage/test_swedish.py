"""Folding and Swedish order: what counts as the same word, and what comes before what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.swedish import fold, fold_text, plain, sort_key

anything = st.text(st.characters(exclude_categories=()))  # broken surrogates too


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("BarnSäkert 0-6 år", "barnsakert 0 6 ar"),
        ("  Ö-vik,  (Övik)!", "o vik ovik"),
        ("A\u030ange", "ange"),  # å in two pieces, as a Mac writes it
        ("Straße i Tromsø, Ærø, Łódź", "strasse i tromso aero lodz"),
        ("Barn\u00adSä\u200bkert", "barnsakert"),  # soft hyphen and zero-width space, pasted from a page
        ("100\u00a0% _snake_ \\", "100 snake"),  # nothing that LIKE would take for a wildcard
        ("１２ ½", "12 1 2"),
        ("", ""),
        ("–", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(anything)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_folded_text_holds_only_letters_digits_and_single_spaces(text: str) -> None:
    assert all(word.isalnum() for word in fold(text).split(" ") if fold(text))


@given(anything)
def test_invisible_characters_never_matter(text: str) -> None:
    assert fold("\u200b".join(text)) == fold(text)


def test_plain_keeps_punctuation() -> None:
    assert plain("Åre – 11/4, ÖVIK") == "are – 11/4, ovik"


def test_compounds_are_found_inside_a_folded_column() -> None:
    column = fold_text("Väntrummet är ombyggt.", "", "Nästa steg: 0-6 år")
    assert column == "vantrummet ar ombyggt\nnasta steg 0 6 ar"
    for sought, is_found in (("väntrum", True), ("TRUM", True), ("0–6", True), ("ombyggt nästa", False)):
        assert (fold(sought) in column) is is_found


def test_swedish_order() -> None:
    ordered = [
        *("10", "Barn", "Barn som", "Barnsäkert", "idé", "idéer", "Mora", "Myller", "Müller", "Mze"),
        *("vag", "Våg", "våg", "väg", "wagn", "Zon", "zon", "ål", "Ånge", "äga", "Ärlan", "öl", "Övik"),
    ]
    assert sorted(set(ordered), key=sort_key) == ordered


def test_accents_and_case_come_second() -> None:
    assert sorted(["idé b", "ide c", "Ide a", "idé a", "ide a"], key=sort_key) == [
        *("Ide a", "ide a", "idé a", "idé b", "ide c"),
    ]


@given(
    st.text("åabö"),
    st.sampled_from("åäöÅÄÖ"),
    st.sampled_from("abcvwxyzABCXYZ0 é"),
    st.text("abåö"),
    st.text("abåö"),
)
def test_own_letters_come_after_all_others(head: str, own: str, other: str, tail: str, last: str) -> None:
    assert sort_key(head + other + last) < sort_key(head + own + tail)


@pytest.mark.parametrize(("first", "second"), ["åä", "äö", "Åä", "zå", "vw"])
def test_own_letters_among_themselves(first: str, second: str) -> None:
    assert sort_key(first + "z") < sort_key(second + "a")


@given(anything, anything)
def test_the_order_is_total(a: str, b: str) -> None:
    assert (sort_key(a) == sort_key(b)) == (a == b)
