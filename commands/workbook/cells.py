"""What a cell holds: several values in one, a person in one, and what Excel makes of what people type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Plain = str | date | datetime | time
"""What a filled cell can hold: numbers have become text, a moment at midnight has become a day."""

Written = str | int | Decimal | date | None
"""What is written in a cell; a datetime is a date too."""

_DIGITS = 15
"""So many digits of a number Excel keeps."""
_ESCAPED_SEMICOLON = re.compile(r"\\([\\;])")
_ESCAPED_COMMA = re.compile(r"\\([\\,])")
_SEMICOLON = re.compile(r"((?:[^\\;]|\\.|\\$)*)(?:;|$)", re.DOTALL)
_COMMA = re.compile(r"((?:[^\\,]|\\.|\\$)*)(?:,(.*))?", re.DOTALL)
_HEX = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that shows no value, and why: an error of Excel's, or a formula that was never worked out."""

    why: str


def join(items: Iterable[str]) -> str:
    r"""Write several values in one cell. A semicolon inside a value becomes "\;"."""
    return "; ".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in items)


def split(text: str) -> list[str]:
    """Read what `join` wrote; what is empty between semicolons is nothing."""
    parts = (part.strip() for part in _SEMICOLON.findall(text))
    return [_ESCAPED_SEMICOLON.sub(r"\1", part) for part in parts if part]


def person(name: str, organisation: str) -> str:
    r"""Write "Namn, Organisation". A comma inside a name becomes "\,"."""
    written = name.replace("\\", "\\\\").replace(",", "\\,")
    return f"{written}, {organisation}" if organisation else written


def name_and_organisation(text: str) -> tuple[str, str]:
    """Read what `person` wrote; the organisation is "" when there is none."""
    found = _COMMA.fullmatch(text)
    name, organisation = (found[1], found[2] or "") if found else (text, "")
    return " ".join(_ESCAPED_COMMA.sub(r"\1", name).split()), " ".join(organisation.split())


def plain(value: object) -> Plain | None:
    """Return what was meant by a value that Excel keeps, None by an empty cell. TypeError for all else."""
    if isinstance(value, str):
        return _HEX.sub(lambda found: chr(int(found[1], 16)), value).strip() or None
    if isinstance(value, datetime):
        moment = (value + timedelta(microseconds=500_000)).replace(microsecond=0)  # Excel counts in parts of a day
        return moment.date() if moment.time() == time() else moment
    if isinstance(value, timedelta):
        is_of_day = timedelta() <= value < timedelta(days=1)
        return (datetime(1900, 1, 1) + value).time() if is_of_day else str(value)  # noqa: DTZ001  # no zone in Excel
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, int | float):
        return _number(value)
    if value is None or isinstance(value, date | time):
        return value
    raise TypeError(f"a cell holds a {type(value).__name__}")


def _number(value: float) -> str:
    """2024.0 is "2024", 3.5 is "3,5"."""
    if value == value and abs(value) < 1e15 and value == int(value):  # noqa: PLR0124  # NaN is not itself
        return str(int(value))
    return f"{value:.15g}".replace(".", ",")


def escaped(text: str) -> str:
    """Return text as a cell must hold it, where "_x0041_" would otherwise be read as "A"."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def as_text(value: Plain | None) -> str:
    """A cell's value as a person would have typed it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%H.%M}" if isinstance(value, time) else value.isoformat()


def numeric(value: Decimal | int | None) -> Written:
    """A number as Excel holds it; as text where it has more digits than that."""
    if value is None:
        return None
    whole, _, decimals = format(value, "f").partition(".")
    text = ",".join(filter(None, (whole, decimals.rstrip("0"))))  # "12.50" is stored as it was typed
    if sum(map(str.isdigit, text)) > _DIGITS:
        return text
    return int(value) if value == int(value) else value
