"""The empty workbook."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from bot.exchange import write_template
from commands.swedish.words import ROLES, meant
from commands.workbook.persons import PEOPLE
from commands.workbook.sheets import SHEETS
from storage.database import Database
from storage.words import Role
from tests.commands.workbook.conftest import Read, cells


def test_an_untouched_template_imports_as_nothing(database: Database, read: Read, tmp_path: Path) -> None:
    file = tmp_path / "mall.xlsx"
    assert str(file) in write_template(file).text
    done = read(file)
    assert (done.refused, done.text) == (False, "Inga ändringar.")


def test_its_example_rows_can_be_read_in(read: Read, tmp_path: Path) -> None:
    """What the instructions show is true: the examples, put where they belong, are taken as they stand."""
    file = tmp_path / "mall.xlsx"
    write_template(file)
    book = load_workbook(file)
    listed = [row for row in book["Läs mig"].iter_rows(min_row=2, values_only=True) if row[1]]
    for sheet in SHEETS:
        examples = {column: example for name, column, _, _, example in listed if name == sheet.name}
        book[sheet.name].append([examples[column.heading] for column in sheet.columns])
    book["Parter"].append(["Region Exempel", None, "region", "Regionen"])
    book["Etiketter"].append(["delmål", 3, "jag är delaktig"])
    book["Etiketter"].append(["nyttoobjekt", 2, "bättre samverkan"])
    book.save(file)
    done = read(file)
    assert not done.refused, done.text
    named = {sheet.name for sheet in SHEETS if f"  {sheet.name}: " in done.text}
    assert named == {sheet.name for sheet in SHEETS}


def test_it_has_every_sheet_heading_and_choice_and_says_what_they_are_for(tmp_path: Path) -> None:
    file = tmp_path / "mall.xlsx"
    write_template(file)
    book = load_workbook(file)
    assert book.sheetnames == ["Läs mig", *(sheet.name for sheet in SHEETS)]
    listed = {(row[0], row[1]) for row in cells(file)["Läs mig"]}
    every_offer: set[tuple[str, str]] = set()
    for sheet in SHEETS:
        page = book[sheet.name]
        assert [cell.value for cell in page[1]] == [column.heading for column in sheet.columns]
        assert {(sheet.name, column.heading) for column in sheet.columns} <= listed
        assert page.freeze_panes == "A2"
        offered = {str(each.sqref): each.formula1 for each in page.data_validations.dataValidation}
        assert len(offered) == sum(bool(column.choices or column.from_sheet) for column in sheet.columns)
        assert all(len(formula) <= 257 for formula in offered.values()), "Excel refuses longer lists"
        every_offer |= {(sheet.name, formula) for formula in offered.values()}
    assert ("Aktiviteter", '"digitalt,fysiskt,hybrid"') in every_offer
    assert ("Beslut", '"saknas,fattat,avslaget"') in every_offer
    assert ("Risker", "Arbeten!$A$2:$A$2000") in every_offer


def test_the_other_words_that_give_a_role_are_told() -> None:
    hint = next(column.hint for column in PEOPLE.columns if column.heading == "Roll").lower()
    given = {
        "chef": Role.LEADERSHIP,
        "programledare": Role.COORDINATOR,
        "admin": Role.ADMINISTRATOR,
        "medarbetare": Role.READER,
    }
    for word, role in given.items():
        assert meant(ROLES, word) is role
        assert f"{word} betyder {ROLES[role]}" in hint
