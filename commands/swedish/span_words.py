"""The words and forms in which Swedes write a stretch of time: "HT 2023", "april–nov", "Q2 2026", "v. 15–17"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from commands.message import UserError
from commands.swedish.day_words import (
    COUNTS,
    MONTH,
    MONTHS,
    WEEK,
    WEEK_YEAR,
    YEAR,
    DateReference,
    full_year,
    monday,
    no_such_week,
    one_of,
    read_date,
)


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of what was written, and whether that says which year."""

    start: date
    end: date
    says_year: bool = True


_HALVES = {"vt": 1, "varterminen": 1, "var": 1, "varen": 1, "ht": 2, "hostterminen": 2, "host": 2, "hosten": 2}
_ORDINALS = {"forsta": 1, "andra": 2, "tredje": 3, "fjarde": 4, "1:a": 1, "2:a": 2, "3:e": 3, "4:e": 4}
_NTH = rf"(?P<nth>[1-4]|{one_of(_ORDINALS)})"
_TIMES = r"(?:ar|halvar|termin|kvartal|manad|man|vecka|v|dag|dygn)(?:en|et|er|or|ar)?"

RECURRING = re.compile(
    r"(?:lopande|kontinuerlig(?:t|en)?|aterkommande|regelbunde[nt]|vid behov|tills vidare"
    r"|(?:halv)?arlig(?:en|t)?|(?:halv)?arsvis|kvartalsvis|terminsvis|manatlig(?:en|t)|manads?vis"
    r"|vecko?vis|daglig(?:en|t)?)(?:[ ,].*)?"
    rf"|var(?:je|t|annan|tannat)? (?:\w+ )?{_TIMES}"
    rf"|(?:\d+(?:-\d+)?|{one_of(COUNTS)}) ?(?:\w+\.? ?)?(?:/|per |i |om ) ?{_TIMES}\.?"
)
"""What comes again and again, and so has no dates: "löpande", "1 ggr/mån", "varannan vecka"."""

_FROM = re.compile(r"(?:fr\.? ?o\.? ?m\.?|from|fran(?: och med)?|sedan) (?P<rest>.+)|(?P<year>\d{4}) ?-")
_UNTIL = re.compile(r"(?:t\.? ?o\.? ?m\.?|tom|till(?: och med)?|senast) (?P<rest>.+)")
_BETWEEN = re.compile(r" ?- ?| (?:till(?: och med)?|t\.? ?o\.? ?m\.?|tom|och) ")
_BARE_NUMBER = re.compile(r"\d{1,2}")


def read_span(written: str, reference: DateReference) -> Span | None:
    """Read one stretch of time, or two with a dash between; `written` is in `normal` form.

    A month, term, quarter or range without a year falls in `reference.year`, or else in the year of today;
    a day or a week as `DateReference` says. UserError for what does not exist or ends before it begins; None when
    it is none.
    """
    return _single(written, reference) or _range(written, reference)


def read_open_span(written: str, reference: DateReference) -> tuple[date | None, date | None] | None:
    """Read "fr.o.m. 17/5 2024", "2022-" or "t.o.m. 2025": a stretch with one end. None when it is none."""
    if found := _FROM.fullmatch(written):
        written = found["rest"] or found["year"]
        if span := _single(written, reference):
            return span.start, None
        both = _range(written, reference)  # "från april till november"
        return (both.start, both.end) if both else None
    if found := _UNTIL.fullmatch(written):
        span = read_span(found["rest"], reference)
        return (None, span.end) if span else None
    return None


def _single(written: str, reference: DateReference) -> Span | None:
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(written):
            says_year = "year" not in pattern.groupindex or found["year"] is not None
            year = full_year(found["year"]) if found.groupdict().get("year") else None
            start, end = read(found, reference if year is None else replace(reference, year=year))
            return Span(start, end, says_year)
    day = read_date(written, reference)
    return Span(day[0], day[0], day[1]) if day else None


def _range(written: str, reference: DateReference) -> Span | None:
    """Try every place where the text may be parted in two, the middle ones too: dates have dashes of their own."""
    dated = reference if reference.year is not None else replace(reference, year=reference.today.year)
    refused: UserError | None = None
    for between in _BETWEEN.finditer(written):
        left, right = written[: between.start()], written[between.end() :]
        left, right = _completed(left, right)
        try:
            first, last = _single(left, dated), _single(right, dated)
        except UserError as mistake:  # a side that does not exist, unless the text is to be parted elsewhere
            refused = refused or mistake
            continue
        if first and last:
            return _joined((left, first), (right, last), dated)
    if refused:
        raise refused
    return None


def _completed(left: str, right: str) -> tuple[str, str]:
    """Give a bare number what its other side says: "23–24 oktober", "v. 15–17", "Q1–2 2026"."""
    if _BARE_NUMBER.fullmatch(left):
        return re.sub(r"^(\D*)\d{1,2}", rf"\g<1>{left}", right), right
    head = re.match(r"\D*[a-z]\D*(?=\d)", left)
    if head and re.match(r"\d{1,2}(?!\d|[/.]| ?[a-z])", right):
        return left, f"{head[0]}{right}"
    return left, right


