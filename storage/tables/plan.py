"""The plan of a work or of the programme: milestones, risks, deviations, dependencies, crossings and benefits."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Field, col, or_

from storage.tables.columns import kronor, owned_by
from storage.tables.entry import SearchedEntry


class Milestone(SearchedEntry, table=True):
    """A checkpoint (hållpunkt): what, who and when (programme directive, section 4).

    `when_text` keeps what was written ("HT 2026", "löpande"); `starts_on` and `ends_on` are what it means. It is
    late after `ends_on`. `person_id` is set when `who` is a person that is known.
    """

    __audited__ = True
    __closed_by__ = "done_on"

    what: str
    who: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    when_text: str = ""
    starts_on: date | None = None
    ends_on: date | None = Field(default=None, index=True)
    done_on: date | None = None
    position: int = 0

    @classmethod
    def in_order(cls) -> tuple[Any, ...]:
        """The soonest first, what has no day last."""
        return col(cls.ends_on).is_(None), col(cls.ends_on)


class Risk(SearchedEntry, table=True):
    """A risk: probability and consequence 1–5, their product is how heavy it is."""

    __audited__ = True
    __closed_by__ = "closed_on"

    what: str
    probability: int
    consequence: int
    action: str = ""
    owner: str = ""
    closed_on: date | None = None

    @classmethod
    def in_order(cls) -> tuple[Any, ...]:
        """The heaviest first."""
        return (col(cls.probability) * col(cls.consequence)).desc(), col(cls.consequence).desc()


class Deviation(SearchedEntry, table=True):
    """What the commissioner must know now, not in June (programme directive, section 7), with cause and action."""

    __audited__ = True
    __closed_by__ = "closed_on"

    happened_on: date = Field(index=True)
    what: str
    cause: str = ""
    action: str = ""
    closed_on: date | None = None

    @classmethod
    def in_order(cls) -> tuple[Any, ...]:
        """The newest first."""
        return (col(cls.happened_on).desc(),)


class Dependency(SearchedEntry, table=True):
    """A work that depends on another, or on a named outside assignment (directive, sections 3.1–3.2).

    Either `other_id` or `outside` is set.
    """

    __audited__ = True

    other_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    outside: str = ""
    how: str = ""

    @classmethod
    def of_work(cls, work_id: int | None) -> Any:
        """Of the one that depends, and of the other (rule 5)."""
        own = super().of_work(work_id)
        return own if work_id is None else or_(own, col(cls.other_id) == work_id)


class Crossing(SearchedEntry, table=True):
    """What crosses the border between two parties, and what that costs (directive, sections 3.1 and 5.1)."""

    __audited__ = True

    what: str
    from_party_id: int = Field(sa_column=owned_by("party.id"))
    to_party_id: int = Field(sa_column=owned_by("party.id"))
    cost: Decimal | None = Field(default=None, sa_column=kronor())


class Benefit(SearchedEntry, table=True):
    """An effect that a work is to have, who sees that it is taken home, and how it went after the end (nytta)."""

    __audited__ = True
    __closed_by__ = "realised_on"

    label_id: int | None = Field(default=None, foreign_key="label.id")
    effect: str
    responsible: str = ""
    follow_up_text: str = ""
    follow_up_on: date | None = Field(default=None, index=True)
    outcome: str = ""
    realised_on: date | None = None

    @classmethod
    def in_order(cls) -> tuple[Any, ...]:
        """What is followed up the soonest first, what has no day last."""
        return col(cls.follow_up_on).is_(None), col(cls.follow_up_on)
