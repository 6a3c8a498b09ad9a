"""Outbox → platform: claim, send, mark. What may have arrived is marked unsure and never resent blindly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlmodel import Session

from bot.answer import Desk
from bot.platform import NotSent, PerhapsSent, Platform
from commands._message import REPLY, Address
from storage import notices, people
from storage.tables import Notice
from storage.words import NoticeState

LEASE = timedelta(seconds=180)
RETRY_AFTER = timedelta(minutes=5)
BATCH = 50

log = structlog.get_logger()


def deliver(desk: Desk, platforms: Mapping[str, Platform]) -> int:
    """Send what is due on these platforms. Returns how many messages were sent.

    Without a platform nothing is claimed: what was planned waits until one is on.
    """
    if not platforms:
        return 0
    with desk.database.write(actor="clock", source="clock") as session:
        claimed = notices.claim(session, desk.clock.now(), LEASE, BATCH)
        addressed = [(notice, _address(session, notice.recipient, platforms)) for notice in claimed]
    return sum(_delivered(desk, platforms, notice, address) for notice, address in addressed)


def _address(session: Session, recipient: str, platforms: Mapping[str, Platform]) -> Address | None:
    """Where to reach a recipient ("person:7", "slack:C012"), of the platforms that are on."""
    platform, _, name = recipient.partition(":")
    if platform != "person":
        return Address(platform, name) if platform in platforms else None
    person = people.get(session, int(name))
    if person is None:
        return None
    for identity in people.identities(session, person.id):
        if identity.platform in platforms:
            return Address(identity.platform, identity.conversation or identity.external_id)
    # The local chat knows people by their address alone.
    return Address("local", person.email) if "local" in platforms and person.email else None


def _delivered(desk: Desk, platforms: Mapping[str, Platform], notice: Notice, address: Address | None) -> bool:
    """Send one message and mark what became of it, each in a transaction of its own."""
    now = desk.clock.now()
    trouble, message_id = "", ""
    if notice.state is NoticeState.UNSURE:
        outcome, trouble = "unsure", "it may have been sent before"
    elif address is None:
        outcome, trouble = "retry", "no platform that is on reaches the recipient"
    else:
        try:
            message_id = platforms[address.platform].send(address, REPLY.validate_json(notice.body), notice.id)
            outcome = "sent"
        except NotSent as error:
            outcome, trouble = "failed" if error.terminal else "retry", str(error)
        except PerhapsSent as error:
            outcome, trouble = "unsure", str(error)
    with desk.database.write(actor="clock", source="clock") as session:
        if outcome == "sent":
            notices.mark_sent(session, notice.id, notice.token, at=now, message_id=message_id)
        elif outcome == "unsure":
            notices.mark_unsure(session, notice.id, notice.token, trouble=trouble)
        else:
            again = now + RETRY_AFTER if outcome == "retry" else None
            notices.mark_failed(session, notice.id, notice.token, trouble=trouble, retry_at=again)
    log.info("notice", kind=notice.kind, outcome=outcome, attempt=notice.attempts)
    return outcome == "sent"
