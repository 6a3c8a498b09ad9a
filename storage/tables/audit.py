"""The record of who changed what, when, from where (rule 11: nothing is overwritten)."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class AuditEntry(SQLModel, table=True):
    """One change of one row. `changes` is JSON: {column: [before, after]}."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_row", "table_name", "row_id"),)

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    person_id: int | None = Field(default=None, index=True)
    actor: str = ""
    source: str = ""
    table_name: str
    row_id: str
    action: str
    changes: str
