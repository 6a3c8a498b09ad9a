"""The words and forms in which Swedes write a day, and what each of them means.

Patterns are matched against text without å ä ö and in lower case, so that all of it may be typed either way.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date, get_day_names, get_month_names

from commands.message import UserError
from storage.swedish import plain

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""What is taken for a year: everything else is a slip of the finger."""

LOCALE = "sv_SE"


def _beginnings(names: dict[int, str]) -> dict[str, int]:
    """Map every beginning of three letters or more, and the whole name, to its number: "okt", "sept", "lor"."""
    folded = {plain(name): index for index, name in names.items()}
    return {name[:end]: index for name, index in folded.items() for end in range(3, len(name) + 1)}


MONTHS = _beginnings(dict(get_month_names("wide", locale=LOCALE)))
"""Month names and their beginnings, without å ä ö, to 1–12."""
WEEKDAYS = _beginnings(dict(get_day_names("wide", locale=LOCALE)))
"""The same for weekdays, to 0 (Monday) – 6."""
COUNTS = {"en": 1, "ett": 1, "tva": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6}
COUNTS |= {"sju": 7, "atta": 8, "nio": 9, "tio": 10, "elva": 11, "tolv": 12}
"""Small numbers in words, without å ä ö."""


def one_of(words: Iterable[str]) -> str:
    """Return a regular expression that takes one of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


MONTH = rf"(?P<month>{one_of(MONTHS)})\.?"
WEEK = r"(?:v|vecka|veckan)\.? ?(?P<week>\d{1,2})"
YEAR = r"(?:[ ,./-]+'?(?P<year>\d{4}|\d{2}))?"  # 2026, 26 and '26, after "/", "-", "," or a space
WEEK_YEAR = r"(?:[ ,/-]+(?P<year>\d{4}))?"  # never two digits: "v. 15–17" is three weeks
_WEEKDAY = rf"(?P<weekday>{one_of(WEEKDAYS)})(?:en)?"
_COUNT = rf"(?P<count>\d{{1,4}}|{one_of(COUNTS)})"
_UNIT = r"(?P<unit>dag|vecka|veckor|manad|ar)(?:ar|er)?"


@dataclass(frozen=True, slots=True)
class DateReference:
    """What a date without a year is read against.

    With `year` it falls in that year; otherwise on or after today, and with `past` on or before today.
    """

    today: date
    past: bool = False
    year: int | None = None

    def years(self) -> Iterable[int]:
        """Return the years in which to look for a day, the nearest first; nine, because of 29 February."""
        return self._years_from(self.today.year)

    def years_of_weeks(self) -> Iterable[int]:
        """Return the same for a week: 1 January may still be in week 53 of the year before."""
        return self._years_from(self.today.isocalendar().year)

    def _years_from(self, first: int) -> Iterable[int]:
        if self.year is not None:
            return (self.year,)
        step = -1 if self.past else 1
        return range(first, first + 9 * step, step)

    def fits(self, day: date) -> bool:
        """Return whether the day lies on the side of today that was asked for."""
        return self.year is not None or (day <= self.today if self.past else day >= self.today)


def normal(text: str) -> str:
    """Return lower case without å ä ö, with single spaces and plain hyphens, as all patterns here expect."""
    return " ".join(re.sub("[–—‒‐‑−]", "-", plain(text[:200])).split()).strip(" ?!")


def read_date(written: str, reference: DateReference) -> tuple[date, bool] | None:
    """Read text in `normal` form; also return whether it says which year. None when it is not a date at all.

    UserError for a date that does not exist, such as 31 February.
    """
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(written):
            says_year = "year" not in pattern.groupindex or found["year"] is not None
            return read(found, reference), says_year
    return None


@lru_cache(maxsize=2000)  # a list of works says the same few days over and over
def written_day(day: date, pattern: str) -> str:
    """Write a day by a CLDR pattern: "d MMMM y" gives "11 april 2024"."""
    return format_date(day, pattern, locale=LOCALE)


def full_year(written: str) -> int:
    """Read "2026" or "26" as a year; UserError outside 1900–2100."""
    year = int(written) + (2000 if len(written) == 2 else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError(
            f"Årtalet {written} går inte. Skriv ett mellan {FIRST_YEAR} och {LAST_YEAR}, till exempel 2026."
        )
    return year


def monday(year: int, week_number: int) -> date | None:
    """Return the first day of an ISO week, None when the year has no such week."""
    try:
        return date.fromisocalendar(year, week_number, 1)
    except ValueError:
        return None


def no_such_week(week_number: int, year: int | None) -> UserError:
    """Return what to say about week 54, or week 53 in a year that ends with 52."""
    if 1 <= week_number <= 53 and year is not None:
        return UserError(f"År {year} har ingen vecka {week_number}. Den sista är vecka 52.")
    return UserError(
        f"Det finns ingen vecka {week_number}. Skriv en vecka mellan 1 och 53, till exempel v. 15 2026."
    )


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _no_such_day(day: int, month: int, year: int | None) -> UserError:
    if not 1 <= month <= 12:
        return UserError(
            f"Det finns ingen månad {month}. Skriv dagen först och månaden sedan, till exempel 11/4 2026."
        )
    name = written_day(date(2000, month, 1), "MMMM")
    most = calendar.monthrange(2000 if year is None else year, month)[1]
    named, has = (name, "har högst") if year is None else (f"{name} {year}", "har")
    return UserError(
        f"{day} {named} finns inte: {name} {has} {most} dagar. Skriv till exempel {min(day or 1, 28)} {named}."
    )


def _calendar_day(found: re.Match[str], reference: DateReference) -> date:
    """Read day, month and perhaps year and weekday."""
    parts = found.groupdict()
    written = parts["month"]
    month = MONTHS[written] if written in MONTHS else int(written)
    day = int(parts["day"])
    year = full_year(parts["year"]) if parts["year"] else reference.year
    years = reference.years() if year is None else (year,)
    existing = [found_day for each in years if (found_day := _on(each, month, day))]
    chosen = next((each for each in existing if year is not None or reference.fits(each)), None)
    if chosen is None:
        raise _no_such_day(day, month, year)
    _check_weekday(parts.get("weekday"), chosen)
    return chosen


def _check_weekday(written: str | None, day: date) -> None:
    if written is not None and WEEKDAYS[written] != day.weekday():
        named = written_day(day, "d MMMM y")
        raise UserError(f"{named} är en {written_day(day, 'EEEE')}. Rätta veckodagen, eller skriv bara {named}.")


def _day_of_week(found: re.Match[str], reference: DateReference) -> date:
    """Read a week, perhaps with weekday and year: a running week without a weekday is still this year's."""
    parts = found.groupdict()
    number = int(parts["week"])
    weekday = parts.get("weekday") or parts.get("after")
    year = full_year(parts["year"]) if parts["year"] else reference.year
    for each in reference.years_of_weeks() if year is None else (year,):
        first = monday(each, number)
        if first is None:
            continue
        last = first + timedelta(days=WEEKDAYS[weekday] if weekday else 6)
        day = last if weekday else first
        if year is not None or reference.fits(day if reference.past else last):
            return day
    raise no_such_week(number, year)


