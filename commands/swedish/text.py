"""Text and numbers as Swedes write them, in and out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from babel.numbers import format_decimal

from commands.message import UserError
from storage.swedish import sort_key

T = TypeVar("T")

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"  # emoji and some languages are misspelt without them
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")

_MAX_NUMBER = 10**12  # a thousand billion: far above any budget, far below what the database holds
_THOUSANDS = r"\d{1,3}(?:(?P<mark>[ .])\d{3})(?:(?P=mark)\d{3})*|\d{1,3}(?:,\d{3}){2,}|\d{1,15}"
_NUMBER = re.compile(rf"(?P<sign>[-+]?) ?(?P<whole>{_THOUSANDS})(?:(?P<point>[.,])(?P<part>\d{{1,9}}))?", re.ASCII)
_AMBIGUOUS = re.compile(r"[-+]? ?\d{1,3}\.\d{3}", re.ASCII)
_UNITS = {
    "": 1, "kr": 1, "kronor": 1, "krona": 1, "sek": 1, ":-": 1,
    "kkr": 1_000, "tkr": 1_000, "ksek": 1_000, "tsek": 1_000, "tusen": 1_000,
    "mkr": 1_000_000, "mnkr": 1_000_000, "msek": 1_000_000, "mn": 1_000_000, "milj": 1_000_000,
    "miljon": 1_000_000, "miljoner": 1_000_000,
    "mdkr": 10**9, "mdr": 10**9, "miljard": 10**9, "miljarder": 10**9,
}  # fmt: skip
_AMOUNT = re.compile(r"(?P<number>[^a-z:]*?) ?(?P<unit>:-|[a-zåäö]*)\.?(?P<kronor> (?:kr|kronor|sek)\.?)?")


def clean(text: str, limit: int) -> str:
    """Return the text as it is stored: composed (NFC), without what cannot be seen or printed.

    Control characters, broken surrogates, zero-width spaces, soft hyphens and marks that turn the direction of
    writing go; new lines, tabs and the joiners inside emoji stay. Space at both ends goes. `limit` is in
    characters, counted afterwards.

    UserError when the text is longer than `limit`.
    """
    # Most texts hold nothing of the kind; to see that is a hundred times as quick as to look at each character.
    kept = text if text.isprintable() else "".join(filter(_is_printable, _LINE_ENDS.sub("\n", text)))
    cleaned = unicodedata.normalize("NFC", kept).strip()
    if len(cleaned) > limit:
        raise UserError(
            f"Texten är {number(len(cleaned))} tecken lång, men här får högst {number(limit)} tecken plats. "
            "Korta den eller dela upp den."
        )
    return cleaned


def _is_printable(character: str) -> bool:
    if character in "\n\t" or character in _JOINERS:
        return True
    point = ord(character)
    is_noncharacter = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # Word and Excel files refuse them
    return not is_noncharacter and unicodedata.category(character) not in {"Cc", "Cf", "Cs"}


def number(n: int | Decimal) -> str:
    """Write 4480000 as "4 480 000" with no-break spaces; decimals after a comma, at most three."""
    written: str = format_decimal(-n if n < 0 else n, locale="sv_SE")
    is_nothing = not written.strip("0,")  # −0,0001 rounds to 0, not to −0
    return written if n >= 0 or is_nothing else f"{MINUS}{written}"


def kronor(n: int | Decimal) -> str:
    """Write whole kronor: "4 480 000 kr"."""
    return f"{number(n)}{NO_BREAK}kr"


def percent(n: int | Decimal) -> str:
    """Write 47 as "47 %"; the number is hundredths already."""
    return f"{number(n)}{NO_BREAK}%"


def parse_number(text: str) -> Decimal:
    """Read "4 480 000", "−3,5" or "47 %": comma or full stop before decimals, spaces between thousands.

    UserError when it is no number, may mean two numbers ("4.480") or is a thousand billion or more.
    """
    value = _value(_normal(text).removesuffix("%").rstrip())
    if value is None:
        raise UserError(f"{not_understood('talet', text)} Skriv till exempel 12, 4 480 000 eller 3,5.")
    if abs(value) >= _MAX_NUMBER:
        raise UserError(f"Talet är för stort: {short(text)}. Det största som går är {number(_MAX_NUMBER - 1)}.")
    return value


def parse_kronor(text: str) -> int:
    """Read an amount in whole kronor: "4 480 000", "4480 kkr", "1 714 tkr", "4,48 mnkr", "371000 kr".

    UserError when it is no amount, has öre or is a thousand billion or more.
    """
    found = _AMOUNT.fullmatch(_normal(text))
    unit = _UNITS.get(found["unit"]) if found else None
    value = _value(found["number"]) if found and unit else None
    if value is None or unit is None:
        raise UserError(
            f"{not_understood('beloppet', text)} Skriv till exempel 4 480 000 kr, 1 714 tkr eller 4,48 mnkr."
        )
    amount = value * unit
    if abs(amount) >= _MAX_NUMBER:
        raise UserError(f"Beloppet är för stort: {short(text)}. Det största som går är {kronor(_MAX_NUMBER - 1)}.")
    if amount != int(amount):
        raise UserError(f"Beloppet har ören: {short(text)}. Skriv hela kronor, till exempel {kronor(int(amount))}.")
    return int(amount)


def _value(written: str) -> Decimal | None:
    """Read a number in `_normal` form; None when it is none, UserError when it may mean two."""
    if _AMBIGUOUS.fullmatch(written):
        whole, part = written.split(".")
        raise UserError(
            f"Talet {written} kan betyda två saker. Skriv {whole}{NO_BREAK}{part} om punkten skiljer tusental, "
            f"eller {whole},{part.rstrip('0') or '0'} om den skiljer decimaler."
        )
    found = _NUMBER.fullmatch(written)
    if not found:
        return None
    whole = re.sub(r"[ .,]", "", found["whole"])
    return Decimal(f"{found['sign']}{whole}.{found['part'] or '0'}")


def listing(items: Sequence[str]) -> str:
    """Join as in a sentence: "a, b och c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} och {items[-1]}"


def counted(n: int, one: str, many: str, article: str = "ett") -> str:
    """Count in words where Swedish does: "inga arbeten", "ett arbete", "3 arbeten"."""
    if n == 0:
        return f"inga {many}"
    return f"{article} {one}" if n == 1 else f"{number(n)} {many}"


def in_order(items: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """Sort as Swedes do: å ä ö last, v and w apart."""
    return sorted(items, key=lambda item: sort_key(key(item)))


def not_understood(what: str, text: str) -> str:
    """Say that a text was not understood, or that there is none; the caller adds what works."""
    return f"Jag förstår inte {what} ”{short(text)}”." if text.strip() else f"Här saknas {what}."


def short(text: str) -> str:
    """Return what was written on one line, short enough to quote."""
    written = " ".join(text.split())
    return written if len(written) <= 40 else f"{written[:39]}…"


def _normal(text: str) -> str:
    """Lower case, plain digits, single spaces and ASCII minus signs."""
    written = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(f"[–—‒‐‑{MINUS}]", "-", written).split())
