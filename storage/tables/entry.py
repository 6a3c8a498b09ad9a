"""What every entry beside the status updates carries: who made it, when, and whether it was withdrawn."""

from datetime import datetime
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import event
from sqlmodel import Field, SQLModel, col

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
    """An entry of a plan: it is listed in an order of its own, and its words are found by `sök`.

    `__closed_by__` is the column that says since when it is done with; "" for what is there until it is removed.
    """

    __closed_by__: ClassVar[str] = ""

    folded: str = ""  # its words, folded, for full-text search

    @property
    def __searched__(self) -> tuple[str, ...]:
        """The columns that hold its words."""
        return _searched(type(self))

    @classmethod
    def in_order(cls) -> tuple[Any, ...]:
        """How a list is ordered, before the numbers of the entries."""
        return ()

    @classmethod
    def of_work(cls, work_id: int | None) -> Any:
        """The condition that an entry is about a work, or about the programme (None)."""
        return col(cls.project_id) == work_id


@cache
def _searched(table: type[SearchedEntry]) -> tuple[str, ...]:
    """Every text but the times as they were written: those are days too."""
    texts = (name for name, field in table.model_fields.items() if field.annotation is str)
    return tuple(name for name in texts if name != "folded" and not name.endswith("_text"))


@event.listens_for(SearchedEntry, "before_insert", propagate=True)
@event.listens_for(SearchedEntry, "before_update", propagate=True)
def _fold_words(_: Any, __: Any, entry: Any) -> None:
    """Keep `folded` in step, whatever writes the row: a command, an import, the example."""
    entry.folded = fold_text(*(getattr(entry, column) for column in entry.__searched__))