def _next_weekday(found: re.Match[str], reference: DateReference) -> date:
    weekday = WEEKDAYS[found["weekday"]]
    if reference.past:
        return _moved(reference.today, days=-((reference.today.weekday() - weekday) % 7))
    return _moved(reference.today, days=(weekday - reference.today.weekday()) % 7)


def _last_weekday(found: re.Match[str], reference: DateReference) -> date:
    back = (reference.today.weekday() - WEEKDAYS[found["weekday"]]) % 7
    return _moved(reference.today, days=-(back or 7))


def _weekday_next_week(found: re.Match[str], reference: DateReference) -> date:
    weekday = found.groupdict().get("weekday")
    return _moved(reference.today, days=7 - reference.today.weekday() + (WEEKDAYS[weekday] if weekday else 0))


def _counted(found: re.Match[str], reference: DateReference) -> date:
    count = COUNTS.get(found["count"]) or int(found["count"])
    signed = -count if found.groupdict().get("ago") else count
    unit = found["unit"][:3]
    if unit in {"dag", "vec"}:
        return _moved(reference.today, days=signed * (7 if unit == "vec" else 1))
    months = reference.today.year * 12 + reference.today.month - 1 + signed * (12 if unit == "ar" else 1)
    year, month = divmod(months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _too_far()
    return date(year, month + 1, min(reference.today.day, calendar.monthrange(year, month + 1)[1]))


def _moved(day: date, *, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as too_far:
        raise _too_far() from too_far


def _too_far() -> UserError:
    return UserError(
        "Så långt bort räknar jag inte. Skriv ett datum, till exempel 11 april 2026 eller om två veckor."
    )


_Reader = Callable[[re.Match[str], DateReference], date]
_NAMED_DAYS = {
    "i ?forrgar": -2,
    "i ?gar": -1,
    "i ?dag": 0,
    "i ?mor(?:gon|ron|rn)": 1,
    "i ?over ?mor(?:gon|ron|rn)": 2,
}


def _named_day(days: int) -> _Reader:
    return lambda _found, reference: _moved(reference.today, days=days)


_DAY = r"(?P<day>\d{1,2})(?::?[ae])?"
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        *((pattern, _named_day(days)) for pattern, days in _NAMED_DAYS.items()),
        (r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})", _calendar_day),
        (r"(?P<year>\d{4}|\d{2})(?P<month>\d{2})(?P<day>\d{2})", _calendar_day),
        (r"(?P<year>\d{2})-(?P<month>\d{2})-(?P<day>\d{2})", _calendar_day),
        (r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})", _calendar_day),
        (rf"(?:(?:pa )?{_WEEKDAY},? )?(?:den )?(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})\.?{YEAR}", _calendar_day),
        (rf"(?:(?:pa )?{_WEEKDAY},? )?(?:den )?{_DAY} ?{MONTH}{YEAR}", _calendar_day),
        (rf"(?:pa )?{_WEEKDAY} (?:i )?{WEEK}{WEEK_YEAR}", _day_of_week),
        (rf"{WEEK}{WEEK_YEAR}(?:,? (?:pa )?(?P<after>{one_of(WEEKDAYS)})(?:en)?)?", _day_of_week),
        (r"(?P<year>\d{4})[- ]?(?:v|w|vecka)\.? ?(?P<week>\d{1,2})", _day_of_week),
        (rf"(?:pa |nu pa |kommande )?{_WEEKDAY}", _next_weekday),
        (rf"i (?P<weekday>{one_of(WEEKDAYS)})s", _last_weekday),
        (rf"forra {_WEEKDAY}", _last_weekday),
        (rf"nasta {_WEEKDAY}|nasta vecka", _weekday_next_week),
        (rf"{_WEEKDAY} (?:i )?nasta vecka", _weekday_next_week),
        (rf"om {_COUNT} {_UNIT}", _counted),
        (rf"(?:for )?{_COUNT} {_UNIT} (?P<ago>sedan|sen)", _counted),
    )
)
"""The first form that fits wins; the year-first forms come before those that begin with a day."""
