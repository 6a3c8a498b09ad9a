"""What every entry beside the status updates carries: who told it, when, and whether it was taken back."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Entry(SQLModel):
    """One thing told of a work, or of the programme when `project_id` is None.

    It is changed through the session, so that the audit keeps what it was, and never deleted: an entry that was
    taken back stays, marked. `version` grows with each change, so that two forms at once are seen.
    """

    id: int = Field(default=None, primary_key=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    created_at: datetime = Field(index=True)
    created_by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    withdrawn_at: datetime | None = None
    withdrawn_by_id: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1
