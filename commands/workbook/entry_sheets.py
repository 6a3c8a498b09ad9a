"""The sheets of what works and the programme consist of, and of the programme's own figures."""

from __future__ import annotations

from typing import Any

from commands.entries.kind import EntryKind
from commands.plan.kinds import KINDS
from commands.swedish.words import PERSPECTIVES
from commands.workbook.shape import KRONOR, OWN_WORK, SHORT_ENOUGH, WHEN, WORK, Column, Sheet, chosen

_YEAR = Column("År", "Årtalet.", "2026", needed=True, width=8)
_NOTE = Column("Kommentar", "Det som är bra att veta.", "", width=44)

BUDGET = Sheet(
    "Budget",
    "Budgetens rader, år för år. En rad med Överordnad är en del av den raden (varav) och räknas inte en gång "
    "till. Summan räknas ut. En rad som heter Summa eller Totalt räknas inte, utan jämförs med den.",
    (
        _YEAR,
        Column("Rad", f"Det raden heter, {SHORT_ENOUGH}.", "Lärseminarier", needed=True, width=40),
        Column("Överordnad", "Raden samma år som den här är en del av.", "", width=30),
        Column("Budget", KRONOR, "300000", width=14),
        Column("Utfall", KRONOR, "120000", width=14),
        Column("Prognos", KRONOR, "290000", width=14),
        Column("Betalas av", "Parten eller någon annan som betalar.", "Regionen", width=24),
        _NOTE,
    ),
)
RESOURCES = Sheet(
    "Resurser",
    "Programmets roller, år för år. Omfattning är procent av en heltid, alla i rollen tillsammans: 100 är en "
    "heltid. En rad som heter Summa eller Totalt räknas inte, utan jämförs med summan.",
    (
        _YEAR,
        Column("Roll", f"Det rollen heter, {SHORT_ENOUGH}.", "Processledare", needed=True, width=40),
        Column("Antal", "Hur många tjänster, de vakanta också.", "2", width=10),
        Column("Omfattning", "Procent av en heltid: 150 är en och en halv.", "150", width=13),
        Column("Vakanser", "Hur många av tjänsterna som ingen har.", "1", width=11),
        _NOTE,
    ),
)
MEASURES = Sheet(
    "Mått",
    "Det som mäts, från ett av fyra perspektiv eller för ett arbete. Värdena står i Mätvärden.",
    (
        Column("Perspektiv", "Vems sida det mäts från.", "invånare", choices=chosen(PERSPECTIVES), width=14),
        Column("Mått", f"Det som mäts, {SHORT_ENOUGH}.", "Väntetid till team", needed=True, width=50),
        WORK,
        Column("Enhet", "Till exempel %, dagar eller antal.", "dagar", width=12),
        Column("Nollmätning", "Värdet innan ni började.", "12,5", width=13),
        Column("Mål", "Värdet som ni vill nå.", "5", width=10),
        Column("Ägare", "Den som ser till att det mäts.", "Anna Exempel", width=28),
    ),
)
OBSERVATIONS = Sheet(
    "Mätvärden",
    "Värdena, ett på varje rad. Heter flera mått likadant skrivs arbetet efter: Väntetid (Hemgång).",
    (
        Column("Mått", "Måttets namn.", "Väntetid till team", needed=True, width=50),
        Column("Datum", "Dagen eller perioden som värdet gäller.", "juni 2026", needed=True, width=16),
        Column("Värde", "Talet.", "9,5", needed=True, width=12),
    ),
)
TRENDS = Sheet(
    "Trender",
    "Meningar om utvecklingen under en period.",
    (
        Column("Period", WHEN, "VT 2026", needed=True, width=16),
        Column("Trend", "En eller några meningar.", "Fler arbeten blir vardag.", needed=True, width=90),
    ),
)


def sheet_of(kind: EntryKind[Any]) -> Sheet:
    """The sheet of a kind of entry, with the columns of its fields in their order."""
    work = OWN_WORK if kind.sheet.needs_work else WORK
    columns = {each.heading: each for each in (work, *(field.column for field in kind.all_fields)) if each}
    return Sheet(kind.sheet.name, kind.sheet.about, tuple(columns[heading] for heading in kind.sheet.order))


_PLAN = {name: sheet_of(kind) for name, kind in KINDS.items()}

ENTRY_SHEETS = (
    *(_PLAN[name] for name in KINDS if name != "benefit"),
    BUDGET,
    RESOURCES,
    MEASURES,
    OBSERVATIONS,
    TRENDS,
    _PLAN["benefit"],
)
"""From left to right."""
