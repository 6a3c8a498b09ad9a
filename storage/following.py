"""Who follows which works, who wants the weekly letter, and what is new for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, and_, col, func, or_, select

from storage.tables import ChannelLetter, Follow, Person, PersonRole, Project, StatusUpdate, WeeklyLetter
from storage.words import Role, Standing, State


@dataclass(frozen=True, slots=True)
class News:
    """What is new of a work: its latest report of the time and the state before it, or that it began or ended."""

    work: Project
    report: StatusUpdate | None
    before: State | None


def follow(session: Session, person_id: int, project_id: int, at: datetime) -> bool:
    """Let a person follow a work. False when they did already."""
    if session.get(Follow, (person_id, project_id)) is not None:
        return False
    session.add(Follow(person_id=person_id, project_id=project_id, at=at))
    session.flush()
    return True


def unfollow(session: Session, person_id: int, project_id: int) -> bool:
    """Let a person follow a work no longer. False when they did not."""
    found = session.get(Follow, (person_id, project_id))
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True


def followed_by(session: Session, person_id: int) -> Sequence[Project]:
    """The works that a person follows."""
    return session.exec(
        select(Project).join(Follow, col(Follow.project_id) == col(Project.id)).where(Follow.person_id == person_id)
    ).all()


def wants_letter(session: Session, person_id: int) -> bool | None:
    """Whether a person wants the weekly letter; None when they never chose."""
    found = session.get(WeeklyLetter, person_id)
    return found.is_on if found else None


def want_letter(session: Session, person_id: int, *, is_on: bool) -> None:
    """Note whether a person wants the weekly letter."""
    row = session.get(WeeklyLetter, person_id) or WeeklyLetter(person_id=person_id, is_on=is_on)
    row.is_on = is_on
    session.add(row)
    session.flush()


def channel_wants_letter(session: Session, platform: str, conversation: str) -> bool:
    """Whether a channel gets the weekly letter."""
    return _channel(session, platform, conversation) is not None


def want_channel_letter(
    session: Session, platform: str, conversation: str, *, is_on: bool, by: int | None, at: datetime
) -> None:
    """Note whether a channel is to get the weekly letter."""
    row = _channel(session, platform, conversation)
    if is_on and row is None:
        session.add(ChannelLetter(platform=platform, conversation=conversation, at=at, asked_by_id=by))
    elif not is_on and row is not None:
        session.delete(row)
    session.flush()


def _channel(session: Session, platform: str, conversation: str) -> ChannelLetter | None:
    query = select(ChannelLetter).where(ChannelLetter.platform == platform)
    return session.exec(query.where(ChannelLetter.conversation == conversation)).first()


def readers(session: Session, wide: Collection[Role], only: str = "") -> Mapping[str, frozenset[int] | None]:
    """Who wants the weekly letter ("person:7", "slack:C012"), and about which works; None, all of them.

    All of them is what channels get, and those with one of `wide` roles. `only` is one recipient.
    """
    wanted = select(WeeklyLetter.person_id).join(Person, col(Person.id) == col(WeeklyLetter.person_id))
    wanted = wanted.where(col(WeeklyLetter.is_on), col(Person.anonymised_at).is_(None))
    if only.startswith("person:"):
        wanted = wanted.where(WeeklyLetter.person_id == int(only.removeprefix("person:")))
    ids = [] if only and not only.startswith("person:") else session.exec(wanted).all()
    roles = select(PersonRole.person_id).where(col(PersonRole.role).in_(wide), col(PersonRole.person_id).in_(ids))
    seeing_all = set(session.exec(roles)) if ids else set()
    works: dict[int, set[int]] = {id_: set() for id_ in ids}
    follows = select(Follow.person_id, Follow.project_id).where(col(Follow.person_id).in_(ids))
    for person_id, project_id in session.exec(follows) if ids else ():
        works[person_id].add(project_id)
    found = {f"person:{id_}": None if id_ in seeing_all else frozenset(works[id_]) for id_ in ids}
    return found | dict.fromkeys(_channels(session, only))


def _channels(session: Session, only: str) -> list[str]:
    if only.startswith("person:"):
        return []
    rows = session.exec(select(ChannelLetter).order_by(col(ChannelLetter.id)))
    return [name for each in rows if (name := f"{each.platform}:{each.conversation}") == only or not only]


def news(session: Session, begins: datetime, ends: datetime) -> Sequence[News]:
    """What is new from `begins` until before `ends` of works that are included or followed, by name.

    Three queries, whatever the number of works.
    """
    reports = {
        report.project_id: report
        for report in session.exec(
            select(StatusUpdate)
            .where(
                col(StatusUpdate.at) >= begins,
                col(StatusUpdate.at) < ends,
                col(StatusUpdate.withdrawn_at).is_(None),
            )
            .order_by(col(StatusUpdate.at), col(StatusUpdate.id))
        )
    }
    created, closed = col(Project.created_at), col(Project.closed_at)
    is_new = or_(
        col(Project.id).in_(list(reports)),
        and_(created >= begins, created < ends),
        and_(closed >= begins, closed < ends),
    )
    works = session.exec(
        select(Project).where(is_new, Project.standing != Standing.IDEA).order_by(col(Project.key))
    ).all()
    before = _states_before(session, list(reports), begins)
    return [News(work, reports.get(work.id), before.get(work.id)) for work in works]


def _states_before(session: Session, project_ids: Collection[int], moment: datetime) -> Mapping[int, State]:
    """The state that each of these works had just before a moment; those that had none are left out."""
    row = func.row_number().over(
        partition_by=col(StatusUpdate.project_id),
        order_by=(col(StatusUpdate.at).desc(), col(StatusUpdate.id).desc()),
    )
    ranked = (
        select(col(StatusUpdate.project_id), col(StatusUpdate.state), row.label("place"))
        .where(
            col(StatusUpdate.project_id).in_(project_ids),
            col(StatusUpdate.at) < moment,
            col(StatusUpdate.withdrawn_at).is_(None),
        )
        .subquery()
    )
    rows = session.execute(select(ranked.c.project_id, ranked.c.state).where(ranked.c.place == 1))
    return {project_id: State(state) for project_id, state in rows}


def red_works(session: Session) -> Sequence[Project]:
    """The open works, included or followed, whose latest state is red, by name."""
    return session.exec(
        select(Project)
        .where(
            Project.latest_state == State.RED, col(Project.closed_at).is_(None), Project.standing != Standing.IDEA
        )
        .order_by(col(Project.key))
    ).all()
