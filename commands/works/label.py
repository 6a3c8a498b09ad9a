"""The labels of a work in one line: delmål, nyttoobjekt, målgrupp, inriktning. What there is to choose is data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from commands.command import LEADERS, Call, command
from commands.lookup import TIED_LABELS, button_to_work, called, work_to_change
from commands.message import Action, Reply, UserError
from commands.sentences import sentence
from commands.swedish.text import listing, short
from commands.swedish.words import LABEL_KINDS
from storage import labels, project_changes, projects
from storage.swedish import fold
from storage.tables import Label
from storage.words import LabelKind

_NONE = frozenset({"inga", "ingen", "inget"})


@command(
    "arbete ändra {work} {label} {words}",
    summary="Ändra ett arbetes delmål, nyttoobjekt, målgrupp eller inriktning på en rad",
    examples=("arbete ändra BarnSäkert delmål 1; 4", "arbete ändra BarnSäkert inriktning nära team"),
    roles=LEADERS,
    writes=True,
)
def change_labels(call: Call, work: str, label: str, words: str) -> Reply:
    """Tie a work to just these labels of a kind, by number or text; "inga" takes them away."""
    found = work_to_change(call, work)
    kind = label_kind(label)
    known = labels.of_kinds(call.session, kind)
    chosen = [] if fold(words) in _NONE else [_chosen(part, kind, known) for part in _parts(words)]
    ties = project_changes.ties(call.session, found.id)
    others = [each.id for each in projects.labels(call.session, [found.id])[found.id] if each.kind is not kind]
    project_changes.change(call.session, found, {}, replace(ties, labels=(*others, *(each.id for each in chosen))))
    texts = [each.text for each in chosen]
    changed = sentence("label", "changed", work=called(found), kind=LABEL_KINDS[kind], texts=texts)
    others_with = (Action("Andra med samma", f"portfölj {LABEL_KINDS[kind]} {texts[0]}"),) if texts else ()
    return Reply.of(changed, button_to_work(found), *others_with)


def label_kind(word: str) -> LabelKind:
    """The kind that a word of the slot {label} names, in the singular or the plural."""
    return next(kind for kind in TIED_LABELS if fold(word).startswith(fold(LABEL_KINDS[kind])))


def _parts(words: str) -> Sequence[str]:
    """Several by ";" or ",", or only numbers with spaces between: a text may hold "och"."""
    if re.fullmatch(r"\d+(?:(?:\s+och)?\s+\d+)*", words):
        return re.findall(r"\d+", words)
    return [part.strip() for part in re.split(r"[;,]", words) if part.strip()]


def _chosen(typed: str, kind: LabelKind, known: Sequence[Label]) -> Label:
    """The label with this number or text, or the only one that has these words. UserError with what there is."""
    same = [each for each in known if typed == str(each.number) or fold(typed) == each.key]
    holding = same or [each for each in known if fold(typed) and fold(typed) in each.key]
    if len(holding) == 1:
        return holding[0]
    there = listing([f"{each.number}: {each.text}" if each.number else each.text for each in known])
    raise UserError(sentence("label", "unknown", typed=short(typed), kind=LABEL_KINDS[kind], there=there))
