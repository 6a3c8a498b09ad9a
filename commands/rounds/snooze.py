"""Putting a reminder off, to a working day before the deadline."""

from __future__ import annotations

from datetime import date, timedelta

from commands.command import LEADERS, Call, command
from commands.lookup import must_be_known
from commands.message import Action, Actions, Reply, Text, UserError
from commands.reminders.collected import nudged
from commands.reminders.dates import current_round
from commands.reminders.ladder import DAY, next_sending_day
from commands.reminders.messages import called
from commands.sentences import sentence
from commands.swedish.dates import parse_date
from storage import rounds


@command(
    "senare {text?}",
    "påminn mig senare {text?}",
    "påminn mig {text}",
    summary="Skjut upp din påminnelse",
    examples=("senare", "senare måndag"),
    roles=LEADERS,
    writes=True,
    topic="Rapportera",
    private=True,
)
def later(call: Call, text: str = "") -> Reply:
    """Not until that day: tomorrow by default; a day off means the working day after it."""
    me = must_be_known(call)
    dates = current_round(call.session, call.today, call.zone)
    share = nudged(call.session, call.today, call.zone, dates, me).get(me) if dates.is_open(call.today) else None
    if share is None:
        return Reply((Text(sentence("snooze", "nothing")), Actions((Action("Allt mitt", "mina"),))))
    works = [asked.work for asked in share.owed[dates].values()]
    report = tuple(Action(f"Rapportera {called(work)}", f"rapportera {work.name}") for work in works[:5])
    silent = dates.ladder.silent_months
    if next_sending_day(call.today + DAY, silent) >= dates.last_working_day:
        raise UserError(sentence("snooze", "last_call", deadline=dates.deadline), actions=report)
    wanted = _wanted(call, text) if text else call.today + DAY
    if wanted <= call.today:
        raise UserError(sentence("snooze", "not_ahead"))
    day = next_sending_day(wanted, silent)
    if day >= dates.last_working_day:
        raise UserError(sentence("snooze", "too_late", deadline=dates.deadline), actions=report)
    rounds.snooze(call.session, me, day)
    text = sentence("snooze", "later", day=day, works=[called(work) for work in works], deadline=dates.deadline)
    return Reply((Text(text), Actions((*report, Action("Allt mitt", "mina")))))


def _wanted(call: Call, text: str) -> date:
    """The day that was typed; "måndag" on a Monday means the next one."""
    day = parse_date(text, call.today)
    if day == call.today and parse_date(text, call.today + DAY) == day + timedelta(weeks=1):
        return day + timedelta(weeks=1)
    return day
