"""The sheets Seminarier and Aktiviteter.

A seminar is known by title and day, another activity by title and time. Several may have the same: a row is then
about the one that is most like it, and no two rows about the same one. One that was cancelled is known too, so
that an old file does not bring it back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commands.editing import MAX_PEOPLE
from commands.swedish.dates import long_date
from commands.swedish.text import in_order
from commands.swedish.words import FORMATS
from commands.workbook import cells
from commands.workbook.ledger import Ledger, saved
from commands.workbook.registers import Columns, column, prose, stated
from commands.workbook.rows import Row, Table
from commands.workbook.shape import CELL, PERSON, SEVERAL, SHORT_ENOUGH, WHEN, Column, Rows, Sheet, chosen
from commands.workbook.whens import Stored, is_same, lasting, year_of
from storage import activities
from storage.swedish import fold
from storage.tables import Activity, Speaker

if TYPE_CHECKING:
    from commands.workbook.gather import Export

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


def _read_seminars(table: Table, ledger: Ledger) -> None:
    """Add what is new, change what is there."""
    table.year = year_of(table, "Datum")
    had = [each for each in ledger.had.activities if each.is_seminar]

    def read(row: Row) -> _Said:
        values = _titled(row, is_seminar=True) | {"starts_on": row.day("Datum")} | stated(row, _OF_SEMINARS)
        if row.has("Arbete"):
            named = row.line("Arbete")
            values["project_id"] = ledger.works.find(row, "Arbete", named) if named else None
        speakers = tuple(_speakers(row)) if row.has(_SPEAKERS) else None
        return _Said(row, values, speakers)

    _read(table, ledger, had, read, lambda said, each: said.values["starts_on"] == each.starts_on)


def _read_activities(table: Table, ledger: Ledger) -> None:
    """Add what is new, change what is there."""
    table.year = year_of(table, "När")
    had = [each for each in ledger.had.activities if not each.is_seminar]

    def read(row: Row) -> _Said:
        return _Said(row, _titled(row, is_seminar=False) | stated(row, _OF_OTHERS))

    def is_same_time(said: _Said, each: Activity) -> bool:
        when = said.row.when("När")
        stored = _stored(each)
        return is_same(when, stored) or (when.start is not None and (when.start, when.end) == stored[1:])

    _read(table, ledger, had, read, is_same_time)


def _titled(row: Row, *, is_seminar: bool) -> dict[str, object]:
    return {"is_seminar": is_seminar, "title": row.name("Titel"), "key": fold(row.line("Titel"))}


def _stored(each: Activity) -> Stored:
    return each.when_text, each.starts_on, each.ends_on


def _read(
    table: Table,
    ledger: Ledger,
    had: Iterable[Activity],
    read: Callable[[Row], _Said],
    is_same_time: Callable[[_Said, Activity], bool],
) -> None:
    by_title: dict[str, list[Activity]] = defaultdict(list)
    for each in had:
        by_title[each.key].append(each)
    seen: set[frozenset[tuple[str, object]]] = set()
    for row in ledger.watch(table.rows, table.sheet.name):
        said = read(row)
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


def _seminars(export: Export) -> Rows:
    for each in _in_time(each for each in export.had.activities if each.is_seminar):
        speakers = cells.join(cells.person(*named) for named in _spoken(export.had.speakers.get(each.id, ())))
        shape, work = FORMATS[each.format] if each.format else None, export.works.get(each.project_id or 0)
        yield (
            each.title, each.starts_on, _hours(each), shape, each.audience, speakers, each.place, each.seats,
            each.attended, work, each.comment,
        )  # fmt: skip


def _hours(each: Activity) -> str | None:
    if each.starts_at is None:
        return None
    return f"{each.starts_at:%H.%M}–{each.ends_at:%H.%M}" if each.ends_at else f"{each.starts_at:%H.%M}"


def _activities(export: Export) -> Rows:
    for each in _in_time(each for each in export.had.activities if not each.is_seminar):
        shape = FORMATS[each.format] if each.format else None
        when = lasting((each.when_text, each.starts_on, each.ends_on))
        yield each.title, each.kind, when, shape, each.audience, each.attended, each.comment


def _in_time(activities: Iterable[Activity]) -> list[Activity]:
    """What goes on, by day and title; what has no day last. The cancelled are left out: no column says it."""
    held = [each for each in activities if each.cancelled_at is None]
    return sorted(in_order(held, lambda each: each.title), key=lambda each: each.starts_on or date.max)


SEMINARS = Sheet("Seminarier", "Lärseminarierna.", (
    Column("Titel", f"Vad det heter, {SHORT_ENOUGH}.", "Så arbetar vi med trygg hemgång", needed=True, width=44),
    Column("Datum", "Dagen då det hålls.", "2026-10-09", needed=True, width=14),
    Column("Tid", "Klockslag, från och till.", "13.00–14.30", width=14),
    Column("Format", "Hur man deltar.", "digitalt", choices=chosen(FORMATS), width=12),
    Column("Målgrupp", "Vilka det vänder sig till.", "kommun/region", width=24),
    Column("Föreläsare", f"{PERSON} {SEVERAL}", "Bo Exempel, Exempeluniversitetet", width=44),
    Column("Plats", "Lokal eller länk.", "Teams", width=20),
    Column("Platser", "Hur många som får plats. Tomt betyder ingen gräns.", "100", width=10),
    Column("Deltagare", "Hur många som deltog.", "43", width=11),
    Column("Arbete", "Arbetet som det handlar om.", "Hemgång", from_sheet="Arbeten", width=30),
    Column("Kommentar", "Det som är bra att veta.", "", width=40),
), _read_seminars, _seminars)  # fmt: skip
ACTIVITIES = Sheet("Aktiviteter",
    "Allt annat: konferenser, workshoppar, nätverk och möten. Står det inget år vid en tid, som i april–nov, så "
    "menas samma år som i bladets andra rader om de alla är från ett och samma år, och annars i år.", (
    Column("Titel", f"Vad det heter, {SHORT_ENOUGH}.", "Temadag om nära vård", needed=True, width=50),
    Column("Typ", "Till exempel konferens, workshop eller nätverk.", "konferens", width=18),
    Column("När", f"{WHEN} 1 ggr/mån går också bra.", "april–nov 2026", width=18),
    Column("Format", "Hur man deltar.", "fysiskt", choices=chosen(FORMATS), width=12),
    Column("Målgrupp", "Vilka den vänder sig till.", "kommun/region", width=28),
    Column("Deltagare", "Hur många som deltog.", "275", width=11),
    Column("Kommentar", "Det som är bra att veta.", "", width=50),
), _read_activities, _activities)  # fmt: skip
