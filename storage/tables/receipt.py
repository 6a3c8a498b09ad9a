"""Receipts: which deliveries have been answered, and with what."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Receipt(SQLModel, table=True):
    """A delivery id that has been handled. The same id again gets `reply` (JSON) again and changes nothing."""

    key: str = Field(primary_key=True, max_length=255)
    at: datetime = Field(index=True)
    reply: str = ""
