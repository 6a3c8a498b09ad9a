"""Trends: a sentence about a period of the programme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from commands.command import COORDINATORS, Call, command
from commands.editing import PAGE, as_text, changes, must_be_current, page_of, the_entry
from commands.form import Submission, read
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
from commands.swedish.dates import When, parse_period, parse_when, with_year
from commands.swedish.day_words import FIRST_YEAR, LAST_YEAR
from storage import entries, figures
from storage.tables import Trend

LONGEST = 3000
LABELS = {"period": ("Period", as_text), "text": ("Trend", as_text)}
"""The columns whose changes are told."""

_WORDS_OF_A_PERIOD = 6  # "fr.o.m. 17 maj 2024", "april till november 2026"
_ALL = Action("Alla trender", "trender")
_NEW = Action("Ny trend", "trend")


@command(
    "trender",
    "trender {period}",
    "trender sida {count}",
    summary="Trender, i alla perioder eller i en",
    examples=("trender",),
)
def trends(call: Call, period: str = "", count: str = "") -> Reply:
    """A table of the trends, the newest period first."""
    when = parse_when(period, call.today) if period else None
    found = figures.trends(call.session, *(days_of(when) if when else ()))
    new = (_NEW,) if call.person.roles & COORDINATORS else ()
    if not found:
        told = Text(sentence("trend", "no_trends", period=when.text if when else ""))
        return Reply((told, *((Actions(new),) if new else ())))
    skipped = page_of(count) * PAGE
    rows = tuple((str(each.id), each.period, each.text) for each in found[skipped : skipped + PAGE])
    heading = Text(sentence("trend", "heading", period=when.text if when else ""), TextStyle.HEADING)
    is_more = when is None and len(found) > skipped + PAGE
    more = (Action("Visa fler", f"trender sida {page_of(count) + 2}"),) if is_more else ()
    moves = (*more, *new)
    table = Table(("Nr", "Period", "Trend"), rows, heading.text, naming=1)
    return Reply((heading, table, Actions(moves)) if moves else (heading, table))


@command(
    "trend",
    "trend {text}",
    "trend ny {text}",
    "ny trend",
    summary="Skriv en mening om utvecklingen under en period",
    examples=("trend 2026 Fler arbeten går från projekt till vardag.", "trend"),
    roles=COORDINATORS,
    writes=True,
)
def new_trend(call: Call, text: str = "") -> Reply:
    """Save at once: an optional period and the sentence. Without a period, the half-year of today."""
    period, told = _read_line(call, text)
    form = _form("trend", "Ny trend", {"period": period, "text": told})
    if call.fields is None and not told:
        return Reply((form,))
    submission = read(form, call.fields or {}, call.today)
    row = Trend(**_columns(submission, None), created_at=call.now, created_by_id=call.person.id)
    entries.add(call.session, row)
    return Reply(
        (Text(sentence("trend", "saved", period=row.period)), Text(row.text, TextStyle.QUOTE), _after(row))
    )


@command(
    "trend ändra {number}",
    summary="Ändra en trend",
    examples=("trend ändra 1",),
    roles=COORDINATORS,
    writes=True,
)
def change_trend(call: Call, number: str) -> Reply:
    """Open the form with what stands; or save it."""
    row = the_entry(call, Trend, number, "trend", _ALL)
    values = {"period": row.period, "text": row.text}
    # The version that the person saw, also when a mistake shows the form again: the row may have moved on since.
    seen = (call.fields or {}).get("version", str(row.version))
    form = _form(f"trend ändra {row.id}", f"Ändra trend {row.id}", values, seen)
    if call.fields is None:
        return Reply((form,))
    submission = read(form, call.fields, call.today)
    must_be_current(submission, row, values)
    changed = entries.change(call.session, row, _columns(submission, row))
    return Reply(
        (Text(sentence("trend", "changed", is_changed=bool(changed))), Text(row.text, TextStyle.QUOTE), _after(row))
    )


@command(
    "trend ta bort {number}",
    summary="Ta bort en trend",
    examples=("trend ta bort 1",),
    roles=COORDINATORS,
    writes=True,
)
def remove_trend(call: Call, number: str) -> Reply:
    """Take a trend out. It stays in the history."""
    row = the_entry(call, Trend, number, "trend", _ALL)
    entries.withdraw(call.session, row, call.person.id, call.now)
    return Reply((Text(sentence("trend", "removed", period=row.period)), Actions((_ALL,))))


@command(
    "trend historik {number}",
    summary="Vad som har ändrats i en trend, när och av vem",
    examples=("trend historik 1",),
)
def trend_history(call: Call, number: str) -> Reply:
    """All changes of a trend, also of one that was taken away."""
    row = the_entry(call, Trend, number, "trend", _ALL, withdrawn=True)
    title = sentence("trend", "history", number=row.id, period=row.period)
    return Reply((Text(title, TextStyle.HEADING), changes(call, row, LABELS, title), Actions((_ALL,))))


def days_of(when: When) -> tuple[date, date]:
    """The days of a trend's period; one that recurs or has no end is about all days on that side."""
    return when.start or date(FIRST_YEAR, 1, 1), when.end or date(LAST_YEAR, 12, 31)


def _read_line(call: Call, text: str) -> tuple[str, str]:
    """Part a line into its period and its sentence. A period in a line has a number in it: "hösten 2026"."""
    words = text.split(maxsplit=_WORDS_OF_A_PERIOD)
    beginnings = [text.split(maxsplit=count)[:count] for count in range(min(len(words), _WORDS_OF_A_PERIOD), 0, -1)]
    for beginning in beginnings:
        written = " ".join(beginning).rstrip(":")
        if any(letter.isdigit() for letter in written) and _is_period(call, written):
            rest = text.split(maxsplit=len(beginning))[len(beginning) :]
            return written, rest[0] if rest else ""
    return parse_period("", call.today).label, text


def _is_period(call: Call, text: str) -> bool:
    try:
        when = parse_when(text, call.today)
    except UserError:
        return False
    return when.start is not None or when.end is not None


def _form(command: str, title: str, values: Mapping[str, str], version: str = "") -> Form:
    hint = sentence("trend", "period")
    fields = (
        Field("period", "Period", required=True, value=values["period"], hint=hint, max_length=100),
        Field("text", "Trend", FieldType.LONG_TEXT, required=True, value=values["text"], max_length=LONGEST),
    )
    return Form(command, title, fields, hidden=(("version", version),) if version else ())


def _columns(submission: Submission, row: Trend | None) -> dict[str, Any]:
    if row is not None and submission.text("period") == row.period:  # what stands is not read again in another year
        return {"text": submission.text("text")}
    when = submission.when("period") or When("")
    start, end = days_of(when)
    return {"period": with_year(when), "starts_on": start, "ends_on": end, "text": submission.text("text")}


def _after(row: Trend) -> Actions:
    return Actions(
        (Action("Ändra", f"trend ändra {row.id}"), Action("Visa trender", "trender", ActionStyle.PRIMARY))
    )
