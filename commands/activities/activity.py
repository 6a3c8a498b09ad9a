"""The programme's activities: conferences, workshops, meetings, what recurs; seminars stand among them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commands.activities._card import SEMINAR, card
from commands.activities._form import activity_form, fill_activity
from commands.activities._line import Line, read_activity
from commands.activities.wording import button_to, day, hours, numbered, when
from commands.command import LEADERS, Call, command
from commands.editing import MAX_BUTTONS, PAGE, page_of
from commands.form import Submission, read
from commands.message import Action, Actions, Reply, Table, Text, TextStyle, UserError
from commands.sentences import sentence
from commands.swedish.dates import parse_when
from commands.swedish.text import number as written_number
from commands.swedish.words import FORMATS
from storage import activities
from storage.tables import Activity

COLUMNS = ("Nr", "När", "Titel", "Typ", "Format", "Målgrupp", "Deltagare")


@command(
    "aktivitet ny",
    "aktivitet ny {text}",
    "ny aktivitet",
    "ny aktivitet {text}",
    summary="Registrera en konferens, workshop, ett möte eller annat",
    examples=("aktivitet ny Temakonferens, 24 oktober, fysiskt, konferens", "aktivitet ny"),
    roles=LEADERS,
    writes=True,
)
def new_activity(call: Call, text: str = "") -> Reply:
    """Open the form with what the line said; or save it, at once when the line said title and when clearly."""
    line = read_activity(call, text) if text else Line()
    form = activity_form("aktivitet ny", "Ny aktivitet", line.values)
    if call.fields is not None:
        return _saved(call, read(form, call.fields, call.today))
    if "when" in line.values and not line.left:
        return _saved(call, read(form, {}, call.today))
    return Reply((Text(_asked(line), TextStyle.NOTE), form))


def _asked(line: Line) -> str:
    if line.trouble:
        return line.trouble
    if line.left:
        return sentence("activity", "check", left=[f"”{part}”" for part in line.left])
    return sentence("activity", "no_when" if line.values else "fill_in")


def _saved(call: Call, submission: Submission) -> Reply:
    activity = Activity(is_seminar=False, title="", key="", created_at=call.now, created_by_id=call.person.id)
    fill_activity(call, submission, activity)
    told = sentence("activity", "saved", number=activity.id, title=activity.title, when=when(activity))
    moves = (
        button_to(activity, "Visa"),
        Action("Ändra", f"ändra aktivitet {activity.id}"),
        Action("Alla aktiviteter", "aktiviteter"),
    )
    return Reply((Text(told), Actions(moves)))


@command(
    "aktiviteter",
    "aktiviteter sida {count}",
    "aktiviteter {period}",
    "aktiviteter {period} sida {count}",
    summary="Aktiviteter och lärseminarier under ett år eller en annan tid",
    examples=("aktiviteter", "aktiviteter 2026"),
)
def activities_of_period(call: Call, period: str = "", count: str = "") -> Reply:
    """All that touches the period (this year when none is said) in order of time, then what recurs."""
    meant = parse_when(period or str(call.today.year), call.today)
    if meant.start is None and meant.end is None:
        raise UserError("Skriv vilken tid du menar, till exempel aktiviteter 2026 eller aktiviteter HT 2026.")
    found = activities.of_period(call.session, meant.start or date.min, meant.end or date.max)
    everything = (*found.dated, *found.undated)
    title = f"Aktiviteter {meant.text}"
    if not everything:
        return Reply((Text(sentence("activity", "none_then", period=meant.text)), Actions(_others(call))))
    skipped = page_of(count) * PAGE
    rows = everything[skipped : skipped + PAGE]
    table = Table(COLUMNS, tuple(_row(each) for each in rows), sentence("activity", "in_order"), naming=2)
    heading = sentence("activity", "heading", title=title, page=page_of(count) + 1)
    following = Action("Visa fler", f"aktiviteter {meant.text} sida {page_of(count) + 2}")
    more = (following,) if len(everything) > skipped + PAGE else ()
    moves = (*_buttons(rows), *more, *_others(call))
    return Reply((Text(heading, TextStyle.HEADING), table, Actions(moves)))


@command(
    "aktivitet {number?}",
    summary="Allt om en aktivitet",
    examples=("aktivitet 12",),
)
def show_activity(call: Call, number: str = "") -> Reply:
    """Everything about it, and what I can do; without a number the list."""
    if not number:
        return activities_of_period(call)
    return card(call, numbered(call, number))


def _row(activity: Activity) -> tuple[str, ...]:
    """A row of the table, in the order of COLUMNS."""
    at = hours(activity)
    return (
        str(activity.id),
        f"{day(activity)} kl. {at}" if at else day(activity),
        f"{activity.title} (inställt)" if activity.cancelled_at else activity.title,
        SEMINAR if activity.is_seminar else activity.kind,
        FORMATS[activity.format] if activity.format else "",
        activity.audience,
        "" if activity.attended is None else written_number(activity.attended),
    )


def _buttons(rows: Sequence[Activity]) -> tuple[Action, ...]:
    return tuple(button_to(each) for each in rows[:MAX_BUTTONS])


def _others(call: Call) -> tuple[Action, ...]:
    new = (Action("Ny aktivitet", "aktivitet ny"),) if call.person.roles & LEADERS else ()
    return (Action("Seminarier", "seminarier"), *new)
