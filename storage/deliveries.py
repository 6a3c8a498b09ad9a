"""What became of the messages in the outbox, for the person who looks after them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select

from storage import people
from storage.notices import DONE, TOO_LATE
from storage.tables import Notice
from storage.words import NoticeState


class Fate(StrEnum):
    """What became of a message."""

    SENT = "sent"
    WAITING = "waiting"
    FAILED = "failed"
    UNSURE = "unsure"
    MISSED = "missed"  # it fell due too long ago: shown, not sent


_NOT_IN_TROUBLE = (DONE, TOO_LATE)


def fate(notice: Notice) -> Fate | None:
    """What became of it; None for what no longer needed to be sent, which is no trouble."""
    match notice.state:
        case NoticeState.SENT:
            return Fate.SENT
        case NoticeState.UNSURE:
            return Fate.UNSURE
        case NoticeState.FAILED if notice.trouble == DONE:
            return None
        case NoticeState.FAILED:
            return Fate.MISSED if notice.trouble == TOO_LATE else Fate.FAILED
        case _:
            return Fate.WAITING


def _is(fate: Fate, since: datetime) -> Any:
    """What is waiting or unsure whenever that began, of the rest what ended after `since`."""
    state, ended = col(Notice.state), col(Notice.changed_at) >= since
    match fate:
        case Fate.SENT:
            return and_(state == NoticeState.SENT, ended)
        case Fate.WAITING:
            return state.in_((NoticeState.PLANNED, NoticeState.CLAIMED))
        case Fate.UNSURE:
            return state == NoticeState.UNSURE
        case Fate.FAILED:
            return and_(state == NoticeState.FAILED, ended, col(Notice.trouble).not_in(_NOT_IN_TROUBLE))
        case Fate.MISSED:
            return and_(state == NoticeState.FAILED, ended, Notice.trouble == TOO_LATE)


def counts(session: Session, since: datetime) -> Mapping[Fate, int]:
    """How many messages there are of each fate."""
    return {
        each: session.exec(select(func.count()).select_from(Notice).where(_is(each, since))).one() for each in Fate
    }


def listed(
    session: Session, fates: Collection[Fate], since: datetime, *, skip: int, limit: int
) -> Sequence[Notice]:
    """The messages of these fates, what changed last first; what never changed by when it is due."""
    query = select(Notice).where(or_(*(_is(each, since) for each in fates)))
    newest = col(Notice.changed_at).desc().nulls_last(), col(Notice.due).desc(), col(Notice.id).desc()
    return session.exec(query.order_by(*newest).offset(skip).limit(limit)).all()


def troubled(session: Session, begins: datetime, ends: datetime) -> Sequence[Notice]:
    """What failed, or came to be in doubt for good, after `begins` and not after `ends`, in that order."""
    changed = col(Notice.changed_at)
    failed = and_(Notice.state == NoticeState.FAILED, col(Notice.trouble).not_in(_NOT_IN_TROUBLE))
    in_doubt = and_(Notice.state == NoticeState.UNSURE, col(Notice.next_at).is_(None))
    return session.exec(
        select(Notice)
        .where(changed > begins, changed <= ends, or_(failed, in_doubt))
        .order_by(changed, col(Notice.id))
    ).all()


def last_due(session: Session, kind: str, recipient: str, before: datetime) -> datetime | None:
    """When the message of this kind before that one fell due, for this recipient."""
    return session.exec(
        select(func.max(Notice.due)).where(
            Notice.kind == kind, Notice.recipient == recipient, col(Notice.due) < before
        )
    ).one()


def names(session: Session, notices: Collection[Notice]) -> Mapping[str, str]:
    """The names of the recipients that are persons, by recipient."""
    ids = {int(each.recipient.removeprefix("person:")) for each in notices if each.recipient.startswith("person:")}
    return {f"person:{id_}": name for id_, name in people.names(session, ids).items()}


def recipients_of(session: Session, kind: str, subject: str) -> Sequence[tuple[str, datetime | None]]:
    """The names of those for whom a message is planned, and when each was sent it, None while it waits."""
    planned = session.exec(
        select(Notice).where(Notice.kind == kind, Notice.subject == subject).order_by(col(Notice.id))
    ).all()
    named = names(session, planned)
    return [(named.get(each.recipient, ""), each.sent_at) for each in planned]
