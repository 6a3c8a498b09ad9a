"""The context: plain, frozen, JSON both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest
from pydantic import ValidationError

from commands.reports.facts.blocks import Cell, Column, Table, row
from commands.reports.facts.context import ReportContext, as_data, from_json, to_json
from commands.reports.facts.lights import light
from storage.words import ReportKind, State
from tests.commands.reports.reading import texts

Sample = Callable[..., ReportContext]


@pytest.mark.parametrize("kind", list(ReportKind))
def test_a_frozen_report_reads_back_as_what_it_was(sample: Sample, kind: ReportKind) -> None:
    context = sample(kind)
    assert from_json(to_json(context)) == context


def test_what_was_frozen_once_is_the_same_when_frozen_again(hostile: ReportContext) -> None:
    once = to_json(hostile)
    assert to_json(from_json(once)) == once


def test_reading_something_else_is_refused() -> None:
    with pytest.raises(ValidationError):
        from_json('{"created": "2026-06-30"}')


def test_a_context_cannot_be_changed(sample: Sample) -> None:
    with pytest.raises(FrozenInstanceError):
        sample().created = "x"  # type: ignore[misc]  # that is the point


def test_every_text_of_the_data_is_clean(hostile: ReportContext) -> None:
    assert not {"\x00", "\x0b", "\x1b", "\r", "\ufffe"} & set(str(as_data(hostile)))


def test_a_state_has_symbol_and_words() -> None:
    assert (light(State.YELLOW).symbol, light(State.YELLOW).name) == ("▲", "Gul")
    assert light(State.YELLOW).meaning == "mindre avvikelse eller risk"
    assert (light(None).state, light(None).name) == ("unreported", "Ej rapporterat")


def test_words_and_lights_become_cells() -> None:
    made = Table("x", "X", (Column("A", 80), Column("B", 80)), (row("ord", light(State.RED)),))
    assert made.rows == ((Cell("ord"), Cell("", light(State.RED))),)
    assert texts(made) == (("ord", "Röd"),)
