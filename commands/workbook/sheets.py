"""Every sheet of the workbook, for reading, writing and the template alike."""

from __future__ import annotations

from commands.workbook.entry_sheets import ENTRY_SHEETS
from commands.workbook.events import ACTIVITIES, SEMINARS
from commands.workbook.persons import PEOPLE
from commands.workbook.registers import LABELS, PARTIES, PROGRAMME
from commands.workbook.updates import STATUS
from commands.workbook.works import WORKS

READ_ME = "Läs mig"
"""The sheet with instructions, which import passes over."""

SHEETS = (PROGRAMME, PARTIES, PEOPLE, LABELS, WORKS, STATUS, SEMINARS, ACTIVITIES, *ENTRY_SHEETS)
"""In the order in which they are read, and written from left to right: each may name what is in those before."""
