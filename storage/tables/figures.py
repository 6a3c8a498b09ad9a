"""The programme's own figures: budget, resources, measures and their values, trends."""

from datetime import date
from decimal import Decimal

from sqlmodel import Field

from storage.tables.columns import exact, kronor, owned_by, word
from storage.tables.entry import Entry
from storage.words import Perspective


class BudgetLine(Entry, table=True):
    """A row of a year's budget in kronor. A row with a parent is a part of it ("varav") and is not added again.

    `stated` marks a sum that a source gives itself: it is never counted, only compared with the computed one.
    """

    __tablename__ = "budget_line"
    __audited__ = True

    year: int = Field(index=True)
    name: str
    parent_id: int | None = Field(default=None, foreign_key="budget_line.id", index=True)
    budget: Decimal | None = Field(default=None, sa_column=kronor())
    outcome: Decimal | None = Field(default=None, sa_column=kronor())
    forecast: Decimal | None = Field(default=None, sa_column=kronor())
    payer: str = ""
    comment: str = ""
    stated: bool = False
    position: int = 0


class Resource(Entry, table=True):
    """A role of the programme in a year: how many, percent of one full-time post, how many are vacant.

    `stated` marks a sum that a source gives itself, as for a budget line.
    """

    __audited__ = True

    year: int = Field(index=True)
    role: str
    count: int | None = None
    percent: Decimal | None = Field(default=None, sa_column=exact())
    vacancies: int | None = None
    comment: str = ""
    stated: bool = False
    position: int = 0


class Measure(Entry, table=True):
    """What is measured, from one of the four perspectives or a work's own; baseline ("nollmätning") and target."""

    __audited__ = True

    perspective: Perspective | None = Field(default=None, sa_column=word(Perspective, nullable=True))
    name: str
    key: str = Field(index=True)
    unit: str = ""
    baseline: Decimal | None = Field(default=None, sa_column=exact())
    target: Decimal | None = Field(default=None, sa_column=exact())
    owner: str = ""


class Observation(Entry, table=True):
    """A measured value on a day, or for a period that ends on it ("HT 2026")."""

    __audited__ = True

    measure_id: int = Field(sa_column=owned_by("measure.id"))
    when_text: str
    on: date = Field(index=True)
    value: Decimal = Field(sa_column=exact(nullable=False))


class Trend(Entry, table=True):
    """A sentence about a period of the programme."""

    __audited__ = True

    period: str
    starts_on: date
    ends_on: date = Field(index=True)
    text: str
