"""The outbox: planned once, claimed by one, marked by whoever holds it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import event
from sqlmodel import Session, select

from storage import notices
from storage.database import Database
from storage.tables import Notice
from storage.words import NoticeState

AT = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=180)


def plan(session: Session, recipient: str = "person:1", due: datetime = AT) -> bool:
    return notices.plan(session, kind="moved", subject="activity:12", recipient=recipient, due=due, body="{}")


def claim(database: Database, now: datetime = AT) -> list[Notice]:
    with database.write() as session:
        return notices.claim(session, now, LEASE, 10)


def only(database: Database) -> Notice:
    with database.read() as session:
        return session.exec(select(Notice)).one()


def test_the_same_message_is_planned_once(database: Database) -> None:
    with database.write() as session:
        assert [plan(session), plan(session)] == [True, False]
    with database.write() as session:
        assert [plan(session), plan(session, "person:2"), plan(session, due=AT + LEASE)] == [False, True, True]
    with database.read() as session:
        planned = session.exec(select(Notice).order_by(Notice.recipient, Notice.due)).all()  # type: ignore[arg-type]
        assert [(each.state, each.next_at, each.attempts, each.token) for each in planned] == [
            (NoticeState.PLANNED, AT, 0, ""),
            (NoticeState.PLANNED, AT + LEASE, 0, ""),
            (NoticeState.PLANNED, AT, 0, ""),
        ]


def test_only_what_is_due_is_shown_and_showing_claims_nothing(database: Database) -> None:
    with database.write() as session:
        plan(session, "person:1", AT + LEASE)
        plan(session, "person:2", AT)
        plan(session, "person:3", AT - LEASE)
    with database.read() as session:
        assert [each.recipient for each in notices.due(session, AT, 10)] == ["person:3", "person:2"]
        assert [each.recipient for each in notices.due(session, AT, 1)] == ["person:3"]
    assert [each.recipient for each in claim(database)] == ["person:3", "person:2"]


def test_a_claimed_one_is_nobody_elses(database: Database) -> None:
    with database.write() as session:
        plan(session)
    [mine] = claim(database)
    assert (mine.state, mine.attempts, mine.lease_until) == (NoticeState.CLAIMED, 1, AT + LEASE)
    assert claim(database) == []
    with database.write() as session:
        assert notices.mark_sent(session, mine.id, mine.token, at=AT, message_id="m1")
    sent = only(database)
    assert (sent.state, sent.sent_at, sent.message_id, sent.next_at) == (NoticeState.SENT, AT, "m1", None)
    assert claim(database, AT + timedelta(days=1)) == []


def test_a_worker_that_went_silent_leaves_doubt_and_loses_the_claim(database: Database) -> None:
    with database.write() as session:
        plan(session)
    [lost] = claim(database)
    with database.write() as session:
        assert notices.begin(session, lost.id, lost.token, at=AT, lease=LEASE, address="slack:D1")
    [found] = claim(database, AT + LEASE)
    assert (found.state, found.attempts, found.address) == (NoticeState.UNSURE, 2, "slack:D1")
    with database.write() as session:
        assert not notices.begin(session, lost.id, lost.token, at=AT, lease=LEASE, address="slack:D1")
        assert not notices.put_back(session, lost.id, lost.token, until=AT)
        assert not notices.mark_sent(session, lost.id, lost.token, at=AT)
        assert not notices.mark_failed(session, lost.id, lost.token, trouble="timeout", at=AT)
        assert not notices.mark_unsure(session, lost.id, lost.token, trouble="timeout", at=AT)
        assert not notices.mark_sent(session, lost.id, "", at=AT)
    assert only(database).state is NoticeState.UNSURE
    with database.write() as session:
        assert notices.mark_sent(session, found.id, found.token, at=AT + LEASE)
    assert only(database).state is NoticeState.SENT


def test_doubt_stays_doubt_until_it_is_settled(database: Database) -> None:
    with database.write() as session:
        plan(session)
    [first] = claim(database)
    later = AT + timedelta(seconds=90)
    with database.write() as session:
        assert notices.mark_unsure(session, first.id, first.token, trouble="timeout", at=AT, look_at=later)
    assert claim(database) == []
    [again] = claim(database, later)
    assert (again.state, again.trouble) == (NoticeState.UNSURE, "timeout")
    with database.write() as session:
        assert notices.mark_unsure(session, again.id, again.token, trouble="cannot be asked", at=later)
    assert (only(database).state, only(database).next_at) == (NoticeState.UNSURE, None)


def test_what_surely_did_not_arrive_is_tried_again_or_given_up(database: Database) -> None:
    with database.write() as session:
        plan(session)
    [first] = claim(database)
    with database.write() as session:
        assert notices.mark_failed(session, first.id, first.token, trouble="429", at=AT, retry_at=AT + LEASE)
    [second] = claim(database, AT + LEASE)
    assert (second.state, second.attempts) == (NoticeState.CLAIMED, 2)
    with database.write() as session:
        assert notices.mark_failed(session, second.id, second.token, trouble="403", at=AT)
    assert (only(database).state, only(database).next_at, only(database).trouble) == (
        NoticeState.FAILED,
        None,
        "403",
    )


def test_what_was_claimed_and_never_begun_has_not_been_sent(database: Database) -> None:
    with database.write() as session:
        plan(session)
    claim(database)
    [again] = claim(database, AT + LEASE)
    assert (again.state, again.attempts) == (NoticeState.CLAIMED, 2)


def test_what_is_put_back_waits_as_it_was(database: Database) -> None:
    with database.write() as session:
        plan(session)
    later = AT + timedelta(seconds=42)
    for state in (NoticeState.PLANNED, NoticeState.UNSURE):
        [mine] = claim(database, later)
        with database.write() as session:
            assert notices.put_back(session, mine.id, mine.token, until=later)
        assert (only(database).state, only(database).attempts) == (state, 0 if state is NoticeState.PLANNED else 1)
        assert claim(database, later - timedelta(seconds=1)) == []
        [mine] = claim(database, later)
        with database.write() as session:
            assert notices.mark_unsure(session, mine.id, mine.token, trouble="timeout", at=AT, look_at=later)


def test_many_are_planned_in_one_statement_and_only_those_that_are_new_count(database: Database) -> None:
    many = [notices.Message("moved", "activity:12", f"person:{number}", AT, "{}") for number in range(1200)]
    statements: list[str] = []
    event.listen(database._engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with database.write() as session:
        assert notices.plan_all(session, many[:700]) == 700
        assert notices.plan_all(session, many) == 500
        assert notices.plan_all(session, many, missed_at=AT) == 0
        assert notices.plan_all(session, []) == 0
    assert sum("INSERT" in each for each in statements) <= 20


def test_what_was_missed_is_kept_and_never_sent(database: Database) -> None:
    with database.write() as session:
        assert notices.plan_all(session, [notices.Message("moved", "x", "person:1", AT, "{}")], missed_at=AT) == 1
    assert (only(database).state, only(database).trouble) == (NoticeState.FAILED, notices.TOO_LATE)
    assert claim(database, AT + LEASE) == []


def test_two_workers_share_what_is_due(database: Database) -> None:
    """On PostgreSQL the second passes by what the first holds; on SQLite only one may write at a time."""
    with database.write() as session:
        for number in range(4):
            plan(session, f"person:{number}")
    if database.path is not None:
        assert len(claim(database)) == 4
        return
    with database.write() as one, database.write() as other:
        first = notices.claim(one, AT, LEASE, 2)
        second = notices.claim(other, AT, LEASE, 10)
    assert [each.recipient for each in first] == ["person:0", "person:1"]
    assert [each.recipient for each in second] == ["person:2", "person:3"]
