"""Parties: the organisations that take part, and the names that people use for them."""

from sqlmodel import Field, SQLModel

from storage.tables.columns import owned_by, word
from storage.words import PartyKind


class Party(SQLModel, table=True):
    """The region, a municipality or another organisation that takes part as an equal party."""

    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    name: str
    short_name: str = ""
    kind: PartyKind = Field(sa_column=word(PartyKind))
    key: str = Field(unique=True)
    short_key: str = Field(default="", index=True)


class PartyAlias(SQLModel, table=True):
    """Another name that people use for a party ("Övik")."""

    __tablename__ = "party_alias"
    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    party_id: int = Field(sa_column=owned_by("party.id"))
    name: str
    key: str = Field(index=True)
