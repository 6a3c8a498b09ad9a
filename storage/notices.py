"""The outbox: messages planned once, claimed by one worker at a time, marked with what became of them.

A worker claims, begins, sends, and marks, each in a transaction of its own. A worker that has lost the claim
marks nothing: a token says whose it is. What was claimed and never begun has surely not been sent; what was begun
may have been.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from storage.inserting import insert_missing
from storage.tables import Notice, metadata
from storage.words import NoticeState

TOO_LATE, DONE = "too late", "no longer due"
"""The trouble of what was not sent although nothing went wrong: it fell due too long ago, or is done already."""

_NOTICE = metadata.tables["notice"]
_MAX_ROWS = 500
"""The most rows in one statement: SQLite takes 32,766 values."""


class Message(NamedTuple):
    """What is to be planned. `recipient` is "person:7" or "platform:conversation", `body` a reply as JSON."""

    kind: str
    subject: str
    recipient: str
    due: datetime
    body: str
    platform: str = ""


def plan(
    session: Session, *, kind: str, subject: str, recipient: str, due: datetime, body: str, platform: str = ""
) -> bool:
    """Plan a message unless the same (kind, subject, recipient, due, platform) is there: True if it was not."""
    return plan_all(session, [Message(kind, subject, recipient, due, body, platform)]) == 1


def plan_all(session: Session, messages: Sequence[Message], *, missed_at: datetime | None = None) -> int:
    """Plan messages in one statement for many; returns how many were not there already.

    With `missed_at` they are kept as a record of what was found at that moment to be too late, and never sent.
    """
    given_up = {"state": NoticeState.FAILED, "next_at": None, "trouble": TOO_LATE, "changed_at": missed_at}
    how: dict[str, Any] = {"state": NoticeState.PLANNED} if missed_at is None else given_up
    rows = [{**each._asdict(), "next_at": each.due, **how} for each in messages]
    # Not rowcount: psycopg does not say how many rows an INSERT … ON CONFLICT made.
    made = insert_missing(session, Notice).returning(_NOTICE.c.id)
    connection = session.connection()
    return sum(
        len(connection.execute(made, rows[first : first + _MAX_ROWS]).all())
        for first in range(0, len(rows), _MAX_ROWS)
    )


def due(session: Session, at: datetime, limit: int) -> Sequence[Notice]:
    """What would be looked at by that moment, the longest overdue first; nothing is claimed."""
    return session.exec(
        select(Notice).where(col(Notice.next_at) <= at).order_by(col(Notice.next_at), col(Notice.id)).limit(limit)
    ).all()


def is_due(session: Session, at: datetime) -> bool:
    """Whether there is anything to look at by that moment."""
    return session.exec(select(Notice.id).where(col(Notice.next_at) <= at).limit(1)).first() is not None


def recipients(
    session: Session, kinds: Collection[str], subject: str, due: datetime | None = None
) -> Collection[str]:
    """The recipients for whom a message of one of these kinds about this is planned or sent, for `due` if given."""
    query = select(Notice.recipient).where(col(Notice.kind).in_(kinds), Notice.subject == subject)
    return set(session.exec(query if due is None else query.where(Notice.due == due)))


def last_sent(
    session: Session, kinds: Collection[str], person_ids: Collection[int], since: datetime
) -> Mapping[int, datetime]:
    """When each of these persons was last sent a message of these kinds, of those that fell due since then."""
    recipients = {f"person:{id_}": id_ for id_ in person_ids}
    rows = session.exec(
        select(Notice.recipient, func.max(Notice.sent_at))
        .where(
            col(Notice.kind).in_(kinds),
            col(Notice.recipient).in_(list(recipients)),
            Notice.due >= since,
            Notice.state == NoticeState.SENT,
        )
        .group_by(col(Notice.recipient))
    )
    return {recipients[recipient]: sent_at for recipient, sent_at in rows if sent_at is not None}


def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> list[Notice]:
    """Take what is due for as long as `lease`; nobody else gets it meanwhile. Commit before anything is sent.

    A notice comes back as CLAIMED when it is to be sent, as UNSURE when it may have arrived already: a send ended
    in doubt, or the worker that had begun it never reported what happened. Look for such a one before sending.
    """
    ready = select(Notice).where(col(Notice.next_at) <= now).order_by(col(Notice.next_at), col(Notice.id))
    mine = ready.limit(limit).with_for_update(skip_locked=True).execution_options(populate_existing=True)
    claimed = list(session.exec(mine))
    for notice in claimed:
        notice.state = NoticeState.CLAIMED if _surely_not_sent(notice) else NoticeState.UNSURE
        notice.token = secrets.token_hex(16)
        notice.lease_until = notice.next_at = now + lease
        notice.attempts += 1
        session.add(notice)
    session.flush()
    return claimed


def _surely_not_sent(notice: Notice) -> bool:
    never_begun = notice.state is NoticeState.CLAIMED and notice.begun_at is None
    return notice.state is NoticeState.PLANNED or never_begun


def begin(session: Session, notice_id: int, token: str, *, at: datetime, lease: timedelta, address: str) -> bool:
    """It is sent to `address` as soon as this is committed: from then on it may have arrived. False as below."""
    notice = _held(session, notice_id, token)
    if notice is None:
        return False
    notice.begun_at, notice.address = at, address
    notice.lease_until = notice.next_at = at + lease
    session.add(notice)
    session.flush()
    return True


def put_back(session: Session, notice_id: int, token: str, *, until: datetime) -> bool:
    """Nothing was tried: it waits until then as it was before the claim. False as below."""
    notice = _held(session, notice_id, token)
    if notice is None:
        return False
    notice.attempts -= 1
    waits = NoticeState.UNSURE if notice.state is NoticeState.UNSURE else NoticeState.PLANNED
    _settle(session, notice, waits, until, notice.trouble, notice.changed_at)
    return True


def mark_sent(session: Session, notice_id: int, token: str, *, at: datetime, message_id: str = "") -> bool:
    """It has arrived. False, and nothing changes, when the claim has passed to another worker."""
    notice = _held(session, notice_id, token)
    if notice is None:
        return False
    notice.sent_at = at
    notice.message_id = message_id
    _settle(session, notice, NoticeState.SENT, None, "", at)
    return True


def mark_unsure(
    session: Session, notice_id: int, token: str, *, trouble: str, at: datetime, look_at: datetime | None = None
) -> bool:
    """It may have arrived: looked for at `look_at`, or never again by itself. False as for `mark_sent`."""
    notice = _held(session, notice_id, token)
    if notice is None:
        return False
    _settle(session, notice, NoticeState.UNSURE, look_at, trouble, at)
    return True


def mark_failed(
    session: Session,
    notice_id: int,
    token: str,
    *,
    trouble: str,
    at: datetime,
    retry_at: datetime | None = None,
    refused: str = "",
) -> bool:
    """It surely did not arrive: planned anew for `retry_at`, or given up. False as for `mark_sent`.

    `refused` is an address that is not to be tried again.
    """
    notice = _held(session, notice_id, token)
    if notice is None:
        return False
    if refused:
        notice.refused = "\n".join(each for each in (notice.refused, refused) if each)
    notice.begun_at = None
    state = NoticeState.FAILED if retry_at is None else NoticeState.PLANNED
    _settle(session, notice, state, retry_at, trouble, at)
    return True


def locked(session: Session, notice_id: int) -> Notice | None:
    """One message; nobody else can change it before this transaction ends."""
    return session.get(Notice, notice_id, with_for_update=True, populate_existing=True)


def send_again(session: Session, notice: Notice, by: int | None, *, at: datetime, next_at: datetime) -> None:
    """Send it at `next_at` although it was given up or is in doubt, because a person decided so."""
    notice.decided_at, notice.decided_by_id = at, by
    notice.attempts, notice.begun_at, notice.refused = 0, None, ""
    _settle(session, notice, NoticeState.PLANNED, next_at, "", at)


def confirm(session: Session, notice: Notice, by: int | None, *, at: datetime) -> None:
    """It did arrive, a person confirms."""
    notice.decided_at, notice.decided_by_id = at, by
    notice.sent_at = notice.begun_at or at
    _settle(session, notice, NoticeState.SENT, None, "", at)


def _held(session: Session, notice_id: int, token: str) -> Notice | None:
    if not token:
        return None  # nobody holds what nobody has claimed
    query = select(Notice).where(Notice.id == notice_id, Notice.token == token).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def _settle(
    session: Session,
    notice: Notice,
    state: NoticeState,
    next_at: datetime | None,
    trouble: str,
    changed_at: datetime | None,
) -> None:
    notice.state = state
    notice.next_at = next_at
    notice.trouble = trouble
    notice.changed_at = changed_at
    notice.token = ""
    notice.lease_until = None
    session.add(notice)
    session.flush()
