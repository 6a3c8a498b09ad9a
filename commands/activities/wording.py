"""What the commands about seminars and activities share: found by number, who may change, how each is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from commands.command import COORDINATORS, LEADERS, Call
from commands.editing import MAX_BUTTONS
from commands.message import Action, UserError
from commands.sentences import sentence
from commands.swedish.dates import is_working_day, local, long_date, short_date, weekday_date
from commands.swedish.text import short
from storage import activities, people, projects
from storage.tables import Activity, Speaker


def numbered(call: Call, number: str, *, lock: bool = False) -> Activity:
    """The seminar or activity with this number, "12" or "#12"; locked until the transaction ends if asked.

    UserError when the line has no number, with the coming seminars as buttons, or when nothing has it.
    """
    if not number:
        coming = activities.upcoming(call.session, call.today, limit=MAX_BUTTONS)
        offers = tuple(button_to(each, command=f"{call.text} {each.id}") for each in coming)
        raise UserError(f"Vilket nummer? Skriv till exempel {call.text} 12.", actions=offers or (all_seminars(),))
    id_ = int(number.removeprefix("#"))
    found = activities.locked(call.session, id_) if lock else activities.get(call.session, id_)
    if found is None:
        raise UserError(
            f"Det finns inget seminarium och ingen aktivitet med nummer {id_}.", actions=(all_seminars(),)
        )
    return found


def all_seminars() -> Action:
    """The button to the list of seminars."""
    return Action("Alla seminarier", "seminarier")


def command_of(activity: Activity) -> str:
    """What shows it: "seminarium 12"."""
    return f"{'seminarium' if activity.is_seminar else 'aktivitet'} {activity.id}"


def button_to(activity: Activity, label: str = "", command: str = "") -> Action:
    """The button that shows it, or says another command; with its number and title unless a label is given."""
    return Action(label or f"{activity.id}. {short(activity.title)}", command or command_of(activity))


def may_change(call: Call, activity: Activity) -> bool:
    """Coordinators may; a project leader too, if they registered it or lead the work that it is about."""
    if call.person.roles & COORDINATORS:
        return True
    if call.person.id is None or not call.person.roles & LEADERS:
        return False
    if activity.created_by_id == call.person.id:
        return True
    return activity.project_id is not None and projects.is_led_by(call.session, activity.project_id, call.person.id)


def must_be_allowed(call: Call, activity: Activity) -> None:
    """Raise UserError, naming who may, unless the asking person may change this."""
    if may_change(call, activity):
        return
    by = people.get(call.session, activity.created_by_id)
    who = f"{by.name}, som registrerade det, eller en koordinator" if by else "en koordinator"
    raise UserError(
        f"{command_of(activity).capitalize()} kan du inte ändra. Det kan {who}.",
        actions=(button_to(activity, "Visa"),),
    )


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


def places(call: Call, activity: Activity, taken: int) -> str:
    """How much room there is; of a past one how many took part, of a cancelled one that it is."""
    if activity.cancelled_at:
        return "inställt"
    if is_over(call, activity):
        return "–" if activity.attended is None else f"{activity.attended} deltog"
    if activity.seats is None:
        return "obegränsat"
    free = activity.seats - taken
    return f"{free} av {activity.seats}" if free > 0 else "fullt"


def written_speakers(speakers: Sequence[Speaker]) -> str:
    """Write "Anna Exempel, Region Norrstrand; Bo Exempel", as it is typed."""
    return "; ".join(f"{each.name}, {each.organisation}" if each.organisation else each.name for each in speakers)


def parse_speakers(text: str) -> list[tuple[str, str]]:
    """Read "Namn, Organisation; Namn, Organisation", a new line also parting two. UserError when a name lacks."""
    named = []
    for part in re.split(r"[;\n]", text):
        name, _, organisation = (piece.strip() for piece in part.partition(","))
        if organisation and not name:
            raise UserError("Här saknas ett namn. Skriv till exempel Anna Exempel, Region Norrstrand; Bo Exempel.")
        if name:
            named.append((name, organisation))
    return named


def warnings(call: Call, activity: Activity) -> list[str]:
    """What is odd about a seminar's day, in sentences: it is past, a day off, or taken already."""
    on = activity.starts_on
    if on is None or activity.cancelled_at:
        return []
    said = []
    if on < call.today:
        said.append(sentence("seminar", "is_past", day=long_date(on)))
    if not is_working_day(on):
        said.append(sentence("seminar", "is_free", day=weekday_date(on)))
    said.extend(
        sentence("seminar", "collides", number=other.id, title=other.title, when=when(other))
        for other in activities.seminars(call.session, start=on, end=on)
        if other.id != activity.id and not other.cancelled_at and _at_once(activity, other)
    )
    return said


def _at_once(one: Activity, other: Activity) -> bool:
    """Whether two on the same day overlap; one without hours may be at any time, so it does."""
    if one.starts_at is None or other.starts_at is None:
        return True
    return one.starts_at < _end(other.starts_at, other.ends_at) and other.starts_at < _end(
        one.starts_at, one.ends_at
    )


def _end(begins: time, ends: time | None) -> time:
    """When no end is said, an hour is meant."""
    later = datetime(2000, 1, 1, begins.hour, begins.minute) + timedelta(hours=1)  # noqa: DTZ001 -- an hour of the day
    return ends or (later.time() if later.day == 1 else time.max)
