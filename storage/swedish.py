"""How Swedish text is compared: what counts as the same word, and what comes before what.

Neither SQLite nor PostgreSQL can be trusted with this everywhere (no ICU, no unaccent), so both store folded
columns and sort by these rules.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"}
)
"""Letters that Unicode does not take apart, as a Swede would type them without the right keyboard."""

_NOT_WORD = re.compile(r"[\W_]+")
_DROPPED = frozenset({"Mn", "Mc", "Me", "Cf", "Cs"})  # marks, invisible format characters, broken surrogates

_OWN_LETTER = re.compile("(a\u030a|a\u0308|æ|o\u0308|ø|u\u0308)")
_RANK = {"a\u030a": "{", "a\u0308": "|", "æ": "|", "o\u0308": "}", "ø": "}", "u\u0308": "y"}
"""Where the Swedish alphabet puts a letter of its own: { | } are the three characters after z; ü is read as y."""


def plain(text: str) -> str:
    """Lower case, without marks and invisible characters; punctuation and spaces are kept."""
    if text.isascii():
        return text.lower()
    return _unmarked(_decomposed(text))


def fold(text: str) -> str:
    """Return what names are compared by: "BarnSäkert 0-6 år" becomes "barnsakert 0 6 ar".

    Only letters, digits and single spaces are left, so a folded text holds no wildcard of LIKE. Folding twice
    changes nothing.
    """
    return _words(plain(text)).strip()


def fold_text(*texts: str) -> str:
    """Fold several texts into one column for `LIKE '%…%'`, which also finds a word inside a compound.

    Each text is a line of its own, so that no phrase is found across two of them.
    """
    return "\n".join(folded for text in texts if (folded := fold(text)))


def sort_key(text: str) -> tuple[str, str, str]:
    """Return what Swedish order compares: letters first, then accents and punctuation, then case.

    Words come before longer words, digits before letters, v and w apart, å ä ö last, ü as y. Two texts have the
    same key only when they are equal, so the order is total and the same everywhere.
    """
    pieces = _OWN_LETTER.split(_decomposed(text))
    letters = "".join(_RANK.get(piece) or _words(_unmarked(piece)) for piece in pieces)
    return letters.strip(), unicodedata.normalize("NFC", text).casefold(), text


def _decomposed(text: str) -> str:
    """Case away and marks apart; twice, because the lower case of some letters comes apart once more."""
    once = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", once).casefold()


def _unmarked(decomposed: str) -> str:
    kept = (character for character in decomposed if unicodedata.category(character) not in _DROPPED)
    return "".join(kept).translate(_LETTERS)


def _words(text: str) -> str:
    return _NOT_WORD.sub(" ", text)
