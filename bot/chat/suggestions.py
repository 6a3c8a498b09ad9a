"""Names while a person types in a form or a search: works and people."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from commands.lookup import called
from commands.swedish.names import Candidate, find
from commands.swedish.text import in_order
from storage import people, projects
from storage.swedish import fold
from storage.tables import Project

MOST = 100
"""How many names a menu of Slack's holds; nobody reads through more."""


def own_works(session: Session, person_id: int) -> list[Project]:
    """The open works that a person leads."""
    return [work for work in projects.led_by(session, person_id) if work.closed_at is None]


def works(session: Session, typed: str, person_id: int) -> list[tuple[str, str]]:
    """Works (shown, sent) that what was typed may mean, the best first; for nothing typed, the person's own."""
    if not typed.strip():
        return [(called(work), work.name) for work in in_order(own_works(session, person_id), called)]
    ids = _meant(typed, projects.name_keys(session))
    by_id = {work.id: work for work in projects.several(session, ids)}
    return [(called(by_id[id_]), by_id[id_].name) for id_ in ids if id_ in by_id]


def persons(session: Session, typed: str) -> list[tuple[str, str]]:
    """Names of people, as for works."""
    everyone = {each.id: each for each in people.everyone(session) if each.anonymised_at is None}
    if not typed.strip():
        return [(each.name, each.name) for each in in_order(everyone.values(), lambda each: each.name)][:MOST]
    ids = _meant(typed, {id_: (each.key,) for id_, each in everyone.items()})
    return [(everyone[id_].name, everyone[id_].name) for id_ in ids]


def _meant(typed: str, keys: Mapping[int, tuple[str, ...]]) -> list[int]:
    """What the whole text means, then every name that has it somewhere: one is still typing."""
    found = find(typed, [Candidate(id_, each) for id_, each in keys.items()])
    piece = fold(typed)
    holding = sorted(id_ for id_, each in keys.items() if piece and any(piece in key for key in each))
    return list(dict.fromkeys([*found.ids, *holding, *found.near]))[:MOST]
