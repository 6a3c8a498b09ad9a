"""The weekly letter (veckobrev): what is new, what is red, what comes; nothing when nothing is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from commands.lookup import called
from commands.message import Action, Actions, Block, Reply, Table, Text, TextStyle
from commands.reminders.dates import rounds_near
from commands.reminders.ladder import DAY, OPENS, at, letter_day
from commands.reminders.messages import some
from commands.sentences import sentence
from commands.swedish.dates import local, week
from commands.swedish.text import short
from commands.swedish.words import state_word
from storage import activities, following
from storage.following import News
from storage.tables import Project
from storage.words import Role

LETTER = "weekly_letter"
WIDE = (Role.COORDINATOR, Role.LEADERSHIP)
"""Who gets news of all works, whatever they follow."""
MAX_ROWS = 20
MAX_BUTTONS = 5
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Week:
    """What is the same in everybody's letter of a week."""

    day: date
    since: date
    news: Sequence[News]
    red: Sequence[Project]
    coming: Sequence[str]


def letters(session: Session, day: date, zone: ZoneInfo, only: str = "") -> Iterator[tuple[str, Reply]]:
    """Every recipient's letter of this letter day; nobody gets one without news. `only` is one recipient."""
    readers = following.readers(session, WIDE, only)
    if not readers:
        return
    of_week = _of_week(session, day, zone)
    for recipient, works in readers.items():
        if letter := _written(of_week, works):
            yield recipient, letter


def letter_due(day: date, zone: ZoneInfo) -> datetime:
    """When the letter of that week falls due: at eight on Monday, or on the first working day after it."""
    return at(letter_day(day), OPENS, zone)


def about(day: date) -> str:
    """What a notice of that week's letter has as its subject."""
    year, number, _ = day.isocalendar()
    return f"week:{year}-{number:02d}"


def monday_of(subject: str) -> date:
    """The Monday of the week that `about` names."""
    year, _, number = subject.removeprefix("week:").partition("-")
    return date.fromisocalendar(int(year), int(number), 1)


def _of_week(session: Session, day: date, zone: ZoneInfo) -> _Week:
    begins, ends = letter_due(day - _WEEK, zone), letter_due(day, zone)
    return _Week(
        day,
        local(begins, zone).date(),
        following.news(session, begins, ends),
        following.red_works(session),
        _coming(session, day, zone),
    )


def _coming(session: Session, day: date, zone: ZoneInfo) -> list[str]:
    """The deadline and the seminars of the week, in words."""
    last = day - DAY * day.weekday() + _WEEK - DAY
    deadlines = [
        sentence("letter", "deadline", round=each.period.label, day=each.deadline)
        for each in rounds_near(session, day, zone)
        if day <= each.deadline <= last
    ]
    seminars = [
        sentence("letter", "seminar", title=each.title, day=each.starts_on)
        for each in activities.seminars(session, start=day, end=last)
        if each.cancelled_at is None
    ]
    return [*deadlines, *seminars]


def _written(of_week: _Week, works: frozenset[int] | None) -> Reply | None:
    news = [each for each in of_week.news if works is None or each.work.id in works]
    if not news:
        return None
    red = [called(work) for work in of_week.red if works is None or work.id in works]
    blocks: list[Block] = [
        Text(sentence("letter", "heading", week=week(of_week.day)), TextStyle.HEADING),
        Text(sentence("letter", "changed", count=len(news), since=of_week.since)),
        _table(news),
    ]
    if red:
        blocks.append(Text(sentence("letter", "red", works=some(red))))
    if of_week.coming:
        blocks.append(Text(sentence("letter", "coming", things=some(of_week.coming))))
    shown = [Action(called(each.work), f"status {each.work.name}") for each in news[:MAX_BUTTONS]]
    return Reply((*blocks, Actions((*shown, Action("Sluta få veckobrevet", "veckobrev av")))))


def _table(news: Sequence[News]) -> Table:
    rows = [(called(each.work), _state(each), _summary(each)) for each in news[:MAX_ROWS]]
    if len(news) > MAX_ROWS:
        rows.append((sentence("letter", "more", count=len(news) - MAX_ROWS), "", ""))
    return Table(("Arbete", "Läge", "Vad"), tuple(rows), sentence("letter", "news"))


def _state(news: News) -> str:
    if news.report is None:
        return state_word(news.work.latest_state)
    now = state_word(news.report.state)
    is_same = news.before is None or news.before is news.report.state
    return now if is_same else f"{state_word(news.before)} → {now}"


def _summary(news: News) -> str:
    if news.work.closed_at is not None:
        return sentence("letter", "closed")
    return short(news.report.done) if news.report else sentence("letter", "begun")
