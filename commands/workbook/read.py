"""An Excel file as sheets of plain cells. Whatever it is, it takes bounded memory and one sentence to refuse."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from commands.message import UserError
from commands.swedish.text import NO_BREAK, number
from commands.workbook.cells import Plain, Unreadable, plain

MOST_BYTES = 30_000_000
MOST_UNPACKED = 200_000_000
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 200, 2_000_000
"""Far above a programme of a thousand works with ten years of reports, far below what would fill the memory."""

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_ERROR, _FORMULA = "e", "f"


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it is: its first row, and (row number, cells) for each further row that is not blank."""

    name: str
    first: tuple[Plain | Unreadable | None, ...]
    rows: tuple[tuple[int, tuple[Plain | Unreadable | None, ...]], ...]

    @property
    def is_blank(self) -> bool:
        """Whether it is empty."""
        return not self.rows and all(cell is None for cell in self.first)


def read_workbook(path: Path) -> list[RawSheet]:
    """The sheets of an xlsx file, formulas as the values they last had. UserError when it cannot be used at all."""
    if path.stat().st_size > MOST_BYTES:
        raise UserError(f"Filen är för stor: högst {MOST_BYTES // 1_000_000}{NO_BREAK}MB går att läsa in.")
    content = path.read_bytes()
    if content.startswith(_OLD_OR_LOCKED):
        raise UserError(
            "Filen är låst med lösenord, eller är en gammal Excel-fil (.xls). Spara den som .xlsx utan lösenord."
        )
    has_formulas = _looked_through(content)
    try:
        with catch_warnings():
            simplefilter("ignore")  # openpyxl warns of choice lists and styles that it does not keep
            return list(_sheets(content, has_formulas=has_formulas))
    except UserError:
        raise
    except Exception as error:  # a damaged file makes the library fail in any way at all
        raise _not_a_workbook() from error


def _not_a_workbook() -> UserError:
    return UserError(
        "Filen går inte att läsa som en Excel-fil (.xlsx). Öppna den i Excel, spara den på nytt och försök igen."
    )


def _looked_through(content: bytes) -> bool:
    """Refuse what unpacks to too much or defines entities, before it is parsed; whether there are formulas."""
    has_formulas = False
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            # The library reads no more of a part than its directory says, so this sum is what it can become.
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise UserError("Filen är för stor när den packas upp. Dela upp den i mindre filer.")
            for each in packed.infolist():
                if each.filename.endswith((".xml", ".rels")):
                    part = packed.read(each)
                    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                        raise _not_a_workbook()
                    is_sheet = each.filename.startswith("xl/worksheets/")
                    has_formulas = has_formulas or (is_sheet and re.search(rb"<(?:\w+:)?f[ >/]", part) is not None)
    except UserError:
        raise
    except Exception as error:  # as above: zipfile, zlib and others, each in its own way
        raise _not_a_workbook() from error
    return has_formulas


def _sheets(content: bytes, *, has_formulas: bool) -> Iterator[RawSheet]:
    values = load_workbook(BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(BytesIO(content), read_only=True) if has_formulas else None
    cells_left = MOST_CELLS
    for sheet in values.worksheets:
        raw = _sheet(sheet, formulas[sheet.title] if formulas else None)
        cells_left -= sum(len(cells) for _, cells in raw.rows)
        if cells_left < 0:
            raise _too_big(sheet.title)
        yield raw
    values.close()
    if formulas:
        formulas.close()


def _sheet(sheet: Any, formulas: Any) -> RawSheet:
    first: tuple[Plain | Unreadable | None, ...] = ()
    rows = []
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    if formulas is not None:
        formulas.reset_dimensions()
    also = formulas.iter_rows() if formulas is not None else iter(())
    width = 0
    for count, (cells, written) in enumerate(zip_longest(sheet.iter_rows(), also, fillvalue=()), 1):
        width += len(cells)
        read = _row(cells, written) if cells or written else ()  # a single cell far away makes a million such
        if (count > MOST_ROWS and read) or len(read) > MOST_COLUMNS or width > MOST_CELLS or count > 2**20:
            raise _too_big(sheet.title)
        if count == 1:
            first = read
        elif read:
            rows.append((count, read))
    return RawSheet(sheet.title, first, tuple(rows))


def _too_big(title: str) -> UserError:
    return UserError(
        f"Bladet {title} är för stort: högst {number(MOST_ROWS)} rader och {MOST_COLUMNS} kolumner går att läsa "
        "in. Ta bort tomma rader och kolumner, eller dela upp filen."
    )


def _row(cells: tuple[Any, ...], written: tuple[Any, ...]) -> tuple[Plain | Unreadable | None, ...]:
    """The cells of a row up to the last that is filled; () for a blank row."""
    read = [None if cell is EMPTY_CELL else _value(cell) for cell in cells]
    for index, cell in enumerate(written):
        if index < len(read) and read[index] is None and cell.data_type == _FORMULA:
            read[index] = Unreadable(
                "Här står en formel utan värde. Öppna filen i Excel, spara den och försök igen."
            )
    while read and read[-1] is None:
        read.pop()
    return tuple(read)


def _value(cell: Any) -> Plain | Unreadable | None:
    if cell.data_type == _ERROR:
        return Unreadable(f"Cellen visar felet {cell.value}. Rätta formeln, eller skriv värdet i stället.")
    return plain(cell.value)
