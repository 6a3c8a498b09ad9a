"""Status updates: one entry by a leader, with a state for the whole and for each dimension."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import owned_by, word
from storage.words import State


class StatusUpdate(SQLModel, table=True):
    """How a work went, as its leader reported it. Never changed: a withdrawn entry stays, marked."""

    __tablename__ = "status_update"
    __audited__ = True
    __table_args__ = (Index("ix_status_update_project_at", "project_id", "at", "id"),)

    id: int = Field(default=None, primary_key=True)
    project_id: int = Field(sa_column=owned_by("project.id", index=False))
    at: datetime = Field(index=True)
    state: State = Field(sa_column=word(State))
    done: str = ""
    next_steps: str = ""
    deviation: str = ""
    cause: str = ""
    measure: str = ""
    decision_needed: str = ""
    reported_by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    created_at: datetime
    source: str = ""  # where it was entered: a platform, or "import"
    withdrawn_at: datetime | None = None
    withdrawn_by_id: int | None = Field(default=None, foreign_key="person.id")
    folded: str = ""  # all its words, folded, for full-text search


class StatusDimension(SQLModel, table=True):
    """The state of one dimension in one update."""

    __tablename__ = "status_dimension"
    __audited__ = True

    update_id: int = Field(sa_column=owned_by("status_update.id", index=False, primary_key=True))
    label_id: int = Field(sa_column=owned_by("label.id", primary_key=True))
    state: State = Field(sa_column=word(State))
