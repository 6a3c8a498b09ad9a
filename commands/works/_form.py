"""The form of a development work: its fields with their current values, and read back into columns and ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from commands.command import Call
from commands.entries.fields import Choice, Columns, EntryField, LongText, Name
from commands.form import Submission
from commands.lookup import TIED_LABELS, button_to_work, called, label_value, party_options
from commands.message import MAX_NAME, MAX_TEXT, Field, FieldType, Form, Option, UserError
from commands.register import END, SHORT_NAME, START, Derived, Fields, refuse_backwards, unique_names, wrong_names
from commands.sentences import sentence
from commands.swedish.text import listing
from commands.swedish.words import FORMS, LABEL_KINDS, STAGES
from commands.works.leaders import leader_ids, written_name
from storage import labels, parties, programme, project_changes, projects
from storage.project_changes import Ties
from storage.swedish import fold
from storage.tables import Label, Project
from storage.words import LabelKind, PartyKind, Stage, Standing, WorkForm

CLOSED_STAGES = (Stage.CLOSED, Stage.ABORTED)


class _Labels(EntryField):
    """The labels of the kind that the field is named for; not asked for where there are none."""

    def form_field(self, call: Call, row: Any) -> Field | None:
        return EntryField.form_field(self, call, row) if self._known(call) else None

    def options(self, call: Call) -> tuple[Option, ...]:
        return tuple(Option(label.text, label_value(label)) for label in self._known(call))

    def form_value(self, call: Call, row: Any) -> str:
        tied = projects.labels(call.session, [row.id])[row.id]
        return "; ".join(label_value(label) for label in tied if label.kind == self.name)

    def to_columns(self, call: Call, submission: Submission, _row: Any) -> Columns:
        chosen = submission.several(self.name)
        return {self.name: [label.id for label in self._known(call) if label_value(label) in chosen]}

    def _known(self, call: Call) -> Sequence[Label]:
        return labels.of_kinds(call.session, LabelKind(self.name))


def _take_aliases(_call: Call, submission: Submission, _work: Project | None) -> Columns:
    own = {fold(submission.text("name")), fold(submission.text("short_name"))}
    return {"aliases": [name for name in unique_names(submission, "aliases") if fold(name) not in own]}


def _show_parties(call: Call, work: Project) -> str:
    taking_part = {party.id for party in projects.parties(call.session, [work.id])[work.id]}
    everyone = parties.every_party(call.session)  # the region first
    return "; ".join(called(party) for party in everyone if party.id in taking_part)


def _take_parties(call: Call, submission: Submission, _work: Project | None) -> Columns:
    everyone, chosen = parties.every_party(call.session), submission.several("parties")
    return {"parties": [party.id for party in everyone if called(party) in chosen]}


def _take_leaders(call: Call, submission: Submission, work: Project | None) -> Columns:
    current = projects.leaders(call.session, [work.id])[work.id] if work else []
    ids, new_people = leader_ids(call, submission, current)
    return {"leaders": ids, "new_people": new_people}


DESCRIPTION = LongText("description", "Beskrivning")
PARTIES = Derived("parties", "Parter", type=FieldType.CHOICES, choices=party_options, show=_show_parties,
    take=_take_parties)  # fmt: skip
_BEFORE_STAGE = (
    Name("name", "Namn"),
    replace(SHORT_NAME, hint="Det som ni säger till vardags, till exempel BarnSäkert."),
    Derived("aliases", "Kallas också", hint="Andra namn som folk använder, med semikolon mellan.",
        show=lambda call, work: "; ".join(projects.aliases(call.session, [work.id])[work.id]), take=_take_aliases),
    DESCRIPTION,
    Choice("form", "Form", required=True, vocabulary=FORMS),
)  # fmt: skip
_AFTER_STAGE = (
    PARTIES,
    EntryField("scope", "Omfattning", max_length=MAX_TEXT,
        hint="Till exempel hela länet, eller en enda vårdcentral."),
    Derived("leaders", "Projektledare",
        hint="Namn, Organisation – med semikolon mellan om de är flera. "
            "Den som redan finns räcker det att skriva namnet på.",
        show=lambda call, work: "; ".join(map(written_name, projects.leaders(call.session, [work.id])[work.id])),
        take=_take_leaders),
    EntryField("commissioner", "Beställare", max_length=MAX_NAME),
    START,
    END,
    *(_Labels(kind.value, LABEL_KINDS[kind].capitalize(), type=FieldType.CHOICES, max_length=MAX_TEXT)
      for kind in TIED_LABELS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form says of a work: its columns, what it is tied to, and the names of persons who are new."""

    values: Mapping[str, Any]
    ties: Ties
    new_people: Sequence[str]


