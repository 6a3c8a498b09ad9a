"""The programme as an Excel file: the same shape as an import reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from io import BytesIO
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import Session

from commands.workbook.cells import Written, escaped
from commands.workbook.gather import gather
from commands.workbook.shape import CELL, Column, Sheet

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_HEADING = Font(bold=True)
_SHADE = PatternFill("solid", start_color="E7EDF3")
_TOP = Alignment(vertical="top", wrap_text=True)
_ROWS_WITH_CHOICES = 2000
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a day that never was


def build_workbook(session: Session, *, with_emails: bool, zone: tzinfo = STOCKHOLM) -> bytes:
    """Everything but what was taken back or cancelled, as an xlsx file. Times are local to the zone.

    Reading it into an empty database gives the same workbook again; into its own, it changes nothing. Sign-ups,
    chat identities and the record of changes have no sheet. Without e-mail addresses that column is left out.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator, book.properties.language = "Läget", "Läget", "sv-SE"
    for sheet, rows in gather(session, with_emails=with_emails, zone=zone):
        add_sheet(book, sheet, rows)
    return as_bytes(book)


def as_bytes(book: Workbook) -> bytes:
    """The file that Excel opens."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def add_sheet(book: Workbook, sheet: Sheet, rows: Iterable[Iterable[Written]]) -> Worksheet:
    """Write a sheet with its headings, widths, filter and choice lists."""
    page: Worksheet = book.create_sheet(sheet.name)
    put_headings(page, [column.heading for column in sheet.columns])
    last = 1
    for last, row in enumerate(rows, 2):  # the number of the last row is what is needed afterwards
        for index, value in enumerate(row, 1):
            if value not in (None, ""):
                put(page.cell(last, index), value)
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{last}"
    for index, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(index)].width = column.width
        _offer(page, get_column_letter(index), column)
    return page


def put_headings(page: Worksheet, headings: Iterable[str]) -> None:
    """Write the first row so that it stays in sight."""
    for index, heading in enumerate(headings, 1):
        cell = page.cell(1, index, heading)
        cell.font, cell.fill, cell.alignment = _HEADING, _SHADE, _TOP
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"


def put(cell: Cell | MergedCell, value: Written) -> None:
    """Write a value as what it is: text is never a formula, a day is a date."""
    if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
        value = value.isoformat()
    if isinstance(value, str):
        cell.value = _bounded(escaped(_UNPRINTABLE.sub("", value)))
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "#"))
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
    cell.alignment = _TOP


def _bounded(text: str) -> str:
    if len(text) * 2 <= CELL:
        return text
    return text.encode("utf-16-le")[: CELL * 2].decode("utf-16-le", "ignore")


def _offer(page: Worksheet, letter: str, column: Column) -> None:
    """Let Excel show what can be chosen, without refusing anything else: a cell may hold several values."""
    source = f'"{",".join(column.choices)}"' if column.choices else ""
    if column.from_sheet:
        source = f"{column.from_sheet}!$A$2:$A${_ROWS_WITH_CHOICES}"
    if source:
        offered = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
        offered.add(f"{letter}2:{letter}{_ROWS_WITH_CHOICES}")
        page.add_data_validation(offered)
