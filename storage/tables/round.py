"""Reporting rounds (rapportomgångar), who is away meanwhile, and how far the clock has come."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from storage.tables.columns import owned_by


class Round(SQLModel, table=True):
    """A period that is reported on, with its dates and its ladder of reminders.

    The ladder is counted in working days before and after the deadline. `silent_months` are numbers joined with
    ",": no reminder goes out in them.
    """

    __tablename__ = "reporting_round"
    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    period: str = Field(unique=True)
    opens_on: date
    deadline_on: date = Field(index=True)
    delivery_on: date | None = None
    days_before: str
    days_after: int
    list_after: int
    silent_months: str
    created_at: datetime
    created_by_id: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class Absence(SQLModel, table=True):
    """A leader who is away, both days included, and who gets their reminders meanwhile. One row a person."""

    __audited__ = True

    person_id: int = Field(sa_column=owned_by("person.id", index=False, primary_key=True))
    starts_on: date
    ends_on: date = Field(index=True)
    deputy_id: int | None = Field(default=None, foreign_key="person.id", index=True)


class Snooze(SQLModel, table=True):
    """A person who has put the reminders of a round off until a day: that day they are reminded."""

    __audited__ = True

    person_id: int = Field(sa_column=owned_by("person.id", index=False, primary_key=True))
    until_on: date = Field(index=True)


class ClockRun(SQLModel, table=True):
    """One row: when the clock last looked for what falls due. What fell due long before that was missed."""

    __tablename__ = "clock_run"

    id: int = Field(default=None, primary_key=True)
    at: datetime
