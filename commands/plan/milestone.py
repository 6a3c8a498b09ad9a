"""Checkpoints (hållpunkter): what, who, when (programme directive, section 4); of a work or of the programme."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.command import Call
from commands.entries.commands import add_command, commands_for_one, list_command
from commands.entries.fields import Columns, EntryField, LongText
from commands.entries.kind import KindSheet
from commands.entries.listing import brief
from commands.entries.plan_kind import PlanKind, is_when
from commands.entries.times import ClosedOn, Period
from commands.form import Submission
from commands.sentences import sentence
from commands.swedish.dates import shown_when
from commands.workbook.shape import DONE, WHEN, Cell
from storage import people
from storage.tables import Milestone

if TYPE_CHECKING:
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row

_MOST_WORDS_OF_WHEN = 3
_ALL_PARTS = 3
_LIKE_A_DATE = re.compile(r"\d{1,2}/\d{1,2}|\d{4}-\d\d-\d\d")
"""Meant as a date, though there may be no such day: the form says so."""


@dataclass(frozen=True, kw_only=True)
class _Who(EntryField):
    """Who answers for it, and the person whom that means, if it is one whom we know."""

    def to_columns(self, call: Call, submission: Submission, entry: Any) -> Columns:
        """The words, and the one person who bears the name or address; none for a role or an organisation."""
        who = submission.text(self.name)
        return EntryField.to_columns(self, call, submission, entry) | {"person_id": _person_id(call, who)}

    def read(self, row: Row, ledger: Ledger, _columns: Columns) -> Columns:
        """The same of a cell."""
        who = row.text(self.heading)
        person = ledger.people.meant(who)
        return {self.name: who, "person_id": person.id if person else None}

    @property
    def soft(self) -> frozenset[str]:
        """Who is meant by a name is settled once."""
        return frozenset({"person_id"})

    def settle(self, _row: Row, _ledger: Ledger, columns: Columns, entry: Milestone) -> Columns:
        """As it was when the entry was made."""
        return columns | {"person_id": entry.person_id} if columns.get(self.name) == entry.who else columns


def _person_id(call: Call, who: str) -> int | None:
    if "@" in who:
        found = people.by_email(call.session, who)
        return found.id if found else None
    called_so = people.by_name(call.session, who.partition(",")[0])
    return called_so[0].id if len(called_so) == 1 else None


def _read_line(call: Call, main: str) -> Mapping[str, str]:
    """Read "Utvärdering klar, Anna Exempel, HT 2026": when last, who before it, for what may hold commas."""
    parts = [part.strip() for part in main.split(";" if ";" in main else ",") if part.strip()]
    # Three parts by semicolons are what, who and when, also when that is no time: the form then says so.
    if len(parts) > 1 and (is_when(call, parts[-1]) or (";" in main and len(parts) == _ALL_PARTS)):
        *left, when = parts
        *what, who = left if len(left) > 1 else (*left, "")
        return {"what": ", ".join(what), "who": who, "when": when}
    words = main.split()
    for count in range(min(_MOST_WORDS_OF_WHEN, len(words) - 1), 0, -1):
        when = " ".join(words[-count:])
        if _LIKE_A_DATE.fullmatch(when) or (re.search(r"\d", when) and is_when(call, when)):
            return {"what": " ".join(words[:-count]), "when": when}
    return {"what": main}


_FIELDS = (
    LongText("what", "Vad", required=True, cell=Cell("Det som ska vara klart.", "Utvärderingen är klar", 50)),
    _Who("who", "Vem", required=True, hint="Namn eller roll. Den som Läget känner blir påmind.",
        cell=Cell("Personen eller rollen som svarar för det.", "Anna Exempel, Exempelstad", 34, needed=False)),
    Period("when", "När", required=True, hint="Till exempel 2027-03-01, oktober 2027, HT 2027 eller löpande.",
        keywords=("nar:", "datum:"), cell=Cell(WHEN, "HT 2026", 16, needed=False)),
)  # fmt: skip

MILESTONE = PlanKind(
    table=Milestone, word="hållpunkt", definite="Hållpunkten", plural="hållpunkter",
    fields=_FIELDS, closed=ClosedOn(stored="done_on", cell=DONE),
    title=lambda _, row: row.what, read_line=_read_line, examples=("ändra hållpunkt 1 när: HT 2030",),
    sheet=KindSheet(10, "Hållpunkter", "Hållpunkterna i planen: vad, vem och när.",
        key=("project_id", "what"), sort=lambda row, _: row.ends_on or row.starts_on or date.max),
)  # fmt: skip

add_milestone = add_command(
    MILESTONE,
    summary="Lägg in en hållpunkt: vad, vem och när",
    examples=("hållpunkt", "hållpunkt BarnSäkert Utvärderingen klar, Anna Exempel, oktober 2030"),
)
show_milestone, change_milestone, remove_milestone, close_milestone = commands_for_one(MILESTONE)


def _cells(call: Call, row: Milestone) -> tuple[str, ...]:
    return brief(row.what), row.who or "–", shown_when(row.when_text) or "–", _state(call, row)


def _state(call: Call, row: Milestone) -> str:
    """Whether a milestone is done, late or ahead, in words."""
    if row.done_on:
        return sentence("milestone", "done", date=row.done_on)
    return "Försenad" if row.ends_on and row.ends_on < call.today else "Kommande"


list_milestones = list_command(
    MILESTONE,
    ("Vad", "Vem", "När", "Läge"),
    _cells,
    summary="Hållpunkter, för allt eller för ett arbete",
    examples=("hållpunkter", "hållpunkter BarnSäkert", "hållpunkter programmet"),
)
