"""What falls due now → the outbox; and whether what waits there still holds, just before it is sent.

    plan_due(session, now, zone) -> int                in a write transaction; returns how many are to be sent
    read_again(session, notice, now, zone) -> Again    what to send now, or why not
    still_due(session, notice, now, zone) -> bool

All that the clock starts goes through here. Two clocks at once plan nothing twice: rows are unique.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from commands.message import REPLY, Reply
from commands.reminders import collected, letter, messages, seminars, unreachable
from commands.reminders.alerts import DEVIATION
from commands.reminders.dates import current_round
from commands.reminders.ladder import (
    CATCH_UP,
    OPENS,
    USUAL_HOUR,
    at,
    last_close,
    letter_day,
    may_send,
    sending_days,
)
from commands.swedish.dates import local
from storage import activities, clock_runs, entries, notices
from storage.notices import DONE, TOO_LATE, Message
from storage.tables import Deviation, Notice, StatusUpdate

COLLECTED = (collected.REMINDER, collected.NUDGE)
CLOCK_KINDS = frozenset({*COLLECTED, letter.LETTER, *seminars.KINDS})
"""What is sent in the daytime of working days only, and not when it is too late."""
MAX_GAP = timedelta(days=31)
"""How far back missed messages are recorded when the clock has been stopped."""


@dataclass(frozen=True, slots=True)
class Due:
    """A message that falls due."""

    kind: str
    subject: str
    recipient: str
    due: datetime
    reply: Reply


@dataclass(frozen=True, slots=True)
class Again:
    """What a notice comes to just before it is sent: a reply, or None and why nothing is to be sent."""

    reply: Reply | None
    trouble: str = ""


def plan_due(session: Session, now: datetime, zone: ZoneInfo) -> int:
    """Plan all that falls due at `now` or did within the catch-up time; returns how many are to be sent.

    What can no longer be sent, since the clock was stopped or the day is over, is recorded as failed: too late.
    """
    last = clock_runs.record(session, now)
    here = local(now, zone)
    if not may_send(here) and last is not None and last >= last_close(here):
        return 0  # the day was closed at an earlier tick, and nothing falls due until the next
    begins = now - CATCH_UP
    if last is not None:
        begins = min(begins, max(last, now - MAX_GAP))
    in_time: list[Message] = []
    missed: list[Message] = []
    for each in falling_due(session, begins, now, zone):
        may_go = may_send(here) and now - each.due <= CATCH_UP
        (in_time if may_go else missed).append(_message(each))
    notices.plan_all(session, missed, missed_at=now)
    return notices.plan_all(session, in_time)


def _message(each: Due) -> Message:
    return Message(each.kind, each.subject, each.recipient, each.due, REPLY.dump_json(each.reply).decode())


def falling_due(session: Session, begins: datetime, ends: datetime, zone: ZoneInfo) -> Iterator[Due]:
    """What falls due after `begins` and not after `ends`, as of now, without what was planned before."""
    for day in sending_days(begins, ends, OPENS, zone):
        if day == letter_day(day):
            yield from _letters(session, day, zone)
    for day in sending_days(begins, ends, USUAL_HOUR, zone):
        yield from _collected(session, day, zone)
    for seminar, kind, due in seminars.falling_due(session, begins, ends, zone):
        subject = f"activity:{seminar.id}"
        planned = notices.recipients(session, [kind], subject, due)
        for person_id in seminars.recipients(session, seminar, kind):
            if (recipient := f"person:{person_id}") not in planned:
                yield Due(kind, subject, recipient, due, seminars.written(seminar, kind))


def _letters(session: Session, day: date, zone: ZoneInfo) -> Iterator[Due]:
    subject, due = letter.about(day), letter.letter_due(day, zone)
    planned = notices.recipients(session, [letter.LETTER], subject)
    for recipient, reply in letter.letters(session, day, zone):
        if recipient not in planned:
            yield Due(letter.LETTER, subject, recipient, due, reply)


def _collected(session: Session, day: date, zone: ZoneInfo) -> Iterator[Due]:
    """One message a person a day: who has had one, also because a coordinator asked, gets no other."""
    shares = collected.shares(session, day, zone)
    planned = notices.recipients(session, COLLECTED, of_day(day)) if shares else ()
    for person_id, share in shares.items():
        if (recipient := f"person:{person_id}") not in planned:
            reply = messages.written(share, day, zone)
            yield Due(collected.REMINDER, of_day(day), recipient, at(day, USUAL_HOUR, zone), reply)


def of_day(day: date) -> str:
    """What a collected message has as its subject."""
    return f"day:{day.isoformat()}"


def still_due(session: Session, notice: Notice, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a notice is still to be sent."""
    return read_again(session, notice, now, zone).reply is not None


def read_again(session: Session, notice: Notice, now: datetime, zone: ZoneInfo) -> Again:
    """Read the state again: what the notice says by now, without what has been done; or that it is not to be sent.

    What a person did (a seminar that moved, a message of a command) is sent as it was written, whenever that is.
    """
    since = max(notice.due, notice.decided_at or notice.due)
    if notice.kind in CLOCK_KINDS and (now - since > CATCH_UP or not may_send(local(now, zone))):
        return Again(None, TOO_LATE)
    reply = _renewed(session, notice, local(now, zone), zone)
    return Again(reply, "" if reply else DONE)


def _renewed(session: Session, notice: Notice, here: datetime, zone: ZoneInfo) -> Reply | None:
    subject, _, about = notice.subject.partition(":")
    person_id = int(notice.recipient.removeprefix("person:")) if notice.recipient.startswith("person:") else None
    if notice.kind in COLLECTED and subject == "day" and person_id is not None:
        return _collected_again(session, notice.kind, date.fromisoformat(about), person_id, here.date(), zone)
    if notice.kind == letter.LETTER:
        day = letter_day(letter.monday_of(notice.subject))
        return next((reply for _, reply in letter.letters(session, day, zone, notice.recipient)), None)
    if notice.kind in seminars.KINDS and person_id is not None:
        return _seminar_again(session, notice, int(about), person_id, here, zone)
    if notice.kind == unreachable.KIND:
        return unreachable.written(session, notice, zone)
    if notice.kind == DEVIATION and subject == "update" and not entries.exists(session, StatusUpdate, int(about)):
        return None
    if notice.kind == DEVIATION and subject == "deviation" and not entries.exists(session, Deviation, int(about)):
        return None
    return REPLY.validate_json(notice.body)


def _collected_again(
    session: Session, kind: str, day: date, person_id: int, today: date, zone: ZoneInfo
) -> Reply | None:
    """What that day asked for and is not done, in the words of today, for a person who sends it later."""
    if kind == collected.NUDGE:
        dates = current_round(session, day, zone)
        share = collected.nudged(session, day, zone, dates, person_id).get(person_id)
    else:
        share = collected.shares(session, day, zone, person_id).get(person_id)
    return messages.written(share, today, zone, is_nudge=kind == collected.NUDGE) if share else None


def _seminar_again(
    session: Session, notice: Notice, number: int, person_id: int, here: datetime, zone: ZoneInfo
) -> Reply | None:
    """None when it was cancelled or moved, when it has begun, or when the person no longer comes."""
    seminar = activities.get(session, number)
    if seminar is None or seminars.due_moments(seminar, zone).get(notice.kind) != notice.due:
        return None
    if notice.kind != seminars.AFTERWARDS and seminars.has_begun(seminar, here):
        return None
    if person_id not in seminars.recipients(session, seminar, notice.kind):
        return None
    return seminars.written(seminar, notice.kind)
