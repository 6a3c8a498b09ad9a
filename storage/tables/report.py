"""Compiled reports: frozen, numbered."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import word
from storage.words import ReportKind, ReportState


class Report(SQLModel, table=True):
    """One compilation of one period. `content` is the frozen context that every format is made from (JSON).

    `template_id` is the organisation's own Word template that it was settled with; None is ours.
    """

    __audited__ = True
    __table_args__ = (UniqueConstraint("kind", "period", "version"),)

    id: int = Field(default=None, primary_key=True)
    kind: ReportKind = Field(sa_column=word(ReportKind))
    period: str
    starts_on: date
    ends_on: date
    version: int
    state: ReportState = Field(sa_column=word(ReportState))
    title: str
    content: str
    checksum: str
    registry_number: str = ""  # diarienummer
    created_at: datetime
    created_by_id: int | None = Field(default=None, foreign_key="person.id")
    template_id: int | None = Field(default=None, foreign_key="report_template.id")
    finalised_at: datetime | None = None
    finalised_by_id: int | None = Field(default=None, foreign_key="person.id")
