"""What an entry is about, from the beginning of its line: "BarnSäkert …", "demens: …", "programmet …"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from commands.command import Call
from commands.form import Submission
from commands.lookup import find_work
from commands.message import Unclear, UserError
from commands.swedish.names import Candidate, find
from storage import projects
from storage.swedish import fold
from storage.tables import Project

PROGRAMME = "programmet"
"""What means the programme itself where a work could be named."""
_PROGRAMME = frozenset({"programmet", "program", "hela programmet"})
_MAX_NAME_WORDS = 30
"""No name of a work is longer."""
_MAX_HINT_WORDS = 6
_NEARLY = 85
"""Of 100: a name with a slip of the finger is still that name."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a line is about, and the `rest` of it. A work that was only hinted at is not `sure`: it is asked about.

    `work` is None for the programme itself when `sure`, and when nothing was said at all.
    """

    work: Project | None
    sure: bool
    rest: str

    @property
    def command(self) -> str:
        """Its name in a command."""
        return self.work.name if self.work else PROGRAMME


def placed(call: Call, text: str, slot: str = "told") -> Place:
    """Which work, or the programme, a line begins with.

    A name, short name or alias is sure, with a slip of the finger too, and so is what comes before a colon.
    Any other beginning that fits one work is a hint. Unclear, with buttons that say the line again, when the
    beginning fits several works. `slot` is the one that holds `text`.
    """
    words = text.split()
    first = fold(words[0]).rstrip(":") if words else ""
    if first in _PROGRAMME:
        return Place(None, sure=True, rest=_after(text, 1))
    return _named(call, text) or _before_colon(call, text, slot) or _hinted(call, text, slot)


def work_filled_in(call: Call, submission: Submission, name: str = "work") -> Project | None:
    """The work in a field of a form, None when it was left empty. UserError with the form to mend."""
    typed = submission.text(name)
    if not typed or fold(typed) in _PROGRAMME:
        return None
    try:
        return find_work(call, typed)
    except UserError as error:
        raise submission.refused({name: error.message}) from error
    except Unclear as unclear:
        raise submission.refused(
            {name: f"Flera arbeten kan heta så: ”{typed[:60]}”. Skriv hela namnet."}
        ) from unclear


def named_first(call: Call, text: str) -> tuple[Project, str] | None:
    """The work whose exact name, whatever words are in it, the text begins with, and the rest; the longest name."""
    words = text.split()
    beginnings = {count: " ".join(words[:count]) for count in range(min(len(words), _MAX_NAME_WORDS), 0, -1)}
    known = projects.ids_by_names(call.session, list(beginnings.values()))
    for count, beginning in beginnings.items():
        ids = known.get(fold(beginning), [])
        is_word = fold(words[count - 1]) != ""  # an emoji after a name is no part of it
        named = projects.get(call.session, ids[0]) if len(ids) == 1 and is_word else None
        if named:
            return named, _after(text, count)
    return None


def _named(call: Call, text: str) -> Place | None:
    found = named_first(call, text)
    return Place(found[0], sure=True, rest=found[1].lstrip(" :,–-")) if found else None


def _before_colon(call: Call, text: str, slot: str) -> Place | None:
    """What comes before the first colon, if that is the name of something; "kl 12:30" and "orsak:" are not."""
    head, colon, tail = text.partition(":")
    if not colon or not head.strip() or len(head.split()) > _MAX_HINT_WORDS:
        return None
    ids = find(head, _candidates(call)).ids
    if len(ids) > 1:
        find_work(_spanning(call, slot, head), head, slot)
    work = projects.get(call.session, ids[0]) if len(ids) == 1 else None
    return Place(work, sure=True, rest=tail.strip()) if work else None


def _hinted(call: Call, text: str, slot: str) -> Place:
    """The longest beginning that fits one work; asks when it fits several, and says nothing when it fits none."""
    words, candidates = text.split(), _candidates(call)
    meant: tuple[int, int] | None = None
    several = ""
    for count in range(1, min(len(words), _MAX_HINT_WORDS) + 1):
        found = find(" ".join(words[:count]), candidates)
        if not found.ids or not found.alone or (meant and found.ids != (meant[0],)):
            break
        if len(found.ids) == 1:
            meant = (found.ids[0], count)
        else:
            several = " ".join(words[:count])
    if meant is None:
        if several:
            find_work(_spanning(call, slot, several), several, slot)
        return Place(None, sure=False, rest=text)
    said = fold(" ".join(words[: meant[1]]))
    keys = next(each.keys for each in candidates if each.id == meant[0])
    is_sure = max(fuzz.ratio(said, key) for key in keys) >= _NEARLY
    return Place(projects.get(call.session, meant[0]), sure=is_sure, rest=_after(text, meant[1]))


def _candidates(call: Call) -> list[Candidate]:
    return [Candidate(id_, keys) for id_, keys in projects.name_keys(call.session).items()]


def _spanning(call: Call, slot: str, beginning: str) -> Call:
    """The same call with only the beginning of a slot in it, so that a button puts another name there."""
    said = beginning.strip()
    start = max(call.text.find(said, call.match.spans[slot][0]), 0)
    spans = {**call.match.spans, slot: (start, start + len(said))}
    return replace(call, match=replace(call.match, spans=spans))


def _after(text: str, count: int) -> str:
    parts = text.split(maxsplit=count)
    return parts[count].strip() if len(parts) > count else ""
