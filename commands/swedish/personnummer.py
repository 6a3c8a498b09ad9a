"""Finds Swedish personal identity numbers, so that no text that holds one is ever saved.

What counts: ten or twelve digits whose date exists (a samordningsnummer has 60 added to the day) and whose last
digit is the right checksum, by Skatteverket's rules for personnummer and samordningsnummer. A century is 18, 19
or 20. Between the date and the last four digits there may be nothing, a hyphen, a plus, a dash of any length, a
space, a full stop, a slash or an underscore; also between the parts of the date. It may touch letters and
punctuation, but not further digits.

What does not count: interim numbers (T in place of a digit), reserve numbers of a region, organisation numbers
(their third digit is at least 2, so that no month fits) and whatever fails the checksum. A phone number in one
run, or a date with a time such as 1300 after it, that happens to pass both tests cannot be distinguished: refused.
"""

from __future__ import annotations

import re
import unicodedata

from personnummer.personnummer import valid

_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cs"})
_LONG = r"(?P<century>18|19|20)[-./ ]?(?P<y>\d\d)[-./ ]?(?P<m>\d\d)[-./ ]?(?P<d>\d\d)"
# The same separator in both places, or 0611-123456 (a phone number of Härnösand) would read as 06 11 12 3456.
_SHORT = r"(?P<sy>\d\d)(?P<between>[-./ ]?)(?P<sm>\d\d)(?P=between)(?P<sd>\d\d)"
# What follows must not go on as a date: "2024-10-23–2024-10-24" is two days, not a number.
_LAST = r"(?P<mark>[-+./_ ]?)(?P<last>\d{4})(?!\d|[-./]\d\d?[-./]\d\d?(?!\d))"
_SHAPES = tuple(re.compile(rf"(?<!\d)(?=({date}{_LAST}))", re.ASCII) for date in (_LONG, _SHORT))


def holds_personal_number(text: str) -> bool:
    """Return whether a valid personnummer or samordningsnummer occurs anywhere in the text.

    Finds it in full-width digits, with dashes of any kind and with invisible characters in between.
    """
    written = _in_plain_digits(text)
    return any(_is_valid(found) for shape in _SHAPES for found in shape.finditer(written))


def _is_valid(found: re.Match[str]) -> bool:
    parts = found.groupdict()
    # Without a century only 29 February is open: 2000 had one, and 1900 ("+", over a hundred years) had not.
    century = parts.get("century") or ("19" if parts["mark"] == "+" else "20")
    date = "".join(parts.get(name) or "" for name in ("y", "m", "d", "sy", "sm", "sd"))
    return bool(valid(century + date + parts["last"]))


def _in_plain_digits(text: str) -> str:
    """Rewrite every digit as 0–9, every dash as a hyphen and every run of space as one, without the invisible."""
    spaced = re.sub(r"\s+", " ", "".join(map(_plain, text)))
    return re.sub(r" ?([-+])[-+ ]*", r"\1", spaced)


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if character == "\N{FULLWIDTH PLUS SIGN}":
        return "+"
    return str(unicodedata.decimal(character, character))
