"""Finding what a person means by a name, however they write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from storage.swedish import fold

MAX_CHOICES, MAX_NEAR = 8, 5
"""How many are shown when several fit, and when none does."""

_MIN_CERTAIN, _MIN_LEAD, _MIN_NEAR = 90, 5, 70
"""WRatio, measured on a thousand names: alone from 90 and 5 ahead of the next, nothing under 70."""
_MAX_LENGTH = 200  # no name is longer, and likeness takes time
_MIN_FUZZY_LENGTH = 4  # three letters resemble half the dictionary
_MIN_BEGINNING_LENGTH = 3  # "ar" begins "arbete", but is not meant so
_MIN_STEM_LENGTH = 4
_MIN_COMPOUND_LENGTH = 6  # "demens-" may begin a compound; "slut-" of "slutet" has nothing to do with "slutenvård"
_MIN_TYPO_LENGTH = 7  # one slip in seven letters; in shorter words it makes another word ("slutet", "sluten")

_FILLER = frozenset(
    """
    a alla allt ar arbete arbetet at av bara beratta da de den denna det detta dig din du eller en er ett finns for
    fraga fran ga gar gor har hej hur i inom ja jag just kan lage laget lite man med mer mig min nagot nu nya nytt
    och om oss pa projekt projektet sag saknas se ser sig snalla snart som star status ta tack till tror upp ut
    utvecklingsarbete utvecklingsarbetet vad var vara varfor vem vet vi vid vilka vilken vill visa
    """.split()  # noqa: SIM905 - ninety words in quotes are harder to read
)
"""Folded words that surround a name in a question and do not identify it."""

_ENDINGS = (
    *("arnas", "ernas", "ornas", "arna", "erna", "orna", "ens", "ets", "ars", "ors", "ers"),
    *("en", "et", "ar", "or", "er", "na", "ns", "n", "t", "s", "a"),
)
"""Definite, plural and genitive endings, folded, the longest first."""

_Keys = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that has names; `keys` are its full name, short name and aliases, each through `fold`."""

    id: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Which ids are meant: one when that is certain, several (best first) when it must be asked, else none.

    `near` are the ids that resemble the name when none was found, the nearest first. `alone` is False when more
    was typed than the name and the words that usually surround one: "radera BarnSäkert".
    """

    ids: tuple[int, ...] = ()
    near: tuple[int, ...] = ()
    alone: bool = True


def find(query: str, candidates: Iterable[Candidate]) -> Found:
    """Find what a name means: one id only when no other candidate fits as well.

    Tried in this order: the whole name; every word as a word of the name or the beginning of one, with or without
    Swedish endings; a whole name somewhere in the query; the same as the second with one typo in a long word;
    likeness of the whole. Case, accents and words around the name ("hur går det med …") do not matter. A number
    is never forgiven: "fas 1" is not "fas 2", only near it.
    """
    keys = {candidate.id: candidate.keys for candidate in candidates}
    typed = fold(query[:_MAX_LENGTH]).split()
    words = [word for word in typed if word not in _FILLER]
    if not words:
        return Found(ids=tuple(_named(keys, "".join(typed))[:MAX_CHOICES]))
    name = typed[typed.index(words[0]) :]
    if ids := (
        _named(keys, "".join(typed))
        or _named(keys, "".join(name))
        or _with_longer(keys, _named(keys, "".join(words)), name)
    ):
        return Found(ids=tuple(ids[:MAX_CHOICES]))
    texts = {id_: f" {' '.join(names)} " for id_, names in keys.items()}
    beginnings = [[_beginning(word)] for word in words]
    inflected = [[*begun, *_inflected(word)] for begun, word in zip(beginnings, words, strict=True)]
    fitting = _with_all(texts, beginnings) or _with_all(texts, inflected)
    if not fitting and (mentioned := _with_longer(keys, _mentioned(keys, f" {' '.join(typed)} "), name)):
        best = tuple(_best_first(keys, mentioned, words))
        if _numbers(words) <= _numbers(texts[id_] for id_ in best):
            return Found(ids=best[:MAX_CHOICES], alone=False)
        return Found(near=best[:MAX_NEAR])
    if fitting := fitting or _mistyped(texts, words, inflected):
        return Found(ids=tuple(_best_first(keys, fitting, words)[:MAX_CHOICES]))
    return _resembling(keys, " ".join(words)) or _sharing(keys, texts, words, inflected)


def _named(keys: _Keys, name: str) -> list[int]:
    """Return the candidates that have exactly this name, spaces apart: "barn säkert", "ö-vik"."""
    first = name[:1]  # most names begin with another letter, which is seen without taking their spaces out
    found = (
        id_
        for id_, names in keys.items()
        for key in names
        if key.startswith(first) and key.replace(" ", "") == name
    )
    return list(dict.fromkeys(found)) if name else []


def _with_longer(keys: _Keys, ids: Sequence[int], name: Sequence[str]) -> list[int]:
    """Add what has a name that begins with all that was typed: "Trygg hemgång med" may be half of a longer name."""
    typed = " ".join(name)
    longer = [id_ for id_, names in keys.items() if ids and any(key.startswith(typed) for key in names)]
    return list(dict.fromkeys([*ids, *longer]))


def _numbers(texts: Iterable[str]) -> set[str]:
    return set(re.findall(r"\d+", " ".join(texts)))


def _beginning(word: str) -> str:
    """Return what a text between spaces holds when a word in it is, or begins with, this one."""
    may_go_on = len(word) >= _MIN_BEGINNING_LENGTH and not word[-1].isdigit()  # "202" does not mean "2026"
    return f" {word}" if may_go_on else f" {word} "


def _inflected(word: str) -> Iterator[str]:
    """Yield the word in its other forms: "demensteamet" for "demensteam", "piloten" for "piloter"."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _MIN_STEM_LENGTH:
            continue
        if len(stem) >= _MIN_COMPOUND_LENGTH:
            yield f" {stem}"
        else:
            yield from (f" {stem}{other} " for other in ("", *_ENDINGS))
        return


