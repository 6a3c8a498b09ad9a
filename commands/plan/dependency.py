"""Dependencies (beroenden) of works on each other and on named outside assignments (direktiv §3.1–3.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from commands.command import LEADERS, Call, command
from commands.editing import Shown, as_text
from commands.entries.commands import commands_for_one
from commands.entries.kind import LONGEST, LONGEST_LINE, EntryKind
from commands.entries.listing import brief, listing
from commands.entries.writing import add
from commands.form import Submission
from commands.lookup import called
from commands.message import Action, Field, FieldType, Reply, Unclear, UserError
from commands.place import placed, work_filled_in
from commands.sentences import sentence
from storage import plan, projects
from storage.tables import Dependency

_OUTSIDE = re.compile(r"(?:uppdraget|uppdrag|utanför|utanfor)\s+(?=\S)", re.IGNORECASE)


def _fields(_: Call) -> tuple[Field, ...]:
    outside = "Uppdrag utanför programmet"
    return (
        Field("other", "Beror på arbetet", FieldType.PROJECT, hint=sentence("dependency", "other"), max_length=300),
        Field("outside", outside, hint=sentence("dependency", "outside"), max_length=LONGEST_LINE),
        Field("how", "Hur", FieldType.LONG_TEXT, hint=sentence("dependency", "how"), max_length=LONGEST),
    )


def _written(call: Call, row: Dependency) -> dict[str, str]:
    other = projects.get(call.session, row.other_id) if row.other_id else None
    return {"other": other.name if other else "", "outside": row.outside, "how": row.how}


def _columns(call: Call, submission: Submission, row: Dependency | None) -> dict[str, object]:
    """One of the two that it may depend on. UserError for both, none, itself, and what is said already."""
    works = projects.by_name(call.session, submission.text("work"))
    if not works:
        raise UserError(sentence("dependency", "of_a_work"))
    other, outside = work_filled_in(call, submission, "other"), submission.text("outside")
    if (other is None) == (outside == ""):
        raise submission.refused({"other": sentence("dependency", "one_of_two")})
    if other and other.id == works[0].id:
        raise submission.refused({"other": sentence("dependency", "itself")})
    same = plan.same_dependency(call.session, works[0].id, other.id if other else None, outside)
    if same and (row is None or row.id != same.id):
        look = Action("Visa beroendet", f"beroende {same.id}")
        refusal = submission.refused({"other": sentence("dependency", "known", number=same.id)})
        refusal.actions = (look,)
        raise refusal
    return {"other_id": other.id if other else None, "outside": outside, "how": submission.text("how")}


def _unlabelled(call: Call, main: str) -> Mapping[str, str]:
    """Read "på Landsbygdsprojektet fas 2; samma personal"; what is no work is an outside assignment."""
    on = re.sub(r"^(?:beror )?på\s+", "", main, flags=re.IGNORECASE)
    name, _, how = (part.strip() for part in on.partition(";"))
    if outside := _OUTSIDE.match(on):
        return {"outside": name[outside.end() :], "how": how}
    place = placed(call, on)
    if place.work is None:
        return {"outside": name, "how": how}
    if not place.sure:
        raise _unsure(call, name, place.work.name)
    return {"other": place.work.name, "how": place.rest.lstrip(" ;,")}


def _unsure(call: Call, name: str, work: str) -> Unclear:
    """Which was meant: the work that the words resemble, or an assignment of that name."""
    start = call.text.rindex(name)

    def retyped(said: str) -> str:
        return call.text[:start] + said + call.text[start + len(name) :]

    outside = Action(sentence("dependency", "is_outside", name=brief(name)), retyped(f"uppdraget {name}"))
    return Unclear(sentence("dependency", "which", name=brief(name)), (Action(work, retyped(work)), outside))


def depends_on(call: Call, row: Dependency) -> str:
    """What is depended on, by the name that people use."""
    other = projects.get(call.session, row.other_id) if row.other_id else None
    return called(other) if other else row.outside


def marked(call: Call, row: Dependency) -> str:
    """The same; what is outside the programme says so."""
    name = depends_on(call, row)
    return name if row.other_id else sentence("dependency", "marked", name=name)


def _of(call: Call, row: Dependency) -> str:
    work = projects.get(call.session, row.project_id) if row.project_id else None
    return called(work) if work else "Programmet"


def _told(call: Call) -> Mapping[str, tuple[str, Shown]]:
    def name(id_: int) -> str:
        work = projects.get(call.session, id_)
        return called(work) if work else ""

    return {"other_id": ("Beror på", name), "outside": ("Uppdrag utanför", as_text), "how": ("Hur", as_text)}


DEPENDENCY = EntryKind(
    table=Dependency,
    word="beroende",
    many="beroenden",
    the="Beroendet",
    fields=_fields,
    written=_written,
    columns=_columns,
    title=lambda call, row: sentence("dependency", "title", work=_of(call, row), other=depends_on(call, row)),
    unlabelled=_unlabelled,
    changes=("ändra beroende 1 hur: Samma team gör båda",),
    labels={"hur:": "how"},
    told=_told,
    is_neuter=True,
)


@command(
    "beroende {told?}",
    "beroende nytt",
    summary="Lägg in att ett arbete beror på ett annat, eller på ett uppdrag utanför",
    examples=(
        "beroende",
        "beroende BarnSäkert på Landsbygdsprojektet fas 2; samma personal",
        "beroende BarnSäkert på uppdraget Ny journal i länet; uppgifterna ska dit",
    ),
    roles=LEADERS,
    writes=True,
)
def add_dependency(call: Call, told: str = "") -> Reply:
    """Save the line, or open the form with what it says."""
    return add(call, DEPENDENCY, told)


show_dependency, change_dependency, remove_dependency = commands_for_one(DEPENDENCY)


@command(
    "beroenden {words?}",
    summary="Beroenden, för allt eller för ett arbete, åt båda håll",
    examples=("beroenden", "beroenden BarnSäkert"),
)
def dependencies(call: Call, words: str = "") -> Reply:
    """Who depends on what; those of one work in both directions (rule 5)."""
    return listing(call, DEPENDENCY, words, ("Arbete", "Beror på", "Hur"), _cells, says_work=True)


def _cells(call: Call, row: Dependency) -> tuple[str, ...]:
    return _of(call, row), marked(call, row), brief(row.how) or "–"
