"""Learning seminars: register one, see those that come and those that were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from commands.activities._card import card
from commands.activities._line import Line, read_seminar
from commands.activities._seminar import fill_seminar, seminar_form
from commands.activities.wording import all_seminars, button_to, day, hours, numbered, places, warnings, when
from commands.command import LEADERS, Call, command
from commands.editing import MAX_BUTTONS, PAGE, page_of
from commands.form import Submission, read
from commands.message import Action, Actions, Reply, Table, Text, TextStyle, UserError
from commands.sentences import sentence
from commands.swedish.dates import parse_when
from commands.swedish.words import FORMATS
from storage import activities
from storage.tables import Activity

COLUMNS = ("Nr", "Datum", "Titel", "Tid", "Format", "Lediga platser")
PAST_COLUMNS = (*COLUMNS[:5], "Deltagare")


@command(
    "seminarium ny",
    "seminarium ny {text}",
    "seminarium nytt",
    "seminarium nytt {text}",
    "nytt seminarium",
    "nytt seminarium {text}",
    summary="Registrera ett lärseminarium",
    examples=("seminarium ny Beroendeplanen, 6 dec, 13-14, digitalt", "seminarium ny"),
    roles=LEADERS,
    writes=True,
)
def new_seminar(call: Call, text: str = "") -> Reply:
    """Open the form with what the line said; or save it, at once when the line said title and date clearly."""
    line = read_seminar(call, text) if text else Line()
    form = seminar_form("seminarium ny", "Nytt lärseminarium", line.values)
    if call.fields is not None:
        return _saved(call, read(form, call.fields, call.today))
    if "date" in line.values and not line.left:
        return _saved(call, read(form, {}, call.today))
    return Reply((Text(_asked(line), TextStyle.NOTE), form))


def _asked(line: Line) -> str:
    if line.trouble:
        return line.trouble
    if line.left:
        return sentence("seminar", "check", left=[f"”{part}”" for part in line.left])
    return sentence("seminar", "no_date" if line.values else "fill_in")


def _saved(call: Call, submission: Submission) -> Reply:
    seminar = Activity(is_seminar=True, title="", key="", created_at=call.now, created_by_id=call.person.id)
    fill_seminar(call, submission, seminar)
    told = Text(sentence("seminar", "saved", number=seminar.id, title=seminar.title, when=when(seminar)))
    odd = [Text(each, TextStyle.NOTE) for each in warnings(call, seminar)]
    moves = (
        button_to(seminar, "Visa"),
        Action("Ändra", f"ändra seminarium {seminar.id}"),
        Action("Anmäl mig", f"anmäl {seminar.id}"),
        all_seminars(),
    )
    return Reply((told, *odd, Actions(moves)))


@command(
    "seminarier",
    "seminarier sida {count}",
    "kommande seminarier",
    "lärseminarier",
    "seminarium",
    summary="Kommande lärseminarier",
    examples=("seminarier",),
)
def coming_seminars(call: Call, count: str = "") -> Reply:
    """Those of today and later, the nearest first, a page at a time."""
    page = page_of(count)
    found = activities.upcoming(call.session, call.today, skip=page * PAGE, limit=PAGE + 1)
    earlier = Action("Tidigare seminarier", "seminarier tidigare")
    if not found:
        return Reply((Text(sentence("seminar", "none_coming")), Actions((earlier, *_register(call)))))
    return _listed(
        call, found, ("Kommande lärseminarier", "nearest_first"), COLUMNS, ("seminarier", page), (earlier,)
    )


@command(
    "seminarier tidigare",
    "seminarier tidigare sida {count}",
    "tidigare seminarier",
    summary="Lärseminarier som har varit",
    examples=("seminarier tidigare",),
)
def earlier_seminars(call: Call, count: str = "") -> Reply:
    """Those before today, the latest first, a page at a time."""
    page = page_of(count)
    yesterday = call.today - timedelta(days=1)
    found = activities.seminars(call.session, end=yesterday, newest_first=True, skip=page * PAGE, limit=PAGE + 1)
    coming = Action("Kommande seminarier", "seminarier")
    if not found:
        return Reply((Text(sentence("seminar", "none_past")), Actions((coming, *_register(call)))))
    title = ("Tidigare lärseminarier", "latest_first")
    return _listed(call, found, title, PAST_COLUMNS, ("seminarier tidigare", page), (coming,))


@command(
    "seminarier {period}",
    "seminarier {period} sida {count}",
    summary="Lärseminarier under ett år eller en annan tid",
    examples=("seminarier 2026", "seminarier HT 2026"),
)
def seminars_of_period(call: Call, period: str, count: str = "") -> Reply:
    """Those from the first to the last day that the words mean, in order of time, a page at a time."""
    page = page_of(count)
    meant = parse_when(period, call.today)
    if meant.start is None and meant.end is None:
        raise UserError(
            "Ett seminarium har alltid ett datum. Skriv till exempel seminarier 2026.", actions=(all_seminars(),)
        )
    found = activities.seminars(call.session, start=meant.start, end=meant.end, skip=page * PAGE, limit=PAGE + 1)
    if not found:
        return Reply(
            (Text(sentence("seminar", "none_then", period=meant.text)), Actions((all_seminars(), *_register(call))))
        )
    title = (f"Lärseminarier {meant.text}", "in_order")
    return _listed(call, found, title, COLUMNS, (f"seminarier {meant.text}", page), (all_seminars(),))


@command(
    "seminarium {number}",
    summary="Allt om ett lärseminarium",
    examples=("seminarium 8",),
)
def show_seminar(call: Call, number: str) -> Reply:
    """Everything about it, whether I am signed up, and what I can do."""
    return card(call, numbered(call, number))


def _listed(
    call: Call,
    found: Sequence[Activity],
    title: tuple[str, str],
    columns: tuple[str, ...],
    said: tuple[str, int],
    others: tuple[Action, ...],
) -> Reply:
    """A page of the list; `found` holds one more when there is another page.

    `title` is the heading and the sentence that tells the order, `said` the command and the pages it skipped.
    """
    rows = found[:PAGE]
    taken = activities.taken(call.session, [each.id for each in rows])
    table = Table(
        columns, tuple(_row(call, each, taken[each.id]) for each in rows), sentence("seminar", title[1]), naming=2
    )
    heading = sentence("activity", "heading", title=title[0], page=said[1] + 1)
    more = (Action("Visa fler", f"{said[0]} sida {said[1] + 2}"),) if len(found) > PAGE else ()
    shown = tuple(button_to(each) for each in rows[:MAX_BUTTONS])
    return Reply((Text(heading, TextStyle.HEADING), table, Actions((*shown, *more, *others, *_register(call)))))


def _row(call: Call, seminar: Activity, taken: int) -> tuple[str, ...]:
    """A row of the table, in the order of COLUMNS."""
    form = FORMATS[seminar.format] if seminar.format else ""
    return (str(seminar.id), day(seminar), seminar.title, hours(seminar), form, places(call, seminar, taken))


def _register(call: Call) -> tuple[Action, ...]:
    is_allowed = bool(call.person.roles & LEADERS)
    return (Action("Nytt seminarium", "seminarium ny"),) if is_allowed else ()
