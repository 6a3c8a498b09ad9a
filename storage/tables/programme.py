"""The programme itself and the labels that works are tied to."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import word
from storage.words import LabelKind


class Programme(SQLModel, table=True):
    """One row: what the programme is called, who commissions it, what it is for."""

    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    name: str
    short_name: str = ""
    commissioner: str = ""
    strategic_goal: str = ""
    effect_goal: str = ""
    start_text: str = ""
    start_on: date | None = None
    end_text: str = ""
    end_on: date | None = None


class Label(SQLModel, table=True):
    """A goal, benefit object, target group, direction or dimension of the programme: data, not code."""

    __audited__ = True
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: int = Field(default=None, primary_key=True)
    kind: LabelKind = Field(sa_column=word(LabelKind))
    number: int | None = None
    text: str
    key: str = Field(index=True)
