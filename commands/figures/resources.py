"""The programme's resources: which roles, how many, how much of a full-time post, what is vacant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from commands.command import COORDINATORS, Call, command
from commands.editing import as_number, as_text, changes, must_be_current, the_entry
from commands.figures.budget_lines import year_first, year_of
from commands.figures.sums import Staff, is_stated_sum, staffed
from commands.form import Submission, read
from commands.line import keyed
from commands.message import (
    Action,
    Actions,
    ActionStyle,
    Field,
    FieldType,
    Form,
    Reply,
    Table,
    Text,
    TextStyle,
    UserError,
)
from commands.sentences import sentence
from commands.swedish.text import number as written_number
from commands.swedish.text import parse_number, percent, short
from storage import entries, figures
from storage.swedish import fold
from storage.tables import Resource

LONGEST_NAME, LONGEST, MOST = 200, 3000, 100_000
LABELS = {
    "year": ("År", as_text),
    "role": ("Roll", as_text),
    "count": ("Antal", as_number),
    "percent": ("Omfattning", as_number),
    "vacancies": ("Vakanser", as_number),
    "comment": ("Kommentar", as_text),
}
"""The columns whose changes are told."""

_WORDS = {
    "antal": "count",
    "omfattning": "percent",
    "vakanser": "vacancies",
    "vakans": "vacancies",
    "kommentar": "comment",
    "roll": "role",
}
_UNITS = (
    ("percent", re.compile(r"(?:^|(?<=[\s,;]))(\d+(?:[.,]\d+)?)\s*(?:%|procent\b)", re.IGNORECASE)),
    ("vacancies", re.compile(r"(?:^|(?<=[\s,;]))(\d+)\s*vakans(?:er)?\b", re.IGNORECASE)),
    ("count", re.compile(r"(?:^|(?<=[\s,;]))(\d+)\s*(?:st|personer|person)\b\.?", re.IGNORECASE)),
)
"""What tells itself by the word after it: "4 st 200 % 1 vakans"."""


@command(
    "resurser",
    "resurser {year}",
    "resurser år {year}",
    summary="Programmets roller, omfattning och vakanser för ett år",
    examples=("resurser",),
)
def resources(call: Call, year: str = "") -> Reply:
    """A year's roles and the computed sum; the newest year that has begun and has any when none is said."""
    years = figures.resource_years(call.session)
    asked = int(year) if year else next((each for each in years if each <= call.today.year), call.today.year)
    found = staffed(figures.resources(call.session, asked))
    heading = Text(sentence("resources", "heading", year=asked), TextStyle.HEADING)
    if not found.roles and not found.stated:
        return Reply((heading, Text(sentence("resources", "nothing", year=asked)), _moves(call, asked, years)))
    return Reply((heading, _table(found), *_notes(found), _moves(call, asked, years)))


@command(
    "resurs ny",
    "resurs ny {text}",
    "ny resurs",
    "ny resurs {text}",
    summary="Lägg till en roll bland resurserna",
    examples=("resurs ny 2026 Metodstödjare 2 st 150 % 1 vakans", "resurs ny"),
    roles=COORDINATORS,
    writes=True,
)
def new_resource(call: Call, text: str = "") -> Reply:
    """Open the form with what the line said; or save it, at once when the line has a role and how much."""
    said = _read_line(text) if text else {}
    form = _form("resurs ny", "Ny resurs", {"year": str(call.today.year)} | said)
    is_whole = "role" in said and said.keys() & {"percent", "count"}
    if call.fields is None and not is_whole:
        return Reply((Text(sentence("resources", "fill_in"), TextStyle.NOTE), form))
    columns = _columns(call, read(form, call.fields or {}, call.today), None)
    row = Resource(**columns, created_at=call.now, created_by_id=call.person.id)
    row.position = figures.next_position(call.session, Resource, row.year)
    entries.add(call.session, row)
    told = sentence("resources", "saved", role=row.role, year=row.year, number=row.id, stated=row.stated)
    return Reply((Text(told), *_now(call, row), _after(row)))


