"""Files that are no workbooks, or that mean harm: one clear sentence each, and little memory."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from commands.message import UserError
from commands.workbook import read as reading
from commands.workbook.cells import Unreadable
from commands.workbook.read import read_workbook
from tests.commands.workbook.conftest import save


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_workbook(path)
    return caught.value.message


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with one part of it changed."""
    other = path.with_name("ändrad.xlsx")
    with zipfile.ZipFile(path) as had, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for name in had.namelist():
            new.writestr(name, change(had.read(name)) if name == part else had.read(name))
    return other


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return save({"Parter": [["Namn", "Typ"], ["Ny", "övrig"]]}, tmp_path / "bok.xlsx")


@pytest.mark.parametrize("content", [b"", b"Namn;Typ\nNy;kommun\n", b"PK\x03\x04 halv", b"<html></html>"])
def test_what_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "fil.xlsx"
    file.write_bytes(content)
    assert refusal(file).startswith("Filen går inte att läsa som en Excel-fil")


def test_a_locked_or_old_file(tmp_path: Path) -> None:
    file = tmp_path / "fil.xlsx"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512))
    assert "lösenord" in refusal(file)


def test_a_torn_file(workbook: Path) -> None:
    content = workbook.read_bytes()
    workbook.write_bytes(content[: len(content) // 2])
    assert "går inte att läsa" in refusal(workbook)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_damaged_part(workbook: Path, part: str) -> None:
    assert "går inte att läsa" in refusal(changed(workbook, part, lambda content: content[:-30] + b"<"))


def test_entities_are_refused_before_they_are_read(workbook: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert "går inte att läsa" in refusal(
        changed(workbook, "xl/worksheets/sheet1.xml", lambda content: bomb + content)
    )


def test_a_file_that_unpacks_to_too_much(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open("xl/styles.xml", "w") as part,
    ):
        for _ in range(reading.MOST_UNPACKED // 10**6 + 1):
            part.write(bytes(10**6))
    assert file.stat().st_size < 2_000_000
    assert refusal(file) == "Filen är för stor när den packas upp. Dela upp den i mindre filer."


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "stor.xlsx"
    with file.open("wb") as empty:
        empty.truncate(reading.MOST_BYTES + 1)
    assert refusal(file) == "Filen är för stor: högst 30\N{NO-BREAK SPACE}MB går att läsa in."


@pytest.mark.parametrize(
    ("cell", "row"), [("A999999999999", "999999999999"), ("A300000", "300000"), ("XFD3", "3"), ("ZZZZZ3", "3")]
)
def test_cells_far_away(workbook: Path, cell: str, row: str) -> None:
    far = f'<row r="{row}"><c r="{cell}" t="n"><v>1</v></c></row></sheetData>'.encode()
    message = refusal(
        changed(workbook, "xl/worksheets/sheet1.xml", lambda content: content.replace(b"</sheetData>", far))
    )
    assert "för stort" in message or "går inte att läsa" in message


def test_many_wide_rows_without_contents(workbook: Path) -> None:
    wide = b"".join(b'<row r="%d"><c r="XFD%d" s="0"/></row>' % (n, n) for n in range(3, 2000))
    message = refusal(
        changed(
            workbook,
            "xl/worksheets/sheet1.xml",
            lambda content: content.replace(b"</sheetData>", wide + b"</sheetData>"),
        )
    )
    assert "för stort" in message


def test_the_size_that_a_sheet_claims_to_have_is_not_believed(workbook: Path) -> None:
    lying = changed(workbook, "xl/worksheets/sheet1.xml", lambda content: content.replace(b"A1:B2", b"A1:A1"))
    assert read_workbook(lying)[0].rows == ((2, ("Ny", "övrig")),)


def test_formulas_are_read_as_the_values_they_last_had(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["Namn", "Typ", "Alias"])
    page.append(['="N"&"y"', "=UNKNOWN()", "kvar"])
    file = tmp_path / "formel.xlsx"
    book.save(file)
    first = b'<f>"N"&amp;"y"</f><v></v>'
    second = b"<f>UNKNOWN()</f><v></v>"
    worked_out = changed(
        file,
        "xl/worksheets/sheet1.xml",
        lambda content: content.replace(first, first.replace(b"<v></v>", b"<v>Ny</v>")).replace(
            b'r="A2"', b'r="A2" t="str"'
        ),
    )
    assert load_workbook(worked_out, data_only=True).worksheets[0]["A2"].value == "Ny"
    name, kind, alias = read_workbook(worked_out)[0].rows[0][1]
    assert (name, alias) == ("Ny", "kvar")
    assert isinstance(kind, Unreadable)
    assert "formel utan värde" in kind.why
    assert second in zipfile.ZipFile(worked_out).read("xl/worksheets/sheet1.xml")


def test_an_error_of_excels_is_named(tmp_path: Path) -> None:
    file = save({"Parter": [["Namn", "Typ"], ["#N/A", date(2024, 1, 1)]]}, tmp_path / "bok.xlsx")
    value, day = read_workbook(file)[0].rows[0][1]
    assert isinstance(value, Unreadable)
    assert "#N/A" in value.why
    assert day == date(2024, 1, 1)
