"""Everything that one may see, as an Excel file."""

from __future__ import annotations

from commands.command import COORDINATORS, Call, command
from commands.files import EXPORT
from commands.message import Reply, Text, TextStyle
from commands.sentences import sentence


@command(
    "export",
    "exportera",
    summary="Allt du får se, som en Excel-fil",
    examples=("export",),
    private=True,
)
def export(call: Call) -> Reply:
    """Hand out the workbook; its bytes are made when it is fetched, with the rights of the sender."""
    contents = sentence("export", "told", with_emails=bool(call.person.roles & COORDINATORS))
    return Reply((Text(contents), EXPORT, Text(sentence("export", "note"), TextStyle.NOTE)))
