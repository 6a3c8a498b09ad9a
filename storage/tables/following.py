"""Who follows which works, and who wants the weekly letter (veckobrev)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import owned_by


class Follow(SQLModel, table=True):
    """A person who wants news of a work."""

    __audited__ = True

    person_id: int = Field(sa_column=owned_by("person.id", index=False, primary_key=True))
    project_id: int = Field(sa_column=owned_by("project.id", primary_key=True))
    at: datetime


class WeeklyLetter(SQLModel, table=True):
    """Whether a person wants the weekly letter; no row means that they never chose."""

    __tablename__ = "weekly_letter"
    __audited__ = True

    person_id: int = Field(sa_column=owned_by("person.id", index=False, primary_key=True))
    is_on: bool = Field(index=True)


class ChannelLetter(SQLModel, table=True):
    """A channel that gets the weekly letter, because a coordinator asked for it there."""

    __tablename__ = "channel_letter"
    __audited__ = True
    __table_args__ = (UniqueConstraint("platform", "conversation"),)

    id: int = Field(default=None, primary_key=True)
    platform: str
    conversation: str
    at: datetime
    asked_by_id: int | None = Field(default=None, foreign_key="person.id")
