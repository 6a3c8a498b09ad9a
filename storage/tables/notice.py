"""The outbox: what is to be said, to whom, when, and how far it has come."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables._columns import word
from storage.words import NoticeState


class Notice(SQLModel, table=True):
    """One message on its way out. Unique, so that two clocks never plan the same one twice.

    `recipient` is "person:7" or "platform:conversation"; `subject` is what it is about ("activity:12").
    `next_at` is when to look at it again, None when it is done.
    """

    __table_args__ = (
        UniqueConstraint("kind", "subject", "recipient", "due", "platform"),
        Index("ix_notice_next", "next_at"),
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
