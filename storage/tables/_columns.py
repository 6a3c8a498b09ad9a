"""Column types that every table uses the same way."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy import Enum as SAEnum


def word(kind: type[StrEnum], *, nullable: bool = False, index: bool = False, primary_key: bool = False) -> Any:
    """A column that stores an enum's value as text; no CHECK, since autogenerate would not see it change."""
    stored = SAEnum(
        kind,
        native_enum=False,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
        length=32,
    )
    return Column(stored, nullable=nullable, index=index, primary_key=primary_key)


def owned_by(target: str, *, index: bool = True, primary_key: bool = False) -> Any:
    """A reference to the row that owns this one: when that goes, this goes."""
    return Column(
        Integer,
        ForeignKey(target, ondelete="CASCADE"),
        nullable=False,
        index=index,
        primary_key=primary_key,
    )
