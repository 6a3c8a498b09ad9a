"""The outbox: what is to be sent, to whom, when, and how far it has come."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import word
from storage.words import NoticeState


class Notice(SQLModel, table=True):
    """One message on its way out. Unique, so that two clocks never plan the same one twice.

    `recipient` is "person:7" or "platform:conversation"; `subject` is what it is about ("activity:12").
    `next_at` is when to look at it again, None when it is done; `changed_at` is when it came to be as it is.
    `address` ("platform:conversation") is where it was tried, `begun_at` when that began and may have succeeded;
    `refused` are the addresses, one a line, that surely will not take it. `decided_at` and `decided_by_id` say who
    last had it sent again, or confirmed that it had arrived.
    """

    __table_args__ = (
        UniqueConstraint("kind", "subject", "recipient", "due", "platform"),
        Index("ix_notice_next", "next_at"),
        Index("ix_notice_state_changed", "state", "changed_at"),
    )

    id: int = Field(default=None, primary_key=True)
    kind: str
    subject: str
    recipient: str = Field(index=True)
    platform: str = ""
    due: datetime
    body: str
    state: NoticeState = Field(sa_column=word(NoticeState))
    next_at: datetime | None = None
    lease_until: datetime | None = None
    token: str = ""
    attempts: int = 0
    sent_at: datetime | None = None
    message_id: str = ""
    trouble: str = ""
    address: str = ""
    begun_at: datetime | None = None
    refused: str = ""
    changed_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="person.id")
