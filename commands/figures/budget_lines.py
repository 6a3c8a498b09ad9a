"""The form of a budget row, and the line that says the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from commands.command import Call
from commands.figures.sums import COLUMNS, is_stated_sum
from commands.form import Submission
from commands.line import keyed
from commands.message import Action, Field, FieldType, Form, UserError
from commands.sentences import sentence
from commands.swedish.day_words import FIRST_YEAR, LAST_YEAR
from commands.swedish.names import Candidate, find
from commands.swedish.text import listing, parse_kronor, parse_number, short
from storage import figures
from storage.swedish import fold
from storage.tables import BudgetLine

LONGEST_NAME, LONGEST = 200, 3000
_WORDS = {
    "budget": "budget",
    "utfall": "outcome",
    "prognos": "forecast",
    "betalas av": "payer",
    "betalare": "payer",
    "del av": "parent",
    "overordnad": "parent",
    "kommentar": "comment",
    "namn": "name",
}
_PART_OF = re.compile(r"(?P<parent>\S.*?)[\s,]+varav[\s:]+(?P<name>\S.*)", re.IGNORECASE | re.DOTALL)
_YEAR = re.compile(r"(?:år\s+)?(?P<year>\d{4})\b[\s,:]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)


def year_first(text: str) -> tuple[str, str]:
    """A line's year, "" when it begins with none, and the rest of it."""
    found = _YEAR.fullmatch(text)
    return (found["year"], found["rest"]) if found else ("", text)


def read_line(text: str) -> dict[str, str]:
    """Read "2026 Utvecklingsmedel varav Resor budget 20 kkr utfall 9 kkr betalas av Regionen" into form values."""
    head, values = keyed(text, _WORDS, frozenset(COLUMNS))
    year, name = year_first(head)
    if part := _PART_OF.fullmatch(name):
        values = {"parent": part["parent"]} | values
        name = part["name"]
    said = {"year": year, "name": name.strip()}
    return values | {field: value for field, value in said.items() if value}


def budget_form(command: str, title: str, values: Mapping[str, str], version: str = "") -> Form:
    """The form with these values in it; `version` is that of the row which it changes."""
    amount = sentence("budget", "amount")
    fields = (
        Field("year", "År", FieldType.NUMBER, required=True, max_length=4),
        Field("name", "Rad", required=True, hint=sentence("budget", "name"), max_length=LONGEST_NAME),
        Field("parent", "Del av", hint=sentence("budget", "parent"), max_length=LONGEST_NAME),
        Field("budget", "Budget", hint=amount, max_length=40),
        Field("outcome", "Utfall", hint=amount, max_length=40),
        Field("forecast", "Prognos", hint=sentence("budget", "forecast"), max_length=40),
        Field("payer", "Betalas av", hint=sentence("budget", "payer"), max_length=LONGEST_NAME),
        Field("comment", "Kommentar", FieldType.LONG_TEXT, max_length=LONGEST),
    )
    filled = tuple(replace(each, value=values.get(each.name, "")) for each in fields)
    return Form(command, title, filled, hidden=(("version", version),) if version else ())


def budget_values(call: Call, row: BudgetLine) -> dict[str, str]:
    """What stands in each field now."""
    parent = call.session.get(BudgetLine, row.parent_id) if row.parent_id else None
    amounts = {name: getattr(row, name) for name in COLUMNS}
    return {
        "year": str(row.year),
        "name": row.name,
        "parent": parent.name if parent and parent.withdrawn_at is None else "",
        **{name: "" if value is None else format(value, "f") for name, value in amounts.items()},
        "payer": row.payer,
        "comment": row.comment,
    }


def budget_columns(call: Call, submission: Submission, row: BudgetLine | None) -> dict[str, Any]:
    """What was filled in, as columns. UserError with the form when something cannot be read or stands already."""
    year, name = year_of(submission), " ".join(submission.text("name").split())
    if not fold(name):
        raise submission.refused({"name": sentence("project", "no_letters", name=short(name))})
    rows = figures.budget(call.session, year)
    others = [each for each in rows if row is None or each.id != row.id]
    same = next((each for each in others if fold(each.name) == fold(name)), None)
    if same is not None:
        refusal = submission.refused(
            {"name": sentence("budget", "same_name", year=year, name=same.name, number=same.id)}
        )
        refusal.actions = (Action(f"Ändra {short(same.name)}", f"budget ändra {same.id}"),)
        raise refusal
    stated = is_stated_sum(name)
    if stated and (submission.text("parent") or any(each.parent_id == row.id for each in rows if row)):
        raise submission.refused({"parent": sentence("budget", "sum_stands_alone")})
    amounts = {column: submission.parsed(column, parse_kronor) for column in COLUMNS}
    return {
        "year": year,
        "name": name,
        "parent_id": _parent_id(submission, others, row) if submission.text("parent") else None,
        **{column: None if value is None else Decimal(value) for column, value in amounts.items()},
        "payer": submission.text("payer"),
        "comment": submission.text("comment"),
        "stated": stated,
    }


def year_of(submission: Submission) -> int:
    """The year that was filled in. UserError with the form when it is none."""
    return submission.parsed("year", parse_year) or 0


def parse_year(text: str) -> int:
    """A year of our time. UserError for anything else."""
    year = parse_number(text)
    if year != int(year) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError(f"Skriv ett årtal mellan {FIRST_YEAR} och {LAST_YEAR}, till exempel 2026.")
    return int(year)


def _parent_id(submission: Submission, rows: Sequence[BudgetLine], row: BudgetLine | None) -> int:
    """The row that this one is a part of, by name. It is no sum, not the row itself and no part of it."""
    below = set(_below(rows, row.id)) if row else set()
    possible = {each.id: each for each in rows if not each.stated and each.id not in below}
    written = submission.text("parent")
    found = find(written, [Candidate(each.id, (fold(each.name),)) for each in possible.values()]).ids
    if len(found) == 1:
        return found[0]
    names = listing([f"”{possible[id_].name}”" for id_ in (found or list(possible))[:5]])
    if row and fold(written) in {fold(row.name), *(fold(each.name) for each in rows if each.id in below)}:
        raise submission.refused({"parent": sentence("budget", "part_of_itself")})
    raise submission.refused(
        {"parent": sentence("budget", "no_parent", name=short(written), names=names, many=len(found) > 1)}
    )


def _below(rows: Sequence[BudgetLine], id_: int) -> Iterable[int]:
    """The parts of a row, and theirs."""
    for each in rows:
        if each.parent_id == id_:
            yield each.id
            yield from _below(rows, each.id)
