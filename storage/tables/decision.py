"""Decisions that are needed, were made or were declined (annual report, table 5)."""

from datetime import date

from sqlmodel import Field

from storage.tables.columns import word
from storage.tables.entry import SearchedEntry
from storage.words import DecisionState


class Decision(SearchedEntry, table=True):
    """One decision: `when_text` says when it is needed, or when it was made; what its absence or it causes.

    A needed decision becomes made or declined in the same row, so that its history shows the request.
    """

    __audited__ = True

    title: str
    state: DecisionState = Field(sa_column=word(DecisionState, index=True))
    body: str = ""
    when_text: str = ""
    starts_on: date | None = None
    ends_on: date | None = Field(default=None, index=True)
    consequence: str = ""
    settled_on: date | None = None
