"""Sheets and columns that an import does not know, or misses."""

from __future__ import annotations

from datetime import date

from tests.commands.workbook.conftest import Book, Read, fault, faults

STATUS = ["Arbete", "Datum", "Läge", "Genomfört"]


def test_headings_are_named_with_the_nearest_right_one(book: Book, read: Read) -> None:
    shown = faults(
        read,
        book({"Status": [["Arbete", "Datun", "läge", "lage", None, "Häst"], ["x", "y", "grön", None, "z", None]]}),
    )
    assert shown == [
        "Status: Kolumnen Datum saknas. Den behövs, med rubriken i första raden.",
        "Status, rad 1, kolumn B: Rubriken ”Datun” finns inte i det här bladet. Menar du Datum?",
        "Status, rad 1, kolumn D: Rubriken Läge står redan i en annan kolumn.",
        shown[3],
    ]
    assert shown[3].startswith(
        "Status, rad 1, kolumn F: Rubriken ”Häst” finns inte i det här bladet. Kolumnerna är"
    )


def test_a_cell_without_a_heading_is_not_lost_in_silence(book: Book, read: Read) -> None:
    shown = fault(read, book({"Parter": [["Namn", "Typ"], ["Ny", "övrig", "Viktigt!"]]}))
    assert shown == "Parter, rad 2, kolumn C: Kolumnen har ingen rubrik i första raden."


def test_a_missing_column_is_one_fault_not_many(book: Book, read: Read) -> None:
    shown = fault(
        read,
        book({"Arbeten": [["Kortnamn"], ["Samtal"]], "Status": [STATUS, ["Samtal", date(2026, 5, 4), "grön", ""]]}),
    )
    assert shown.startswith("Arbeten: Kolumnen Namn saknas.")


def test_sheets_that_cannot_be_read_are_named(book: Book, read: Read) -> None:
    shown = faults(
        read, book({"Riskr": [["Risk"], ["Hög"]], "Statuz": [["Arbete"]], "Recept": [["Socker"]], "Arbetn": []})
    )
    assert shown[0] == "Riskr: Det finns inget blad som heter så. Menar du Risker?"
    assert shown[1] == "Statuz: Det finns inget blad som heter så. Menar du Status?"
    assert shown[2].startswith("Recept: Det finns inget blad som heter så.")
    assert shown[3] == "Arbetn: Det finns inget blad som heter så. Menar du Arbeten?"
