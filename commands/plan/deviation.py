"""Deviations (avvikelser): what the commissioner must know now, and not in June (direktiv §7)."""

from __future__ import annotations

from collections.abc import Mapping

from commands.command import LEADERS, Call, command
from commands.entries.commands import commands_for_one
from commands.entries.fields import ClosedOn, LongText, PastDay
from commands.entries.kind import EntryKind, KindSheet
from commands.entries.listing import brief, listing
from commands.entries.writing import add
from commands.message import Block, Fact, Reply, Text
from commands.reminders.alerts import DEVIATION as ALERT
from commands.reminders.alerts import alert_of_deviation, alert_subject
from commands.sentences import sentence
from commands.swedish.dates import local, long_date, moment
from commands.workbook.shape import DONE, Column
from storage import deliveries
from storage.tables import Deviation, Project


def _read_line(_: Call, main: str) -> Mapping[str, str]:
    """Read "Pengarna är slut; priserna steg; vi pausar": what, cause and action."""
    parts = [part.strip() for part in main.split(";", 2)]
    return dict(zip(("what", "cause", "action"), parts, strict=False))


def _told_to(call: Call, row: Deviation) -> tuple[Fact, ...]:
    """Who was told of it, and when (rule 3): the outbox is the record."""
    told = [
        sentence("deviation", "told", name=name, at=moment(local(at, call.zone)) if at else "")
        for name, at in deliveries.recipients_of(call.session, ALERT, alert_subject(row))
    ]
    return (Fact("Meddelat", "; ".join(told)),) if told else ()


DEVIATION = EntryKind(
    table=Deviation,
    word="avvikelse",
    definite="Avvikelsen",
    plural="avvikelser",
    fields=(
        LongText(
            name="what",
            label="Avvikelse",
            required=True,
            hint="Vad går inte enligt plan? Ledning och koordinatorer får veta det direkt.",
            keywords=("avvikelse:",),
            column=Column(
                "Avvikelse", "Det som inte blev enligt plan.", "Starten blev två veckor sen", needed=True, width=50
            ),
        ),
        LongText(
            name="cause",
            label="Orsak",
            hint="Varför blev det så?",
            keywords=("orsak:",),
            column=Column("Orsak", "Varför det blev så.", "Rekryteringen drog ut på tiden", width=40),
        ),
        LongText(
            name="action",
            label="Åtgärd",
            hint="Vad gör ni åt det?",
            keywords=("atgard:",),
            column=Column("Åtgärd", "Det ni gör åt det.", "Vi lånar personal under maj", width=40),
        ),
        PastDay(
            name="date",
            label="Datum",
            day="happened_on",
            required=True,
            keywords=("datum:",),
            column=Column("Datum", "Dagen då det hände eller upptäcktes.", "2026-05-04", needed=True, width=14),
        ),
    ),
    closed=ClosedOn(label="Avhjälpt", plural="avhjälpta", day="closed_on", column=DONE),
    title=lambda _, row: row.what,
    read_line=_read_line,
    examples=("ändra avvikelse 1 åtgärd: Vi lånar personal",),
    computed=_told_to,
    sheet=KindSheet(
        "Avvikelser",
        "Det som har avvikit från planen.",
        ("Arbete", "Datum", "Avvikelse", "Orsak", "Åtgärd", "Klar"),
        key=("project_id", "happened_on", "what"),
        sort=lambda row: row.happened_on,
    ),
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
    count = alert_of_deviation(call, row, work)
    return (Text(sentence("deviation", "told_now", count=count)),)


def _cells(_: Call, row: Deviation) -> tuple[str, ...]:
    state = sentence("deviation", "closed", date=row.closed_on) if row.closed_on else "Öppen"
    words = (brief(row.what), brief(row.cause) or "–", brief(row.action) or "–")
    return *words, long_date(row.happened_on), state
