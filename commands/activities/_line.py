"""Reading a seminar or an activity from one line: "Beroendeplanen, 6 dec, 13-14, digitalt".

The title comes first, then when it is. What else is recognised may come in any order; what is not, is left over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from commands.command import Call
from commands.message import UserError
from commands.swedish.dates import long_date, parse_hours, parse_when
from commands.swedish.day_words import MONTH, WEEK
from commands.swedish.words import FORMATS, meant
from storage import activities, projects
from storage.swedish import fold

USUAL_KINDS = (
    "konferens", "workshop", "möte", "nätverksmöte", "reportage", "webbinarium", "studiebesök", "utbildning",
)  # fmt: skip
"""Kinds of activity that are recognised in a line; any other may be written in the form."""
_MAX_COMMAS = 20
"""After so many, the rest of the line is one part: each part is tried in several ways, one asks the database."""

_LOOKS_DATED = re.compile(rf"^\d{{1,2}}(?:[/.]\d|[ .]*{MONTH})|^\d{{4}}-|^{WEEK}$", re.IGNORECASE)

Values = Mapping[str, str]
_Reader = Callable[[Call, str], Values]


@dataclass(slots=True)
class Line:
    """What a line says: values by field name of the form, and the parts that could not be placed.

    `trouble` says why a part that looks like the day is none: 31 February, or a whole week.
    """

    values: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    trouble: str = ""


def read_seminar(call: Call, text: str) -> Line:
    """Read "TITEL, DATUM, …": time, format, place, seats, work and what bears a label ("målgrupp kommunerna")."""
    return _read(call, text, _seminar_day, _OF_SEMINARS, "place")


def read_activity(call: Call, text: str) -> Line:
    """Read "TITEL, NÄR, …": kind, format, how many took part, and what bears a label."""
    return _read(call, text, _when, _OF_ACTIVITIES, "audience")


def _read(call: Call, text: str, day: _Reader, readers: tuple[_Reader, ...], likely: str) -> Line:
    """Read each part; the first left over words, not a number, go in the `likely` field, which is asked about."""
    parts = [part.strip() for part in text.split(",", _MAX_COMMAS) if part.strip()]
    line = Line()
    dated = _dated(call, parts, day)
    if dated is not None:
        line.values.update(day(call, parts[dated]))
    title = parts[:1]
    for index, part in enumerate(parts[1:], 1):
        if index == dated:
            continue
        found = _understood(call, part, readers, line)
        if found:
            line.values.update(found)
        elif dated is not None and index < dated:
            title.append(part)  # a title may have commas of its own
        elif dated is None and not line.trouble and (trouble := _trouble(call, part)):
            line.trouble = trouble
        elif "speakers" in line.values:
            line.values["speakers"] += f", {part}"  # the organisation, and perhaps the next speaker
        else:
            line.left.append(part)
    line.values["title"] = ", ".join(title)
    if words := next((part for part in line.left if part[0].isalpha()), ""):
        line.values.setdefault(likely, words)
    return line


def _dated(call: Call, parts: list[str], day: _Reader) -> int | None:
    """Which part says when it is: "13.10" does only when no other does, since it may be a time of day."""
    days = [index for index, part in enumerate(parts) if index and day(call, part)]
    sure = [index for index in days if not _hours(call, parts[index])]
    return next(iter(sure or days), None)


def _understood(call: Call, part: str, readers: tuple[_Reader, ...], line: Line) -> Values:
    for reader in readers:
        found = {name: value for name, value in reader(call, part).items() if name not in line.values}
        if found:
            return found
    return {}


def _trouble(call: Call, part: str) -> str:
    """Why a part that is written as a day names none; nothing when it is something else."""
    try:
        when = parse_when(part, call.today)
    except UserError as error:
        return error.message if _LOOKS_DATED.search(part) else ""
    if when.start is None or when.start == when.end:
        return ""
    return f"”{part}” är flera dagar. Skriv vilken dag, till exempel {long_date(when.start)}."


def _seminar_day(call: Call, part: str) -> Values:
    """A single day, perhaps with a time of day after it: "6 dec kl. 13-14"."""
    words = part.split()
    for count in range(len(words), 0, -1):
        try:
            when = parse_when(" ".join(words[:count]), call.today)
        except UserError:
            continue
        day = when.start if when.start == when.end else None
        if day is None:
            return {}
        if count == len(words):
            return {"date": day.isoformat()}
        hours = _hours(call, " ".join(words[count:]))
        return {"date": day.isoformat(), **hours} if hours else {}
    return {}


def _when(call: Call, part: str) -> Values:
    try:
        return {"when": parse_when(part, call.today).text}
    except UserError:
        return {}


def _hours(_call: Call, part: str) -> Values:
    """A time of day, but no bare number: that may be a year or how many come."""
    if not re.search(r"\d\D+\d|kl", part, re.IGNORECASE):
        return {}
    try:
        parse_hours(part)
    except UserError:
        return {}
    return {"time": part}


def _format(_call: Call, part: str) -> Values:
    found = meant(FORMATS, part)
    return {"format": FORMATS[found]} if found else {}


def _used_before(call: Call, part: str) -> Values:
    """A kind or an audience that another activity already has."""
    for name, used in zip(("kind", "audience"), activities.words_used(call.session), strict=True):
        if same := next((each for each in sorted(used) if fold(each) == fold(part)), ""):
            return {name: same}
    return {}


def _audience_before(call: Call, part: str) -> Values:
    """A seminar has no kind."""
    return {name: value for name, value in _used_before(call, part).items() if name == "audience"}


def _usual_kind(_call: Call, part: str) -> Values:
    return next(({"kind": each} for each in USUAL_KINDS if fold(each) == fold(part)), {})


def _place(_call: Call, part: str) -> Values:
    is_place = re.match(r"https?://|(?:teams|zoom|skype|lokal|sal|rum|aulan?|konferensrum)\b", part, re.IGNORECASE)
    named = re.fullmatch(r"(?:i|på) (\S.*)", part, re.IGNORECASE)
    return {"place": named[1] if named else part} if is_place or named else {}


def _work(call: Call, part: str) -> Values:
    return {"work": part} if len(projects.ids_by_name(call.session, part)) == 1 else {}


def _count(name: str, pattern: str) -> _Reader:
    """Return the reader of a number with a word beside it."""
    written = re.compile(pattern, re.IGNORECASE)

    def read(_call: Call, part: str) -> Values:
        found = written.fullmatch(part)
        return {name: found[1]} if found else {}

    return read


def _labelled(labels: Mapping[str, str]) -> _Reader:
    """Return the reader of a part that says itself what it is: "föreläsare Anna Exempel", "målgrupp: chefer"."""

    def read(_call: Call, part: str) -> Values:
        found = re.fullmatch(r"([^\W\d]+):?\s+(\S.*)", part, re.DOTALL)
        name = labels.get(fold(found[1])) if found else None
        return {name: found[2]} if found and name else {}

    return read


_LABELS = {"malgrupp": "audience", "kommentar": "comment"}
_OF_ACTIVITIES = (
    _labelled(_LABELS | {"typ": "kind"}),
    _format,
    _count("attended", r"(\d{1,6}) (?:deltagare|personer|st)"),
    _usual_kind,
    _used_before,
)
_OF_SEMINARS = (
    _labelled(
        _LABELS
        | {"forelasare": "speakers", "talare": "speakers", "plats": "place", "lank": "place", "arbete": "work"}
    ),
    _hours,
    _format,
    _count("seats", r"(?:max |högst )?(\d{1,6}) (?:platser|plats|st)"),
    _audience_before,
    _place,
    _work,
)
