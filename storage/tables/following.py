"""Who follows which works, and who wants the weekly letter (veckobrev)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables._columns import owned_by


class Follow(SQLModel, table=True):
    """A person who wants news of a work."""

    __audited__ = True

    person_id: int = Field(sa_column=owned_by("person.id", index=False, primary_key=True))
    project_id: int = Field(sa_column=owned_by("project.id", primary_key=True))
    at: datetime


class WeeklyLetter(SQLModel, table=True):
    """Whether a person wants the weekly letter; no row means that they never said."""

    __tablename__ = "weekly_letter"
    __audited__ = True

    person_id: int = Field(sa_column=owned_by("person.id", index=False, primary_key=True))
    is_on: bool = Field(index=True)
