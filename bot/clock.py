"""What falls due → outbox → platform. APScheduler only ticks; the rows decide what is done."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session

from bot.answer import Context, Discarded
from bot.deliver import deliver
from bot.platform import Platform
from commands.message import Reply, Text
from commands.reminders.planning import plan_due, read_again
from storage import notices, people, receipts
from storage.tables import Notice

TICK_SECONDS = 30
DEMO_TICK_SECONDS = 2
LOOK_SECONDS = 2
"""How often the outbox is read, for what must be known at once; a look that finds nothing is one query."""
THREADS = 4
"""How many conversations are served at once: one that is slow does not hold up the others."""
KEEP_RECEIPTS = timedelta(days=2)
"""Platforms redeliver within an hour; two days is on the safe side."""

MOST_LINES = 1000

log = structlog.get_logger()


def tick(context: Context, platforms: Mapping[str, Platform]) -> int:
    """Plan what is due, then deliver. Returns how many messages were sent; safe in several processes at once."""
    try:
        plan(context)
    finally:
        # What cannot be planned must not hold back what has been planned already.
        sent = deliver(context, platforms)
    return sent


def plan(context: Context) -> None:
    """Put what is due into the outbox."""
    now = context.clock.now()
    with context.database.write(actor="clock", source="clock") as session:
        receipts.forget(session, now - KEEP_RECEIPTS)
        planned = plan_due(session, now, context.zone)
    if planned:
        log.info("planned", notices=planned)


def look(context: Context, platforms: Mapping[str, Platform], ends: Callable[[], bool] = lambda: False) -> int:
    """Deliver, if anything is due, until `ends`. Returns how many messages were sent."""
    with context.database.read() as session:
        is_due = bool(platforms) and notices.is_due(session, context.clock.now())
    return deliver(context, platforms, threads=THREADS, ends=ends) if is_due else 0


def work(context: Context, platforms: Mapping[str, Platform], *, once: bool) -> None:
    """`laget worker`: tick until SIGTERM, or once."""
    if once:
        sent = tick(context, platforms)
        log.info("worked once", sent=sent)
        return
    ended = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: ended.set())
    with ticking(context, platforms, TICK_SECONDS):
        log.info("worker started", platforms=sorted(platforms))
        ended.wait()
    log.info("worker stopped")


@contextmanager
def ticking(
    context: Context, platforms: Mapping[str, Platform], seconds: int = DEMO_TICK_SECONDS
) -> Iterator[None]:
    """Plan every `seconds` and deliver between, in threads of this process, for as long as the block lasts.

    What has been begun when it ends is finished; the rest waits for the next worker.
    """
    scheduler = BackgroundScheduler(timezone="UTC")
    ended = Event()
    often: dict[str, Any] = {"trigger": "interval", "misfire_grace_time": None, "coalesce": True}
    scheduler.add_job(_safely, args=("plan", lambda: plan(context)), seconds=seconds, **often)
    scheduler.add_job(
        _safely, args=("look", lambda: look(context, platforms, ended.is_set)), seconds=LOOK_SECONDS, **often
    )
    scheduler.start()
    try:
        yield
    finally:
        ended.set()
        scheduler.shutdown(wait=True)


def _safely(what: str, do: Callable[[], object]) -> None:
    """One turn that goes wrong is logged; the next one tries again, since the rows are still there."""
    try:
        do()
    except Exception:
        log.error("clock failed", what=what, exc_info=True)


def due_lines(context: Context) -> Iterator[str]:
    """What would be sent now, when, to whom and why, one line each. Sends nothing and plans nothing for good."""
    now = context.clock.now()
    lines: list[str] = []
    with suppress(Discarded), context.database.write(actor="clock", source="clock") as session:
        plan_due(session, now, context.zone)
        for notice in notices.due(session, now, limit=MOST_LINES):
            reply = read_again(session, notice, now, context.zone).reply
            lines += [_line(context, session, notice, reply)] if reply else []
        raise Discarded
    yield from lines


def _line(context: Context, session: Session, notice: Notice, reply: Reply) -> str:
    when = notice.due.astimezone(context.zone)
    said = (block.text for block in reply.blocks if isinstance(block, Text))
    platform, _, name = notice.recipient.partition(":")
    person = people.get(session, int(name)) if platform == "person" else None
    who = person.name if person else notice.recipient
    return f"{when:%Y-%m-%d %H.%M}  {who}  {notice.kind}  {' '.join(said)}".rstrip()
