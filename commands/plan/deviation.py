"""Deviations (avvikelser): what the commissioner must know now, and not in June (direktiv §7)."""

from __future__ import annotations

from collections.abc import Mapping

from commands.command import Call
from commands.entries.commands import add_command, commands_for_one, list_command
from commands.entries.fields import LongText
from commands.entries.kind import KindSheet
from commands.entries.listing import brief
from commands.entries.plan_kind import PlanKind
from commands.entries.times import ClosedOn, PastDay
from commands.message import Block, Fact, Text
from commands.reminders.alerts import DEVIATION as ALERT
from commands.reminders.alerts import alert_of_deviation, alert_subject
from commands.sentences import sentence
from commands.swedish.dates import local, long_date, moment
from commands.workbook.shape import DONE, Cell
from storage import deliveries
from storage.tables import Deviation, Project


def _read_line(_: Call, main: str) -> Mapping[str, str]:
    """Read "Pengarna är slut; priserna steg; vi pausar": what, cause and action."""
    parts = [part.strip() for part in main.split(";", 2)]
    return dict(zip(("what", "cause", "action"), parts, strict=False))


def _recipients(call: Call, row: Deviation) -> tuple[Fact, ...]:
    """Who was notified of it, and when (rule 3): the outbox is the record."""
    notified = [
        sentence("deviation", "told", name=name, at=moment(local(at, call.zone)) if at else "")
        for name, at in deliveries.recipients_of(call.session, ALERT, alert_subject(row))
    ]
    return (Fact("Meddelat", "; ".join(notified)),) if notified else ()


_FIELDS = (
    LongText("what", "Avvikelse", required=True,
        hint="Vad går inte enligt plan? Ledning och koordinatorer får veta det direkt.",
        cell=Cell("Det som inte blev enligt plan.", "Starten blev två veckor sen", 50)),
    LongText("cause", "Orsak", hint="Varför blev det så?",
        cell=Cell("Varför det blev så.", "Rekryteringen drog ut på tiden", 40)),
    LongText("action", "Åtgärd", hint="Vad gör ni åt det?",
        cell=Cell("Det ni gör åt det.", "Vi lånar personal under maj", 40)),
    PastDay("date", "Datum", stored="happened_on", required=True,
        cell=Cell("Dagen då det hände eller upptäcktes.", "2026-05-04", 14)),
)  # fmt: skip

DEVIATION = PlanKind(
    table=Deviation, word="avvikelse", definite="Avvikelsen", plural="avvikelser",
    fields=_FIELDS, closed=ClosedOn(label="Avhjälpt", plural="avhjälpta", cell=DONE),
    title=lambda _, row: row.what, read_line=_read_line, examples=("ändra avvikelse 1 åtgärd: Vi lånar personal",),
    computed=_recipients,
    sheet=KindSheet(30, "Avvikelser", "Det som har avvikit från planen.",
        key=("project_id", "happened_on", "what"), sort=lambda row, _: row.happened_on,
        order=("Arbete", "Datum", "Avvikelse", "Orsak", "Åtgärd", "Klar")),
)  # fmt: skip


def _tell(call: Call, row: Deviation, work: Project | None) -> tuple[Block, ...]:
    count = alert_of_deviation(call, row, work)
    return (Text(sentence("deviation", "told_now", count=count)),)


def _cells(_: Call, row: Deviation) -> tuple[str, ...]:
    state = sentence("deviation", "closed", date=row.closed_on) if row.closed_on else "Öppen"
    words = (brief(row.what), brief(row.cause) or "–", brief(row.action) or "–")
    return *words, long_date(row.happened_on), state


add_deviation = add_command(
    DEVIATION,
    _tell,
    summary="Berätta om en avvikelse; ledning och koordinatorer får veta direkt",
    examples=("avvikelse", "avvikelse BarnSäkert Starten blir sen. Orsak: ingen lokal Åtgärd: vi lånar en i april"),
)
show_deviation, change_deviation, remove_deviation, close_deviation = commands_for_one(DEVIATION)
list_deviations = list_command(
    DEVIATION,
    ("Avvikelse", "Orsak", "Åtgärd", "Datum", "Läge"),
    _cells,
    summary="Avvikelser, för allt eller för ett arbete",
    examples=("avvikelser", "avvikelser BarnSäkert"),
)
