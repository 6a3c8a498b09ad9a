"""The labels that works are tied to."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import word
from storage.words import LabelKind


class Label(SQLModel, table=True):
    """A goal, benefit object, target group, direction or dimension of the programme: data, not code."""

    __audited__ = True
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: int = Field(default=None, primary_key=True)
    kind: LabelKind = Field(sa_column=word(LabelKind))
    number: int | None = None
    text: str
    key: str = Field(index=True)
