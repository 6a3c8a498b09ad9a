"""The portfolio, filtered and counted in the database: as quick with ten thousand works as with ten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, case
from sqlmodel import Session, col, func, or_, select

from storage.tables import (
    Label,
    Person,
    Project,
    ProjectAlias,
    ProjectLabel,
    ProjectLeader,
    ProjectParty,
)
from storage.words import Stage, Standing, State, WorkForm


@dataclass(frozen=True, slots=True)
class Filter:
    """What a work must be to be shown. Within one field any of the values will do; () asks for nothing.

    `words` are folded: each must occur in a work's name, alias, label or leader.
    """

    standings: tuple[Standing, ...] = (Standing.INCLUDED,)
    states: tuple[State | None, ...] = ()
    stages: tuple[Stage, ...] = ()
    forms: tuple[WorkForm, ...] = ()
    party_ids: tuple[int, ...] = ()
    label_ids: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    closed: bool = False


def works(session: Session, chosen: Filter, count: int, skip: int = 0) -> Sequence[Project]:
    """The works that pass, worst first (red, yellow, unreported, green), the newest entry first within each."""
    worst_first = case(
        (col(Project.latest_state) == State.RED, 0),
        (col(Project.latest_state) == State.YELLOW, 1),
        (col(Project.latest_state).is_(None), 2),
        else_=3,
    )
    query = select(Project).where(*_conditions(chosen))
    return session.exec(
        query.order_by(worst_first, col(Project.latest_at).desc(), col(Project.key)).offset(skip).limit(count)
    ).all()


def counts(session: Session, chosen: Filter) -> Mapping[State | None, int]:
    """How many of the works that pass are in each state; None is unreported."""
    query = (
        select(Project.latest_state, func.count()).where(*_conditions(chosen)).group_by(col(Project.latest_state))
    )
    return {State(state) if state else None: number for state, number in session.exec(query)}


def standings(session: Session, chosen: Filter) -> Mapping[Standing, int]:
    """How many open works are in the portfolio, beside it and before it, with the rest of the filter as it is."""
    wide = replace(chosen, standings=tuple(Standing))
    query = select(Project.standing, func.count()).where(*_conditions(wide)).group_by(col(Project.standing))
    return {Standing(standing): number for standing, number in session.exec(query)}


def _conditions(chosen: Filter) -> list[Any]:
    conditions: list[Any] = [col(Project.standing).in_(chosen.standings)]
    closed = col(Project.closed_at)
    conditions.append(closed.is_not(None) if chosen.closed else closed.is_(None))
    if chosen.states:
        conditions.append(_in_states(chosen.states))
    if chosen.stages:
        conditions.append(col(Project.stage).in_(chosen.stages))
    if chosen.forms:
        conditions.append(col(Project.form).in_(chosen.forms))
    if chosen.party_ids:
        tied = select(ProjectParty.project_id).where(col(ProjectParty.party_id).in_(chosen.party_ids))
        conditions.append(col(Project.id).in_(tied))
    if chosen.label_ids:
        labelled = select(ProjectLabel.project_id).where(col(ProjectLabel.label_id).in_(chosen.label_ids))
        conditions.append(col(Project.id).in_(labelled))
    conditions.extend(_mentions(word) for word in chosen.words)
    return conditions


def _in_states(states: tuple[State | None, ...]) -> ColumnElement[bool]:
    reported = [state for state in states if state]
    chosen = col(Project.latest_state).in_(reported)
    return or_(chosen, col(Project.latest_state).is_(None)) if None in states else chosen


def _mentions(word: str) -> ColumnElement[bool]:
    """A work that has this folded word in one of its names, its labels or its leaders' names."""
    aliases = select(ProjectAlias.project_id).where(col(ProjectAlias.key).contains(word, autoescape=True))
    labels = (
        select(ProjectLabel.project_id)
        .join(Label, col(Label.id) == col(ProjectLabel.label_id))
        .where(col(Label.key).contains(word, autoescape=True))
    )
    leaders = (
        select(ProjectLeader.project_id)
        .join(Person, col(Person.id) == col(ProjectLeader.person_id))
        .where(col(Person.key).contains(word, autoescape=True))
    )
    return or_(
        col(Project.key).contains(word, autoescape=True),
        col(Project.short_key).contains(word, autoescape=True),
        col(Project.id).in_(aliases),
        col(Project.id).in_(labels),
        col(Project.id).in_(leaders),
    )
