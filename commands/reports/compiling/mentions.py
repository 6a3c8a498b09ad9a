"""What a text says of days and sums, to be held against what is registered (rule 8 of the domain).

The annual report of 2024 gave three days for one conference: a reader sees that at once, a writer does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commands.message import UserError
from commands.swedish.dates import When, parse_when
from commands.swedish.day_words import MONTH
from commands.swedish.text import parse_kronor
from storage.swedish import fold, plain

SHORTEST_WORD = 5
"""Shorter words of a title tell no activity from another."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_DAY = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{6}}|\d{{1,2}}(?: ?[-–] ?\d{{1,2}})? {MONTH}(?: \d{{4}})?|\d\d?/\d\d?)(?!\w)"
)
_AMOUNT = re.compile(
    r"\d[\d\u00a0\u202f ]*(?:,\d+)? ?(?:kr(?:onor)?|[kt]kr|mn?kr|miljon(?:er)?(?: kr(?:onor)?)?)\b"
)
_OF_MONEY = re.compile(r"budget|utfall|prognos|kostna|finansier|medel")


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a day: an activity or a seminar, by its title."""

    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A text that gives another day for something than the one that is registered, as it is written there."""

    named: Named
    written: str


def other_days(text: str, everything: Sequence[Named], common: Collection[str]) -> Iterator[OtherDay]:
    """Each day that a sentence about one of `everything` gives and that is not its own.

    `common` are folded words that tell nothing apart, such as those of the programme's name. A day without a year
    is read in the year of what it is about.
    """
    marks = _marks(everything, common)
    for sentence in filter(None, _SENTENCE.split(text)):
        written = plain(sentence)
        places = {each: place for each in everything if (place := _place(marks[each.title], written)) >= 0}
        for found in _DAY.finditer(written) if places else ():
            named = _nearest(places, found.start())
            when = _read(found[0], named)
            if when and when.start and when.end and not _touches(named, when.start, when.end):
                yield OtherDay(named, found[0].rstrip("."))


def _place(marks: Sequence[str], written: str) -> int:
    """Where a sentence names something, by the first of its words; -1 unless it has all of them."""
    found = [re.search(rf"\b{re.escape(mark)}", written) for mark in marks]
    places = [each.start() for each in found if each]
    return min(places) if len(places) == len(marks) else -1


def _nearest(places: Mapping[Named, int], day: int) -> Named:
    """What a day at this place is about: what was named last before it, else what is named first after it."""
    before = [each for each, place in places.items() if place < day]
    return max(before, key=lambda each: places[each]) if before else min(places, key=lambda each: places[each])


def _marks(everything: Sequence[Named], common: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The words that single a title out; where it has none, all of it."""
    words = {each.title: [w for w in fold(each.title).split() if len(w) >= SHORTEST_WORD] for each in everything}
    seen = Counter(word for each in words.values() for word in set(each))
    marks = {}
    for title, each in words.items():
        own = tuple(word for word in each if seen[word] == 1 and word not in common)
        marks[title] = own or (fold(title),)
    return marks


def _read(written: str, named: Named) -> When | None:
    try:
        return parse_when(written, named.starts_on, year=named.starts_on.year)
    except UserError:
        return None


def _touches(named: Named, start: date, end: date) -> bool:
    return start <= named.ends_on and named.starts_on <= end


def unknown_amounts(text: str, known: Collection[Decimal]) -> Iterator[str]:
    """Each amount in a sentence about money that is none of the `known` kronor, rounded as it is written."""
    for sentence in filter(None, _SENTENCE.split(text)):
        if not _OF_MONEY.search(plain(sentence)):
            continue
        for found in _AMOUNT.finditer(sentence.lower()):
            try:
                amount = parse_kronor(found[0])
            except UserError:
                continue
            step = _precision(found[0], amount)
            if not any(abs(abs(each) - amount) * 2 <= step for each in known):
                yield sentence[slice(*found.span())].strip()


def _precision(written: str, amount: int) -> int:
    """The last digit's worth in kronor: "4,7 miljoner" is exact to 100 000, "4 687 000 kr" to 1 000."""
    digits = re.sub(r"\D", "", written) or "0"
    unit = amount // int(digits) if int(digits) else 1
    if "," in written:
        return max(unit, 1)
    trailing = len(digits) - len(digits.rstrip("0"))
    return max(unit, 1) * (10 ** min(trailing, 3) if unit == 1 else 1)
