"""Column types that every table uses the same way."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, ForeignKey, Integer, String
from sqlalchemy import Enum as SAEnum
from sqlalchemy.types import TypeDecorator

ORE = 100
"""How many öre there are in a krona."""


class Kronor(TypeDecorator[Decimal]):
    """An amount in kronor, stored as whole öre: SQLite would make a Decimal a binary fraction."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _: Dialect) -> int | None:
        """Kronor to öre; ValueError when it has parts of an öre."""
        if value is None:
            return None
        ore = value * ORE
        if ore != int(ore):
            raise ValueError(f"{value} kronor is not a whole number of öre")
        return int(ore)

    def process_result_value(self, value: int | None, _: Dialect) -> Decimal | None:
        """Öre to kronor, without needless decimals."""
        if value is None:
            return None
        kronor, ore = divmod(value, ORE)
        return Decimal(kronor) if ore == 0 else Decimal(value) / ORE


class Exact(TypeDecorator[Decimal]):
    """A decimal number of any size, stored as it is written ("12.5"): shown, but not summed in SQL."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _: Dialect) -> str | None:
        """As digits, never with an exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, _: Dialect) -> Decimal | None:
        """The same number again."""
        return None if value is None else Decimal(value)


def kronor() -> Any:
    """A column of kronor; None is an amount that nobody has given."""
    return Column(Kronor, nullable=True)


def exact(*, nullable: bool = True) -> Any:
    """A column of a decimal number."""
    return Column(Exact, nullable=nullable)


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
