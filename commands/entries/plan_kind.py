"""A kind of entry that works consist of, or the programme itself: who may write it, and where its buttons lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from commands.command import COORDINATORS, LEADERS, Call
from commands.editing import entry_by_number
from commands.entries.fields import parted
from commands.entries.kind import EntryKind, Values
from commands.lookup import called, leads, must_lead
from commands.message import Action, Actions, Block, Fact, Facts, Field, Text, UserError
from commands.place import Place
from commands.sentences import sentence
from commands.swedish.dates import parse_when, shown_when
from storage import projects
from storage.tables import Project
from storage.tables.entry import Entry, SearchedEntry

PlanRow = TypeVar("PlanRow", bound=SearchedEntry)


@dataclass(frozen=True, kw_only=True)
class PlanKind(EntryKind[PlanRow]):
    """Its commands begin with its `word` ("risk 1", "ändra risk 1"); its list is called by its `plural`.

    `command` begins a line that adds one, where that is not `word`. Those who lead a work write its entries, those
    who coordinate all; other `writers` may too. `after_end` says that a closed work may still get one. `computed`
    facts are shown with the rest.
    """

    plural: str
    title: Callable[[Call, PlanRow], str]
    command: str = ""
    computed: Callable[[Call, PlanRow], tuple[Fact, ...]] = lambda _, __: ()
    after_end: bool = False

    @property
    def new(self) -> str:
        """The words that begin a line that adds one."""
        return self.command or self.word

    def find(self, call: Call, number: str) -> PlanRow:
        """The entry with this number, of a closed work too."""
        writes, everyone = call.match.command.writes, Action(f"Alla {self.plural}", self.plural)
        row = entry_by_number(
            call, self.table, number, self.word, everyone, withdrawn=not writes, neuter=self.is_neuter
        )
        if writes:
            replace(self, after_end=True).must_be_allowed(call, work_of(call, row))
        return row

    def must_be_allowed(self, call: Call, work: Project | None) -> None:
        """Raise UserError unless the sender may write this for the work; for the programme coordinators may."""
        if call.person.roles & (self.writers - LEADERS):
            return
        if work is None:
            if not call.person.roles & COORDINATORS:
                raise UserError(sentence("plan", "only_coordinators", word=self.word))
            return
        must_lead(call, work)
        if work.closed_at is not None and not self.after_end:
            look = Action("Om arbetet", f"arbete visa {work.name}")
            raise UserError(sentence("plan", "work_closed", work=called(work), many=self.plural), actions=(look,))

    def may_be_written(self, call: Call, work: Project | None) -> bool:
        """Whether the sender may write this kind for the work, or for the programme itself."""
        if call.person.roles & (self.writers - LEADERS):
            return True
        return leads(call, work) if work else bool(call.person.roles & COORDINATORS)

    def facts(self, call: Call, row: PlanRow) -> Facts:
        """All that an entry says, under the labels of its form."""
        work = work_of(call, row)
        stated = [("Arbete", called(work) if work else "Programmet")]
        stated += [(each.label, _shown(each)) for each in self.changing_fields(call, row)]
        return Facts((*(Fact(label, text) for label, text in stated if text), *self.computed(call, row)))

    def list_of(self, work: Project | None) -> Action:
        """A button to the others of the same work, or of the programme."""
        return Action(f"Alla {self.plural}", f"{self.plural} {Place(work, sure=True, rest='').command}")

    def moves(self, call: Call, row: PlanRow) -> tuple[Action, ...]:
        """What may be done with an entry that was just written."""
        change_it = Action("Ändra", self.change_command(row))
        may = (change_it,) if call.person.roles & LEADERS else ()
        return (Action("Visa", f"{self.word} {row.id}"), *may, self.list_of(work_of(call, row)))

    def change_command(self, row: PlanRow) -> str:
        """As it is typed: "ändra risk 1"."""
        return f"ändra {self.word} {row.id}"

    def read_change(self, _call: Call, text: str) -> Values:
        """What a line says of single fields. UserError when it says something else."""
        main, values = parted(self.all_fields, text)
        if main or not values:
            raise UserError(sentence("plan", "which_field", text=main or text, example=self.examples[0]))
        return values

    def changed(self, call: Call, row: PlanRow, columns: list[str]) -> tuple[Block, ...]:
        """That it is changed, what it says now, and what may be done."""
        text = sentence("plan", "changed", the=self.definite, neuter=self.is_neuter, is_changed=bool(columns))
        return Text(text), self.facts(call, row), Actions(self.moves(call, row))

    def removed(self, call: Call, row: PlanRow) -> tuple[Block, ...]:
        """That it is gone, and the others."""
        text = sentence("plan", "removed", the=self.definite, title=self.title(call, row), neuter=self.is_neuter)
        return Text(text), Actions((self.list_of(work_of(call, row)),))


def work_of(call: Call, row: Entry) -> Project | None:
    """The work of an entry, None for the programme's own."""
    return projects.get(call.session, row.project_id) if row.project_id else None


def is_when(call: Call, text: str) -> bool:
    """Whether a part of a line says when something is."""
    try:
        parse_when(text, call.today)
    except UserError:
        return False
    return True


def _shown(field: Field) -> str:
    labels = {option.value: option.label for option in field.options}
    return labels.get(field.value) or shown_when(field.value)
