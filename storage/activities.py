"""Seminars and other activities: by number, by day and by period; who is signed up, who waits, who moves up."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, and_, col, func, or_, select

from storage.grouping import grouped
from storage.swedish import sort_key
from storage.tables import Activity, Person, Signup, Speaker
from storage.words import SignupState

_COUNTING = (SignupState.SIGNED_UP, SignupState.WAITING)


class OfPeriod(NamedTuple):
    """What goes on in a period: `dated` in order of time, `undated` is what recurs or is always on, by title."""

    dated: Sequence[Activity]
    undated: Sequence[Activity]


def get(session: Session, activity_id: int) -> Activity | None:
    """One seminar or other activity."""
    return session.get(Activity, activity_id)


def locked(session: Session, activity_id: int) -> Activity | None:
    """The same, as it is now and until the transaction ends: two persons cannot both take the last seat."""
    return session.get(Activity, activity_id, with_for_update=True, populate_existing=True)


def upcoming(session: Session, on: date, *, skip: int = 0, limit: int | None = None) -> Sequence[Activity]:
    """Seminars on that day or later, the nearest first; the cancelled ones too (`cancelled_at`)."""
    return seminars(session, start=on, skip=skip, limit=limit)


def seminars(
    session: Session,
    *,
    start: date | None = None,
    end: date | None = None,
    newest_first: bool = False,
    skip: int = 0,
    limit: int | None = None,
) -> Sequence[Activity]:
    """Seminars from `start` to `end`, both days included, in order of time; the cancelled ones too."""
    query = select(Activity).where(col(Activity.is_seminar))
    if start is not None:
        query = query.where(col(Activity.starts_on) >= start)
    if end is not None:
        query = query.where(col(Activity.starts_on) <= end)
    day, hour, number = col(Activity.starts_on), col(Activity.starts_at), col(Activity.id)
    if newest_first:
        query = query.order_by(day.desc().nulls_last(), hour.desc().nulls_last(), number.desc())
    else:
        query = query.order_by(day.asc().nulls_first(), hour.asc().nulls_first(), number)
    return session.exec(query.offset(skip).limit(limit)).all()


def of_period(session: Session, start: date, end: date) -> OfPeriod:
    """Activities and seminars that touch the period, both days included; the cancelled ones too.

    One without a last day goes on, except a seminar, which is one day.
    """
    first, last = col(Activity.starts_on), col(Activity.ends_on)
    has_begun = or_(first.is_(None), first <= end)
    goes_on = or_(last >= start, and_(last.is_(None), or_(~col(Activity.is_seminar), first >= start)))
    is_undated = and_(first.is_(None), last.is_(None))
    dated = session.exec(
        select(Activity)
        .where(has_begun, goes_on, ~is_undated)
        .order_by(first.asc().nulls_first(), col(Activity.starts_at).asc().nulls_first(), col(Activity.id))
    ).all()
    undated = session.exec(select(Activity).where(is_undated).order_by(col(Activity.id))).all()
    return OfPeriod(dated, sorted(undated, key=lambda each: sort_key(each.title)))


def titles(session: Session, activity_ids: Collection[int]) -> Mapping[int, str]:
    """What these activities are called."""
    return dict(session.exec(select(Activity.id, Activity.title).where(col(Activity.id).in_(activity_ids))).all())


def words_used(session: Session) -> tuple[set[str], set[str]]:
    """The kinds and the audiences of all activities, as they are written."""
    rows = session.exec(select(Activity.kind, Activity.audience).distinct()).all()
    return {kind for kind, _ in rows if kind}, {audience for _, audience in rows if audience}


def speakers(session: Session, ids: Collection[int]) -> Mapping[int, list[Speaker]]:
    """Who speaks at each of these activities, in order."""
    query = select(Speaker).where(col(Speaker.activity_id).in_(ids))
    rows = session.exec(query.order_by(col(Speaker.position), col(Speaker.id)))
    return grouped(((row.activity_id, row) for row in rows), ids)


def set_speakers(session: Session, activity_id: int, named: Sequence[tuple[str, str]]) -> None:
    """Let these, (name, organisation) in order, be the ones who speak. Those who stay keep their row."""
    had: dict[tuple[str, str], list[Speaker]] = defaultdict(list)
    for speaker in speakers(session, [activity_id])[activity_id]:
        had[speaker.name, speaker.organisation].append(speaker)
    for position, (name, organisation) in enumerate(named):
        same = had[name, organisation]
        speaker = same.pop(0) if same else Speaker(activity_id=activity_id, name=name, organisation=organisation)
        speaker.position = position
        session.add(speaker)
    for gone in had.values():
        for speaker in gone:
            session.delete(speaker)
    session.flush()


def signups(session: Session, ids: Collection[int]) -> Mapping[int, list[tuple[Signup, Person]]]:
    """Who is signed up for, or waits for, each of these: the signed up first, each in order of time."""
    rows = session.exec(
        select(Signup, Person)
        .join(Person, col(Person.id) == col(Signup.person_id))
        .where(col(Signup.activity_id).in_(ids), col(Signup.state).in_(_COUNTING))
        .order_by(col(Signup.state), col(Signup.at), col(Signup.id))  # "signed_up" sorts before "waiting"
    )
    return grouped(((signup.activity_id, (signup, person)) for signup, person in rows), ids)


def signed_up_by(session: Session, person_id: int) -> Sequence[tuple[Activity, Signup]]:
    """What a person is signed up for or waits for, past ones too, in order of time."""
    return session.exec(
        select(Activity, Signup)
        .join(Signup, col(Signup.activity_id) == col(Activity.id))
        .where(Signup.person_id == person_id, col(Signup.state).in_(_COUNTING))
        .order_by(col(Activity.starts_on), col(Activity.starts_at).asc().nulls_first(), col(Activity.id))
    ).all()


def taken(session: Session, ids: Collection[int]) -> Mapping[int, int]:
    """How many seats are taken at each of these."""
    return _counts(session, ids, SignupState.SIGNED_UP)


def waiting(session: Session, ids: Collection[int]) -> Mapping[int, int]:
    """How many wait for a seat at each of these."""
    return _counts(session, ids, SignupState.WAITING)


def _counts(session: Session, ids: Collection[int], state: SignupState) -> Mapping[int, int]:
    rows = session.exec(
        select(Signup.activity_id, func.count())
        .where(col(Signup.activity_id).in_(ids), Signup.state == state)
        .group_by(col(Signup.activity_id))
    )
    return dict.fromkeys(ids, 0) | dict(rows.all())


def signup_of(session: Session, activity_id: int, person_id: int) -> Signup | None:
    """A person's place at an activity; None when they were never signed up, or have left."""
    found = _signup(session, activity_id, person_id)
    return found if found and found.state in _COUNTING else None


