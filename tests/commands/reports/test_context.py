"""The context: plain, frozen, JSON both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest
from pydantic import ValidationError

from commands.reports.context import ReportContext, as_data, from_json, light, to_json
from storage.words import State

Sample = Callable[..., ReportContext]
Hostile = tuple[ReportContext, list[str]]


def test_a_frozen_report_reads_back_as_what_it_was(sample: Sample) -> None:
    context = sample()
    assert from_json(to_json(context)) == context


def test_what_was_frozen_once_is_the_same_when_frozen_again(hostile: Hostile) -> None:
    once = to_json(hostile[0])
    assert to_json(from_json(once)) == once


def test_reading_something_else_is_refused() -> None:
    with pytest.raises(ValidationError):
        from_json('{"created": "2026-06-30"}')


def test_a_context_cannot_be_changed(sample: Sample) -> None:
    with pytest.raises(FrozenInstanceError):
        sample().created = "x"  # type: ignore[misc]  # that is the point


def test_every_text_of_the_data_is_clean(hostile: Hostile) -> None:
    assert not {"\x00", "\x0b", "\x1b", "\r", "\ufffe"} & set(str(as_data(hostile[0])))


def test_a_state_has_symbol_and_words() -> None:
    assert (light(State.YELLOW).symbol, light(State.YELLOW).name) == ("▲", "Gul")
    assert light(State.YELLOW).meaning == "mindre avvikelse eller risk"
    assert (light(None).state, light(None).name) == ("unreported", "Ej rapporterat")
