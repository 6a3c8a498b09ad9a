"""Deviations (avvikelser): what the commissioner must know now, and not in June (direktiv §7)."""

from __future__ import annotations

from collections.abc import Mapping

from commands.command import LEADERS, Call, command
from commands.editing import as_text
from commands.entries.commands import commands_for_one
from commands.entries.kind import LONGEST, LONGEST_WHEN, EntryKind, as_when, past
from commands.entries.listing import brief, listing
from commands.entries.writing import add
from commands.form import Submission
from commands.message import Block, Fact, Field, FieldType, Reply, Text
from commands.reminders.alerts import DEVIATION as ALERT
from commands.reminders.alerts import alert_of, tell_of_deviation
from commands.sentences import sentence
from commands.swedish.dates import local, long_date, moment
from storage import plan
from storage.tables import Deviation, Project


def _fields(call: Call) -> tuple[Field, ...]:
    today = call.today.isoformat()
    return (
        Field(
            "what",
            "Avvikelse",
            FieldType.LONG_TEXT,
            required=True,
            hint=sentence("deviation", "what"),
            max_length=LONGEST,
        ),
        Field("cause", "Orsak", FieldType.LONG_TEXT, hint=sentence("deviation", "cause"), max_length=LONGEST),
        Field("action", "Åtgärd", FieldType.LONG_TEXT, hint=sentence("deviation", "action"), max_length=LONGEST),
        Field("date", "Datum", FieldType.DATE, required=True, value=today, max_length=LONGEST_WHEN),
    )


def _written(_: Call, row: Deviation) -> dict[str, str]:
    words = {"what": row.what, "cause": row.cause, "action": row.action}
    return {**words, "date": row.happened_on.isoformat()}


def _columns(call: Call, submission: Submission, _: Deviation | None) -> dict[str, object]:
    words = {name: submission.text(name) for name in ("what", "cause", "action")}
    return {**words, "happened_on": submission.parsed("date", lambda text: past(call, text))}


def _unlabelled(_: Call, main: str) -> Mapping[str, str]:
    """Read "Pengarna är slut; priserna steg; vi pausar": what, cause and action."""
    parts = [part.strip() for part in main.split(";", 2)]
    return dict(zip(("what", "cause", "action"), parts, strict=False))


def _told_to(call: Call, row: Deviation) -> tuple[Fact, ...]:
    """Who was told of it, and when (rule 3): the outbox is the record."""
    told = [
        sentence("deviation", "told", name=name, at=moment(local(at, call.zone)) if at else "")
        for name, at in plan.told_of(call.session, ALERT, alert_of(row))
    ]
    return (Fact("Meddelat", "; ".join(told)),) if told else ()


DEVIATION = EntryKind(
    table=Deviation,
    word="avvikelse",
    many="avvikelser",
    the="Avvikelsen",
    fields=_fields,
    written=_written,
    columns=_columns,
    title=lambda _, row: row.what,
    unlabelled=_unlabelled,
    changes=("ändra avvikelse 1 åtgärd: Vi lånar personal",),
    labels={"atgard:": "action", "orsak:": "cause", "datum:": "date", "avvikelse:": "what"},
    told=lambda _: {
        "what": ("Avvikelse", as_text),
        "cause": ("Orsak", as_text),
        "action": ("Åtgärd", as_text),
        "happened_on": ("Datum", as_when),
        "closed_on": ("Avhjälpt", as_when),
    },
    closed="Avhjälpt",
    closed_many="avhjälpta",
    besides=_told_to,
)


@command(
    "avvikelse {told?}",
    "avvikelse ny",
    summary="Berätta om en avvikelse; ledning och koordinatorer får veta direkt",
    examples=("avvikelse", "avvikelse BarnSäkert Starten blir sen. Orsak: ingen lokal Åtgärd: vi lånar en i april"),
    roles=LEADERS,
    writes=True,
)
def add_deviation(call: Call, told: str = "") -> Reply:
    """Save the line, or open the form; whoever must know is told in the same moment."""
    return add(call, DEVIATION, told, _tell)


show_deviation, change_deviation, remove_deviation, close_deviation = commands_for_one(DEVIATION)


@command(
    "avvikelser {words?}",
    summary="Avvikelser, för allt eller för ett arbete",
    examples=("avvikelser", "avvikelser BarnSäkert"),
)
def deviations(call: Call, words: str = "") -> Reply:
    """The open ones, newest first."""
    return listing(call, DEVIATION, words, ("Avvikelse", "Orsak", "Åtgärd", "Datum", "Läge"), _cells)


def _tell(call: Call, row: Deviation, work: Project | None) -> tuple[Block, ...]:
    count = tell_of_deviation(call, row, work)
    return (Text(sentence("deviation", "told_now", count=count)),)


def _cells(_: Call, row: Deviation) -> tuple[str, ...]:
    state = sentence("deviation", "closed", date=row.closed_on) if row.closed_on else "Öppen"
    words = (brief(row.what), brief(row.cause) or "–", brief(row.action) or "–")
    return *words, long_date(row.happened_on), state
