"""The programme's activities: conferences, workshops, meetings, what recurs; seminars are among them."""

from __future__ import annotations

from datetime import date

from commands.activities._card import card
from commands.activities._kind import ACTIVITY, register
from commands.activities.numbered import button_to, numbered
from commands.activities.times import day, hours
from commands.command import LEADERS, Call, command
from commands.editing import MAX_BUTTONS, PAGE, next_page, page_of
from commands.message import Action, Actions, Reply, Table, Text, TextStyle, UserError
from commands.sentences import sentence
from commands.swedish.dates import parse_when
from commands.swedish.text import number as written_number
from commands.swedish.words import FORMATS
from storage import activities
from storage.tables import Activity

_COLUMNS = ("Nr", "När", "Titel", "Typ", "Format", "Målgrupp", "Deltagare")


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
    return register(call, ACTIVITY, text)


@command(
    "aktiviteter",
    "aktiviteter sida {count}",
    "aktiviteter {period}",
    "aktiviteter {period} sida {count}",
    summary="Aktiviteter och lärseminarier under ett år eller en annan tid",
    examples=("aktiviteter", "aktiviteter 2026"),
)
def activities_of_period(call: Call, period: str = "", count: str = "") -> Reply:
    """All that touches the period (this year when none is named) in order of time, then what recurs."""
    meant = parse_when(period or str(call.today.year), call.today)
    if meant.start is None and meant.end is None:
        raise UserError("Skriv vilken tid du menar, till exempel aktiviteter 2026 eller aktiviteter HT 2026.")
    found = activities.of_period(call.session, meant.start or date.min, meant.end or date.max)
    everything = (*found.dated, *found.undated)
    new = (Action("Ny aktivitet", "aktivitet ny"),) if call.person.roles & LEADERS else ()
    others = (Action("Seminarier", "seminarier"), *new)
    if not everything:
        return Reply.of(sentence("activity", "none_then", period=meant.text), *others)
    page = page_of(count)
    rows = everything[page * PAGE :][:PAGE]
    table = Table(_COLUMNS, tuple(_row(each) for each in rows), sentence("activity", "in_order"), naming=2)
    heading = sentence("activity", "heading", title=f"Aktiviteter {meant.text}", page=page + 1)
    more = next_page(f"aktiviteter {meant.text}", page, is_more=len(everything) > (page + 1) * PAGE)
    moves = (*(button_to(each) for each in rows[:MAX_BUTTONS]), *more, *others)
    return Reply((Text(heading, TextStyle.HEADING), table, Actions(moves)))


@command(
    "aktivitet {number?}",
    summary="Allt om en aktivitet",
    examples=("aktivitet 12",),
)
def show_activity(call: Call, number: str = "") -> Reply:
    """Everything about it, and what the sender can do; without a number the list."""
    if not number:
        return activities_of_period(call)
    return card(call, numbered(call, number))


def _row(activity: Activity) -> tuple[str, ...]:
    """A row of the table, in the order of _COLUMNS."""
    at = hours(activity)
    return (
        str(activity.id),
        f"{day(activity)} kl. {at}" if at else day(activity),
        f"{activity.title} (inställt)" if activity.cancelled_at else activity.title,
        "Lärseminarium" if activity.is_seminar else activity.kind,
        FORMATS[activity.format] if activity.format else "",
        activity.audience,
        "" if activity.attended is None else written_number(activity.attended),
    )