def _joined(left: tuple[str, Span], right: tuple[str, Span], reference: DateReference) -> Span:
    """Join two sides; a side without a year takes the other's, so that "okt–mars 2027" begins in 2026."""
    first, last = left[1], right[1]
    if last.says_year and not first.says_year:
        first = _in_year(left[0], last.start.year, reference)
        if first.start > last.end:
            first = _in_year(left[0], last.start.year - 1, reference)
    elif not last.says_year:
        last = _in_year(right[0], first.start.year, reference)
        if last.end < first.start:
            last = _in_year(right[0], first.start.year + 1, reference)
    if last.end < first.start:
        raise UserError(
            "Slutet ligger före början. Skriv det tidigare först, till exempel 2021–2024 eller april–nov 2026."
        )
    return Span(first.start, last.end, first.says_year or last.says_year)


def _in_year(written: str, year: int, reference: DateReference) -> Span:
    span = _single(written, replace(reference, year=year))
    if span is None:
        raise ValueError("a side that was read once is not read again")
    return span


def _year_of(reference: DateReference) -> int:
    return reference.today.year if reference.year is None else reference.year


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _year(_found: re.Match[str], reference: DateReference) -> tuple[date, date]:
    return _months(_year_of(reference), 1, 12)


def _years(found: re.Match[str], reference: DateReference) -> tuple[date, date]:
    first, last = _year_of(reference), full_year(found["last"])
    if last < first:
        raise UserError(f"Slutet ligger före början. Skriv det tidigare året först: {last}–{first}.")
    return date(first, 1, 1), date(last, 12, 31)


def _month(found: re.Match[str], reference: DateReference) -> tuple[date, date]:
    written = found["month"]
    month = MONTHS[written] if written in MONTHS else int(written)
    return _months(_year_of(reference), month, month)


def _half(found: re.Match[str], reference: DateReference) -> tuple[date, date]:
    parts = found.groupdict()
    half = _HALVES[parts["half"]] if parts.get("half") else _nth(found)
    return _months(_year_of(reference), 6 * half - 5, 6 * half)


def _quarter(found: re.Match[str], reference: DateReference) -> tuple[date, date]:
    quarter = _nth(found)
    return _months(_year_of(reference), 3 * quarter - 2, 3 * quarter)


def _nth(found: re.Match[str]) -> int:
    return _ORDINALS.get(found["nth"]) or int(found["nth"])


def _summer(_found: re.Match[str], reference: DateReference) -> tuple[date, date]:
    return _months(_year_of(reference), 6, 8)


def _week(found: re.Match[str], reference: DateReference) -> tuple[date, date]:
    number = int(found["week"])
    for year in reference.years_of_weeks():
        first = monday(year, number)
        if first and (reference.fits(first) or reference.fits(first + timedelta(days=6))):
            return first, first + timedelta(days=6)
    raise no_such_week(number, reference.year)


def _next_week(_found: re.Match[str], reference: DateReference) -> tuple[date, date]:
    first = read_date("nasta vecka", reference)
    if first is None:
        raise ValueError("next week is always there")
    return first[0], first[0] + timedelta(days=6)


_Reader = Callable[[re.Match[str], DateReference], tuple[date, date]]
_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (r"(?:ar |aret |hela |helar |helaret )?(?P<year>\d{4})", _year),
        (r"(?:ar |aren )?(?P<year>\d{4}) ?[-/] ?(?P<last>\d{4}|1[3-9]|[2-9]\d)", _years),
        (r"(?P<year>\d{4})[-/](?P<month>0[1-9]|1[0-2])", _month),
        (rf"{MONTH}{YEAR}", _month),
        (r"(?P<year>\d{4}) ?[-:/] ?(?P<nth>[12])", _half),
        (rf"(?P<half>{one_of(_HALVES)})(?:[ ,./-]*'?(?P<year>\d{{4}}|\d{{2}}))?", _half),
        (rf"(?:h|halvar )(?P<nth>[12]){YEAR}", _half),
        (rf"(?P<nth>[12]|{one_of(_ORDINALS)}) halvaret{YEAR}", _half),
        (rf"(?:q|kv|kvartal) ?{_NTH}{YEAR}", _quarter),
        (rf"{_NTH} kvartalet{YEAR}", _quarter),
        (rf"(?P<year>\d{{4}}) ?-?(?:q|kv|kvartal) ?{_NTH}", _quarter),
        (rf"sommar(?:en)?{YEAR}", _summer),
        (rf"{WEEK}{WEEK_YEAR}", _week),
        (r"(?P<year>\d{4})[- ]?(?:v|w|vecka)\.? ?(?P<week>\d{1,2})", _week),
        (r"nasta vecka", _next_week),
    )
)
