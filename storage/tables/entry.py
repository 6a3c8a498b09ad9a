"""What every entry beside the status updates carries: who made it, when, and whether it was withdrawn."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import event
from sqlmodel import Field, SQLModel

from storage.swedish import fold_text


class Entry(SQLModel):
    """One entry about a work, or about the programme when `project_id` is None.

    It is changed through the session, so that the audit keeps what it was, and never deleted: a withdrawn entry
    stays, marked. `version` grows with each change, so that two forms at once are seen.
    """

    id: int = Field(default=None, primary_key=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    created_at: datetime = Field(index=True)
    created_by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    withdrawn_at: datetime | None = None
    withdrawn_by_id: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class SearchedEntry(Entry):
    """An entry whose words are found by `sök`: a table says in `__searched__` which columns hold them."""

    __searched__: ClassVar[tuple[str, ...]] = ()

    folded: str = ""  # those words, folded, for full-text search


@event.listens_for(SearchedEntry, "before_insert", propagate=True)
@event.listens_for(SearchedEntry, "before_update", propagate=True)
def _fold_words(_: Any, __: Any, entry: Any) -> None:
    """Keep `folded` in step, whatever writes the row: a command, an import, the example."""
    entry.folded = fold_text(*(getattr(entry, column) for column in entry.__searched__))
