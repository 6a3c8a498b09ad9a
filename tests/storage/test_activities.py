"""Seminars and activities by day and period, and the line for a seat."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, select

from storage import activities, people
from storage.database import Database
from storage.swedish import fold
from storage.tables import Activity, Signup, Speaker
from storage.words import SignupState

AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def make(
    session: Session,
    title: str,
    start: date | None = None,
    end: date | None = None,
    *,
    is_seminar: bool = False,
    seats: int | None = None,
    starts_at: time | None = None,
) -> Activity:
    activity = Activity(is_seminar=is_seminar, title=title, key=fold(title), starts_on=start, ends_on=end,
                        seats=seats, starts_at=starts_at, created_at=AT)  # fmt: skip
    session.add(activity)
    session.flush()
    return activity


def seminar(
    session: Session, title: str, day: date, *, seats: int | None = None, at: time | None = None
) -> Activity:
    return make(session, title, day, day, is_seminar=True, seats=seats, starts_at=at)


def titles(found: Sequence[Activity]) -> list[str]:
    return [each.title for each in found]


def persons(session: Session, count: int) -> list[int]:
    return [people.add(session, f"{name} Exempel", now=AT).id for name in "ABCDEFGH"[:count]]


def states(session: Session, activity: Activity) -> dict[str, SignupState]:
    return {person.name[0]: each.state for each, person in activities.signups(session, [activity.id])[activity.id]}


def test_upcoming_ones_begin_with_today_and_come_in_order(database: Database) -> None:
    with database.write() as session:
        today = AT.date()
        seminar(session, "sen", today + timedelta(days=9))
        seminar(session, "eftermiddag", today, at=time(13))
        seminar(session, "förmiddag", today, at=time(9))
        seminar(session, "utan tid", today)
        seminar(session, "i går", today - timedelta(days=1))
        make(session, "ingen", today, today)
        assert titles(activities.upcoming(session, today)) == ["utan tid", "förmiddag", "eftermiddag", "sen"]
        assert titles(activities.upcoming(session, today, skip=1, limit=2)) == ["förmiddag", "eftermiddag"]
        past = activities.seminars(session, end=today, newest_first=True)
        assert titles(past) == ["eftermiddag", "förmiddag", "utan tid", "i går"]


def test_a_period_takes_all_that_touches_it_and_the_undated_apart(database: Database) -> None:
    with database.write() as session:
        make(session, "hela året", *YEAR)
        make(session, "över nyår", date(2025, 12, 1), date(2026, 1, 1))
        make(session, "fram till", None, date(2026, 2, 1))
        make(session, "från och med", date(2026, 12, 31))
        make(session, "året innan", date(2025, 1, 1), date(2025, 12, 31))
        make(session, "året efter", date(2027, 1, 1))
        make(session, "slut innan", None, date(2025, 12, 31))
        make(session, "löpande")
        make(session, "återkommande")
        seminar(session, "seminarium", date(2026, 3, 1))
        make(session, "gammalt utan slut", date(2024, 3, 1), is_seminar=True)
        found = activities.of_period(session, *YEAR)
        assert titles(found.dated) == ["fram till", "över nyår", "hela året", "seminarium", "från och med"]
        assert titles(found.undated) == ["löpande", "återkommande"]


def test_a_speaker_who_stays_keeps_the_row(database: Database) -> None:
    with database.write() as session:
        made = seminar(session, "s", AT.date())
        activities.set_speakers(session, made.id, [("Anna Exempel", "KF"), ("Bo Exempel", "")])
        anna = activities.speakers(session, [made.id])[made.id][0]
        activities.set_speakers(session, made.id, [("Cia Exempel", ""), ("Anna Exempel", "KF")])
        now = activities.speakers(session, [made.id])[made.id]
        assert [(each.name, each.organisation) for each in now] == [("Cia Exempel", ""), ("Anna Exempel", "KF")]
        assert now[1].id == anna.id
        assert len(session.exec(select(Speaker)).all()) == 2


def test_the_line_is_kept_in_order_and_moves_up(database: Database) -> None:
    with database.write() as session:
        made = seminar(session, "s", AT.date(), seats=1)
        a, b, c = persons(session, 3)
        signed = [
            activities.sign_up(session, made, who, AT + timedelta(minutes=n)) for n, who in enumerate([a, b, c])
        ]
        assert [each.state for each in signed] == [SignupState.SIGNED_UP, SignupState.WAITING, SignupState.WAITING]
        assert [activities.place_in_line(session, each) for each in signed[1:]] == [1, 2]
        assert activities.taken(session, [made.id]) == {made.id: 1}
        assert activities.waiting(session, [made.id]) == {made.id: 2}

        assert activities.sign_off(session, made, signed[0]) == [b]
        assert states(session, made) == {"B": SignupState.SIGNED_UP, "C": SignupState.WAITING}
        assert activities.signup_of(session, made.id, a) is None
        # A person who comes back is last in line.
        back = activities.sign_up(session, made, a, AT)
        assert activities.place_in_line(session, back) == 2
        assert len(session.exec(select(Signup)).all()) == 3


def test_somebody_who_leaves_the_line_gives_nobody_a_seat(database: Database) -> None:
    with database.write() as session:
        made = seminar(session, "s", AT.date(), seats=1)
        _, second, _ = (activities.sign_up(session, made, who, AT) for who in persons(session, 3))
        assert activities.sign_off(session, made, second) == []
        assert states(session, made) == {"A": SignupState.SIGNED_UP, "C": SignupState.WAITING}


def test_more_seats_take_in_more_and_fewer_throw_nobody_out(database: Database) -> None:
    with database.write() as session:
        made = seminar(session, "s", AT.date(), seats=1)
        ids = persons(session, 4)
        for number, who in enumerate(ids):
            activities.sign_up(session, made, who, AT + timedelta(minutes=number))
        made.seats = 2
        assert activities.move_up(session, made) == [ids[1]]
        made.seats = 1
        assert activities.move_up(session, made) == []
        assert activities.taken(session, [made.id]) == {made.id: 2}
        made.seats = None
        assert activities.move_up(session, made) == ids[2:]


def test_what_a_person_is_signed_up_for(database: Database) -> None:
    with database.write() as session:
        [who] = persons(session, 1)
        late = seminar(session, "sen", date(2026, 12, 5))
        soon = seminar(session, "snar", date(2026, 12, 1))
        left = seminar(session, "nej", date(2026, 12, 2))
        for each in (late, soon, left):
            activities.sign_up(session, each, who, AT)
        mine = activities.signup_of(session, left.id, who)
        assert mine
        activities.sign_off(session, left, mine)
        assert [activity.title for activity, _ in activities.signed_up_by(session, who)] == ["snar", "sen"]
