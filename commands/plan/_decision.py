"""What a decision is, in chat: needed ones with what their absence causes, made and declined ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.command import Call
from commands.editing import Shown
from commands.entries.fields import Columns, EntryField, LongText, Period
from commands.entries.kind import EntryKind, KindSheet, is_when
from commands.form import Submission
from commands.message import Fact
from commands.sentences import sentence
from commands.swedish.dates import shown_when
from commands.swedish.words import DECISION_STATES
from commands.workbook.shape import WHEN, Column, chosen
from storage.tables import Decision
from storage.words import DecisionState, Role

if TYPE_CHECKING:
    from commands.workbook.cells import Written
    from commands.workbook.gather_entries import Names
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row


@dataclass(frozen=True, kw_only=True)
class _State(EntryField):
    """Needed, made or declined: a command says which."""

    in_form: bool = False

    def history(self, _call: Call) -> Mapping[str, tuple[str, Shown]]:
        """The word for it."""
        return {self.name: (self.label, lambda value: DECISION_STATES[DecisionState(value)])}

    def read(self, row: Row, _ledger: Ledger, _columns: Columns) -> Columns:
        """The state of a cell."""
        return {self.name: row.choice(self.heading, DECISION_STATES)}

    def write(self, entry: Any, _names: Names) -> Written:
        """The word for it."""
        return DECISION_STATES[entry.state]


@dataclass(frozen=True, kw_only=True)
class _When(Period):
    """When it is needed; or when it was made or declined, and then the day, if it was one."""

    def to_columns(self, call: Call, submission: Submission, entry: Any) -> Columns:
        """As of any time; of a decision that is no longer needed, with the day."""
        if entry is not None and entry.state is not DecisionState.REQUESTED:
            return settled(call, submission, entry)
        return Period.to_columns(self, call, submission, entry)

    def read(self, row: Row, _ledger: Ledger, columns: Columns) -> Columns:
        """The day when it was made or declined, None when it was not or no single day is told."""
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

    def settle(self, _row: Row, columns: Columns, entry: Decision) -> Columns:
        """What was settled on a day stays so while the row says the same of state and time."""
        is_same = columns["state"] is entry.state and self.text not in columns
        return {name: value for name, value in columns.items() if name != "settled_on" or not is_same}


_STATE = _State(
    name="state",
    label="Läge",
    column=Column(
        "Status", "Hur det är med beslutet.", "saknas", needed=True, choices=chosen(DECISION_STATES), width=12
    ),
)
_TITLE = LongText(
    name="title",
    label="Beslut",
    required=True,
    keywords=("beslut:",),
    column=Column("Beslut", "Det som beslutas.", "Beslut om lokal för teamet", needed=True, width=60),
)
WHEN_SETTLED = _When(
    name="when",
    label="När",
    hint="Till exempel 2027-03-01, oktober 2027 eller HT 2027.",
    keywords=("nar:", "datum:", "senast:"),
    column=Column("När", f"När det fattades, eller behövs. {WHEN}", "oktober 2026", width=16),
)
BODY = EntryField(
    name="body",
    label="Instans",
    hint="Vem som beslutar, till exempel länsledningen.",
    keywords=("instans:",),
    column=Column("Instans", "Den som beslutar.", "Länsledningen", width=28),
)
_CONSEQUENCE = LongText(
    name="consequence",
    label="Konsekvens",
    keywords=("konsekvens:",),
    column=Column("Konsekvens", "Det som beslutet för med sig, eller vad som händer utan det.", "", width=60),
)
EFFECT = replace(_CONSEQUENCE, hint="Vad beslutet leder till.")


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


DECISION = EntryKind(
    table=Decision,
    word="beslut",
    definite="Beslutet",
    plural="beslut",
    fields=(_STATE, _TITLE, WHEN_SETTLED, BODY, _CONSEQUENCE),
    title=lambda _, row: row.title,
    read_line=_read_line,
    examples=("ändra beslut 1 instans: Länsledningen",),
    computed=lambda _, row: (Fact("Läge", DECISION_STATES[row.state].capitalize()),),
    is_neuter=True,
    after_end=True,
    sheet=KindSheet(
        "Beslut",
        "Beslut som saknas, har fattats eller har avslagits, och vad det får till följd.",
        ("Beslut", "Status", "När", "Instans", "Arbete", "Konsekvens"),
        key=("project_id", "title"),
        sort=lambda row: (list(DECISION_STATES).index(row.state), row.ends_on or row.starts_on or date.max),
        mixes_works=True,
    ),
)


def _needed(_: Call, __: Submission, ___: Decision | None, columns: Columns) -> Columns:
    return columns | {"state": DecisionState.REQUESTED}


def _settled_as(state: DecisionState, words: str) -> EntryKind[Decision]:
    """The kind that a line begins with `words`, made or declined; leadership may write it for every work."""

    def check(call: Call, submission: Submission, row: Decision | None, columns: Columns) -> Columns:
        return columns | {"state": state} | settled(call, submission, row)

    fields = (_TITLE, replace(WHEN_SETTLED, required=True), BODY, EFFECT)
    leadership = frozenset({Role.LEADERSHIP})
    return replace(DECISION, command=words, fields=fields, check=check, extra_writers=leadership)


NEEDED = replace(
    DECISION,
    command="beslut behövs",
    check=_needed,
    fields=(
        _TITLE,
        replace(WHEN_SETTLED, label="Behövs senast"),
        BODY,
        replace(
            _CONSEQUENCE,
            label="Konsekvens om det uteblir",
            required=True,
            hint="Vad händer om beslutet inte kommer?",
        ),
    ),
)
MADE = _settled_as(DecisionState.MADE, "beslut fattat")
DECLINED = _settled_as(DecisionState.DECLINED, "beslut avslaget")
