"""Benefits (nyttor): an effect, who takes it home, and how it went, also after the end of the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from commands.command import Call
from commands.editing import Shown
from commands.entries.commands import add_command, commands_for_one, list_command
from commands.entries.fields import Columns, EntryField, LongText
from commands.entries.kind import KindSheet
from commands.entries.listing import brief
from commands.entries.plan_kind import PlanKind, is_when
from commands.entries.times import ClosedOn, Period
from commands.form import Submission
from commands.lookup import label_value
from commands.message import Field, FieldType, Option
from commands.sentences import sentence
from commands.swedish.dates import shown_when
from commands.workbook.shape import DONE, TEXT, WHEN, Cell
from storage import labels
from storage.tables import Benefit, Label
from storage.words import LabelKind

if TYPE_CHECKING:
    from commands.workbook.cells import Written
    from commands.workbook.gather import Export
    from commands.workbook.ledger import Ledger
    from commands.workbook.rows import Row


@dataclass(frozen=True, kw_only=True)
class _BenefitObject(EntryField):
    """The label of the programme that the benefit belongs to; not asked for where there are none."""

    type: FieldType = FieldType.CHOICE
    max_length: int = TEXT

    def form_field(self, call: Call, entry: Any) -> Field | None:
        """A choice of the benefit objects, if there are any."""
        return EntryField.form_field(self, call, entry) if _labels(call) else None

    def options(self, call: Call) -> tuple[Option, ...]:
        """The benefit objects."""
        return tuple(Option(label.text, value) for value, label in _labels(call).items())

    def form_value(self, call: Call, entry: Any) -> str:
        """The number of the label, or its text where it has none."""
        return next((value for value, label in _labels(call).items() if label.id == entry.label_id), "")

    def to_columns(self, call: Call, submission: Submission, _entry: Any) -> Columns:
        """The label."""
        label = _labels(call).get(submission.text(self.name))
        return {self.attribute: label.id if label else None}

    def history(self, call: Call) -> Mapping[str, tuple[str, Shown | None]]:
        """The text of the label."""
        return {self.attribute: (self.label, {each.id: each.text for each in _labels(call).values()}.__getitem__)}

    def read(self, row: Row, ledger: Ledger, _columns: Columns) -> Columns:
        """The label that a cell names."""
        written = row.line(self.heading)
        label = ledger.labels.find(row, self.heading, LabelKind.BENEFIT_OBJECT, written) if written else None
        return {self.attribute: label.id if label else None}

    def write(self, entry: Any, export: Export) -> Written:
        """The shortest that names the label."""
        return export.labels.get(entry.label_id or 0)


def _labels(call: Call) -> Mapping[str, Label]:
    known = labels.of_kinds(call.session, LabelKind.BENEFIT_OBJECT)
    return {label_value(label): label for label in known}


def _read_line(call: Call, main: str) -> Mapping[str, str]:
    """Read "Färre väntar länge; Lena Exempel; HT 2028": effect, who takes it home, when it is followed up."""
    effect, *parts = (part.strip() for part in main.split(";"))
    values = {"effect": effect}
    for part in filter(None, parts):
        follows_up = "follow_up" not in values and is_when(call, part)
        values.setdefault(
            "follow_up" if follows_up else "responsible" if "responsible" not in values else "outcome", part
        )
    return values


_FIELDS = (
    LongText("effect", "Effekt", required=True, hint="Vad blir bättre, och för vem?",
        cell=Cell("Det som ska bli bättre.", "Fler får stöd tidigt", 50)),
    EntryField("responsible", "Effekthemtagningsansvarig", required=True,
        hint="Den som ser till att nyttan tas hem i verksamheten.",
        keywords=("ansvarig:", "effekthemtagningsansvarig:"),
        cell=Cell("Den som ser till att effekten hämtas hem.", "Anna Exempel", 28, "Ansvarig", needed=False)),
    _BenefitObject("label", "Nyttoobjekt", stored="label_id",
        cell=Cell("Nummer eller text från Etiketter.", "2", 16)),
    Period("follow_up", "Uppföljning", stored="follow_up_text", starts="", ends="follow_up_on",
        hint="Till exempel HT 2028. Det får vara efter arbetets slut.",
        cell=Cell(f"När effekten följs upp. {WHEN}", "HT 2028", 16)),
    LongText("outcome", "Utfall", hint="Hur blev det? Fylls i när det är uppföljt.",
        cell=Cell("Hur det gick.", "Väntetiden är halverad", 50)),
)  # fmt: skip

_HOME = replace(DONE, hint="Dagen då effekten var hemtagen. Tomt betyder att den inte är det.")
BENEFIT = PlanKind(
    table=Benefit, word="nytta", definite="Nyttan", plural="nyttor", after_end=True,
    fields=_FIELDS, closed=ClosedOn(label="Hemtagen", plural="hemtagna", stored="realised_on", cell=_HOME),
    title=lambda _, row: row.effect, read_line=_read_line,
    examples=("ändra nytta 1 utfall: Väntetiden är halverad",),
    sheet=KindSheet(120, "Nyttor",
        "Effekterna som arbetena ska ge, och hur det gick med dem, även efter arbetets slut.",
        key=("project_id", "effect"), sort=lambda row, _: row.follow_up_on or date.max),
)  # fmt: skip

add_benefit = add_command(
    BENEFIT,
    summary="Lägg in en nytta: effekt, vem som tar hem den och när den följs upp",
    examples=("nytta", "nytta BarnSäkert Fler får stöd tidigt; Lena Exempel; HT 2030; nyttoobjekt: 1"),
)
show_benefit, change_benefit, remove_benefit, close_benefit = commands_for_one(BENEFIT)


def _cells(call: Call, row: Benefit) -> tuple[str, ...]:
    label = next((label.text for label in _labels(call).values() if label.id == row.label_id), "–")
    home = f"{sentence('benefit', 'home', date=row.realised_on)} " if row.realised_on else ""
    follow_up = shown_when(row.follow_up_text) or "–"
    return brief(row.effect), label, row.responsible or "–", follow_up, f"{home}{brief(row.outcome)}".strip() or "–"


list_benefits = list_command(
    BENEFIT,
    ("Effekt", "Nyttoobjekt", "Ansvarig", "Uppföljning", "Utfall"),
    _cells,
    summary="Nyttor och hur det går med dem, även efter arbetets slut",
    examples=("nyttor", "nyttor BarnSäkert"),
)
