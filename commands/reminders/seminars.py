"""What a learning seminar makes fall due: for those who speak, those who come, and its organiser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from commands.activities.numbered import button_to
from commands.activities.times import hours, when
from commands.message import Action, Actions, Reply, Text
from commands.reminders.ladder import DAY, LAST_HOUR, OPENS, USUAL_HOUR, at, working_day_before
from commands.sentences import sentence
from commands.swedish.dates import is_working_day, next_working_day
from storage import activities, people
from storage.swedish import fold
from storage.tables import Activity, Speaker
from storage.words import SignupState

SPEAKER, TOMORROW, SOON, AFTERWARDS = "seminar_speaker", "seminar_tomorrow", "seminar_soon", "seminar_afterwards"
KINDS = frozenset({SPEAKER, TOMORROW, SOON, AFTERWARDS})

_BEFORE, _AFTER = timedelta(days=15), timedelta(days=7)
"""How far from a seminar its first and last message may be: a week, and the days off around Christmas."""


def falling_due(
    session: Session, begins: datetime, ends: datetime, zone: ZoneInfo
) -> Iterator[tuple[Activity, str, datetime]]:
    """Which seminars have a message of which kind that falls due after `begins` and not after `ends`, and when."""
    first, last = begins.astimezone(zone).date(), ends.astimezone(zone).date()
    for seminar in activities.seminars(session, start=first - _AFTER, end=last + _BEFORE):
        for kind, due in due_moments(seminar, zone).items():
            if begins < due <= ends:
                yield seminar, kind, due


def due_moments(seminar: Activity, zone: ZoneInfo) -> Mapping[str, datetime]:
    """When each kind of message about it falls due; none for a cancelled one.

    The speakers' comes a week before, that to those who come the day before and an hour before, that to the
    organiser the day after. Where that is a day off or outside the day, it is the last time before (afterwards:
    the first after). An hour before a seminar on a day off nobody is disturbed.
    """
    if seminar.starts_on is None or seminar.cancelled_at is not None:
        return {}
    starts, ended = seminar.starts_on, seminar.ends_on or seminar.starts_on
    moments = {
        SPEAKER: at(_working_day_until(starts - timedelta(days=7)), USUAL_HOUR, zone),
        TOMORROW: at(working_day_before(starts), USUAL_HOUR, zone),
        AFTERWARDS: at(next_working_day(ended + DAY), USUAL_HOUR, zone),
    }
    soon = _hour_before(seminar, starts)
    return moments if soon is None else moments | {SOON: at(starts, soon, zone)}


def _hour_before(seminar: Activity, starts: date) -> time | None:
    """An hour before it begins, by the clock on the wall, in the daytime; None when that would be too late."""
    begins = seminar.starts_at
    if begins is None or not is_working_day(starts):
        return None
    hour_before = begins.replace(hour=begins.hour - 1) if begins.hour else time.min
    soon = min(max(hour_before, OPENS), LAST_HOUR)
    return soon if soon < begins else None


def has_begun(seminar: Activity, here: datetime) -> bool:
    """Whether it has begun at a local moment; one without an hour begins when its day is over."""
    starts = seminar.starts_on
    if starts is None or starts != here.date():
        return starts is not None and starts < here.date()
    return seminar.starts_at is not None and seminar.starts_at <= here.time()


def _working_day_until(day: date) -> date:
    return working_day_before(day + DAY)


def recipients(session: Session, seminar: Activity, kind: str) -> Sequence[int]:
    """Who gets the message, as the seminar is now; nobody when there is nothing left to announce or ask."""
    if seminar.cancelled_at is not None:
        return []
    if kind == SPEAKER:
        named = activities.speakers(session, [seminar.id])[seminar.id]
        return _still_here(session, [_person_of(session, speaker) for speaker in named])
    if kind == AFTERWARDS:
        return _still_here(session, [seminar.created_by_id]) if seminar.attended is None else []
    signed_up = activities.signups(session, [seminar.id])[seminar.id]
    return _still_here(session, [person.id for who, person in signed_up if who.state is SignupState.SIGNED_UP])


def _still_here(session: Session, ids: Iterable[int | None]) -> Sequence[int]:
    """Each of these persons once, without those who have been removed."""
    found = (people.get(session, id_) for id_ in dict.fromkeys(ids))
    return [person.id for person in found if person is not None and person.anonymised_at is None]


def _person_of(session: Session, speaker: Speaker) -> int | None:
    """The person that a speaker is; None when nobody here has the name, or several have."""
    if speaker.person_id is not None:
        return speaker.person_id
    same = [
        person
        for person in people.by_name(session, speaker.name)
        if not speaker.organisation or fold(person.organisation) == fold(speaker.organisation)
    ]
    return same[0].id if len(same) == 1 else None


def written(seminar: Activity, kind: str) -> Reply:
    """The message of a kind."""
    show = button_to(seminar, "Om seminariet")
    leave = Action("Avanmäl mig", f"avanmäl {seminar.id}")
    place = f"{when(seminar)}, {seminar.place}" if seminar.place else when(seminar)
    if kind == SPEAKER:
        return Reply((Text(sentence("reminders", "speaker", title=seminar.title, when=place)), Actions((show,))))
    if kind == TOMORROW:
        return Reply(
            (Text(sentence("reminders", "tomorrow", title=seminar.title, when=place)), Actions((show, leave)))
        )
    if kind == SOON:
        soon = sentence("reminders", "soon", title=seminar.title, hours=hours(seminar))
        return Reply((Text(soon), Actions((show, leave))))
    asked = sentence("reminders", "how_many", title=seminar.title, number=seminar.id)
    return Reply((Text(asked), Actions((Action("Deltagare", f"deltagare {seminar.id}"), show))))
