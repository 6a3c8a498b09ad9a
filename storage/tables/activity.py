"""Seminars and other activities of the programme: a seminar is one kind of activity."""

from datetime import date, datetime, time

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import owned_by, word
from storage.words import ActivityFormat, SignupState


class Activity(SQLModel, table=True):
    """A dated event, or something recurring or ongoing. `is_seminar` marks a learning seminar (lärseminarium).

    `seats` None means no limit; `attended` is the number who took part, None until it is known.
    """

    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    is_seminar: bool = Field(index=True)
    title: str
    key: str = Field(index=True)
    kind: str = ""
    when_text: str = ""
    starts_on: date | None = Field(default=None, index=True)
    ends_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    format: ActivityFormat | None = Field(default=None, sa_column=word(ActivityFormat, nullable=True))
    audience: str = ""
    place: str = ""
    seats: int | None = None
    attended: int | None = None
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    comment: str = ""
    created_at: datetime
    created_by_id: int | None = Field(default=None, foreign_key="person.id")
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    version: int = 1


class Speaker(SQLModel, table=True):
    """A speaker at an activity; their organisation need not be a party."""

    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    activity_id: int = Field(sa_column=owned_by("activity.id"))
    position: int = 0
    name: str
    organisation: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")


class Signup(SQLModel, table=True):
    """A person's place at a seminar, or in its waiting list (in the order of `at`, then `id`)."""

    __audited__ = True
    __table_args__ = (UniqueConstraint("activity_id", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    activity_id: int = Field(sa_column=owned_by("activity.id", index=False))
    person_id: int = Field(sa_column=owned_by("person.id"))
    state: SignupState = Field(sa_column=word(SignupState))
    at: datetime
    attended: bool | None = None
