"""Dependencies (beroenden) of works on each other and on named outside assignments (direktiv §3.1–3.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commands.command import Call
from commands.editing import Shown
from commands.entries.commands import add_command, commands_for_one, list_command
from commands.entries.fields import Columns, EntryField, LongText, WorkField
from commands.entries.kind import KindSheet
from commands.entries.listing import brief
from commands.entries.plan_kind import PlanKind, work_of
from commands.form import Submission
from commands.lookup import called
from commands.message import Action, Unclear, UserError
from commands.place import placed
from commands.sentences import sentence
from commands.swedish.text import listing as listed
from commands.workbook.shape import OWN_WORK, Cell
from storage import plan, projects
from storage.tables import Dependency

if TYPE_CHECKING:
    from commands.workbook.cells import Written
    from commands.workbook.gather import Export
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row

_OUTSIDE = re.compile(r"(?:uppdraget|uppdrag|utanför|utanfor)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class _OtherWork(WorkField):
    """The work that this one depends on. In the workbook its column also holds what is outside the programme."""

    def history(self, call: Call) -> Mapping[str, tuple[str, Shown | None]]:
        """The name that people use."""

        def name(id_: int) -> str:
            work = projects.get(call.session, id_)
            return called(work) if work else ""

        return {self.attribute: (self.heading, name)}

    def read(self, row: Row, ledger: Ledger, columns: Columns) -> Columns:
        """Another work, or something outside when no work bears the name."""
        on = row.text(self.heading)
        other = ledger.works.meant(on)
        if other is None and (possible := ledger.works.may_mean(on)):
            row.refuse(self.heading, f"”{on[:60]}” kan betyda {listed(possible)}. Skriv hela namnet.")
        elif other is not None and other == columns["project_id"]:
            row.refuse(self.heading, "Ett arbete kan inte bero på sig självt.")
        return {"other_id": other, "outside": on if other is None else ""}

    def write(self, entry: Any, export: Export) -> Written:
        """The work, or what is outside."""
        outside: str = entry.outside
        return export.works.get(entry.other_id or 0, outside)

    @property
    def soft(self) -> frozenset[str]:
        """What was outside may have become a work since."""
        return frozenset({"other_id", "outside"})

    def settle(self, row: Row, _ledger: Ledger, columns: Columns, entry: Dependency) -> Columns:
        """What was something outside still is, even if a work has got that name since."""
        if entry.outside and entry.outside == row.text(self.heading):
            return columns | {"other_id": None, "outside": entry.outside}
        return columns


def _check(call: Call, submission: Submission, row: Dependency | None, columns: Columns) -> Columns:
    """One of the two that it may depend on. UserError for both, none, itself, and what is recorded already."""
    work = work_of(call, row) if row else next(iter(projects.by_name(call.session, submission.text("work"))), None)
    if work is None:
        raise UserError(sentence("dependency", "of_a_work"))
    other_id, outside = columns["other_id"], columns["outside"]
    if (other_id is None) == (outside == ""):
        raise submission.refused({"other": sentence("dependency", "one_of_two")})
    if other_id == work.id:
        raise submission.refused({"other": sentence("dependency", "itself")})
    same = plan.same_dependency(call.session, work.id, other_id, outside)
    if same and (row is None or row.id != same.id):
        look = Action("Visa beroendet", f"beroende {same.id}")
        refusal = submission.refused({"other": sentence("dependency", "known", number=same.id)})
        refusal.actions = (look,)
        raise refusal
    return columns


def _read_line(call: Call, main: str) -> Mapping[str, str]:
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
    work = work_of(call, row)
    return called(work) if work else "Programmet"


_FIELDS = (
    _OtherWork("other", "Beror på arbetet", stored="other_id", keywords=(),
        hint="Ett arbete i programmet. Lämna tomt om det är ett uppdrag utanför.",
        cell=Cell("Ett annat arbetes namn, eller ett uppdrag.", "Nytt journalsystem", 44, "Beror på", needed=True)),
    EntryField("outside", "Uppdrag utanför programmet", keywords=(),
        hint="Om det inte är ett arbete i programmet, till exempel ett nationellt uppdrag eller ett it-projekt."),
    LongText("how", "Hur", hint="Vad behöver ni av varandra, och när?",
        cell=Cell("På vilket sätt.", "Teamet behöver läsa varandras anteckningar", 60)),
)  # fmt: skip

DEPENDENCY = PlanKind(
    table=Dependency, word="beroende", definite="Beroendet", plural="beroenden", is_neuter=True,
    fields=_FIELDS, check=_check,
    title=lambda call, row: sentence("dependency", "title", work=_of(call, row), other=depends_on(call, row)),
    read_line=_read_line, examples=("ändra beroende 1 hur: Samma team gör båda",),
    sheet=KindSheet(50, "Beroenden",
        "Det som ett arbete beror på: ett annat arbete, eller ett uppdrag utanför programmet.",
        key=("project_id", "other_id", "outside"),
        work=OWN_WORK),
)  # fmt: skip

add_dependency = add_command(
    DEPENDENCY,
    summary="Lägg in att ett arbete beror på ett annat, eller på ett uppdrag utanför",
    examples=(
        "beroende",
        "beroende BarnSäkert på Landsbygdsprojektet fas 2; samma personal",
        "beroende BarnSäkert på uppdraget Ny journal i länet; uppgifterna ska dit",
    ),
)
show_dependency, change_dependency, remove_dependency = commands_for_one(DEPENDENCY)


def _cells(call: Call, row: Dependency) -> tuple[str, ...]:
    return _of(call, row), marked(call, row), brief(row.how) or "–"


list_dependencies = list_command(
    DEPENDENCY,
    ("Arbete", "Beror på", "Hur"),
    _cells,
    summary="Beroenden, för allt eller för ett arbete, åt båda håll",
    examples=("beroenden", "beroenden BarnSäkert"),
    says_work=True,
)
