"""One pattern string is parser, usage and help: "rapportera {work} {state} {text?}".

A word in a pattern matches itself, whatever its case and with or without å ä ö. `{slot}` takes what was
typed there, `{slot?}` at the end may be left out. Slots are listed in SLOTS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from storage.swedish import fold


@dataclass(frozen=True, slots=True)
class Slot:
    """What may be typed in a slot, and the word for it in a usage line."""

    pattern: str
    word: str
    weight: int = 1  # the less it takes, the more it means: a line with a state is no name with a state in it


_STATE_WORDS = r"gr[öo]nt?|gr[öo]na|gult?|gula|r[öo]d|r[öo]tt|r[öo]da"


_STAGE_WORDS = r"id[ée]|dialog|planering|genomf[öo]rande|inf[öo]rande|breddinf[öo]rande"


SLOTS: Mapping[str, Slot] = {
    "work": Slot(r"\S.*?", "ARBETE"),
    "state": Slot(_STATE_WORDS, "LÄGE", 5),
    "stage": Slot(_STAGE_WORDS, "FAS", 5),
    "day": Slot(r"i ?dag|i ?g[åa]r|\d{4}-\d\d?-\d\d?|\d{1,2}(?:/\d{1,2}| [a-zåäö]{3,9}\.?) \d{4}", "DATUM", 5),
    "text": Slot(r"\S.*", "TEXT"),
    "words": Slot(r"\S.*", "ORD"),
    "told": Slot(r"\S.*", "ARBETE TEXT"),
    "label": Slot(r"delm[åa]l|nyttoobjekt|m[åa]lgrupp(?:er)?|inriktning(?:ar)?", "ETIKETT", 5),
    "person": Slot(r"\S.*", "NAMN"),
    "number": Slot(r"#?\d{1,9}", "NUMMER", 5),
    "count": Slot(r"\d{1,9}", "ANTAL", 5),
    "year": Slot(r"\d{4}", "ÅR", 5),
    "period": Slot(r"\S.*", "PERIOD"),
    "kind": Slot(r"\S+", "SLAG"),
    "command": Slot(r"\S.*", "KOMMANDO"),
}


_ALIKE = {"a": "aåäàáâ", "o": "oöøóò", "e": "eéèë", "å": "aå", "ä": "aäæ", "ö": "oöø", "é": "eé"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say a command."""

    source: str
    regex: re.Pattern[str]
    literal: str  # its fixed words, folded
    opening: str  # those before the first slot, as they are written
    weight: tuple[int, int]  # fixed letters, then what its slots mean: the more, the likelier this command

    @classmethod
    def parse(cls, source: str) -> Pattern:
        """Compile a pattern string. ValueError for a slot that is not in SLOTS, or that comes first."""
        if source.startswith("{"):
            raise ValueError(f"pattern {source!r} begins with a slot")
        regex, literal, meaning = "", [], 0
        for part in source.split():
            slot = re.fullmatch(r"\{(\w+)(\??)\}", part)
            gap = r"\s++" if regex else ""  # possessive: no run of spaces is tried twice
            if slot is None:
                regex += gap + "".join(_letter(letter) for letter in part)
                literal.append(fold(part))
            elif slot[1] not in SLOTS:
                raise ValueError(f"unknown slot {part} in pattern {source!r}")
            else:
                group = f"{gap}(?P<{slot[1]}>{SLOTS[slot[1]].pattern})"
                regex += f"(?:{group})?" if slot[2] else group
                meaning += SLOTS[slot[1]].weight
        compiled = re.compile(regex + r"\s*", re.IGNORECASE | re.DOTALL)
        words = " ".join(literal)
        opening = source.partition("{")[0].strip()
        return cls(source, compiled, words, opening, (len(words), meaning))

    @property
    def shapes(self) -> tuple[str, ...]:
        """What it answers to, with every open slot alike: two commands may not have one of these in common."""
        slots = re.findall(r"\{(\w+)(\??)\}", self.source)
        skeleton = [
            (f"{{{slot[1]}}}" if SLOTS[slot[1]].weight > 1 else "{}") if slot else fold(part)
            for part in self.source.split()
            for slot in [re.fullmatch(r"\{(\w+)\??\}", part)]
        ]
        whole = " ".join(skeleton)
        return (whole, " ".join(skeleton[:-1])) if slots and slots[-1][1] else (whole,)

    @property
    def first_letters(self) -> str:
        """Every letter, in lower case, that a line which fits may begin with."""
        first = self.source[0].casefold()
        return _ALIKE.get(first, first)

    @property
    def usage(self) -> str:
        """How to write it: "rapportera ARBETE LÄGE [TEXT]"."""

        def shown(slot: re.Match[str]) -> str:
            word = SLOTS[slot[1]].word
            return f"[{word}]" if slot[2] else word

        return re.sub(r"\{(\w+)(\??)\}", shown, self.source)


def _letter(letter: str) -> str:
    alike = _ALIKE.get(letter.casefold())
    return f"[{alike}]" if alike else re.escape(letter)
