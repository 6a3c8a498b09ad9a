"""The outbox: messages planned once, claimed by one worker at a time, marked with what became of them.

A worker claims, commits, sends, and marks. Whoever has lost the claim marks nothing: a token says whose it is.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.tables import Notice
from storage.words import NoticeState


def plan(
    session: Session, *, kind: str, subject: str, recipient: str, due: datetime, body: str, platform: str = ""
) -> bool:
    """Plan a message, unless the same one (kind, subject, recipient, due, platform) is there: True if it was not.

    `recipient` is "person:7" or "platform:conversation", `body` a reply as JSON.
    """
    row = {
        "kind": kind,
        "subject": subject,
        "recipient": recipient,
        "platform": platform,
        "due": due,
        "body": body,
        "state": NoticeState.PLANNED,
        "next_at": due,
    }
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(Notice) if on_postgresql else sqlite.insert(Notice)
    # Not rowcount: psycopg does not say how many rows an INSERT … ON CONFLICT made.
    made = session.execute(insert.values(row).on_conflict_do_nothing().returning(col(Notice.id)))
    return made.first() is not None


def due(session: Session, at: datetime, limit: int) -> Sequence[Notice]:
    """What would be looked at by that moment, the longest overdue first; nothing is claimed."""
    return session.exec(
        select(Notice).where(col(Notice.next_at) <= at).order_by(col(Notice.next_at), col(Notice.id)).limit(limit)
    ).all()


def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> list[Notice]:
    """Take what is due for as long as `lease`; nobody else gets it meanwhile. Commit before anything is sent.

    A notice comes back as CLAIMED when it is to be sent, as UNSURE when it may have arrived already: a send ended
    in doubt, or the worker that had claimed it never said what happened. Look for such a one before sending.
    """
    ready = select(Notice).where(col(Notice.next_at) <= now).order_by(col(Notice.next_at), col(Notice.id))
    mine = ready.limit(limit).with_for_update(skip_locked=True).execution_options(populate_existing=True)
    claimed = list(session.exec(mine))
    for notice in claimed:
        notice.state = NoticeState.CLAIMED if notice.state is NoticeState.PLANNED else NoticeState.UNSURE
        notice.token = secrets.token_hex(16)
        notice.lease_until = notice.next_at = now + lease
        notice.attempts += 1
        session.add(notice)
    session.flush()
    return claimed


def mark_sent(session: Session, notice_id: int, token: str, *, at: datetime, message_id: str = "") -> bool:
    """It has arrived. False, and nothing changes, when the claim has passed to somebody else."""
    notice = _held(session, notice_id, token)
    if notice is None:
        return False
    notice.sent_at = at
    notice.message_id = message_id
    _settle(session, notice, NoticeState.SENT, None, "")
    return True


def mark_unsure(
    session: Session, notice_id: int, token: str, *, trouble: str, look_at: datetime | None = None
) -> bool:
    """It may have arrived: looked for at `look_at`, or never again by itself. False as for `mark_sent`."""
    notice = _held(session, notice_id, token)
    if notice is None:
        return False
    _settle(session, notice, NoticeState.UNSURE, look_at, trouble)
    return True


def mark_failed(
    session: Session, notice_id: int, token: str, *, trouble: str, retry_at: datetime | None = None
) -> bool:
    """It surely did not arrive: planned anew for `retry_at`, or given up. False as for `mark_sent`."""
    notice = _held(session, notice_id, token)
    if notice is None:
        return False
    state = NoticeState.FAILED if retry_at is None else NoticeState.PLANNED
    _settle(session, notice, state, retry_at, trouble)
    return True


def _held(session: Session, notice_id: int, token: str) -> Notice | None:
    if not token:
        return None  # what nobody has claimed, nobody holds
    query = select(Notice).where(Notice.id == notice_id, Notice.token == token).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def _settle(session: Session, notice: Notice, state: NoticeState, next_at: datetime | None, trouble: str) -> None:
    notice.state = state
    notice.next_at = next_at
    notice.trouble = trouble
    notice.token = ""
    notice.lease_until = None
    session.add(notice)
    session.flush()
