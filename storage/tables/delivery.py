"""From draft to delivered: the coordinator's own words, the checks passed by, the list, and who was sent what."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import owned_by, word
from storage.words import DeliveryKind, ReportKind, ReportPart


class ReportText(SQLModel, table=True):
    """What the coordinator wrote for a part of the report of a period; survives every new compilation."""

    __tablename__ = "report_text"
    __audited__ = True
    __table_args__ = (UniqueConstraint("kind", "period", "part"),)

    id: int = Field(default=None, primary_key=True)
    kind: ReportKind = Field(sa_column=word(ReportKind))
    period: str
    part: ReportPart = Field(sa_column=word(ReportPart))
    text: str
    written_at: datetime
    written_by_id: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class Receiver(SQLModel, table=True):
    """A recipient on the delivery list of reports (directive, sections 4 and 8). `ended_at` takes it off."""

    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    kind: DeliveryKind = Field(sa_column=word(DeliveryKind))
    name: str
    address: str = ""  # where it is sent: an e-mail address, or the registry
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    position: int = 0
    created_at: datetime
    ended_at: datetime | None = None


class ReportDelivery(SQLModel, table=True):
    """Who was sent which report, in which formats, how and when. Keeps the receiver's name as it was then."""

    __tablename__ = "report_delivery"
    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(sa_column=owned_by("report.id"))
    receiver_id: int | None = Field(default=None, foreign_key="receiver.id")
    receiver: str
    formats: str
    how: str = ""
    sent_at: datetime
    sent_by_id: int | None = Field(default=None, foreign_key="person.id")


class ReportTemplate(SQLModel, table=True):
    """A Word template of the organisation's own, checked before it was accepted. The newest of a kind is used."""

    __tablename__ = "report_template"
    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    kind: ReportKind = Field(sa_column=word(ReportKind, index=True))
    name: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    checksum: str
    uploaded_at: datetime
    uploaded_by_id: int | None = Field(default=None, foreign_key="person.id")
    retired_at: datetime | None = None
