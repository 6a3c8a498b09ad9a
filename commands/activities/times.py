"""When a seminar or another activity is: in words, whether it is over, and what is odd about its day."""

from __future__ import annotations

import re
from datetime import time

from commands.command import Call
from commands.sentences import sentence
from commands.swedish.dates import is_working_day, local, long_date, short_date, weekday_date
from storage import activities
from storage.tables import Activity


def is_over(call: Call, activity: Activity) -> bool:
    """Whether it has ended: by its last day, and on that day by its last hour."""
    day = activity.ends_on or activity.starts_on
    if day is None or day != call.today:
        return day is not None and day < call.today
    return activity.ends_at is not None and activity.ends_at <= local(call.now, call.zone).time()


def hours(activity: Activity) -> str:
    """Write "13.00–14.30", "13.00" or nothing."""
    return "–".join(f"{each:%H.%M}" for each in (activity.starts_at, activity.ends_at) if each)


def when(activity: Activity) -> str:
    """Write "fredag 4 december 2026 kl. 13.00–14.30", "jan–dec (1 januari–31 december 2026)" or "löpande"."""
    first, last = activity.starts_on, activity.ends_on
    if first and (activity.is_seminar or last == first):
        at = hours(activity)
        return f"{weekday_date(first)} kl. {at}" if at else weekday_date(first)
    if not first or not last or re.search(r"\d{4}", activity.when_text):
        return activity.when_text or "ingen tid angiven"
    begins = short_date(first) if first.year == last.year else long_date(first)
    return f"{activity.when_text} ({begins}–{long_date(last)})"


def day(activity: Activity) -> str:
    """The same for a table, where the hours have a column of their own: "4 december 2026"."""
    first = activity.starts_on
    if first and (activity.is_seminar or activity.ends_on == first):
        return long_date(first)
    return when(activity)


def warnings(call: Call, seminar: Activity) -> list[str]:
    """What is odd about a seminar's day, in sentences: it is past, a day off, or taken already."""
    on = seminar.starts_on
    if on is None or seminar.cancelled_at:
        return []
    odd = [sentence("seminar", "is_past", day=long_date(on))] if on < call.today else []
    if not is_working_day(on):
        odd.append(sentence("seminar", "is_free", day=weekday_date(on)))
    odd.extend(
        sentence("seminar", "collides", number=other.id, title=other.title, when=when(other))
        for other in activities.seminars(call.session, start=on, end=on)
        if other.id != seminar.id and not other.cancelled_at and _overlaps(seminar, other)
    )
    return odd


def _overlaps(one: Activity, other: Activity) -> bool:
    """Whether two on the same day overlap; one without hours may be at any time, so it does."""
    if one.starts_at is None or other.starts_at is None:
        return True
    return one.starts_at < _end(other.starts_at, other.ends_at) and other.starts_at < _end(
        one.starts_at, one.ends_at
    )


def _end(begins: time, ends: time | None) -> time:
    """When it ends: after an hour where nothing else is stated."""
    return ends or (begins.replace(hour=begins.hour + 1) if begins.hour < 23 else time.max)
