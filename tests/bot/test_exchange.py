"""`laget import` and `laget export` as whoever runs them sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from bot.cli import app
from bot.exchange import export_workbook, import_workbook, write_template
from commands.clock import FrozenClock
from storage.database import Database
from storage.errors import DatabaseMissing, SchemaNotCurrent


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
        import_workbook(database, clock, tmp_path / "borta.xlsx", dry_run=False)
    (tmp_path / "ny.db").touch()
    with pytest.raises(SchemaNotCurrent):
        import_workbook(database, clock, tmp_path / "borta.xlsx", dry_run=True)
    database.close()


def test_export_replaces_a_file_whole(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "ut.xlsx"
    file.write_bytes(b"gammal")
    assert export_workbook(database, file) == f"Arbetsboken finns i {file}."
    assert load_workbook(file).sheetnames[0] == "Program"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(FileNotFoundError):
        export_workbook(database, tmp_path / "borta" / "ut.xlsx")


def test_a_dry_run_without_a_database_checks_the_file_and_makes_none(
    clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, file = tmp_path / "tmp", tmp_path / "bok.xlsx"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    database = Database(f"sqlite:///{tmp_path / 'ny.db'}")
    for kind, refused, told in (("region", False, "Parter: 1 ny"), ("häst", True, "Parter, rad 2")):
        book = Workbook()
        book.worksheets[0].title = "Parter"
        book.worksheets[0].append(["Namn", "Typ"])
        book.worksheets[0].append(["Region Exempel", kind])
        book.save(file)
        done = import_workbook(database, clock, file, dry_run=True)
        assert done.refused is refused
        assert told in done.text
    database.close()
    assert sorted(tmp_path.iterdir()) == [file, room]
    assert list(room.iterdir()) == []


def test_a_template_never_replaces_what_somebody_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "mall.xlsx"
    assert not write_template(file).refused
    assert not write_template(file).refused, "nothing has been filled in"
    book = load_workbook(file)
    book["Arbeten"]["A2"] = "Nya samtal"
    book.save(file)
    filled = file.read_bytes()
    done = CliRunner().invoke(app, ["import", "--template", str(file)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"Filen {file} finns redan. Välj ett annat namn, eller flytta den först.\n"
    assert file.read_bytes() == filled
    file.write_bytes(b"hej")
    assert write_template(file).refused
    assert write_template(tmp_path).refused


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
