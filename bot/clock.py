"""What falls due → outbox → platform. APScheduler only ticks; the rows decide what is done."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.answer import Desk
from bot.deliver import deliver
from bot.platform import Platform
from storage import notices, receipts

TICK_SECONDS = 30
DEMO_TICK_SECONDS = 2
KEEP_RECEIPTS = timedelta(days=2)
"""Platforms redeliver within an hour; two days is on the safe side."""

log = structlog.get_logger()


def tick(desk: Desk, platforms: Mapping[str, Platform]) -> int:
    """Do what is due now. Returns how many messages were sent; safe to run in several processes at once."""
    with desk.database.write(actor="clock", source="clock") as session:
        receipts.forget(session, desk.clock.now() - KEEP_RECEIPTS)
    return deliver(desk, platforms)


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
    """What would be sent now, to whom and why, one line each; sends nothing."""
    with desk.database.read() as session:
        for notice in notices.due(session, desk.clock.now(), limit=1000):
            when = notice.due.astimezone(desk.zone)
            yield f"{when:%Y-%m-%d %H.%M}  {notice.recipient}  {notice.kind}  {notice.subject}"