@command(
    "resurs ändra {number}",
    "resurs ändra {number} {text}",
    "ändra resurs {number}",
    summary="Ändra en roll bland resurserna",
    examples=("resurs ändra 2", "resurs ändra 2 vakanser 0"),
    roles=COORDINATORS,
    writes=True,
)
def change_resource(call: Call, number: str, text: str = "") -> Reply:
    """Open the form with what stands; or save it, at once when the line says what is to change."""
    row = the_entry(call, Resource, number, "resurs", Action("Resurserna", "resurser"))
    values, said = _values(row), _read_line(text) if text else {}
    # The version that the person saw, also when a mistake shows the form again: the row may have moved on since.
    seen = (call.fields or {}).get("version", str(row.version))
    form = _form(f"resurs ändra {row.id}", f"Ändra resurs {row.id}", values | said, seen)
    if call.fields is None and not said:
        return Reply((form,))
    submission = read(form, call.fields or {}, call.today)
    must_be_current(submission, row, values)
    changed = entries.change(call.session, row, _columns(call, submission, row))
    what = [LABELS[name][0].lower() for name in changed if name in LABELS]
    return Reply((Text(sentence("resources", "changed", role=row.role, what=what)), *_now(call, row), _after(row)))


@command(
    "resurs ta bort {number}",
    summary="Ta bort en roll bland resurserna",
    examples=("resurs ta bort 2",),
    roles=COORDINATORS,
    writes=True,
)
def remove_resource(call: Call, number: str) -> Reply:
    """Take a role out. It stays in the history."""
    row = the_entry(call, Resource, number, "resurs", Action("Resurserna", "resurser"))
    entries.withdraw(call.session, row, call.person.id, call.now)
    return Reply(
        (Text(sentence("resources", "removed", role=row.role, year=row.year)), *_now(call, row), _after(row))
    )


@command(
    "resurs historik {number}",
    summary="Vad som har ändrats i en roll, när och av vem",
    examples=("resurs historik 2",),
)
def resource_history(call: Call, number: str) -> Reply:
    """All changes of a role, also of one that was taken away."""
    row = the_entry(call, Resource, number, "resurs", Action("Resurserna", "resurser"), withdrawn=True)
    title = sentence("resources", "history", role=row.role, year=row.year)
    moves = Actions((Action(f"Resurser {row.year}", f"resurser {row.year}"),))
    return Reply((Text(title, TextStyle.HEADING), changes(call, row, LABELS, title), moves))


def _read_line(text: str) -> dict[str, str]:
    """Read "2026 Processledare 2 st 150 % 1 vakans kommentar …" into form values."""
    head, values = keyed(text, _WORDS, frozenset({"count", "percent", "vacancies"}))
    year, role = year_first(head)
    for name, pattern in _UNITS:
        if name not in values and (found := pattern.search(role)):
            values[name] = found[1]
            role = role[: found.start()] + role[found.end() :]
    said = {"year": year, "role": " ".join(role.replace(" ,", ",").split()).strip(" ,;")}
    return values | {field: value for field, value in said.items() if value}


def _form(command: str, title: str, values: Mapping[str, str], version: str = "") -> Form:
    fields = (
        Field("year", "År", FieldType.NUMBER, required=True, max_length=4),
        Field("role", "Roll", required=True, hint=sentence("resources", "role"), max_length=LONGEST_NAME),
        Field("count", "Antal", FieldType.NUMBER, hint=sentence("resources", "count"), max_length=20),
        Field("percent", "Omfattning i procent", hint=sentence("resources", "percent"), max_length=20),
        Field("vacancies", "Vakanser", FieldType.NUMBER, hint=sentence("resources", "vacancies"), max_length=20),
        Field("comment", "Kommentar", FieldType.LONG_TEXT, max_length=LONGEST),
    )
    filled = tuple(replace(each, value=values.get(each.name, "")) for each in fields)
    return Form(command, title, filled, hidden=(("version", version),) if version else ())


