"""Asking for everything as an Excel file."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.answer import Context
from commands.files import XLSX, open_file
from commands.message import File
from commands.workbook.sheets import SHEETS
from tests.commands.conftest import Known, Say, text_of


@pytest.mark.parametrize(
    ("role", "sees_addresses"), [("coordinator", True), ("admin", True), ("leader", False), ("reader", False)]
)
def test_everybody_gets_the_workbook_and_coordinators_the_addresses(
    say: Say, context: Context, programme: Known, role: str, *, sees_addresses: bool
) -> None:
    reply = say("export", role)
    assert reply.error is None
    assert ("E-postadresserna är inte med" in text_of(reply)) is not sees_addresses
    file = next(block for block in reply.blocks if isinstance(block, File))
    assert (file.reference, file.media_type) == ("export.xlsx", XLSX)
    with context.database.read() as session:
        content = open_file(session, file.reference, programme.people[role]).content
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == [sheet.name for sheet in SHEETS]
    assert ("E-post" in [cell.value for cell in book["Personer"][1]]) is sees_addresses
    assert "Barn och Unga i Ånge" in [cell.value for cell in book["Arbeten"]["A"]]
