"""`laget import` and `laget export` as whoever runs them sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.exchange import export_workbook, import_workbook, write_template
from commands._clock import FrozenClock
from storage.database import Database, DatabaseMissing, SchemaNotCurrent


def test_a_file_that_cannot_be_opened_is_refused_in_a_sentence(
    database: Database, clock: FrozenClock, tmp_path: Path
) -> None:
    missing = import_workbook(database, clock, tmp_path / "borta.xlsx", dry_run=False)
    assert (missing.refused, missing.text) == (True, f"Filen {tmp_path / 'borta.xlsx'} går inte att öppna.")
    assert import_workbook(database, clock, tmp_path, dry_run=False).refused
    (tmp_path / "text.xlsx").write_text("hej", encoding="utf-8")
    assert "Excel-fil" in import_workbook(database, clock, tmp_path / "text.xlsx", dry_run=False).text


def test_a_database_that_is_not_ready_is_said_before_the_file_is_read(clock: FrozenClock, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'ny.db'}")
    with pytest.raises(DatabaseMissing):
        import_workbook(database, clock, tmp_path / "borta.xlsx", dry_run=True)
    (tmp_path / "ny.db").touch()
    with pytest.raises(SchemaNotCurrent):
        import_workbook(database, clock, tmp_path / "borta.xlsx", dry_run=True)
    database.close()


def test_export_replaces_a_file_whole(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "ut.xlsx"
    file.write_bytes(b"gammal")
    assert export_workbook(database, file) == f"Arbetsboken finns i {file}."
    assert load_workbook(file).sheetnames[0] == "Program"
    write_template(file)
    assert load_workbook(file).sheetnames[0] == "Läs mig"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(FileNotFoundError):
        export_workbook(database, tmp_path / "borta" / "ut.xlsx")


def test_a_long_sheet_shows_how_far_it_has_come_only_to_somebody_who_looks(
    database: Database, clock: FrozenClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Etiketter"
    page.append(["Typ", "Text"])
    for number in range(250):
        page.append(["målgrupp", f"grupp {number}"])
    book.save(tmp_path / "lång.xlsx")
    done = import_workbook(database, clock, tmp_path / "lång.xlsx", dry_run=False)
    assert done.text == "Inläst:\n  Etiketter: 250 nya"
    assert capsys.readouterr() == ("", "")
