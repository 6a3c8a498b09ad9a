"""The fixed vocabularies of the domain, as they are stored. People read commands/swedish/words.py."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do in the programme; one person can have several."""

    READER = "reader"
    PROJECT_LEADER = "project_leader"
    COORDINATOR = "coordinator"
    LEADERSHIP = "leadership"
    ADMINISTRATOR = "administrator"


class PartyKind(StrEnum):
    """Rule 1 asks for the region and at least one municipality, so the kind is not free text."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    OTHER = "other"


class LabelKind(StrEnum):
    """What a label of the programme is for."""

    GOAL = "goal"
    BENEFIT_OBJECT = "benefit_object"
    TARGET_GROUP = "target_group"
    DIRECTION = "direction"
    DIMENSION = "dimension"


class State(StrEnum):
    """How a work goes. A work that has never reported has no state at all (None): ej rapporterat."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Stage(StrEnum):
    """How far a work has come, in order; aborted is outside the order."""

    IDEA = "idea"
    DIALOGUE = "dialogue"
    PLANNING = "planning"
    EXECUTION = "execution"
    INTRODUCTION = "introduction"
    ROLLOUT = "rollout"
    CLOSED = "closed"
    ABORTED = "aborted"


class WorkForm(StrEnum):
    """The shape a work is run in; the line organisation chooses."""

    PROJECT = "project"
    SPRINT = "sprint"
    PILOT = "pilot"
    PRESTUDY = "prestudy"
    MAPPING = "mapping"
    DEEPENING = "deepening"


class Standing(StrEnum):
    """How a work relates to the portfolio (annual report, section 3)."""

    INCLUDED = "included"
    IDEA = "idea"
    FOLLOWED = "followed"


class ActivityFormat(StrEnum):
    """How one takes part."""

    DIGITAL = "digital"
    ON_SITE = "on_site"
    HYBRID = "hybrid"


class SignupState(StrEnum):
    """A person's place at a seminar."""

    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class ReportKind(StrEnum):
    """Which template a compilation follows."""

    HALF_YEAR = "half_year"
    YEAR = "year"
    STATE = "state"
    EVALUATION = "evaluation"


class ReportState(StrEnum):
    """A draft is working material; one under review waits for its approval; a final report never changes."""

    DRAFT = "draft"
    REVIEW = "review"
    FINAL = "final"


class ReportPart(StrEnum):
    """The parts of a report that a coordinator writes."""

    SUMMARY = "summary"
    INTRODUCTION = "introduction"
    TRENDS = "trends"
    CLOSING = "closing"


class DeliveryKind(StrEnum):
    """What a receiver of reports is to the programme (directive, sections 4 and 8)."""

    COMMISSIONER = "commissioner"
    STEERING = "steering"
    REFERENCE = "reference"
    PARTY = "party"
    OTHER = "other"


class DecisionState(StrEnum):
    """How far a decision has come: table 5 of the annual report shows the missing beside the made."""

    REQUESTED = "requested"
    MADE = "made"
    DECLINED = "declined"


class Perspective(StrEnum):
    """From whose side something is measured (SOU 2018:39, chapter 8)."""

    RESIDENTS = "residents"
    PROCESS = "process"
    STAFF = "staff"
    ECONOMY = "economy"


class NoticeState(StrEnum):
    """A message's way out. UNSURE: it may have arrived, so it is never resent blindly."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
