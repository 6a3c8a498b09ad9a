"""Rows that people change: found by number, a page at a time, changed by one at a time, with their history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from sqlmodel import SQLModel

from commands.command import Call
from commands.form import Submission, read
from commands.lookup import called
from commands.message import Action, Form, Table, UserError
from commands.sentences import sentence
from commands.swedish.dates import local, moment
from commands.swedish.text import kronor, number, short
from storage import entries, project_changes
from storage.entries import Change
from storage.tables import Project
from storage.tables.entry import Entry

Kind = TypeVar("Kind", bound=Entry)
Shown = Callable[[Any], str]
"""How a stored value is written."""

PAGE = 20
"""The rows of a list that are shown at once."""
MAX_BUTTONS = 5
"""The rows of a list that get a button under it."""
MAX_PEOPLE = 100_000
"""Above this, a number of seats or of people who took part is a slip of the finger."""

_ELSEWHERE = {"import": "inläst ur en arbetsbok", "example": "exemplet"}


def entry_by_number(
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
    id_ = number_of(written)
    found = (entries.locked if call.match.command.writes else entries.get)(call.session, table, id_)
    if found is None or (found.withdrawn_at is not None and not withdrawn):
        raise no_such(what, id_, others, neuter=neuter, is_removed=found is not None)
    return found


def number_of(written: str) -> int:
    """The number of a row, written "12" or "#12"."""
    return int(written.removeprefix("#"))


def no_such(what: str, number: int, others: Action, *, neuter: bool = False, is_removed: bool = False) -> UserError:
    """Say that nothing has this number, or has no more; `what` names its kind ("part"), `others` shows them all."""
    message = sentence("entries", "no_such", what=what, number=number, neuter=neuter, is_removed=is_removed)
    return UserError(message, actions=(others,))


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
    """When, who and what of each change, the newest first. `labels` says which columns it shows, and how."""
    rows = tuple(
        (
            moment(local(each.at, call.zone)),
            each.by or _ELSEWHERE.get(each.source, "driften"),
            _worded(each, labels),
        )
        for each in entries.changes(call.session, entry)
    )
    return Table(("När", "Vem", "Vad"), rows, title)


def _worded(change: Change, labels: Mapping[str, tuple[str, Shown | None]]) -> str:
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


def page_of(count: str) -> int:
    """How many pages to skip for "sida 2" or "sida #2"; none when no page is named."""
    return max(int(count.lstrip("#") or 1) - 1, 0)


def next_page(command: str, page: int, *, is_more: bool) -> tuple[Action, ...]:
    """The button to what follows after `page` skipped pages, if anything does; `command` shows the first."""
    return (Action("Visa fler", f"{command} sida {page + 2}"),) if is_more else ()


def changing(
    call: Call,
    form: Form,
    row: SQLModel,
    now: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
) -> tuple[Form, Submission | None]:
    """The form that changes a row, as it is to be shown, and what was filled in: None until something is.

    `now` are the current values, where the form does not show just them. `given` is what a line fills in, which
    counts when no form was sent. UserError when it cannot be read, or as `must_be_current`.
    """
    now = {each.name: each.value for each in form.fields} if now is None else now
    name, current = _state(row, now)
    # The state that the sender saw, also when a mistake shows the form again: the row may have changed since.
    form = replace(form, hidden=((name, (call.fields or {}).get(name, current)),))
    filled_in = given if call.fields is None else call.fields
    if filled_in is None:
        return form, None
    submission = read(form, filled_in, call.today)
    must_be_current(submission, row, now, call)
    return form, submission


def must_be_current(
    submission: Submission, row: SQLModel, now: Mapping[str, str], call: Call | None = None
) -> None:
    """Raise UserError with the form, marked with the current values, if they changed since it was opened.

    A row without a version is compared by these values. With a `call` it says who changed it, where that is known.
    """
    name, current = _state(row, now)
    differing = {field: value for field, value in now.items() if value != submission.text(field)}
    if submission.text(name) == current or not differing:
        return
    # The form now holds the current state: a person who saves it again has seen what changed.
    shown = replace(submission, form=replace(submission.form, hidden=((name, current),)))
    errors = {field: sentence("entries", "now", value=short(value)) for field, value in differing.items()}
    by = _changed_by(call, row, submission.text(name)) if call and isinstance(row, Project) else ""
    raise UserError(sentence("entries", "moved", by=by), form=shown.refused(errors).form)


def _changed_by(call: Call, work: Project, seen: str) -> str:
    latest = project_changes.changed_since(call.session, work.id, int(seen) if seen.isdecimal() else 0)
    who = latest[0].name if latest and latest[0] else ""
    when = moment(local(latest[1], call.zone)) if latest else ""
    return sentence("project", "changed_by", work=called(work), who=who, when=when)


def _state(row: SQLModel, now: Mapping[str, str]) -> tuple[str, str]:
    """The hidden field of a form that tells a changed row from one that is as it was, and what it holds now."""
    version = getattr(row, "version", None)
    return ("seen", "\n".join(now.values())) if version is None else ("version", str(version))
