"""What a sheet and a column of the workbook are, how much they hold, and what several columns say of themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commands.message import MAX_LINE, MAX_NAME, MAX_SHORT, MAX_TEXT
from commands.swedish.words import Word

if TYPE_CHECKING:
    from commands.workbook.cells import Written
    from commands.workbook.gather import Export
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Table

SHORT, NAME, LINE, TEXT = MAX_SHORT, MAX_NAME, MAX_LINE, MAX_TEXT
"""The longest short name, name or title, other line, and text, in characters: the same as in the chat's forms."""

CELL = 32_767
"""What Excel holds in a cell, in UTF-16 units."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `needed` must be there and filled in; `choices` are offered as a list, `from_sheet` likewise."""

    heading: str
    hint: str
    example: str = ""
    needed: bool = False
    choices: tuple[str, ...] = ()
    from_sheet: str = ""
    width: int = 20

    @property
    def wanted(self) -> str:
        """What to write in it, as the end of a sentence: "grön, gul eller röd"."""
        if self.choices:
            return f"{', '.join(self.choices[:-1])} eller {self.choices[-1]}"
        return f"{self.hint[0].lower()}{self.hint[1:].removesuffix('.')}, till exempel {self.example}"


@dataclass(frozen=True, slots=True)
class Cell:
    """The column of a field of an entry: its heading is the label, its hint that of the form, unless they are said.

    It is `needed` where the field must be filled in, unless that is said.
    """

    hint: str = ""
    example: str = ""
    width: int = 20
    heading: str = ""
    needed: bool | None = None
    choices: tuple[str, ...] = ()
    from_sheet: str = ""


Rows = Iterable[Sequence["Written"]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a table with its headings in the first row. `about` says in the instructions what it holds.

    `read` reads its rows into the database, `rows` are what an export writes.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    read: Callable[[Table, Ledger], None]
    rows: Callable[[Export], Rows]


def chosen(words: Mapping[Word, str]) -> tuple[str, ...]:
    """The words of a vocabulary as choices."""
    return tuple(words.values())


WHEN = "Datum eller till exempel 2026, HT 2026, oktober 2026 eller löpande."
SEVERAL = "Flera skiljs åt med semikolon."
PERSON = "Namn, Organisation."
SHORT_ENOUGH = f"högst {NAME} tecken"
KRONOR = "Kronor, till exempel 4 480 000, 4480 kkr eller 4,48 mnkr."

WORK = Column(
    "Arbete",
    "Arbetets namn, kortnamn eller alias. Tomt betyder att det gäller programmet.",
    "Hemgång",
    from_sheet="Arbeten",
    width=34,
)
OWN_WORK = replace(WORK, hint="Arbetets namn, kortnamn eller alias.", needed=True)
DONE = Cell("Dagen då det blev klart. Tomt betyder att det inte är klart.", "2026-05-11", 14, heading="Klar")
NOTE = Cell("Det som är bra att veta.", width=44)
"""Columns that several sheets have."""
