"""Trends: a sentence about a period of the programme."""

from __future__ import annotations

from datetime import date
from typing import Any

from commands.command import COORDINATORS, Call, command
from commands.editing import PAGE, as_text, next_page, page_of
from commands.entries.fields import LongText
from commands.entries.kind import KindSheet, Values
from commands.entries.times import Period
from commands.figures._kind import FigureKind, commands_for_one, new_command
from commands.message import Action, Actions, ActionStyle, Block, Reply, Table, Text, TextStyle, UserError
from commands.sentences import sentence
from commands.swedish.dates import When, parse_period, parse_when
from commands.swedish.day_words import FIRST_YEAR, LAST_YEAR
from commands.workbook.shape import WHEN, Cell
from storage import figures
from storage.tables import Trend

_WORDS_OF_A_PERIOD = 6  # "fr.o.m. 17 maj 2024", "april till november 2026"
_ALL = Action("Alla trender", "trender")
_NEW = Action("Ny trend", "trend")
_ALWAYS = (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@command(
    "trender",
    "trender {period}",
    "trender sida {count}",
    summary="Trender, i alla perioder eller i en",
    examples=("trender",),
)
def trends(call: Call, period: str = "", count: str = "") -> Reply:
    """A table of the trends, the newest period first."""
    when = parse_when(period, call.today) if period else None
    found = figures.trends(call.session, *(_days(when) if when else ()))
    new = (_NEW,) if call.person.roles & COORDINATORS else ()
    if not found:
        text = Text(sentence("trend", "no_trends", period=when.text if when else ""))
        return Reply((text, *((Actions(new),) if new else ())))
    skipped = page_of(count) * PAGE
    rows = tuple((str(each.id), each.period, each.text) for each in found[skipped : skipped + PAGE])
    heading = Text(sentence("trend", "heading", period=when.text if when else ""), TextStyle.HEADING)
    is_more = when is None and len(found) > skipped + PAGE
    moves = (*next_page("trender", page_of(count), is_more=is_more), *new)
    table = Table(("Nr", "Period", "Trend"), rows, heading.text, naming=1)
    return Reply((heading, table, Actions(moves)) if moves else (heading, table))


class _Period(Period):
    """The half-year of today unless another is said. What recurs or has no end is about all days on that side."""

    def initial(self, call: Call) -> str:
        """The half-year of today."""
        return parse_period("", call.today).label

    def days(self, when: When) -> tuple[date, date]:
        """The days of the period."""
        return _days(when)

    def time_of(self, entry: Any) -> tuple[str, date | None, date | None]:
        """The period as it was written; no day on a side where it has none."""
        text, start, end = super().time_of(entry)
        return text, None if start == _ALWAYS[0] else start, None if end == _ALWAYS[1] else end


def _days(when: When) -> tuple[date, date]:
    return when.start or _ALWAYS[0], when.end or _ALWAYS[1]


def _read_line(call: Call, text: str) -> Values:
    """Part a line into its period and its sentence. A period in a line has a number in it: "hösten 2026"."""
    words = text.split(maxsplit=_WORDS_OF_A_PERIOD)
    for count in range(min(len(words), _WORDS_OF_A_PERIOD), 0, -1):
        period, rest = " ".join(words[:count]).rstrip(":"), text.split(maxsplit=count)[count:]
        if any(letter.isdigit() for letter in period) and _is_period(call, period):
            return {"period": period} | ({"text": rest[0]} if rest else {})
    return {"text": text}


def _is_period(call: Call, text: str) -> bool:
    try:
        when = parse_when(text, call.today)
    except UserError:
        return False
    return when.start is not None or when.end is not None


def _after(_: Call, row: Trend) -> tuple[Block, ...]:
    if row.withdrawn_at is not None:
        return (Actions((_ALL,)),)
    change = Action("Ändra", f"trend ändra {row.id}")
    return Text(row.text, TextStyle.QUOTE), Actions(
        (change, Action("Visa trender", "trender", ActionStyle.PRIMARY))
    )


_FIELDS = (
    _Period("period", "Period", stored="period", required=True, max_length=100, shown=as_text,
        hint="Till exempel 2026-2, 2026, HT 2026, 2021–2024 eller löpande", cell=Cell(WHEN, "VT 2026", 16)),
    LongText("text", "Trend", required=True,
        cell=Cell("En eller några meningar.", "Fler arbeten blir vardag.", 90)),
)  # fmt: skip

TREND = FigureKind(
    table=Trend, word="trend", definite="Trenden", noun="trend", one="en trend", all=_ALL, back=lambda _: _ALL,
    template="trend", fields=_FIELDS, read_line=_read_line, after=_after,
    sheet=KindSheet(110, "Trender", "Meningar om utvecklingen under en period.",
        key=("text",), sort=lambda row, _: (row.starts_on, row.ends_on), work=None),
)  # fmt: skip

new_trend = new_command(
    TREND,
    lambda said: "text" in said,
    "trend",
    "trend {text}",
    "trend ny {text}",
    "ny trend",
    summary="Skriv en mening om utvecklingen under en period",
    examples=("trend 2026 Fler arbeten går från projekt till vardag.", "trend"),
)
change_trend, remove_trend, trend_history = commands_for_one(TREND)
