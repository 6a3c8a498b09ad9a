"""What falls due → outbox → platform. APScheduler only ticks; the rows decide what is done."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session

from bot.answer import Desk
from bot.deliver import deliver
from bot.platform import Platform
from commands._message import Reply, Text
from commands.reminders.planning import plan_due, read_again
from storage import notices, people, receipts
from storage.tables import Notice

TICK_SECONDS = 30
DEMO_TICK_SECONDS = 2
KEEP_RECEIPTS = timedelta(days=2)
"""Platforms redeliver within an hour; two days is on the safe side."""

MOST_LINES = 1000

log = structlog.get_logger()


def tick(desk: Desk, platforms: Mapping[str, Platform]) -> int:
    """Plan what is due, then deliver. Returns how many messages were sent; safe in several processes at once."""
    try:
        now = desk.clock.now()
        with desk.database.write(actor="clock", source="clock") as session:
            receipts.forget(session, now - KEEP_RECEIPTS)
            planned = plan_due(session, now, desk.zone)
        if planned:
            log.info("planned", notices=planned)
    finally:
        # What cannot be planned must not hold back what others have asked to be told.
        sent = deliver(desk, platforms)
    return sent


def work(desk: Desk, platforms: Mapping[str, Platform], *, once: bool) -> None:
    """`laget worker`: tick until SIGTERM, or once."""
    if once:
        sent = tick(desk, platforms)
        log.info("worked once", sent=sent)
        return
    ended = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: ended.set())
    with ticking(desk, platforms, TICK_SECONDS):
        log.info("worker started", platforms=sorted(platforms))
        ended.wait()
    log.info("worker stopped")


@contextmanager
def ticking(desk: Desk, platforms: Mapping[str, Platform], seconds: int = DEMO_TICK_SECONDS) -> Iterator[None]:
    """Tick in a thread of this process for as long as the block lasts; a tick under way is finished."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        _safe_tick, "interval", (desk, platforms), seconds=seconds, misfire_grace_time=None, coalesce=True
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)


def _safe_tick(desk: Desk, platforms: Mapping[str, Platform]) -> None:
    """One tick that goes wrong is logged; the next one tries again, since the rows are still there."""
    try:
        tick(desk, platforms)
    except Exception:
        log.error("tick failed", exc_info=True)


def due_lines(desk: Desk) -> Iterator[str]:
    """What would be sent now, when, to whom and why, one line each. Sends nothing and plans nothing for good."""
    now = desk.clock.now()
    lines: list[str] = []
    with suppress(_Discarded), desk.database.write(actor="clock", source="clock") as session:
        plan_due(session, now, desk.zone)
        for notice in notices.due(session, now, limit=MOST_LINES):
            reply = read_again(session, notice, now, desk.zone).reply
            lines += [_line(desk, session, notice, reply)] if reply else []
        raise _Discarded
    yield from lines


class _Discarded(Exception):
    pass


def _line(desk: Desk, session: Session, notice: Notice, reply: Reply) -> str:
    when = notice.due.astimezone(desk.zone)
    said = (block.text for block in reply.blocks if isinstance(block, Text))
    platform, _, name = notice.recipient.partition(":")
    person = people.get(session, int(name)) if platform == "person" else None
    who = person.name if person else notice.recipient
    return f"{when:%Y-%m-%d %H.%M}  {who}  {notice.kind}  {' '.join(said)}".rstrip()
