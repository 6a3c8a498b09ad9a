"""Reminding at once those who have not reported, because a coordinator asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from commands.command import COORDINATORS, Call, command
from commands.message import REPLY, Action, Actions, Reply, Text
from commands.reminders.collected import NUDGE, not_reported, nudged
from commands.reminders.dates import current_round, opening
from commands.reminders.ladder import CLOSES, DAY, OPENS, Dates, at, next_sending_day
from commands.reminders.messages import called, some, written
from commands.reminders.planning import COLLECTED, of_day
from commands.sentences import sentence
from commands.swedish.dates import is_working_day, local
from storage import notices, people, rounds
from storage.notices import Message


@command(
    "påminn",
    "påminn alla",
    summary="Påminn dem som inte har rapporterat",
    examples=("påminn",),
    roles=COORDINATORS,
    writes=True,
    private=True,
)
def remind(call: Call) -> Reply:
    """A reminder now to everybody who owes a report, or on the next working day; one a day for each person."""
    dates = current_round(call.session, call.today, call.zone)
    label, show = dates.period.label, Actions((Action("Visa omgången", "omgång"),))
    if call.today < dates.opens:
        return Reply((Text(sentence("round", "not_yet", round=label, opens=dates.opens)), show))
    missing = not_reported(rounds.owing(call.session, opening(dates, call.zone)))
    if not missing:
        return Reply((Text(sentence("round", "everybody")), show))
    day = _day(call)
    reminded, before, works = _planned(call, dates, day)
    names = people.names(call.session, {*reminded, *before})
    blocks = []
    if reminded:
        when = day if day != call.today or local(call.now, call.zone).time() < OPENS else None
        blocks.append(Text(sentence("round", "reminded", names=some([names[id_] for id_ in reminded]), when=when)))
    if before:
        blocks.append(Text(sentence("round", "already", names=some([names[id_] for id_ in before]))))
    if left := [called(work) for work, _ in missing if work.project_id not in works]:
        blocks.append(Text(sentence("round", "unreachable", works=some(left))))
    return Reply((*blocks, show))


def _day(call: Call) -> date:
    """The day on which it goes out: today while the working day lasts."""
    here = local(call.now, call.zone)
    is_today = is_working_day(here.date()) and here.time() < CLOSES
    return here.date() if is_today else next_sending_day(here.date() + DAY, ())


def _planned(call: Call, dates: Dates, day: date) -> tuple[list[int], list[int], Collection[int]]:
    """Who is reminded, who had been already that day, and the works of them all."""
    shares = nudged(call.session, day, call.zone, dates)
    reached = notices.recipients(call.session, COLLECTED, of_day(day))
    reminded: list[int] = []
    before: list[int] = []
    works: set[int] = set()
    planned: list[Message] = []
    for person_id, share in shares.items():
        works |= {id_ for owed in share.owed.values() for id_ in owed}
        if (recipient := f"person:{person_id}") in reached:
            before.append(person_id)
            continue
        body = REPLY.dump_json(written(share, day, call.zone, is_nudge=True)).decode()
        # The same moment for everybody who asks that day: two coordinators at once remind once.
        planned.append(Message(NUDGE, of_day(day), recipient, at(day, OPENS, call.zone), body))
        reminded.append(person_id)
    notices.plan_all(call.session, planned)
    return reminded, before, works
