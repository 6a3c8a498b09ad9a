"""Informing coordinators of who could not be reached: collected by the hour, each recipient once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from commands.message import REPLY, Action, Actions, Block, Reply, Table, Text, TextStyle
from commands.reminders.ladder import CLOSES, DAY, OPENS, at, working_day_before
from commands.reminders.troubles import trouble_word
from commands.sentences import sentence
from commands.swedish.dates import is_working_day, local, next_working_day
from storage import deliveries, notices, people
from storage.notices import Message
from storage.tables import Notice
from storage.words import NoticeState, Role

KIND = "undeliverable"
"""The kind of notice that says that others could not be sent; such a notice is never reported itself."""
MAX_ROWS = 20


def plan(session: Session, notice: Notice, now: datetime, zone: ZoneInfo) -> None:
    """Inform the coordinators at the next full hour of a working day, of everything that has failed by then."""
    if notice.kind == KIND:
        return
    due = _next_hour(now, zone)
    body = REPLY.dump_json(Reply((Text(sentence("deliveries", "unreached_heading"), TextStyle.HEADING),))).decode()
    messages = [
        Message(KIND, f"until:{due.isoformat()}", f"person:{person.id}", due, body)
        # In one order, so that two workers at once never wait for each other.
        for person in sorted(people.with_roles(session, [Role.COORDINATOR]), key=lambda each: each.id)
        if person.anonymised_at is None
    ]
    notices.plan_all(session, messages)


def _next_hour(now: datetime, zone: ZoneInfo) -> datetime:
    here = local(now, zone)
    if not is_working_day(here.date()) or here.hour + 1 >= CLOSES.hour:
        return at(next_working_day(here.date() + DAY), OPENS, zone)
    return at(here.date(), max(OPENS, time(here.hour + 1)), zone)


def written(session: Session, notice: Notice, zone: ZoneInfo) -> Reply | None:
    """What has failed since the coordinator was last informed, without the recipients already named that day."""
    day = local(notice.due, zone).date()
    before = deliveries.last_due(session, KIND, notice.recipient, notice.due)
    begins = max(filter(None, (before, at(working_day_before(day), time(0), zone))))
    named = {each.recipient for each in deliveries.troubled(session, at(day, time(0), zone), begins)}
    failed: dict[str, list[Notice]] = {}
    for each in deliveries.troubled(session, begins, notice.due):
        if each.recipient not in named and each.recipient != notice.recipient and each.kind != KIND:
            failed.setdefault(each.recipient, []).append(each)
    if not failed:
        return None
    names = deliveries.names(session, [some[0] for some in failed.values()])
    rows = [(names.get(to) or recipient_word(to), _why(some)) for to, some in failed.items()]
    more = [(sentence("reminders", "more", count=len(rows) - MAX_ROWS), "")] if len(rows) > MAX_ROWS else []
    blocks: list[Block] = [
        Text(sentence("deliveries", "unreached_heading"), TextStyle.HEADING),
        Table(("Till", "Varför"), (*rows[:MAX_ROWS], *more), sentence("deliveries", "unreached_heading")),
        Text(sentence("deliveries", "unreached")),
        Actions((Action("Visa leveranser", "leveranser"),)),
    ]
    return Reply(tuple(blocks))


def _why(failed: Sequence[Notice]) -> str:
    latest = failed[-1]
    return trouble_word("it may have been sent before" if latest.state is NoticeState.UNSURE else latest.trouble)


def recipient_word(recipient: str) -> str:
    """A recipient that is no known person: "Slack, kanal C012"."""
    platform, _, name = recipient.partition(":")
    return sentence("deliveries", "nobody") if platform == "person" else f"{platform.capitalize()}, kanal {name}"
