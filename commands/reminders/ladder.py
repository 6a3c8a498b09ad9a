"""When reminders fall due: dates in, dates out, nothing else.

Days are days of the programme's time zone; `at` turns a day and an hour of it into UTC, once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from commands.swedish.dates import Period, is_working_day, next_working_day

DAY = timedelta(days=1)
USUAL_HOUR = time(9)
"""When a reminder goes out by default."""
OPENS, CLOSES = time(8), time(17)
"""Nothing that the clock starts is sent before or after these."""
LAST_HOUR = time(16, 30)
"""Nothing falls due later in the day: what is due must have time to be sent."""
CATCH_UP = timedelta(hours=12)
"""How late a reminder may be; later than that it is not sent, but shown."""
QUIET_DAYS = 60
"""After how long without news of a work its leader is asked."""


class Rung(StrEnum):
    """A step of the ladder."""

    OPENING = "opening"
    BEFORE = "before"
    DEADLINE = "deadline"
    AFTER = "after"  # to the leader and their deputy
    LIST = "list"  # to the coordinators: who has not reported


@dataclass(frozen=True, slots=True)
class Ladder:
    """How a round is reminded of, in working days before and after its deadline. These are the defaults."""

    days_before: tuple[int, ...] = (14, 7, 2)
    days_after: int = 1
    list_after: int = 3
    silent_months: frozenset[int] = frozenset({7})


DEFAULT = Ladder()


@dataclass(frozen=True, slots=True)
class Dates:
    """A reporting round. `known_on` is the first day on which its opening can be announced; None when always known.

    `is_proposed` says that nobody has set the dates.
    """

    period: Period
    opens: date
    deadline: date
    delivery: date | None
    ladder: Ladder = DEFAULT
    known_on: date | None = None
    is_proposed: bool = False

    @property
    def last_working_day(self) -> date:
        """The deadline, or the working day before it."""
        return working_day_before(self.deadline + DAY)

    @property
    def ends(self) -> date:
        """The last day on which the round is the current one: its delivery, or its last reminder."""
        last = max(rungs(self))
        return max(self.delivery, last) if self.delivery else last

    def is_open(self, day: date) -> bool:
        """Whether people report in it on that day; late reports are taken until it ends."""
        return self.opens <= day <= self.ends


def proposed(period: Period) -> Dates | None:
    """The dates of a half-year that nobody has set; None for another period.

    Two reports a year, in June and December (direktiv §7): the last day to report is the working day nearest
    the 8th, the round opens three weeks before that, and the report is delivered eight working days after it,
    which leaves time to compile it and still lies before midsummer and Christmas.
    """
    if (period.end - period.start).days > 190:
        return None
    deadline = nearest_working_day(date(period.end.year, period.end.month, 8))
    opens = next_working_day(deadline - timedelta(weeks=3))
    return Dates(period, opens, deadline, working_days_after(deadline, 8), is_proposed=True)


def rungs(dates: Dates) -> dict[date, frozenset[Rung]]:
    """On which days a round is reminded of, and how. No day is a day off, and none lies in a silent month.

    What comes before the deadline and falls in a silent month is left out; what comes after it waits.
    """
    ladder, silent = dates.ladder, dates.ladder.silent_months
    opening = next_sending_day(max(dates.opens, dates.known_on or dates.opens), silent)
    last = dates.last_working_day
    found = {(last, Rung.DEADLINE)}
    found |= {(working_days_before(last, count), Rung.BEFORE) for count in ladder.days_before}
    found = {(day, rung) for day, rung in found if day > opening and day.month not in silent}
    if opening <= last:
        found.add((opening, Rung.OPENING))
    found.add((sending_days_after(dates.deadline, ladder.days_after, silent), Rung.AFTER))
    found.add((sending_days_after(dates.deadline, ladder.list_after, silent), Rung.LIST))
    return {day: frozenset(rung for other, rung in found if other == day) for day, _ in found}


def nearest_working_day(day: date) -> date:
    """The day itself, else the working day nearest to it, the earlier of two."""
    before, after = working_day_before(day + DAY), next_working_day(day)
    return before if day - before <= after - day else after


def working_day_before(day: date) -> date:
    """The last working day before a day."""
    day -= DAY
    while not is_working_day(day):
        day -= DAY
    return day


def working_days_before(day: date, count: int) -> date:
    """The day that is `count` working days before a day."""
    for _ in range(count):
        day = working_day_before(day)
    return day


def working_days_after(day: date, count: int) -> date:
    """The day that is `count` working days after a day."""
    return sending_days_after(day, count, ())


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after the first day, up to and with the last; 0 when it is not later."""
    return sum(is_working_day(first + DAY * each) for each in range(1, (last - first).days + 1))


def next_sending_day(day: date, silent: Collection[int]) -> date:
    """The day itself, else the first working day after it outside the silent months."""
    day = next_working_day(day)
    while day.month in silent and len(silent) < 12:
        day = next_working_day(day + DAY)
    return day


def sending_days_after(day: date, count: int, silent: Collection[int]) -> date:
    """The day that is `count` working days after a day, those in silent months not counted."""
    for _ in range(count):
        day = next_sending_day(day + DAY, silent)
    return day


def quiet_since(day: date) -> tuple[date, date] | None:
    """The latest news of which works makes them quiet on this day: first and last day; None when nobody is asked.

    The days on which nothing is sent (days off and the silent months) are made up for on the next one.
    """
    silent = DEFAULT.silent_months
    if next_sending_day(day, silent) != day:
        return None
    before = working_day_before(day)
    while before.month in silent:
        before = working_day_before(before)
    since = timedelta(days=QUIET_DAYS)
    return before + DAY - since, day - since


def may_send(moment: datetime) -> bool:
    """Whether what the clock starts may be sent at this local moment."""
    return is_working_day(moment.date()) and OPENS <= moment.time() < CLOSES


def last_close(moment: datetime) -> datetime:
    """The latest end of a working day at or before a local moment: after it, nothing falls due till the next."""
    day = moment.date()
    if not (is_working_day(day) and moment.time() >= CLOSES):
        day = working_day_before(day)
    return datetime.combine(day, CLOSES, moment.tzinfo)


def at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The moment in UTC when it is that hour of that day in the zone."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def sending_days(begins: datetime, ends: datetime, hour: time, zone: ZoneInfo) -> Iterator[date]:
    """The working days whose `hour` lies after `begins` and not after `ends`."""
    day, last = begins.astimezone(zone).date(), ends.astimezone(zone).date()
    while day <= last:
        if is_working_day(day) and begins < at(day, hour, zone) <= ends:
            yield day
        day += DAY


def letter_day(day: date) -> date:
    """The day of the weekly letter in the week of that day: Monday, or the first working day after it."""
    return next_working_day(day - DAY * day.weekday())
