"""The programme itself."""

from datetime import date

from sqlmodel import Field, SQLModel


class Programme(SQLModel, table=True):
    """One row: what the programme is called, who commissions it, what it is for."""

    __audited__ = True

    id: int = Field(default=None, primary_key=True)
    name: str
    short_name: str = ""
    commissioner: str = ""
    strategic_goal: str = ""
    effect_goal: str = ""
    start_text: str = ""
    start_on: date | None = None
    end_text: str = ""
    end_on: date | None = None
