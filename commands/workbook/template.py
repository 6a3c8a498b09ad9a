"""The empty workbook: every sheet with headings and choice lists, and first a page that says how to fill it in."""

from __future__ import annotations

from openpyxl import Workbook

from commands.workbook.sheets import READ_ME, SHEETS
from commands.workbook.write import add_sheet, as_bytes, put, put_headings

_WELCOME = (
    "Välkommen! Fyll i det ni har, i vilka blad ni vill. Det som saknas kan ni lägga till senare.",
    "Låt rubrikerna i första raden stå kvar. En rad är en sak, och tomma rader hoppas över.",
    "Arbeten, parter och personer känns igen på namnet. Stora och små bokstäver spelar ingen roll, och å, ä "
    "och ö får skrivas som a och o.",
    "Läs in filen med laget import. Antingen läses allt in eller ingenting, och varje cell som behöver "
    "rättas nämns.",
    "Samma fil kan läsas in flera gånger: en rad som redan finns ändrar ingenting. Ändrar du en rad, så ändras det "
    "som står i Läget. Raderna i Status läggs bara till.",
    "Skriv aldrig personnummer eller uppgifter om patienter. Den här sidan läses inte in.",
)
_COLUMNS = (("Blad", 14), ("Kolumn", 22), ("Behövs", 10), ("Så skriver du", 70), ("Exempel", 36))


def build_template() -> bytes:
    """The empty workbook as an xlsx file. Reading it in changes nothing."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator, book.properties.language = "Läget", "Läget", "sv-SE"
    _instructions(book)
    for sheet in SHEETS:
        add_sheet(book, sheet, ())
    return as_bytes(book)


def _instructions(book: Workbook) -> None:
    """What every column is for, with one whole example row a sheet, read downwards."""
    page = book.create_sheet(READ_ME)
    put_headings(page, [heading for heading, _ in _COLUMNS])
    for index, (_, width) in enumerate(_COLUMNS, 1):
        page.column_dimensions["ABCDE"[index - 1]].width = width
    rows = [("", "", "", sentence, "") for sentence in _WELCOME]
    for sheet in SHEETS:
        rows.append((sheet.name, "", "", sheet.about, ""))
        for column in sheet.columns:
            choices = f" Välj bland {', '.join(column.choices)}." if column.choices else ""
            needed = "ja" if column.needed else ""
            rows.append((sheet.name, column.heading, needed, f"{column.hint}{choices}", column.example))
    for number, row in enumerate(rows, 2):
        for index, text in enumerate(row, 1):
            if text:
                put(page.cell(number, index), text)