def new_fields(call: Call, name: str) -> tuple[Field, ...]:
    """The fields of a new work, with what is usual."""
    known = programme.get(call.session)
    usual = {"form": FORMS[WorkForm.PROJECT], "stage": STAGES[Stage.PLANNING]}
    values = usual | {"name": name, "commissioner": known.commissioner if known else ""}
    return fields_of(None).form_fields(call, values)


def fields_of(work: Project | None) -> Fields:
    """The fields of a work, or of a new one. A work is closed by `avsluta`, not by its stage."""
    own = work.stage if work else None
    words = {stage: word for stage, word in STAGES.items() if stage not in CLOSED_STAGES or stage is own}
    stage = Choice("stage", "Fas", required=True, vocabulary=words)
    return Fields(*_BEFORE_STAGE, stage, *_AFTER_STAGE)


def draft(call: Call, submission: Submission, work: Project | None) -> Draft:
    """What was filled in. UserError with the form to mend: a name is taken, a person or a time is not known."""
    names = {name: [submission.line(name)] for name in ("name", "short_name") if submission.text(name)}
    refuse_names(call, names | {"aliases": unique_names(submission, "aliases")}, submission, work)
    columns = fields_of(work).to_columns(call, submission, work)
    refuse_backwards(submission, columns["start_on"], columns["end_on"])
    columns["standing"] = standing_for(columns["stage"], work)
    missing = missing_parties(call, columns["parties"]) if columns["standing"] is Standing.INCLUDED else []
    if missing:
        raise submission.refused({"parties": sentence("project", "stays_included", missing=listing(missing))})
    new_people = columns.pop("new_people")
    tied = [id_ for kind in TIED_LABELS for id_ in columns.pop(kind.value)] + _other_labels(call, work)
    ties = Ties(columns.pop("aliases"), columns.pop("parties"), columns.pop("leaders"), tied)
    return Draft(columns, ties, new_people)


def standing_for(stage: Stage, work: Project | None) -> Standing:
    """Included stays included; anything else is an early idea while it is an idea, and followed after that."""
    if work is not None and (work.standing is Standing.INCLUDED or stage is work.stage):
        return work.standing
    return Standing.IDEA if stage is Stage.IDEA else Standing.FOLLOWED


def missing_parties(call: Call, party_ids: Sequence[int]) -> list[str]:
    """Who must take part before a work can be included and does not (årsrapport 2024, §3); empty when it can."""
    kinds = {party.kind for party in parties.every_party(call.session) if party.id in party_ids}
    needed = {PartyKind.REGION: "regionen", PartyKind.MUNICIPALITY: "minst en kommun"}
    return [who for kind, who in needed.items() if kind not in kinds]


def changed_labels(before: Form, now: Mapping[str, str]) -> list[str]:
    """The labels of the fields that hold something else than before, in lower case."""
    return [each.label.lower() for each in before.fields if each.value != now[each.name]]


def refuse_names(
    call: Call,
    named: Mapping[str, Sequence[str]],
    submission: Submission | None = None,
    work: Project | None = None,
) -> None:
    """Raise UserError, with a button to each other work that bears one of the names in each field; or none may."""
    project_changes.hold_names(call.session)
    own_id = work.id if work else None
    taken = project_changes.name_holders(call.session, [name for names in named.values() for name in names], own_id)
    bearers = {each.id: each for each in projects.several(call.session, set(taken.values()))}
    errors = wrong_names(named, {key: bearers[id_].name for key, id_ in taken.items()}, "project")
    if errors:
        buttons = tuple(button_to_work(each, called(each)) for each in bearers.values())
        raise (
            submission.refused(errors, buttons)
            if submission
            else UserError(" ".join(errors.values()), actions=buttons)
        )


def _other_labels(call: Call, work: Project | None) -> list[int]:
    """The labels of a work of kinds that the form does not ask for."""
    kept = projects.labels(call.session, [work.id])[work.id] if work else []
    return [label.id for label in kept if label.kind not in TIED_LABELS]
