"""Dates in and out as Swedes write them, and the days on which Swedes work."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache

from holidays import country_holidays

from commands.message import UserError
from commands.swedish.day_words import DateReference, normal, read_date, written_day
from commands.swedish.span_words import RECURRING, read_open_span, read_span
from commands.swedish.text import not_understood


@dataclass(frozen=True, slots=True)
class When:
    """What was written, and the first and last day that it means; both None for what recurs or is always on."""

    text: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """What a report covers: a month "2026-11", a half-year "2026-1", a year "2026" or whole years "2021-2024"."""

    label: str
    start: date
    end: date

    @property
    def is_month(self) -> bool:
        """Whether it is a single month."""
        return self.start.replace(day=1) == self.end.replace(day=1)

    def previous(self) -> Period:
        """Return the period of the same length just before."""
        end = self.start - timedelta(days=1)
        years = self.end.year - self.start.year + 1
        if self.is_month:
            return _period(end.replace(day=1), end)
        if self.end.month - self.start.month < 6:
            return _period(date(end.year, end.month - 5, 1), end)
        return _period(date(self.start.year - years, 1, 1), end)

    @property
    def years(self) -> range:
        """The years that it touches."""
        return range(self.start.year, self.end.year + 1)

    def title(self) -> str:
        """Write "november 2026", "januari–juni 2026", "2026" or "2021–2024"."""
        if self.is_month:
            return written_day(self.start, "MMMM y")
        if "-" not in self.label or self.start.year != self.end.year:
            return self.label.replace("-", "–")
        return f"{written_day(self.start, 'MMMM')}–{written_day(self.end, 'MMMM y')}"


MONTHS_OF_YEAR = 12

_HOURS = re.compile(
    r"(?:kl(?:ockan)?\.? ?)?(?P<from_hour>\d{1,2})(?:[:.]?(?P<from_minute>\d\d)(?::00)?)?"
    r"(?: ?(?:-|till|to) ?(?:kl\.? ?)?(?P<to_hour>\d{1,2})(?:[:.]?(?P<to_minute>\d\d)(?::00)?)?)?",
    re.ASCII,
)


def parse_date(text: str, today: date, *, past: bool = False) -> date:
    """Read a day: "11 april", "11/4 2026", "2026-04-11", "fredag v. 15", "om två veckor".

    Without a year it is the next such day, today included; with `past`, the latest one, today included. A week
    without a weekday is its Monday (and the running week is this year's), "nästa fredag" is the Friday of next
    week. UserError when it is no day, or none that exists.
    """
    found = read_date(normal(text), DateReference(today, past))
    if found is None:
        raise UserError(
            f"{not_understood('datumet', text)} Skriv till exempel 11 april 2026, 2026-04-11, 11/4, fredag, v. 15 "
            "eller om två veckor."
        )
    return found[0]


def parse_when(text: str, today: date, *, year: int | None = None, past: bool = False) -> When:
    """Read when something is: a day, a stretch of time or what recurs.

    A day as `parse_date` takes it; a stretch is "HT 2023", "april–nov", "2021-2024", "Q2 2026", "23–24 oktober",
    "fr.o.m. 17/5 2024"; what recurs is "löpande" or "1 ggr/mån". A term or half-year begins on 1 January or 1 July.
    Without a year in it, everything falls in `year`; without `year` too, a single day or week is found as
    `parse_date` does, and all else falls in the year of today. UserError when it is none of these.
    """
    shown = " ".join(text.split())
    written = normal(text)
    if RECURRING.fullmatch(written):
        return When(shown)
    reference = DateReference(today, past, year)
    if span := read_span(written, reference):
        return When(shown, span.start, span.end)
    if ends := read_open_span(written, reference):
        return When(shown, *ends)
    raise UserError(
        f"{not_understood('tiden', text)} Skriv till exempel 11 april 2026, v. 15, oktober 2026, HT 2026, "
        "april–nov, 2021–2024, löpande eller 1 ggr/mån."
    )


def parse_hours(text: str) -> tuple[time, time | None]:
    """Read "13:00–14:30", "13-14.30" or "kl 13": when it begins, and ends if that is given, local time.

    UserError when it is no time of day, or ends before it begins.
    """
    found = _HOURS.fullmatch(normal(text))
    if not found:
        raise UserError(f"{not_understood('klockslaget', text)} Skriv till exempel 13.00–14.30 eller kl. 13.")
    begins = _clock(found["from_hour"], found["from_minute"])
    ends = _clock(found["to_hour"], found["to_minute"]) if found["to_hour"] else None
    if ends is not None and ends <= begins:
        raise UserError(
            f"Sluttiden {ends:%H.%M} är inte efter starttiden {begins:%H.%M}. Skriv till exempel 13.00–14.30."
        )
    return begins, ends


def _clock(hour: str, minute: str | None) -> time:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError as impossible:
        shown = f"{hour}.{minute or '00'}"
        raise UserError(
            f"Klockan kan inte vara {shown}. Skriv en tid mellan 0.00 och 23.59, till exempel 13.00."
        ) from impossible


def parse_period(text: str, today: date) -> Period:
    """Read what a report covers: "2026-1", "VT 2026", "hösten 2026", "2026" or "2021-2024".

    An empty text is the half-year of today; a half-year without a year is in that of today. UserError for any
    other stretch of time.
    """
    written = normal(text) or f"{today.year}-{1 if today.month < 7 else 2}"
    if written in {"forra aret", "i fjol"}:
        written = str(today.year - 1)
    span = read_span(written, DateReference(today))
    if span is None or not _is_period(span.start, span.end):
        raise UserError(
            f"{not_understood('perioden', text)} Skriv till exempel 2026-1 (januari–juni), 2026-2 (juli–december), "
            "2026 eller 2021-2024."
        )
    return _period(span.start, span.end)


def parse_month(text: str, today: date) -> Period:
    """Read a month that a report covers: "2026-11", "november 2026", "nov"; an empty text is that of today.

    UserError for any other stretch of time.
    """
    written = normal(text) or f"{today:%Y-%m}"
    if written == "forra manaden":
        written = f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
    if numbered := re.fullmatch(r"(\d{4})-(\d\d?)", written):
        month = int(numbered[2])
        if not 1 <= month <= MONTHS_OF_YEAR:
            raise UserError(f"Det finns ingen månad {month}. Skriv till exempel {numbered[1]}-11 eller november.")
        written = f"{numbered[1]}-{month:02}"  # "2026-1" is a half-year elsewhere, but here a month is meant
    span = read_span(written, DateReference(today))
    if span is None or span.start.day != 1 or span.end != _last_of_month(span.start):
        raise UserError(f"{not_understood('månaden', text)} Skriv till exempel 2026-11 eller november 2026.")
    return _period(span.start, span.end)


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _is_period(start: date, end: date) -> bool:
    ends = (start.month, start.day, end.month, end.day)
    is_half = start.year == end.year and ends in {(1, 1, 6, 30), (7, 1, 12, 31)}
    return is_half or ends == (1, 1, 12, 31)


def _period(start: date, end: date) -> Period:
    """Name a month, or a stretch of which `_is_period` holds."""
    if start.replace(day=1) == end.replace(day=1):
        return Period(f"{start:%Y-%m}", start, end)
    if start.year != end.year:
        return Period(f"{start.year}-{end.year}", start, end)
    if end.month - start.month == 11:
        return Period(f"{start.year}", start, end)
    return Period(f"{start.year}-{1 if start.month == 1 else 2}", start, end)


def long_date(day: date) -> str:
    """Write "11 april 2024"."""
    return written_day(day, "d MMMM y")


def short_date(day: date) -> str:
    """Write "22 mars"."""
    return written_day(day, "d MMMM")


def weekday_date(day: date) -> str:
    """Write "torsdag 11 april 2024"."""
    return written_day(day, "EEEE d MMMM y")


def week(day: date) -> str:
    """Write the ISO week of the day: "v. 15"."""
    return f"v. {day.isocalendar().week}"


def local(moment: datetime, zone: tzinfo) -> datetime:
    """Move a moment to a zone. ValueError when it has none itself: the machine's own is never meant."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(zone)


def moment(m: datetime) -> str:
    """Write a local moment: "11 april 2024 kl. 14.05"."""
    return f"{long_date(m.date())} kl. {m:%H.%M}"


def ago(then: date, today: date) -> str:
    """Say how long ago in words: "i går", "för 3 dagar sedan", "för 5 veckor sedan"; ahead: "om 3 dagar".

    Days up to two weeks, weeks up to two months, months up to two years; begun ones are not counted.
    """
    days = abs((today - then).days)
    if days <= 1:
        return "i dag" if days == 0 else "i går" if then < today else "i morgon"
    counted = _counted(min(then, today), max(then, today))
    return f"för {counted} sedan" if then < today else f"om {counted}"


def _counted(first: date, last: date) -> str:
    days = (last - first).days
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if days < 14:
        return f"{days} dagar"
    if months < 2:
        return f"{days // 7} veckor"
    return f"{months} månader" if months < 24 else f"{months // 12} år"


def is_working_day(day: date) -> bool:
    """Return whether Swedes work on the day: no weekend, public holiday, midsommarafton, julafton or nyårsafton."""
    return day.weekday() < 5 and day not in _days_off(day.year)


def next_working_day(day: date) -> date:
    """Return the day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def _days_off(year: int) -> frozenset[date]:
    # A calendar of its own for each year: the library fills a shared one while it is read, which threads could see.
    return frozenset(country_holidays("SE", years=year, categories=("public", "de_facto")))


def shown_when(text: str) -> str:
    """A time as it was written, a plain ISO date as Swedes write it."""
    return long_date(date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def shown_span(start: str, end: str) -> str:
    """When a work begins and ends, as written: "2024–2026", or of only one "från 2024" or "till 2026"."""
    first, last = shown_when(start), shown_when(end)
    if first and last:
        dash = " – " if " " in first + last else "–"
        return f"{first}{dash}{last}"
    word = "från" if first else "till"
    only = first or last
    has_word = only.lower().startswith((word, "fr.", "t.o.m", "sedan ", "senast ", "tidigast "))
    return only if has_word or not re.search(r"\d", only) else f"{word} {only}"


def with_year(when: When) -> str:
    """What was written, with the year that it meant when it named none: "oktober" is another month next year."""
    if when.start is None or re.search(r"\d{4}", when.text):
        return when.text
    return when.start.isoformat() if when.start == when.end else f"{when.text} {when.start.year}"
