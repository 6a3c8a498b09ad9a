"""The form of a development work: its fields, filled from what stands, and read back into columns and ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commands.command import Call
from commands.form import Submission
from commands.lookup import TIED_LABELS, called, label_value, party_options
from commands.message import Action, Field, FieldType, Form, Option, UserError
from commands.sentences import sentence
from commands.swedish.dates import When, local, moment, with_year
from commands.swedish.text import listing, short
from commands.swedish.words import FORMS, LABEL_KINDS, STAGES, options
from commands.works.leaders import leader_ids, written_name
from storage import labels, parties, programme, project_changes, projects
from storage.project_changes import Ties
from storage.swedish import fold
from storage.tables import Project
from storage.words import PartyKind, Stage, Standing, WorkForm

LONGEST_NAME, LONGEST = 200, 3000
CLOSED_STAGES = (Stage.CLOSED, Stage.ABORTED)
PLAIN = ("short_name", "description", "scope", "commissioner")
"""Columns that are kept as they are typed, under the same field names."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form says of a work: its columns, what it is tied to, and the names of persons who are new."""

    values: Mapping[str, Any]
    ties: Ties
    new_people: Sequence[str]


def fields(call: Call, work: Project | None = None, name: str = "") -> tuple[Field, ...]:
    """The fields of a work, with what stands; for a new one, what is usual."""
    is_ = _standing_values(call, work) if work else _usual_values(call, name)
    return (
        Field("name", "Namn", required=True, value=is_["name"], max_length=LONGEST_NAME),
        Field(
            "short_name", "Kortnamn", value=is_["short_name"], hint=sentence("project", "short_name"), max_length=60
        ),
        Field("aliases", "Kallas också", value=is_["aliases"], hint=sentence("project", "aliases")),
        Field("description", "Beskrivning", FieldType.LONG_TEXT, value=is_["description"], max_length=LONGEST),
        Field("form", "Form", FieldType.CHOICE, required=True, value=is_["form"], options=options(FORMS)),
        Field("stage", "Fas", FieldType.CHOICE, required=True, value=is_["stage"], options=_stages(work)),
        Field("parties", "Parter", FieldType.CHOICES, value=is_["parties"], options=party_options(call)),
        Field("scope", "Omfattning", value=is_["scope"], hint=sentence("project", "scope"), max_length=LONGEST),
        Field("leaders", "Projektledare", value=is_["leaders"], hint=sentence("project", "leaders")),
        Field("commissioner", "Beställare", value=is_["commissioner"], max_length=LONGEST_NAME),
        Field("start", "Start", value=is_["start"], hint=sentence("project", "when"), max_length=60),
        Field("end", "Slut", value=is_["end"], hint=sentence("project", "when"), max_length=60),
        *_label_fields(call, is_),
    )


def draft(call: Call, submission: Submission, work: Project | None) -> Draft:
    """What was filled in. UserError with the form to mend: a name is taken, a person or a time is not known."""
    aliases = _checked_names(call, submission, work)
    stage = submission.word("stage", STAGES) or Stage.IDEA
    values: dict[str, Any] = {name: submission.text(name) for name in PLAIN}
    values |= {"name": _one_line(submission.text("name")), "short_name": _one_line(submission.text("short_name"))}
    values |= {"form": submission.word("form", FORMS) or WorkForm.PROJECT, "stage": stage}
    values |= _times(submission, work)
    values["standing"] = standing_for(stage, work)
    parties = party_ids(call, submission)
    if values["standing"] is Standing.INCLUDED and (missing := missing_parties(call, parties)):
        raise submission.refused({"parties": sentence("project", "stays_included", missing=listing(missing))})
    current = projects.leaders(call.session, [work.id])[work.id] if work else []
    leaders, new_people = leader_ids(call, submission, current)
    return Draft(values, Ties(aliases, parties, leaders, _label_ids(call, submission, work)), new_people)


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


def refuse_if_moved(call: Call, submission: Submission, work: Project) -> None:
    """Raise UserError, with what differs marked in the form, when somebody changed the work in the meantime."""
    if submission.text("version") == str(work.version):
        return
    seen = submission.text("version")
    latest = project_changes.changed_since(call.session, work.id, int(seen) if seen.isdecimal() else 0)
    who = latest[0].name if latest and latest[0] else ""
    when = moment(local(latest[1], call.zone)) if latest else ""
    differs = {
        each.name: sentence("project", "stands_now", value=short(each.value))
        for each in submission.form.fields
        if submission.text(each.name) != each.value
    }
    told = sentence("project", "moved", work=called(work), who=who, when=when)
    raise UserError(told, form=submission.refused(differs).form)


def versioned(work: Project) -> tuple[tuple[str, str], ...]:
    """The hidden part of a form that changes a work: which version it was filled from."""
    return (("version", str(work.version)),)


def changed_labels(before: Form, after: Sequence[Field]) -> list[str]:
    """The labels of the fields that hold something else than before, in lower case."""
    had = {each.name: each.value for each in before.fields}
    return [each.label.lower() for each in after if each.value != had.get(each.name, "")]


