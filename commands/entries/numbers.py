"""Fields that hold a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from commands.command import Call
from commands.editing import Shown, as_kronor, as_number
from commands.entries.fields import EntryField
from commands.form import Submission
from commands.swedish.text import kronor, number, parse_kronor

if TYPE_CHECKING:
    from commands.workbook.cells import Written
    from commands.workbook.gather import Export
    from commands.workbook.rows import Row


@dataclass(frozen=True, kw_only=True)
class Number(EntryField):
    """What `parse` reads, and `typed` writes in a form; None when it is left empty."""

    parse: Callable[[str], Any]
    typed: Callable[[Any], str] = number
    max_length: int = 40
    is_numeric: bool = True
    shown: Shown | None = as_number

    def form_value(self, _call: Call, entry: Any) -> str:
        """The number as it is typed."""
        value = getattr(entry, self.attribute)
        return "" if value is None else self.typed(value)

    def value(self, given: Submission | Row, key: str) -> Any:
        """The number."""
        return given.parsed(key, self.parse)

    def write(self, entry: Any, export: Export) -> Written:
        """The number as Excel holds it."""
        return export.number(getattr(entry, self.attribute))


@dataclass(frozen=True, kw_only=True)
class Kronor(Number):
    """An amount of Swedish kronor, however it is typed."""

    parse: Callable[[str], Any] = lambda text: Decimal(parse_kronor(text))
    typed: Callable[[Any], str] = kronor
    shown: Shown | None = as_kronor
