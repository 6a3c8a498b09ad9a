"""Learning seminars: register one, see those that come and those that were."""

from __future__ import annotations

from datetime import date, timedelta

from commands.activities._card import card
from commands.activities._kind import SEMINAR, register
from commands.activities.numbered import ALL_SEMINARS, button_to, numbered
from commands.activities.times import day, hours, is_over
from commands.command import LEADERS, Call, command
from commands.editing import MAX_BUTTONS, PAGE, next_page, page_of
from commands.message import Action, Actions, Reply, Table, Text, TextStyle, UserError
from commands.sentences import sentence
from commands.swedish.dates import parse_when
from commands.swedish.words import FORMATS
from storage import activities
from storage.tables import Activity


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
    return register(call, SEMINAR, text)


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
    names, earlier = ("Kommande lärseminarier", "seminarier"), Action("Tidigare seminarier", "seminarier tidigare")
    nothing = sentence("seminar", "none_coming")
    return _listed(call, count, names, "nearest_first", nothing, earlier, start=call.today)


@command(
    "seminarier tidigare",
    "seminarier tidigare sida {count}",
    "tidigare seminarier",
    summary="Lärseminarier som har varit",
    examples=("seminarier tidigare",),
)
def earlier_seminars(call: Call, count: str = "") -> Reply:
    """Those before today, the latest first, a page at a time."""
    names, coming = ("Tidigare lärseminarier", "seminarier tidigare"), Action("Kommande seminarier", "seminarier")
    nothing, yesterday = sentence("seminar", "none_past"), call.today - timedelta(days=1)
    return _listed(call, count, names, "latest_first", nothing, coming, end=yesterday)


@command(
    "seminarier {period}",
    "seminarier {period} sida {count}",
    summary="Lärseminarier under ett år eller en annan tid",
    examples=("seminarier 2026", "seminarier HT 2026"),
)
def seminars_of_period(call: Call, period: str, count: str = "") -> Reply:
    """Those from the first to the last day that the words mean, in order of time, a page at a time."""
    meant = parse_when(period, call.today)
    if meant.start is None and meant.end is None:
        undated = "Ett seminarium har alltid ett datum. Skriv till exempel seminarier 2026."
        raise UserError(undated, actions=(ALL_SEMINARS,))
    names = f"Lärseminarier {meant.text}", f"seminarier {meant.text}"
    nothing = sentence("seminar", "none_then", period=meant.text)
    return _listed(call, count, names, "in_order", nothing, ALL_SEMINARS, start=meant.start, end=meant.end)


@command(
    "seminarium {number}",
    summary="Allt om ett lärseminarium",
    examples=("seminarium 8",),
)
def show_seminar(call: Call, number: str) -> Reply:
    """Everything about it, whether the sender is signed up, and what they can do."""
    return card(call, numbered(call, number))


def _listed(
    call: Call, count: str, names: tuple[str, str], order: str, nothing: str, other: Action, **span: date | None
) -> Reply:
    """A page of the seminars from `start` to `end`, with buttons to the first on it.

    `names` are the heading of the list and its command, `order` the sentence on its order, which may be
    `latest_first`; `nothing` is said of an empty list, `other` is the button to another.
    """
    page, is_past = page_of(count), order == "latest_first"
    found = activities.seminars(call.session, **span, newest_first=is_past, skip=page * PAGE, limit=PAGE + 1)
    new = (Action("Nytt seminarium", "seminarium ny"),) if call.person.roles & LEADERS else ()
    if not found:
        return Reply.of(nothing, other, *new)
    shown = found[:PAGE]
    taken = activities.taken(call.session, [each.id for each in shown])
    columns = ("Nr", "Datum", "Titel", "Tid", "Format", "Deltagare" if is_past else "Lediga platser")
    rows = tuple(_row(call, each, taken[each.id]) for each in shown)
    heading = Text(sentence("activity", "heading", title=names[0], page=page + 1), TextStyle.HEADING)
    buttons = (button_to(each) for each in shown[:MAX_BUTTONS])
    moves = Actions((*buttons, *next_page(names[1], page, is_more=len(found) > PAGE), other, *new))
    return Reply((heading, Table(columns, rows, sentence("seminar", order), naming=2), moves))


def _row(call: Call, seminar: Activity, taken: int) -> tuple[str, ...]:
    form = FORMATS[seminar.format] if seminar.format else ""
    return (str(seminar.id), day(seminar), seminar.title, hours(seminar), form, _places(call, seminar, taken))


def _places(call: Call, seminar: Activity, taken: int) -> str:
    """How much room there is; of a past one how many took part, of a cancelled one that it is."""
    if seminar.cancelled_at:
        return "inställt"
    if is_over(call, seminar):
        return "–" if seminar.attended is None else f"{seminar.attended} deltog"
    if seminar.seats is None:
        return "obegränsat"
    free = seminar.seats - taken
    return f"{free} av {seminar.seats}" if free > 0 else "fullt"
