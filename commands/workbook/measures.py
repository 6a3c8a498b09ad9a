"""What the measures are called in a workbook, where several works may have one of the same name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlmodel import Session

from commands.place import PROGRAMME
from storage import figures, projects
from storage.tables import Measure


def measures_in_full(session: Session) -> Iterator[tuple[Measure, str]]:
    """Each measure, with its name and its work, or "programmet", after it: "Väntetid (Hemgång)"."""
    known = figures.measures(session)
    works = {work.id: work.name for work in projects.several(session, {each.project_id or 0 for each in known})}
    for each in known:
        yield each, f"{each.name} ({works.get(each.project_id or 0, PROGRAMME)})"


def shortest_names(session: Session) -> dict[int, str]:
    """How each measure is written so that it is found again: by its name where no other has that."""
    known = list(measures_in_full(session))
    same = Counter(each.key for each, _ in known)
    return {each.id: in_full if same[each.key] > 1 else each.name for each, in_full in known}
