"""What the commands about entries share: found by number, and what became of one, from the record of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from commands.command import Call
from commands.form import Submission
from commands.message import Action, Table, UserError
from commands.sentences import sentence
from commands.swedish.dates import local, moment
from commands.swedish.text import kronor, number, short
from storage import entries
from storage.entries import Change
from storage.tables import Activity
from storage.tables.entry import Entry

Kind = TypeVar("Kind", bound=Entry)
Shown = Callable[[Any], str]
"""How a stored value is written."""

_ELSEWHERE = {"import": "inläst ur en arbetsbok", "example": "exemplet"}


def the_entry(
    call: Call,
    table: type[Kind],
    written: str,
    what: str,
    others: Action,
    *,
    withdrawn: bool = False,
    neuter: bool = False,
) -> Kind:
    """The entry with this number ("12" or "#12"), held when the command writes.

    UserError when there is none, or when it was taken away and `withdrawn` is not asked for; `what` names the kind
    ("budgetrad"), `others` shows them all.
    """
    id_ = int(written.removeprefix("#"))
    found = (entries.locked if call.match.command.writes else entries.get)(call.session, table, id_)
    if found is None or (found.withdrawn_at is not None and not withdrawn):
        gone = ("Det är borttaget." if neuter else "Den är borttagen.") if found else ""
        raise UserError(
            f"Det finns {'inget' if neuter else 'ingen'} {what} med nummer {id_}. {gone}".strip(), actions=(others,)
        )
    return found


def as_text(value: Any) -> str:
    """A stored value as it is."""
    return str(value)


def as_kronor(value: Any) -> str:
    """A stored amount: "4 480 000 kr"."""
    return kronor(Decimal(str(value)))


def as_number(value: Any) -> str:
    """A stored number with a decimal comma."""
    return number(Decimal(str(value)))


def changes(call: Call, entry: Entry, labels: Mapping[str, tuple[str, Shown | None]], title: str) -> Table:
    """When, who and what of each change, the newest first.

    `labels` says what columns are called, and how a value of theirs is written; None for one that is left out.
    """
    rows = tuple(
        (moment(local(each.at, call.zone)), each.by or _ELSEWHERE.get(each.source, "driften"), _told(each, labels))
        for each in entries.changes(call.session, entry)
    )
    return Table(("När", "Vem", "Vad"), rows, title)


def _told(change: Change, labels: Mapping[str, tuple[str, Shown | None]]) -> str:
    """One change in words: "Utfall: 3 620 000 kr → 3 700 000 kr"."""
    if change.action == "update" and change.columns.get("withdrawn_at", [None, None])[1]:
        return sentence("entries", "taken_away")
    parts = [
        f"{label}: {_pair(change.columns[column], shown, is_new=change.action == 'insert')}"
        for column, (label, shown) in labels.items()
        if shown
        and column in change.columns
        and (change.action == "update" or change.columns[column][1] not in (None, ""))
    ]
    return "; ".join(parts) or sentence("entries", "inwardly")


def _pair(values: Sequence[Any], shown: Shown, *, is_new: bool) -> str:
    before, after = (
        shown(value) if value not in (None, "") else sentence("entries", "nothing") for value in values
    )
    return after if is_new else f"{before} → {after}"


PAGE = 20
"""So many rows are shown at once."""


OFFERED = 5
"""How many buttons a list has."""


MOST_PEOPLE = 100_000
"""Above this, a number of seats or of people who took part is a slip of the finger."""


def page_of(count: str) -> int:
    """How many pages to skip for "sida 2"; none when no page is said."""
    return max(int(count or 1) - 1, 0)


def must_be_current(submission: Submission, activity: Activity | Entry, now: Mapping[str, str]) -> None:
    """Raise UserError with the form again, saying what stands there now, if the row changed since it was opened."""
    if submission.text("version") == str(activity.version):
        return
    errors = {
        name: f"Nu står här: {short(value) or 'ingenting'}."
        for name, value in now.items()
        if value != submission.text(name)
    }
    if not errors:
        return
    # The form shows the version that stands now: whoever saves it again has seen what changed.
    shown = replace(submission, form=replace(submission.form, hidden=(("version", str(activity.version)),)))
    raise UserError(sentence("activity", "moved_on"), form=shown.refused(errors).form)
