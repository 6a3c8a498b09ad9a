"""Which works resemble a new one, so that the same thing is not done twice (direktiv §3.1–3.2)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from commands.command import Call
from commands.lookup import button_to_work, called
from commands.message import Actions, Block, Text
from commands.sentences import sentence
from storage import parties, project_changes, projects
from storage.project_changes import Described
from storage.swedish import fold
from storage.tables import Project

_MAX_SHOWN = 3

_ALIKE = 72
"""Of 100. On the portfolio of 2024 no two works reach 60; a title in other words for one of them, 74 and above."""
_MIN_WORDS, _MIN_LETTERS = 2, 12
"""What a title must have before it is looked for in descriptions: "nya samtal" occurs in many."""
_MIN_LETTERS_ALONE = 6
"""The letters from which a title of one word says what it is about: "demensteam", not "barn"."""

_ENDING = re.compile(r"(?<=\w{5})(arna|erna|orna|ens|ets|ena|ers|ar|en|er|et|na|or|a|e|n|s|t)$")
"""A Swedish ending on a folded word: "demensteamet" is the same thing as "demensteam"."""
_COMMON = frozenset(
    """
    av att bl a den det de dess eller en ett for fran fore efter genom hur i in inom ihop kring m fl mm med mot nar
    och om pa sa sig som samt till under upp ur ut utan vad var vars vid
    """.split()  # noqa: SIM905 - forty words in quotes are harder to read
)


def blocks(call: Call, work: Project) -> tuple[Block, ...]:
    """What to say of the works that a new one resembles, with a button to each; nothing when it is like none."""
    ids = resembling(call, work)
    by_id = {each.id: each for each in projects.several(call.session, ids)}
    alike = [by_id[id_] for id_ in ids]
    if not alike:
        return ()
    resembles = sentence("project", "resembles", names=[f"”{called(each)}”" for each in alike])
    return Text(resembles), Actions(tuple(button_to_work(each, called(each)) for each in alike))


def resembling(call: Call, work: Project) -> list[int]:
    """The works whose name or description resembles this one's, most alike first; closed ones too.

    Names of parties do not count: the same work in another municipality is the same work.
    """
    skip = _skipped(
        [word for party in parties.every_party(call.session) for word in (party.name, party.short_name)]
    )
    everything = {each.id: each for each in project_changes.described(call.session)}
    new = _topics(everything.pop(work.id), skip)
    scores = {id_: _score(new, _topics(other, skip)) for id_, other in everything.items()}
    alike = [id_ for id_, score in scores.items() if score >= _ALIKE]
    return sorted(alike, key=lambda id_: (-scores[id_], id_))[:_MAX_SHOWN]


def likeness(one: Described, other: Described, places: Collection[str] = ()) -> float:
    """How alike two works are, 72 to 100 for the most alike of their names and descriptions, 0 for less."""
    skip = _skipped(places)
    return _score(_topics(one, skip), _topics(other, skip))


@dataclass(frozen=True, slots=True)
class _Topics:
    """The words that tell what a work is about; `telling` are the names that may be looked for in descriptions."""

    names: Sequence[str]
    telling: Sequence[str]
    about: Sequence[str]


def _topics(work: Described, skip: Collection[str]) -> _Topics:
    names = _texts(work.names, skip)
    telling = [
        name for name in names if len(name.split()) >= _MIN_WORDS and len(name.replace(" ", "")) >= _MIN_LETTERS
    ]
    return _Topics(names, telling, _texts([work.description], skip))


def _score(new: _Topics, other: _Topics) -> float:
    pairs = (
        (new.names, other.names),
        (new.about, other.about),
        (new.telling, other.about),
        (other.telling, new.about),
    )
    return max(
        (fuzz.token_set_ratio(text, known, score_cutoff=_ALIKE) for a, b in pairs for text in a for known in b),
        default=0,
    )


def _skipped(places: Iterable[str]) -> Collection[str]:
    return _COMMON | {word for place in places for word in fold(place).split()}


def _texts(texts: Iterable[str], skip: Collection[str]) -> list[str]:
    """The folded words of each text that say what it is about; texts without any are left out."""
    words = (" ".join(_stem(word) for word in fold(text).split() if word not in skip) for text in texts)
    return [each for each in words if " " in each or len(each) >= _MIN_LETTERS_ALONE]


@lru_cache(maxsize=16_384)  # the same words come again in description after description
def _stem(word: str) -> str:
    return _ENDING.sub("", word)