def _values(row: Resource) -> dict[str, str]:
    """What stands in each field now."""
    numbers = {"count": row.count, "percent": row.percent, "vacancies": row.vacancies}
    told = {name: "" if value is None else written_number(value) for name, value in numbers.items()}
    return {"year": str(row.year), "role": row.role, **told, "comment": row.comment}


def _columns(call: Call, submission: Submission, row: Resource | None) -> dict[str, Any]:
    """What was filled in, as columns. UserError with the form when something cannot be read or stands already."""
    year, role = year_of(submission), " ".join(submission.text("role").split())
    if not fold(role):
        raise submission.refused({"role": sentence("project", "no_letters", name=short(role))})
    others = [each for each in figures.resources(call.session, year) if row is None or each.id != row.id]
    same = next((each for each in others if fold(each.role) == fold(role)), None)
    if same is not None:
        told = sentence("resources", "same_role", year=year, role=same.role, number=same.id)
        refusal = submission.refused({"role": told})
        refusal.actions = (Action(f"Ändra {short(same.role)}", f"resurs ändra {same.id}"),)
        raise refusal
    return {
        "year": year,
        "role": role,
        "count": submission.number("count"),
        "percent": submission.parsed("percent", positive),
        "vacancies": submission.number("vacancies"),
        "comment": submission.text("comment"),
        "stated": is_stated_sum(role),
    }


def positive(text: str) -> Any:
    """A number of percent of one full-time post; UserError for less than none, or far more than there can be."""
    value = parse_number(text)
    if not 0 <= value <= MOST:
        raise UserError(f"Skriv omfattningen i procent av en heltid, mellan 0 och {written_number(MOST)}.")
    return value


def _table(found: Staff) -> Table:
    def shown(value: int | None) -> str:
        return "–" if value is None else written_number(value)

    rows = [
        (
            str(each.id),
            each.role,
            shown(each.count),
            "–" if each.percent is None else percent(each.percent),
            shown(each.vacancies),
            each.comment,
        )
        for each in found.roles
    ]
    total = "–" if found.percent is None else percent(found.percent)
    rows.append(("", sentence("budget", "sum"), shown(found.count), total, shown(found.vacancies), ""))
    heads = ("Nr", "Roll", "Antal", "Omfattning", "Vakanser", "Kommentar")
    wide = len(heads) if any(row[-1] for row in rows) else len(heads) - 1
    return Table(heads[:wide], tuple(tuple(row[:wide]) for row in rows), sentence("resources", "table"), naming=1)


def _notes(found: Staff) -> tuple[Text, ...]:
    """What the computed sum is compared with."""
    wrong = {each.id: (said, computed) for each, said, computed in found.differing()}
    notes = [
        sentence("resources", "differs", role=each.role, said=wrong[each.id][0], computed=wrong[each.id][1])
        if each.id in wrong
        else sentence("resources", "agrees", role=each.role, said=each.percent)
        for each in found.stated
        if each.percent is not None
    ]
    return tuple(Text(note, TextStyle.NOTE) for note in notes)


def _now(call: Call, row: Resource) -> tuple[Text, ...]:
    found = staffed(figures.resources(call.session, row.year))
    told = sentence("resources", "now", year=row.year, percent=found.percent, vacancies=found.vacancies or 0)
    return (Text(told), *_notes(found))


def _after(row: Resource) -> Actions:
    moves = [Action(f"Resurser {row.year}", f"resurser {row.year}", ActionStyle.PRIMARY)]
    if row.withdrawn_at is None:
        moves.append(Action("Ändra rollen", f"resurs ändra {row.id}"))
    moves += [Action("Rollens historik", f"resurs historik {row.id}"), Action("Ny roll", f"resurs ny {row.year}")]
    return Actions(tuple(moves))


def _moves(call: Call, year: int, years: Sequence[int]) -> Actions:
    others = tuple(Action(f"Resurser {each}", f"resurser {each}") for each in years if each != year)[:3]
    new = (Action("Ny roll", f"resurs ny {year}"),) if call.person.roles & COORDINATORS else ()
    return Actions((*new, *others, Action(f"Budget {year}", f"budget {year}")))