def _with_all(texts: Mapping[int, str], wanted: Sequence[Sequence[str]]) -> list[int]:
    """Return the candidates whose text holds, for each word, one of its pieces."""
    everything = "".join(texts.values())
    fitting = list(texts)
    for pieces in wanted:
        there = [piece for piece in pieces if piece in everything]  # one look instead of one a candidate
        fitting = [id_ for id_ in fitting if any(map(texts[id_].__contains__, there))] if there else []
    return fitting


def _mentioned(keys: _Keys, typed: str) -> list[int]:
    """Return the candidates whose whole name occurs in what was typed, unless it is part of a longer one."""
    words = typed.split()
    spans = {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    mentions = {
        id_: f" {max(held, key=len)} "
        for id_, names in keys.items()
        if (held := [key for key in names if key in spans and len(key) >= _MIN_FUZZY_LENGTH])
    }
    names = set(mentions.values())
    return [id_ for id_, name in mentions.items() if not any(name in longer for longer in names - {name})]


def _mistyped(texts: Mapping[int, str], words: Sequence[str], inflected: Sequence[Sequence[str]]) -> list[int]:
    """Return the candidates that have every word, one typo forgiven in each long word that occurs nowhere."""
    everything = "".join(texts.values())
    wanted: list[Sequence[str]] = []
    for word, pieces in zip(words, inflected, strict=True):
        if any(piece in everything for piece in pieces):
            wanted.append(pieces)
        elif len(word) >= _MIN_TYPO_LENGTH and (meant := list(_one_typo_from(word, set(everything.split())))):
            wanted.append(meant)
        else:
            return []
    return _with_all(texts, wanted)


def _one_typo_from(word: str, known: Iterable[str]) -> Iterator[str]:
    """Yield the beginnings of known words that are one letter too many, too few, wrong or swapped away."""
    half = len(word) // 2
    start, end = word[: half - 1], word[half:]  # one slip, or two letters swapped, leaves one of them as it is
    near = [each for each in known if each.startswith(start) or end in each]
    numbers = _numbers([word])
    for size in (len(word) - 1, len(word), len(word) + 1):
        beginnings = {each[:size] for each in near if len(each) >= size}
        for beginning, _, _ in process.extract(word, beginnings, scorer=OSA.distance, score_cutoff=1, limit=None):
            if _numbers([beginning]) == numbers:
                yield f" {beginning}"


def _best_first(keys: _Keys, ids: Sequence[int], words: Sequence[str]) -> list[int]:
    """Put first what has most of the words as whole words, then what resembles the query most."""
    query, wanted = " ".join(words), set(words)

    def merit(id_: int) -> tuple[int, float]:
        held = wanted.intersection(" ".join(keys[id_]).split())
        return len(held), max(fuzz.ratio(query, key) for key in keys[id_])

    return sorted(ids, key=merit, reverse=True)


def _resembling(keys: _Keys, query: str) -> Found | None:
    """Weigh the likeness of whole names; what only resembles is near, and never found. None when nothing does."""
    if len(query) < _MIN_FUZZY_LENGTH:
        return None
    names = [(key, id_) for id_, each in keys.items() for key in each]
    hits = process.extract(query, [key for key, _ in names], scorer=fuzz.WRatio, score_cutoff=_MIN_NEAR, limit=None)
    scores: dict[int, float] = {}
    for _, score, index in hits:  # the best first
        scores.setdefault(names[index][1], score)
    best = max(scores.values(), default=0)
    close = tuple(id_ for id_, score in scores.items() if score > best - _MIN_LEAD)
    numbered = tuple(id_ for id_ in close if _numbers([query]) <= _numbers(keys[id_]))
    if numbered and best >= _MIN_CERTAIN and (len(close) > 1 or len(query) >= _MIN_TYPO_LENGTH):
        return Found(ids=numbered[:MAX_CHOICES])
    return Found(near=tuple(scores)[:MAX_NEAR]) if scores else None


def _sharing(
    keys: _Keys, texts: Mapping[int, str], words: Sequence[str], inflected: Sequence[Sequence[str]]
) -> Found:
    """Take as near what has at least one longer word in common with the query."""
    pieces = [
        piece
        for word, each in zip(words, inflected, strict=True)
        if len(word) >= _MIN_FUZZY_LENGTH
        for piece in each
    ]
    return Found(near=tuple(_best_first(keys, _with_all(texts, [pieces]), words)[:MAX_NEAR]))
