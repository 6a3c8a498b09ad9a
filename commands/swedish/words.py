"""The Swedish words for the vocabularies of storage/words.py, out and in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from commands.message import Option, UserError
from storage.swedish import fold
from storage.words import (
    ActivityFormat,
    DecisionState,
    DeliveryKind,
    LabelKind,
    PartyKind,
    Perspective,
    ReportPart,
    ReportState,
    Role,
    Stage,
    State,
    WorkForm,
)

Word = TypeVar("Word", bound=StrEnum)

ROLES: Mapping[Role, str] = {
    Role.READER: "läsare",
    Role.PROJECT_LEADER: "projektledare",
    Role.COORDINATOR: "koordinator",
    Role.LEADERSHIP: "ledning",
    Role.ADMINISTRATOR: "administratör",
}
PARTY_KINDS: Mapping[PartyKind, str] = {
    PartyKind.REGION: "region",
    PartyKind.MUNICIPALITY: "kommun",
    PartyKind.OTHER: "övrig",
}
LABEL_KINDS: Mapping[LabelKind, str] = {
    LabelKind.GOAL: "delmål",
    LabelKind.BENEFIT_OBJECT: "nyttoobjekt",
    LabelKind.TARGET_GROUP: "målgrupp",
    LabelKind.DIRECTION: "inriktning",
    LabelKind.DIMENSION: "dimension",
}
STATES: Mapping[State, str] = {State.GREEN: "grön", State.YELLOW: "gul", State.RED: "röd"}
STAGES: Mapping[Stage, str] = {
    Stage.IDEA: "idé",
    Stage.DIALOGUE: "dialog",
    Stage.PLANNING: "planering",
    Stage.EXECUTION: "genomförande",
    Stage.INTRODUCTION: "införande",
    Stage.ROLLOUT: "breddinförande",
    Stage.CLOSED: "avslutat",
    Stage.ABORTED: "avbrutet",
}
FORMS: Mapping[WorkForm, str] = {
    WorkForm.PROJECT: "projekt",
    WorkForm.SPRINT: "sprint",
    WorkForm.PILOT: "pilot",
    WorkForm.PRESTUDY: "förstudie",
    WorkForm.MAPPING: "kartläggning",
    WorkForm.DEEPENING: "fördjupning",
}
FORMATS: Mapping[ActivityFormat, str] = {
    ActivityFormat.DIGITAL: "digitalt",
    ActivityFormat.ON_SITE: "fysiskt",
    ActivityFormat.HYBRID: "hybrid",
}
REPORT_STATES: Mapping[ReportState, str] = {
    ReportState.DRAFT: "utkast",
    ReportState.REVIEW: "under granskning",
    ReportState.FINAL: "fastställd",
}
REPORT_PARTS: Mapping[ReportPart, str] = {
    ReportPart.SUMMARY: "sammanfattning",
    ReportPart.INTRODUCTION: "inledning",
    ReportPart.TRENDS: "trender",
    ReportPart.CLOSING: "slutord",
}
"""The parts of a report that a coordinator writes, as their headings read."""

DECISION_STATES: Mapping[DecisionState, str] = {
    DecisionState.REQUESTED: "saknas",
    DecisionState.MADE: "fattat",
    DecisionState.DECLINED: "avslaget",
}
PERSPECTIVES: Mapping[Perspective, str] = {
    Perspective.RESIDENTS: "invånare",
    Perspective.PROCESS: "process",
    Perspective.STAFF: "medarbetare",
    Perspective.ECONOMY: "ekonomi",
}
DELIVERY_KINDS: Mapping[DeliveryKind, str] = {
    DeliveryKind.COMMISSIONER: "beställare",
    DeliveryKind.STEERING: "styrgrupp",
    DeliveryKind.REFERENCE: "referensgrupp",
    DeliveryKind.PARTY: "part",
    DeliveryKind.OTHER: "övrig",
}

UNREPORTED = "ej rapporterat"
MARKS: Mapping[State | None, str] = {State.GREEN: "●", State.YELLOW: "▲", State.RED: "■", None: "–"}
"""A shape for each state, so that it can be recognised without colour."""

MEANINGS: Mapping[State, str] = {
    State.GREEN: "enligt plan",
    State.YELLOW: "mindre avvikelse eller risk",
    State.RED: "större avvikelse",
}


def state_word(state: State | None) -> str:
    """Shape and word: "■ Röd", or "– Ej rapporterat"."""
    return f"{MARKS[state]} {(STATES[state] if state else UNREPORTED).capitalize()}"


def state_phrase(state: State | None) -> str:
    """Shape, word and meaning: "■ Röd – större avvikelse"."""
    return f"{state_word(state)} – {MEANINGS[state]}" if state else state_word(None)


_SPELLINGS: Mapping[str, StrEnum] = {
    "gront": State.GREEN,
    "grona": State.GREEN,
    "gult": State.YELLOW,
    "gula": State.YELLOW,
    "rott": State.RED,
    "roda": State.RED,
    "regionen": PartyKind.REGION,
    "kommunen": PartyKind.MUNICIPALITY,
    "ovriga": PartyKind.OTHER,
    "ide": Stage.IDEA,
    "avslutad": Stage.CLOSED,
    "avslut": Stage.CLOSED,
    "avbruten": Stage.ABORTED,
    "programledare": Role.COORDINATOR,
    "admin": Role.ADMINISTRATOR,
    "chef": Role.LEADERSHIP,
    "medarbetare": Role.READER,
    "digital": ActivityFormat.DIGITAL,
    "fysisk": ActivityFormat.ON_SITE,
    "pa plats": ActivityFormat.ON_SITE,
    "digitalt fysiskt": ActivityFormat.HYBRID,
    "fysiskt digitalt": ActivityFormat.HYBRID,
    "hybridt": ActivityFormat.HYBRID,
    "behovs": DecisionState.REQUESTED,
    "begart": DecisionState.REQUESTED,
    "beslutat": DecisionState.MADE,
    "avslag": DecisionState.DECLINED,
    "patient": Perspective.RESIDENTS,
    "brukare": Perspective.RESIDENTS,
    "personal": Perspective.STAFF,
}


def meant(words: Mapping[Word, str], text: str) -> Word | None:
    """The member that `text` names, by its word, its stored value or another usual spelling; None if none."""
    key = fold(text)
    for member, word in words.items():
        if key in (fold(word), fold(member.value)):
            return member
    other = _SPELLINGS.get(key)
    return next((member for member in words if member is other), None)


def choose(words: Mapping[Word, str], text: str, what: str) -> Word:
    """As `meant`, but raises UserError that names what is allowed. `what` is the Swedish name of the field."""
    found = meant(words, text)
    if found is None:
        raise UserError(f"{what}: ”{text}” går inte att välja. Välj bland {', '.join(words.values())}.")
    return found


def state_options() -> tuple[Option, ...]:
    """The states as choices: shape and word, so that a form too can be read without colour."""
    return tuple(Option(state_word(state), word) for state, word in STATES.items())


def options(words: Mapping[Word, str]) -> tuple[Option, ...]:
    """The vocabulary as choices of a form field."""
    return tuple(Option(word.capitalize(), word) for word in words.values())
