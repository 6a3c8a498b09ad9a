"""Where Microsoft Teams can be written to, and which cards wait for an answer there."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.tables import TeamsCard, TeamsConversation

MAX_CARD_AGE = timedelta(days=90)
"""A form older than this is answered like any other, but no longer found by its nonce."""


def find(session: Session, conversation: str) -> TeamsConversation | None:
    """What is known of a conversation, also one that has ended."""
    return session.get(TeamsConversation, conversation)


def keep(session: Session, seen: TeamsConversation) -> None:
    """Remember a conversation as it is now, in place of what was known of it; it is no longer ended."""
    known = session.get(TeamsConversation, seen.conversation)
    if known is None:
        session.add(seen)
    else:
        known.tenant, known.kind, known.service_url = seen.tenant, seen.kind, seen.service_url
        known.bot, known.person = seen.bot or known.bot, seen.person or known.person
        known.seen_at, known.ended_at = seen.seen_at, None
        session.add(known)
    session.flush()


def end(session: Session, conversation: str, now: datetime) -> None:
    """It cannot be written to any more: the app was removed or blocked, or it is gone."""
    known = session.get(TeamsConversation, conversation)
    if known and known.ended_at is None:
        known.ended_at = now
        session.add(known)
        session.flush()


def personal(session: Session, person: str) -> TeamsConversation | None:
    """The personal chat with a person (Entra's id), the newest that has not ended."""
    return session.exec(
        select(TeamsConversation)
        .where(
            TeamsConversation.person == person,
            TeamsConversation.kind == "personal",
            col(TeamsConversation.ended_at).is_(None),
        )
        .order_by(col(TeamsConversation.seen_at).desc())
    ).first()


def nearest(session: Session, tenant: str) -> TeamsConversation | None:
    """The conversation of a tenant that was seen last: where its service is."""
    return session.exec(
        select(TeamsConversation)
        .where(TeamsConversation.tenant == tenant)
        .order_by(col(TeamsConversation.seen_at).desc())
    ).first()


def keep_card(session: Session, nonce: str, conversation: str, message: str, now: datetime) -> None:
    """Remember where a form was posted; those that nobody answers are forgotten in time."""
    session.execute(delete(TeamsCard).where(col(TeamsCard.at) < now - MAX_CARD_AGE))
    session.merge(TeamsCard(nonce=nonce, conversation=conversation, message=message, at=now))
    session.flush()


def card(session: Session, nonce: str) -> TeamsCard | None:
    """Where the form with this nonce was posted."""
    return session.get(TeamsCard, nonce)