def place_in_line(session: Session, signup: Signup) -> int:
    """The place in the waiting list, 1 for the first."""
    earlier = or_(col(Signup.at) < signup.at, and_(col(Signup.at) == signup.at, col(Signup.id) < signup.id))
    ahead = session.exec(
        select(func.count()).where(
            Signup.activity_id == signup.activity_id, Signup.state == SignupState.WAITING, earlier
        )
    ).one()
    return ahead + 1


def sign_up(session: Session, activity: Activity, person_id: int, at: datetime) -> Signup:
    """Take a seat, or the last place in the waiting list when all are taken. `activity` must be locked."""
    is_full = activity.seats is not None and taken(session, [activity.id])[activity.id] >= activity.seats
    former = _signup(session, activity.id, person_id)
    if former is not None:
        session.delete(former)  # a new row is last in line also within the same second
        session.flush()
    latest = session.exec(select(func.max(Signup.at)).where(Signup.activity_id == activity.id)).one()
    signup = Signup(
        activity_id=activity.id,
        person_id=person_id,
        state=SignupState.WAITING if is_full else SignupState.SIGNED_UP,
        at=max(at, latest or at),  # the one who waited for the lock came later, whatever their clock showed
    )
    session.add(signup)
    session.flush()
    return signup


def sign_off(session: Session, activity: Activity, signup: Signup) -> list[int]:
    """Leave, and let the first who wait move up: returns the ids of those persons. `activity` must be locked."""
    signup.state = SignupState.CANCELLED
    session.add(signup)
    session.flush()
    return move_up(session, activity)


def move_up(session: Session, activity: Activity) -> list[int]:
    """Give the free seats to the first who wait: returns the ids of those persons. `activity` must be locked."""
    line = session.exec(
        select(Signup)
        .where(Signup.activity_id == activity.id, Signup.state == SignupState.WAITING)
        .order_by(col(Signup.at), col(Signup.id))
    ).all()
    if not line:
        return []
    free = len(line) if activity.seats is None else activity.seats - taken(session, [activity.id])[activity.id]
    moved = line[: max(free, 0)]
    for signup in moved:
        signup.state = SignupState.SIGNED_UP
        session.add(signup)
    session.flush()
    return [signup.person_id for signup in moved]


def _signup(session: Session, activity_id: int, person_id: int) -> Signup | None:
    query = select(Signup).where(Signup.activity_id == activity_id, Signup.person_id == person_id)
    return session.exec(query.execution_options(populate_existing=True)).first()