def _usual_values(call: Call, name: str) -> Mapping[str, str]:
    known = programme.get(call.session)
    empty = dict.fromkeys((*PLAIN, "aliases", "parties", "leaders", "start", "end"), "")
    usual = {"form": FORMS[WorkForm.PROJECT], "stage": STAGES[Stage.PLANNING]}
    return empty | usual | {"name": name, "commissioner": known.commissioner if known else ""}


def standing_parties(call: Call, work: Project) -> str:
    """The value of the field `parties` of a work."""
    taking_part = {party.id for party in projects.parties(call.session, [work.id])[work.id]}
    everyone = parties.every_party(call.session)
    return "; ".join(party.short_name or party.name for party in everyone if party.id in taking_part)


def _standing_values(call: Call, work: Project) -> Mapping[str, str]:
    leaders = projects.leaders(call.session, [work.id])[work.id]
    tied = projects.labels(call.session, [work.id])[work.id]
    values = {name: str(getattr(work, name)) for name in ("name", *PLAIN)}
    values |= {"form": FORMS[work.form], "stage": STAGES[work.stage]}
    values |= {"start": work.start_text, "end": work.end_text}
    values["aliases"] = "; ".join(projects.aliases(call.session, [work.id])[work.id])
    values["parties"] = standing_parties(call, work)
    values["leaders"] = "; ".join(written_name(person) for person in leaders)
    for kind in TIED_LABELS:
        values[kind.value] = "; ".join(label_value(label) for label in tied if label.kind is kind)
    return values


def _stages(work: Project | None) -> tuple[Option, ...]:
    """The stages that can be chosen. A work is closed by `avsluta`, which asks what becomes of its result."""
    own = work.stage if work else None
    return options({stage: word for stage, word in STAGES.items() if stage not in CLOSED_STAGES or stage is own})


def _label_fields(call: Call, values: Mapping[str, str]) -> tuple[Field, ...]:
    known = labels.of_kinds(call.session, *TIED_LABELS)
    found = []
    for kind in TIED_LABELS:
        choices = tuple(Option(label.text, label_value(label)) for label in known if label.kind is kind)
        if choices:
            name = LABEL_KINDS[kind].capitalize()
            field = Field(kind.value, name, FieldType.CHOICES, value=values.get(kind.value, ""), options=choices)
            found.append(field)
    return tuple(found)


def _label_ids(call: Call, submission: Submission, work: Project | None) -> list[int]:
    """The labels that were chosen, and those of other kinds that the work has and the form does not ask for."""
    kept = projects.labels(call.session, [work.id])[work.id] if work else []
    known = labels.of_kinds(call.session, *TIED_LABELS)
    chosen = [label.id for label in known if label_value(label) in submission.several(label.kind.value)]
    return chosen + [label.id for label in kept if label.kind not in TIED_LABELS]


def party_ids(call: Call, submission: Submission) -> list[int]:
    """The ids of the parties in the field `parties`, the region first."""
    everyone = parties.every_party(call.session)
    return [party.id for party in everyone if (party.short_name or party.name) in submission.several("parties")]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _checked_names(call: Call, submission: Submission, work: Project | None) -> list[str]:
    """The aliases, each once. UserError when a name says nothing or another work bears it."""
    typed = {field: [submission.text(field)] for field in ("name", "short_name")} | {
        "aliases": submission.several("aliases")
    }
    named = {field: [name for name in map(_one_line, names) if name] for field, names in typed.items()}
    errors, bearers = wrong_names(call, named, work)
    if errors:
        refusal = submission.refused(errors)
        refusal.actions = bearers
        raise refusal
    own = {fold(submission.text("name")), fold(submission.text("short_name"))}
    return list({fold(name): name for name in named["aliases"] if fold(name) not in own}.values())


def wrong_names(
    call: Call, named: Mapping[str, Sequence[str]], work: Project | None = None
) -> tuple[dict[str, str], tuple[Action, ...]]:
    """What is wrong with the names in each field, and a button to each other work that bears one of them."""
    project_changes.hold_names(call.session)
    own_id = work.id if work else None
    taken = project_changes.name_holders(call.session, [name for names in named.values() for name in names], own_id)
    bearers = {each.id: each for each in projects.several(call.session, set(taken.values()))}
    errors = {}
    for field, names in named.items():
        for name in names:
            if not fold(name):
                errors[field] = sentence("project", "no_letters", name=name)
            elif fold(name) in taken:
                errors[field] = sentence("project", "name_taken", name=name, work=bearers[taken[fold(name)]].name)
    return errors, tuple(Action(called(each), f"arbete visa {each.name}") for each in bearers.values())


def _times(submission: Submission, work: Project | None) -> dict[str, object]:
    """Start and end as columns: what was written beside what it means. UserError when it ends before it starts."""
    values: dict[str, object] = {}
    for name in ("start", "end"):
        if work is not None and submission.text(name) == getattr(work, f"{name}_text"):
            values |= {f"{name}_text": submission.text(name), f"{name}_on": getattr(work, f"{name}_on")}
            continue
        when = submission.when(name) or When("")
        values |= {f"{name}_text": with_year(when), f"{name}_on": when.start if name == "start" else when.end}
    start, end = values["start_on"], values["end_on"]
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise submission.refused({"end": sentence("project", "ends_first")})
    return values
