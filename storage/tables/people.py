"""Persons: what they may do, how the platforms know them, and where their messages are to come."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import owned_by, word
from storage.words import Role


class Person(SQLModel, table=True):
    """A person: name, organisation, e-mail, nothing more. Without e-mail they are known by name only."""

    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    name: str
    key: str = Field(index=True)
    email: str | None = Field(default=None, unique=True)
    organisation: str = ""
    party_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    created_at: datetime
    anonymised_at: datetime | None = None


class PersonRole(SQLModel, table=True):
    """One role of one person."""

    __tablename__ = "person_role"
    __audited__ = True

    person_id: int = Field(sa_column=owned_by("person.id", index=False, primary_key=True))
    role: Role = Field(sa_column=word(Role, primary_key=True))


class ChatIdentity(SQLModel, table=True):
    """How a platform knows a person. `last_seen_at` says which platform they used last."""

    __tablename__ = "chat_identity"
    __audited__ = True
    __table_args__ = (UniqueConstraint("platform", "tenant", "external_id"),)

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(sa_column=owned_by("person.id"))
    platform: str
    tenant: str = ""
    external_id: str
    conversation: str = ""
    last_seen_at: datetime


class ChosenPlatform(SQLModel, table=True):
    """Where a person wants messages that nobody just asked for; no row means where they were seen last."""

    __tablename__ = "chosen_platform"
    __audited__ = True

    person_id: int = Field(sa_column=owned_by("person.id", index=False, primary_key=True))
    platform: str
