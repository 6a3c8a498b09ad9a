"""What a decision is, in chat: needed ones with what their absence causes, made and declined ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.command import LEADERS, Call
from commands.entries.fields import Choice, Columns, EntryField, LongText
from commands.entries.kind import KindSheet
from commands.entries.plan_kind import PlanKind, is_when
from commands.entries.times import Period
from commands.form import Submission
from commands.message import Fact
from commands.sentences import sentence
from commands.swedish.dates import shown_when
from commands.swedish.words import DECISION_STATES
from commands.workbook.shape import WHEN, Cell, chosen
from storage.tables import Decision
from storage.words import DecisionState, Role

if TYPE_CHECKING:
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row


@dataclass(frozen=True, kw_only=True)
class _When(Period):
    """When it is needed; or when it was made or declined, and then the day, if it was one."""

    def to_columns(self, call: Call, submission: Submission, entry: Any) -> Columns:
        """As of any time; of a decision that is no longer needed, with the day."""
        if entry is not None and entry.state is not DecisionState.REQUESTED:
            return settled(call, submission, entry)
        return Period.to_columns(self, call, submission, entry)

    def read(self, row: Row, _ledger: Ledger, columns: Columns) -> Columns:
        """The day when it was made or declined, None when it was not or no single day is said."""
        state, when = columns["state"], row.when(self.heading)
        if state in (None, DecisionState.REQUESTED):
            return {"settled_on": None}
        if when.start is not None and when.start > row.table.today:
            word = row.written("Status").lower()
            row.refuse(self.heading, f"Ett beslut som är {word} har redan varit. Skriv när det togs.")
        return {"settled_on": when.start if when.start == when.end else None}

    @property
    def soft(self) -> frozenset[str]:
        """The day follows from the state and the time."""
        return frozenset({"settled_on"})

    def settle(self, _row: Row, _ledger: Ledger, columns: Columns, entry: Decision) -> Columns:
        """What was settled on a day stays so while the row says the same of state and time."""
        is_same = columns["state"] is entry.state and self.stored not in columns
        return {name: value for name, value in columns.items() if name != "settled_on" or not is_same}


_STATE = Choice("state", "Läge", vocabulary=DECISION_STATES, in_form=False, keywords=(),
    cell=Cell("Hur det är med beslutet.", "saknas", 12, "Status", needed=True, choices=chosen(DECISION_STATES)),
)  # fmt: skip
_TITLE = LongText("title", "Beslut", required=True,
    cell=Cell("Det som beslutas.", "Beslut om lokal för teamet", 60),
)  # fmt: skip
WHEN_SETTLED = _When("when", "När", hint="Till exempel 2027-03-01, oktober 2027 eller HT 2027.",
    keywords=("nar:", "datum:", "senast:"),
    cell=Cell(f"När det fattades, eller behövs. {WHEN}", "oktober 2026", 16),
)  # fmt: skip
BODY = EntryField("body", "Instans", hint="Vem som beslutar, till exempel länsledningen.",
    cell=Cell("Den som beslutar.", "Länsledningen", 28),
)  # fmt: skip
_CONSEQUENCE = LongText("consequence", "Konsekvens", keywords=("konsekvens:",),
    cell=Cell("Det som beslutet för med sig, eller vad som händer utan det.", width=60),
)  # fmt: skip
EFFECT = replace(_CONSEQUENCE, hint="Vad beslutet leder till.")
_ABSENCE = replace(
    _CONSEQUENCE, label="Konsekvens om det uteblir", required=True, hint="Vad händer om beslutet inte kommer?"
)


def settled(call: Call, submission: Submission, row: Decision | None) -> Columns:
    """When it was made, as columns, and the day if it was one. UserError with the form for one to come."""
    columns = Period.to_columns(WHEN_SETTLED, call, submission, row)
    starts, ends = columns["starts_on"], columns["ends_on"]
    if starts is not None and starts > call.today:
        raise submission.refused({"when": sentence("decision", "not_yet", text=shown_when(columns["when_text"]))})
    return {**columns, "settled_on": starts if starts == ends else None}


def _read_line(call: Call, main: str) -> Mapping[str, str]:
    """Read "Utöka piloten; HT 2026; Länsledningen; Piloten stannar": when wherever it is, the rest in order."""
    title, *parts = (part.strip() for part in main.split(";"))
    values = {"title": title}
    for part in filter(None, parts):
        if "when" not in values and is_when(call, part):
            values["when"] = part
        else:
            values.setdefault("body" if "body" not in values else "consequence", part)
    return values


DECISION = PlanKind(
    table=Decision, word="beslut", definite="Beslutet", plural="beslut", is_neuter=True, after_end=True,
    fields=(_STATE, _TITLE, WHEN_SETTLED, BODY, _CONSEQUENCE),
    title=lambda _, row: row.title, read_line=_read_line, examples=("ändra beslut 1 instans: Länsledningen",),
    computed=lambda _, row: (Fact("Läge", DECISION_STATES[row.state].capitalize()),),
    sheet=KindSheet(40, "Beslut", "Beslut som saknas, har fattats eller har avslagits, och vad det får till följd.",
        key=("project_id", "title"),
        sort=lambda row, _: (list(DECISION_STATES).index(row.state), row.ends_on or row.starts_on or date.max),
        order=("Beslut", "Status", "När", "Instans", "Arbete", "Konsekvens"), mixes_works=True),
)  # fmt: skip


def _settled_as(state: DecisionState, words: str) -> PlanKind[Decision]:
    """The kind that a line begins with `words`, made or declined; leadership may write it for every work."""

    def check(call: Call, submission: Submission, row: Decision | None, columns: Columns) -> Columns:
        return columns | {"state": state} | settled(call, submission, row)

    fields = (_TITLE, replace(WHEN_SETTLED, required=True), BODY, EFFECT)
    return replace(DECISION, command=words, fields=fields, check=check, writers=LEADERS | {Role.LEADERSHIP})


NEEDED = replace(
    DECISION,
    command="beslut behövs",
    check=lambda _, __, ___, columns: columns | {"state": DecisionState.REQUESTED},
    fields=(_TITLE, replace(WHEN_SETTLED, label="Behövs senast"), BODY, _ABSENCE),
)
MADE = _settled_as(DecisionState.MADE, "beslut fattat")
"""Leadership makes decisions, so it may say that one is made, of every work."""
DECLINED = _settled_as(DecisionState.DECLINED, "beslut avslaget")
