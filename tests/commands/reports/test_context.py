"""The context: plain, frozen, JSON both ways."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from pydantic import ValidationError

from commands.reports.context import as_data, clean, from_json, light, to_json
from storage.words import State


def test_a_frozen_report_reads_back_as_what_it_was(sample) -> None:
    context = sample()
    assert from_json(to_json(context)) == context


def test_what_was_frozen_once_is_the_same_when_frozen_again(hostile) -> None:
    once = to_json(hostile[0])
    assert to_json(from_json(once)) == once


def test_reading_something_else_is_refused() -> None:
    with pytest.raises(ValidationError):
        from_json('{"created": "2026-06-30"}')


def test_a_context_cannot_be_changed(sample) -> None:
    with pytest.raises(FrozenInstanceError):
        sample().created = "x"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\tb", "a b"),
        ("a\r\nb\rc\x0bd\x0ce\u2028f\x85g", "a\nb\nc\nd\ne\nf\ng"),
        ("\x00a\x1b\x7f\x9fb\ud800\ufffe\uffff\U0001fffe\ufdd0", "ab"),
        ("å ä ö — 🎉 שלום\u00a0\u202e", "å ä ö — 🎉 שלום\u00a0\u202e"),
    ],
)
def test_text_is_kept_as_typed_less_what_no_document_can_hold(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_every_text_of_the_data_is_clean(hostile) -> None:
    assert not {"\x00", "\x0b", "\x1b", "\r", "\ufffe"} & set(str(as_data(hostile[0])))


def test_a_state_has_symbol_and_words() -> None:
    assert (light(State.YELLOW).symbol, light(State.YELLOW).name) == ("▲", "Gul")
    assert light(State.YELLOW).meaning == "mindre avvikelse eller risk"
    assert (light(None).state, light(None).name) == ("unreported", "Ej rapporterat")
