"""The tables, a file a subject. Importing this package makes `metadata` complete."""

from sqlmodel import SQLModel

# Constraints need names before the tables are made, or a migration cannot drop them on SQLite.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

from storage.tables.activity import Activity, Signup, Speaker  # noqa: E402
from storage.tables.audit import AuditEntry  # noqa: E402
from storage.tables.decision import Decision  # noqa: E402
from storage.tables.delivery import Receiver, ReportDelivery, ReportTemplate, ReportText  # noqa: E402
from storage.tables.figures import (  # noqa: E402
    BudgetLine,
    Measure,
    Observation,
    Resource,
    Trend,
)
from storage.tables.following import ChannelLetter, Follow, WeeklyLetter  # noqa: E402
from storage.tables.installation import SlackInstallation  # noqa: E402
from storage.tables.label import Label  # noqa: E402
from storage.tables.notice import Notice  # noqa: E402
from storage.tables.party import Party, PartyAlias  # noqa: E402
from storage.tables.people import ChatIdentity, ChosenPlatform, Person, PersonRole  # noqa: E402
from storage.tables.plan import Benefit, Crossing, Dependency, Deviation, Milestone, Risk  # noqa: E402
from storage.tables.programme import Programme  # noqa: E402
from storage.tables.project import (  # noqa: E402
    Project,
    ProjectAlias,
    ProjectLabel,
    ProjectLeader,
    ProjectParty,
)
from storage.tables.receipt import Receipt  # noqa: E402
from storage.tables.report import Report  # noqa: E402
from storage.tables.round import Absence, ClockRun, Round, Snooze  # noqa: E402
from storage.tables.status import StatusDimension, StatusUpdate  # noqa: E402
from storage.tables.teams import TeamsCard, TeamsConversation  # noqa: E402

metadata = SQLModel.metadata

__all__ = [
    "Absence",
    "Activity",
    "AuditEntry",
    "Benefit",
    "BudgetLine",
    "ChannelLetter",
    "ChatIdentity",
    "ChosenPlatform",
    "ClockRun",
    "Crossing",
    "Decision",
    "Dependency",
    "Deviation",
    "Follow",
    "Label",
    "Measure",
    "Milestone",
    "Notice",
    "Observation",
    "Party",
    "PartyAlias",
    "Person",
    "PersonRole",
    "Programme",
    "Project",
    "ProjectAlias",
    "ProjectLabel",
    "ProjectLeader",
    "ProjectParty",
    "Receipt",
    "Receiver",
    "Report",
    "ReportDelivery",
    "ReportTemplate",
    "ReportText",
    "Resource",
    "Risk",
    "Round",
    "Signup",
    "SlackInstallation",
    "Snooze",
    "Speaker",
    "StatusDimension",
    "StatusUpdate",
    "TeamsCard",
    "TeamsConversation",
    "Trend",
    "WeeklyLetter",
    "metadata",
]
