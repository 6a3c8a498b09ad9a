"""The plan of a work or of the programme: milestones, risks, deviations, dependencies, crossings and benefits."""

from datetime import date
from decimal import Decimal

from sqlmodel import Field

from storage.tables.columns import kronor, owned_by
from storage.tables.entry import SearchedEntry


class Milestone(SearchedEntry, table=True):
    """A checkpoint (hållpunkt): what, who and when (programme directive, section 4).

    `when_text` keeps what was written ("HT 2026", "löpande"); `starts_on` and `ends_on` are what it means. It is
    late after `ends_on`. `person_id` is set when `who` is a person that is known.
    """

    __audited__ = True
    __searched__ = ("what", "who")

    what: str
    who: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    when_text: str = ""
    starts_on: date | None = None
    ends_on: date | None = Field(default=None, index=True)
    done_on: date | None = None
    position: int = 0


class Risk(SearchedEntry, table=True):
    """A risk: probability and consequence 1–5, their product is how heavy it is."""

    __audited__ = True
    __searched__ = ("what", "action", "owner")

    what: str
    probability: int
    consequence: int
    action: str = ""
    owner: str = ""
    closed_on: date | None = None


class Deviation(SearchedEntry, table=True):
    """What the commissioner must know now, not in June (programme directive, section 7), with cause and action."""

    __audited__ = True
    __searched__ = ("what", "cause", "action")

    happened_on: date = Field(index=True)
    what: str
    cause: str = ""
    action: str = ""
    closed_on: date | None = None


class Dependency(SearchedEntry, table=True):
    """A work that depends on another, or on a named outside assignment (directive, sections 3.1–3.2).

    Either `other_id` or `outside` is set.
    """

    __audited__ = True
    __searched__ = ("outside", "how")

    other_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    outside: str = ""
    how: str = ""


class Crossing(SearchedEntry, table=True):
    """What crosses the border between two parties, and what that costs (directive, sections 3.1 and 5.1)."""

    __audited__ = True
    __searched__ = ("what",)

    what: str
    from_party_id: int = Field(sa_column=owned_by("party.id"))
    to_party_id: int = Field(sa_column=owned_by("party.id"))
    cost: Decimal | None = Field(default=None, sa_column=kronor())


class Benefit(SearchedEntry, table=True):
    """An effect that a work is to have, who sees that it is taken home, and how it went after the end (nytta)."""

    __audited__ = True
    __searched__ = ("effect", "responsible", "outcome")

    label_id: int | None = Field(default=None, foreign_key="label.id")
    effect: str
    responsible: str = ""
    follow_up_text: str = ""
    follow_up_on: date | None = Field(default=None, index=True)
    outcome: str = ""
    realised_on: date | None = None
