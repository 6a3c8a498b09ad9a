"""Development works (utvecklingsarbeten) and who and what they are tied to."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import owned_by, word
from storage.words import Stage, Standing, State, WorkForm


class Project(SQLModel, table=True):
    """A development work. `latest_*` copies its newest status update, so that the portfolio is read without it.

    Every "when" keeps what was written beside what it means ("HT 2023" and 1 July to 31 December).
    """

    __audited__ = True
    __table_args__ = (Index("ix_project_latest", "latest_state", "latest_at"),)

    id: int = Field(default=None, primary_key=True)
    name: str
    short_name: str = ""
    key: str = Field(unique=True)
    short_key: str = Field(default="", index=True)
    description: str = ""
    form: WorkForm = Field(sa_column=word(WorkForm))
    stage: Stage = Field(sa_column=word(Stage))
    standing: Standing = Field(sa_column=word(Standing, index=True))
    scope: str = ""
    commissioner: str = ""
    start_text: str = ""
    start_on: date | None = None
    end_text: str = ""
    end_on: date | None = None
    included_text: str = ""
    included_on: date | None = None
    included_by: str = ""
    created_at: datetime
    closed_at: datetime | None = None
    closing_note: str = ""
    version: int = 1
    latest_id: int | None = None
    latest_at: datetime | None = None
    latest_state: State | None = Field(default=None, sa_column=word(State, nullable=True))


class ProjectAlias(SQLModel, table=True):
    """Another name that people use for a work."""

    __tablename__ = "project_alias"
    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=owned_by("project.id"))
    name: str
    key: str = Field(index=True)


class ProjectParty(SQLModel, table=True):
    """A party that takes part in a work."""

    __tablename__ = "project_party"
    __audited__ = True

    project_id: int = Field(sa_column=owned_by("project.id", index=False, primary_key=True))
    party_id: int = Field(sa_column=owned_by("party.id", primary_key=True))
    position: int = 0


class ProjectLeader(SQLModel, table=True):
    """A person who leads a work."""

    __tablename__ = "project_leader"
    __audited__ = True

    project_id: int = Field(sa_column=owned_by("project.id", index=False, primary_key=True))
    person_id: int = Field(sa_column=owned_by("person.id", primary_key=True))
    position: int = 0


class ProjectLabel(SQLModel, table=True):
    """A label that a work is tied to."""

    __tablename__ = "project_label"
    __audited__ = True

    project_id: int = Field(sa_column=owned_by("project.id", index=False, primary_key=True))
    label_id: int = Field(sa_column=owned_by("label.id", primary_key=True))
