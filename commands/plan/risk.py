"""Risks: probability times consequence, what is done about them and by whom; the heaviest first, and a matrix."""

from __future__ import annotations

import re
from collections.abc import Mapping

from commands.command import LEADERS, Call, command
from commands.entries.commands import commands_for_one
from commands.entries.fields import ClosedOn, EntryField, Grade, LongText
from commands.entries.kind import EntryKind, KindSheet
from commands.entries.listing import ListQuery, brief, listing
from commands.entries.writing import add
from commands.message import Block, Fact, Reply, Table
from commands.sentences import sentence
from commands.swedish.text import NO_BREAK
from commands.workbook.shape import Column
from storage import plan
from storage.tables import Risk

_PROBABILITIES = ("mycket osannolik", "osannolik", "möjlig", "trolig", "nästan säker")
_CONSEQUENCES = ("försumbar", "liten", "kännbar", "stor", "mycket stor")
GRADES = range(1, len(_PROBABILITIES) + 1)
"""Probability and consequence are each one of these."""
_PARTS = range(3, 6)
"""So many parts has a risk with semicolons between them."""
_GRADES_FIRST = re.compile(r"(\d{1,2}) ?[x×*] ?(\d{1,2})[\s,:;]+", re.IGNORECASE)
_GRADED = re.compile(r"[\s,;(]*(?<!\d)(\d{1,2})(?: ?[x×*] ?|\s+)(\d{1,2})\)?$", re.IGNORECASE)


def _read_line(_: Call, main: str) -> Mapping[str, str]:
    """Read "Nyckelperson slutar 3x4", "… 3 4", "… (3 × 4)", "3x4 …" and "…; 3; 4; åtgärd; ägare"."""
    parts = [part.strip() for part in main.split(";")]
    if len(parts) in _PARTS and all(part.isdecimal() for part in parts[1:3]):
        return dict(zip(("what", "probability", "consequence", "action", "owner"), parts, strict=False))
    if first := _GRADES_FIRST.match(main):
        return {"what": main[first.end() :], "probability": first[1], "consequence": first[2]}
    found = _GRADED.search(main)
    if not found:
        return {"what": main}
    return {"what": main[: found.start()].strip(), "probability": found[1], "consequence": found[2]}


def weight(row: Risk) -> str:
    """How heavy a risk is: "3 × 4 = 12"."""
    return f"{row.probability} × {row.consequence} = {row.probability * row.consequence}"


RISK = EntryKind(
    table=Risk,
    word="risk",
    definite="Risken",
    plural="risker",
    fields=(
        LongText(
            name="what",
            label="Risk",
            required=True,
            keywords=("risk:",),
            column=Column("Risk", "Det som kan hända.", "Teamet får inte ihop bemanningen", needed=True, width=50),
        ),
        Grade(
            name="probability",
            label="Sannolikhet",
            words=_PROBABILITIES,
            required=True,
            keywords=("sannolikhet",),
            column=Column("Sannolikhet", "Ett tal från 1 till 5.", "3", needed=True, width=12),
        ),
        Grade(
            name="consequence",
            label="Konsekvens",
            words=_CONSEQUENCES,
            required=True,
            keywords=("konsekvens",),
            column=Column("Konsekvens", "Ett tal från 1 till 5.", "4", needed=True, width=12),
        ),
        LongText(
            name="action",
            label="Åtgärd",
            hint="Vad gör ni för att det inte ska hända, eller märkas mindre?",
            keywords=("atgard:",),
            column=Column("Åtgärd", "Det ni gör åt det.", "Vi lånar personal från två enheter", width=44),
        ),
        EntryField(
            name="owner",
            label="Ägare",
            hint="Den som bevakar risken.",
            keywords=("agare:",),
            column=Column("Ägare", "Den som bevakar risken.", "Anna Exempel", width=28),
        ),
    ),
    closed=ClosedOn(label="Stängd", plural="stängda", day="closed_on"),
    title=lambda _, row: row.what,
    read_line=_read_line,
    examples=("ändra risk 1 åtgärd: Två delar på uppgiften",),
    computed=lambda _, row: (Fact("Riskvärde", weight(row)),),
    sheet=KindSheet(
        "Risker",
        "Riskerna som inte är avslutade. Sannolikhet och konsekvens är tal från 1 (liten) till 5 (stor).",
        ("Arbete", "Risk", "Sannolikhet", "Konsekvens", "Åtgärd", "Ägare"),
        key=("project_id", "what"),
        sort=lambda row: -row.probability * row.consequence,
        # No column says that one is closed: reading it in again would open it.
        holds=lambda row: row.closed_on is None,
    ),
)


@command(
    "risk {told?}",
    "risk ny",
    summary="Lägg in en risk, med sannolikhet och konsekvens 1–5",
    examples=("risk", "risk BarnSäkert Nyckelperson slutar 3x4 åtgärd: Två delar på uppgiften ägare: Anna Exempel"),
    roles=LEADERS,
    writes=True,
)
def add_risk(call: Call, told: str = "") -> Reply:
    """Save the line, or open the form with what it says."""
    return add(call, RISK, told)


show_risk, change_risk, remove_risk, close_risk = commands_for_one(RISK)


@command(
    "risker {words?}",
    summary="Risker, tyngst först, för allt eller för ett arbete",
    examples=("risker", "risker BarnSäkert"),
)
def risks(call: Call, words: str = "") -> Reply:
    """A matrix of the open ones, then each, the heaviest first."""
    return listing(call, RISK, words, ("Risk", "Värde", "Åtgärd", "Ägare", "Läge"), _cells, _matrix)


def _matrix(call: Call, query: ListQuery) -> tuple[Block, ...]:
    counts = plan.risk_matrix(call.session, query.scope)
    rows = tuple(
        (
            f"{likely} – {_PROBABILITIES[likely - 1]}",
            *(str(counts.get((likely, heavy), "")) or "–" for heavy in GRADES),
        )
        for likely in reversed(GRADES)
    )
    columns = tuple(f"{heavy} – {_CONSEQUENCES[heavy - 1]}" for heavy in GRADES)
    return (Table(("Sannolikhet", *columns), rows, sentence("risk", "matrix")),)


def _cells(_: Call, row: Risk) -> tuple[str, ...]:
    closed = sentence("risk", "closed", date=row.closed_on) if row.closed_on else "Öppen"
    return brief(row.what), weight(row).replace(" ", NO_BREAK), brief(row.action) or "–", row.owner or "–", closed
