"""Reads the sheets Seminarier and Aktiviteter.

A seminar is known by title and day, another activity by title and time. Several may have the same: a row is then
about the one that is most like it, and no two rows about the same one. One that was cancelled is known too, so
that an old file does not bring it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from commands.editing import MAX_PEOPLE
from commands.swedish.dates import long_date
from commands.swedish.words import FORMATS
from commands.workbook import cells
from commands.workbook.ledger import Ledger, saved
from commands.workbook.registers import Columns, column, prose, told
from commands.workbook.rows import Row, Table
from commands.workbook.shape import CELL
from commands.workbook.whens import Stored, is_same, year_of
from storage import activities
from storage.swedish import fold
from storage.tables import Activity, Speaker

_SPEAKERS = "Föreläsare"

_COLUMNS: Columns = {
    "Format": lambda row, heading: {"format": row.choice(heading, FORMATS)},
    "Målgrupp": column("audience"),
    "Deltagare": lambda row, heading: {"attended": row.count(heading, MAX_PEOPLE)},
    "Kommentar": prose("comment"),
}
_OF_SEMINARS: Columns = {
    **_COLUMNS,
    "Tid": lambda row, heading: dict(zip(("starts_at", "ends_at"), row.hours(heading), strict=True)),
    "Plats": column("place"),
    "Platser": lambda row, heading: {"seats": row.count(heading, MAX_PEOPLE)},
}
_OF_OTHERS: Columns = {**_COLUMNS, "Typ": column("kind")}


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says of an activity; `speakers` is None when the sheet has no such column."""

    row: Row
    values: Mapping[str, object]
    speakers: tuple[tuple[str, str], ...] | None = None


def read_seminars(table: Table, ledger: Ledger) -> None:
    """Add what is new, change what is there."""
    table.year = year_of(table, "Datum")
    had = [each for each in ledger.had.activities if each.is_seminar]

    def tell(row: Row) -> _Said:
        values: dict[str, object] = {
            "is_seminar": True,
            "title": row.name("Titel"),
            "key": fold(row.line("Titel")),
        }
        values |= {"starts_on": row.day("Datum")} | told(row, _OF_SEMINARS)
        if row.has("Arbete"):
            named = row.line("Arbete")
            values["project_id"] = ledger.works.find(row, "Arbete", named) if named else None
        speakers = tuple(_speakers(row)) if row.has(_SPEAKERS) else None
        return _Said(row, values, speakers)

    _read(table, ledger, had, tell, lambda said, each: said.values["starts_on"] == each.starts_on)


def read_activities(table: Table, ledger: Ledger) -> None:
    """Add what is new, change what is there."""
    table.year = year_of(table, "När")
    had = [each for each in ledger.had.activities if not each.is_seminar]

    def tell(row: Row) -> _Said:
        values: dict[str, object] = {
            "is_seminar": False,
            "title": row.name("Titel"),
            "key": fold(row.line("Titel")),
        }
        return _Said(row, values | told(row, _OF_OTHERS))

    def is_same_time(said: _Said, each: Activity) -> bool:
        when = said.row.when("När")
        stored = _stored(each)
        return is_same(when, stored) or (when.start is not None and (when.start, when.end) == stored[1:])

    _read(table, ledger, had, tell, is_same_time)


def _stored(each: Activity) -> Stored:
    return each.when_text, each.starts_on, each.ends_on


def _read(
    table: Table,
    ledger: Ledger,
    had: Iterable[Activity],
    tell: Callable[[Row], _Said],
    is_same_time: Callable[[_Said, Activity], bool],
) -> None:
    by_title: dict[str, list[Activity]] = defaultdict(list)
    for each in had:
        by_title[each.key].append(each)
    seen: set[frozenset[tuple[str, object]]] = set()
    for row in ledger.watch(table.rows, table.sheet.name):
        said = tell(row)
        words = frozenset(row.values.items())
        if row.faulty or words in seen:
            continue
        seen.add(words)
        key = str(said.values["key"])
        fitting = [each for each in by_title[key] if is_same_time(said, each)]
        found = min(fitting, key=lambda each: _differing(ledger, said, each), default=None)
        is_new = found is None
        if found:
            by_title[key].remove(found)
        changed = _save(ledger, said, found)
        ledger.count(table.sheet.name).add(new=is_new, changed=changed)


def _differing(ledger: Ledger, said: _Said, each: Activity) -> int:
    """How many columns a row says something new about."""
    values = _with_time(said, each)
    spoken = said.speakers is not None and said.speakers != _spoken(ledger.had.speakers.get(each.id, ()))
    return sum(bool(getattr(each, name) != value) for name, value in values.items()) + spoken


def _with_time(said: _Said, each: Activity | None) -> dict[str, object]:
    """The row's values, with the time where it says another than is stored; a seminar's day is how it was found."""
    day = said.values.get("starts_on")
    if each is None and isinstance(day, date):
        return {**said.values, "ends_on": day, "when_text": long_date(day)}
    if said.values["is_seminar"] or not said.row.has("När"):
        return dict(said.values)
    when = said.row.when("När")
    is_stored = each is not None and is_same(when, _stored(each))
    time = {} if is_stored else {"when_text": when.text, "starts_on": when.start, "ends_on": when.end}
    return {**said.values, **time}


def _save(ledger: Ledger, said: _Said, found: Activity | None) -> bool:
    had = _spoken(ledger.had.speakers.get(found.id, ())) if found else ()
    values = _with_time(said, found) | ({} if found else {"created_at": ledger.now})
    activity, changed = saved(ledger.session, Activity, found, values)
    if said.speakers is not None and said.speakers != had:
        changed = True
        _give_speakers(ledger, said, activity)
    if changed and found:
        activity.version += 1
    return changed


def _give_speakers(ledger: Ledger, said: _Said, activity: Activity) -> None:
    named = said.speakers or ()
    known = [ledger.people.find(said.row, _SPEAKERS, cells.person(*each)) for each in named]
    activities.set_speakers(ledger.session, activity.id, named)
    for speaker, person in zip(activities.speakers(ledger.session, [activity.id])[activity.id], known, strict=True):
        speaker.person_id = person.id if person else None


def _speakers(row: Row) -> Iterable[tuple[str, str]]:
    for written in cells.split(row.text(_SPEAKERS, CELL)):
        name, organisation = cells.name_and_organisation(written)
        if not fold(name):
            row.refuse(
                _SPEAKERS, f"”{written[:60]}” är inget namn. Skriv till exempel Bo Exempel, Exempeluniversitetet."
            )
        yield name, organisation


def _spoken(speakers: Iterable[Speaker]) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, each.organisation) for each in speakers)
