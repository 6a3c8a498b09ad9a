"""Outbox → platform: claim, send, mark. What may have arrived is looked for, and never resent blindly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import structlog
from sqlmodel import Session

from bot.answer import Desk
from bot.platform import NotSent, PerhapsSent, Platform, Searchable
from commands._message import REPLY, Address, Fact, Facts, Reply, Text, TextStyle
from commands.reminders.planning import read_again
from storage import notices, people
from storage.tables import Notice
from storage.words import NoticeState, Role

LEASE = timedelta(seconds=180)
RETRY_AFTER = timedelta(minutes=5)
SETTLE = timedelta(seconds=90)
"""So long after a send that ended in doubt the message is looked for: it may still be on its way."""
MOST_ATTEMPTS = 20
BATCH = 50
UNDELIVERABLE = "undeliverable"
"""The kind of notice that says that another one could not be sent; such a one is never told of."""

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


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a message; `again` is how long until it is looked at again, None for never."""

    word: str  # sent, unsure, retry, failed, dropped (not to be said any more)
    trouble: str = ""
    message_id: str = ""
    again: timedelta | None = None


def _delivered(desk: Desk, platforms: Mapping[str, Platform], notice: Notice, address: Address | None) -> bool:
    """Send one message and mark what became of it, each in a transaction of its own."""
    outcome = _sent_or_found(desk, platforms, notice, address)
    now = desk.clock.now()
    again = now + outcome.again if outcome.again else None
    with desk.database.write(actor="clock", source="clock") as session:
        if outcome.word == "sent":
            notices.mark_sent(session, notice.id, notice.token, at=now, message_id=outcome.message_id)
        elif outcome.word == "unsure":
            notices.mark_unsure(session, notice.id, notice.token, trouble=outcome.trouble, look_at=again)
        else:
            held = notices.mark_failed(session, notice.id, notice.token, trouble=outcome.trouble, retry_at=again)
            if held and outcome.word == "failed" and notice.kind != UNDELIVERABLE:
                _tell_coordinators(desk, session, notice, outcome.trouble)
    log.info("notice", kind=notice.kind, outcome=outcome.word, attempt=notice.attempts)
    return outcome.word == "sent"


def _sent_or_found(
    desk: Desk, platforms: Mapping[str, Platform], notice: Notice, address: Address | None
) -> _Outcome:
    """Send, unless it may have arrived before: then look for it first, where that can be done.

    What it says is read again just before: what is already done is not said.
    """
    if address is None:
        # What is in doubt stays so: planned anew, it would be sent without being looked for.
        word = "unsure" if notice.state is NoticeState.UNSURE else "retry"
        return _Outcome(word, "no platform that is on reaches the recipient", again=RETRY_AFTER)
    platform = platforms[address.platform]
    if notice.state is NoticeState.UNSURE:
        found = _looked_for(platform, notice, address)
        if found:
            return found
    with desk.database.read() as session:
        again = read_again(session, notice, desk.clock.now(), desk.zone)
    if again.reply is None:
        return _Outcome("dropped", again.trouble)
    try:
        return _Outcome("sent", message_id=platform.send(address, again.reply, notice.id))
    except NotSent as error:
        wait = RETRY_AFTER if error.retry_after is None else timedelta(seconds=error.retry_after)
        return _Outcome("failed", str(error)) if error.terminal else _Outcome("retry", str(error), again=wait)
    except PerhapsSent as error:
        return _Outcome("unsure", str(error), again=_look_after(platform, notice))
    except Exception:
        # A bug with one message is not to leave the rest of the batch in doubt.
        log.error("fault while sending", kind=notice.kind, platform=platform.name, exc_info=True)
        return _Outcome("unsure", "a fault while sending", again=_look_after(platform, notice))


def _look_after(platform: Platform, notice: Notice) -> timedelta | None:
    """When to look for a message in doubt; None where that cannot be done, or has been done often enough."""
    return SETTLE if isinstance(platform, Searchable) and notice.attempts < MOST_ATTEMPTS else None


def _looked_for(platform: Platform, notice: Notice, address: Address) -> _Outcome | None:
    """What a search for a doubtful message says; None when it surely is not there, and may be sent."""
    if not isinstance(platform, Searchable):
        return _Outcome("unsure", "it may have been sent before")
    try:
        message_id = platform.was_sent(notice.id, address)
    except (NotSent, PerhapsSent) as error:
        # Who cannot look, may not send either.
        gone = isinstance(error, NotSent) and error.terminal
        look = None if gone or notice.attempts >= MOST_ATTEMPTS else RETRY_AFTER
        return _Outcome("unsure", f"cannot look for it: {error}", again=look)
    return None if message_id is None else _Outcome("sent", message_id=message_id)


def _tell_coordinators(desk: Desk, session: Session, notice: Notice, trouble: str) -> None:
    """Once a day for each recipient, so that somebody mends the channel or the installation."""
    midnight = datetime.combine(desk.clock.now().astimezone(desk.zone), time.min, tzinfo=desk.zone).astimezone(UTC)
    for person in people.with_roles(session, [Role.COORDINATOR]):
        if notice.recipient != f"person:{person.id}":
            notices.plan(
                session,
                kind=UNDELIVERABLE,
                subject=notice.recipient,
                recipient=f"person:{person.id}",
                due=midnight,
                body=REPLY.dump_json(_undeliverable(session, notice, trouble)).decode(),
            )


def _undeliverable(session: Session, notice: Notice, trouble: str) -> Reply:
    platform, _, name = notice.recipient.partition(":")
    person = people.get(session, int(name)) if platform == "person" else None
    whom = person.name if person else f"{platform.capitalize()}, kanal {name}"
    return Reply(
        (
            Text("Ett meddelande gick inte att skicka", TextStyle.HEADING),
            Facts((Fact("Till", whom), Fact("Varför", TROUBLES.get(trouble, trouble)))),
            Text("Jag försöker inte igen. Bjud in Läget i kanalen igen, eller säg till den som sköter Läget."),
        )
    )


TROUBLES = {
    "channel_not_found": "kanalen finns inte, eller Läget är inte med i den",
    "not_in_channel": "Läget är inte med i kanalen",
    "is_archived": "kanalen är arkiverad",
    "token_revoked": "Läget är inte längre installerat där",
    "account_inactive": "kontot är avstängt",
    "invalid_auth": "Läget är inte längre installerat där",
}
"""What the platforms' words mean; a word that is not here is shown as it is."""
