"""What the declarations of the kinds of entry say agrees with their tables, and with each other."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from commands.entries.kind import EntryKind
from commands.entries.times import Period
from commands.figures.kinds import FIGURES
from commands.plan.kinds import KINDS
from storage.plan import TABLES
from storage.tables.entry import Entry

ALL = [*KINDS.values(), *FIGURES.values()]
each_kind = pytest.mark.parametrize("kind", ALL, ids=[kind.word for kind in ALL])
OF_EVERY_ENTRY = set(Entry.model_fields) | {"folded"}


def test_every_table_of_a_plan_has_a_kind() -> None:
    assert {kind.table for kind in KINDS.values()} == set(TABLES)
    places = [kind.sheet.place for kind in KINDS.values()]
    assert all(one < next_ for one, next_ in pairwise(places)), "from left to right in the workbook"


@each_kind
def test_a_field_is_stored_in_a_column_of_the_table(kind: EntryKind[Any]) -> None:
    columns = set(kind.table.model_fields)
    for field in kind.all_fields:
        stored = {field.attribute} | ({field.starts, field.ends} if isinstance(field, Period) else set())
        assert stored - {""} <= columns, field.name
    assert set(kind.sheet.key) <= columns


@each_kind
def test_a_kind_says_as_its_table_since_when_it_is_closed(kind: EntryKind[Any]) -> None:
    assert getattr(kind.table, "__closed_by__", "") == (kind.closed.attribute if kind.closed else "")


@each_kind
def test_what_a_person_writes_is_in_a_field(kind: EntryKind[Any]) -> None:
    """A column that no field fills in is one that the programme sets itself."""
    filled = {field.attribute for field in kind.all_fields}
    filled |= {name for field in kind.fields if isinstance(field, Period) for name in (field.starts, field.ends)}
    assert set(kind.table.model_fields) - filled - OF_EVERY_ENTRY <= {
        "key", "person_id", "position", "settled_on", "stated",
    }  # fmt: skip


@each_kind
def test_a_keyword_means_one_field(kind: EntryKind[Any]) -> None:
    words = [word for field in kind.all_fields for word in field.words]
    assert len(words) == len(set(words))
