"""Risks: probability times consequence, what is done about them and by whom; the heaviest first, and a matrix."""

from __future__ import annotations

import re
from collections.abc import Mapping

from commands.command import Call
from commands.entries.commands import add_command, commands_for_one, list_command
from commands.entries.fields import EntryField, Grade, LongText
from commands.entries.kind import KindSheet
from commands.entries.listing import ListQuery, brief
from commands.entries.plan_kind import PlanKind
from commands.entries.times import ClosedOn
from commands.message import Block, Fact, Table
from commands.sentences import sentence
from commands.swedish.text import NO_BREAK
from commands.workbook.shape import Cell
from storage import plan
from storage.swedish import fold
from storage.tables import Risk

_PROBABILITIES = ("mycket osannolik", "osannolik", "möjlig", "trolig", "nästan säker")
_CONSEQUENCES = ("försumbar", "liten", "kännbar", "stor", "mycket stor")
_GRADES = range(1, len(_PROBABILITIES) + 1)
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


def _grade(name: str, label: str, words: tuple[str, ...], example: str) -> Grade:
    cell = Cell("Ett tal från 1 till 5.", example, 12)
    return Grade(name, label, required=True, keywords=(fold(label),), grades=words, cell=cell)


def weight(row: Risk) -> str:
    """How heavy a risk is: "3 × 4 = 12"."""
    return f"{row.probability} × {row.consequence} = {row.probability * row.consequence}"


_FIELDS = (
    LongText("what", "Risk", required=True,
        cell=Cell("Det som kan hända.", "Teamet får inte ihop bemanningen", 50)),
    _grade("probability", "Sannolikhet", _PROBABILITIES, "3"),
    _grade("consequence", "Konsekvens", _CONSEQUENCES, "4"),
    LongText("action", "Åtgärd", hint="Vad gör ni för att det inte ska hända, eller märkas mindre?",
        cell=Cell("Det ni gör åt det.", "Vi lånar personal från två enheter", 44)),
    EntryField("owner", "Ägare", hint="Den som bevakar risken.", cell=Cell(example="Anna Exempel", width=28)),
)  # fmt: skip

RISK = PlanKind(
    table=Risk, word="risk", definite="Risken", plural="risker",
    fields=_FIELDS, closed=ClosedOn(label="Stängd", plural="stängda"),
    title=lambda _, row: row.what, read_line=_read_line, examples=("ändra risk 1 åtgärd: Två delar på uppgiften",),
    computed=lambda _, row: (Fact("Riskvärde", weight(row)),),
    sheet=KindSheet(20, "Risker",
        "Riskerna som inte är avslutade. Sannolikhet och konsekvens är tal från 1 (liten) till 5 (stor).",
        key=("project_id", "what"), sort=lambda row, _: -row.probability * row.consequence,
        # No column says that one is closed: reading it in again would open it.
        holds=lambda row, _: row.closed_on is None),
)  # fmt: skip

add_risk = add_command(
    RISK,
    summary="Lägg in en risk, med sannolikhet och konsekvens 1–5",
    examples=("risk", "risk BarnSäkert Nyckelperson slutar 3x4 åtgärd: Två delar på uppgiften ägare: Anna Exempel"),
)
show_risk, change_risk, remove_risk, close_risk = commands_for_one(RISK)


def _matrix(call: Call, query: ListQuery) -> tuple[Block, ...]:
    counts = plan.risk_matrix(call.session, query.scope)
    rows = tuple(
        (
            f"{likely} – {_PROBABILITIES[likely - 1]}",
            *(str(counts.get((likely, heavy), "")) or "–" for heavy in _GRADES),
        )
        for likely in reversed(_GRADES)
    )
    columns = tuple(f"{heavy} – {_CONSEQUENCES[heavy - 1]}" for heavy in _GRADES)
    return (Table(("Sannolikhet", *columns), rows, sentence("risk", "matrix")),)


def _cells(_: Call, row: Risk) -> tuple[str, ...]:
    closed = sentence("risk", "closed", date=row.closed_on) if row.closed_on else "Öppen"
    return brief(row.what), weight(row).replace(" ", NO_BREAK), brief(row.action) or "–", row.owner or "–", closed


list_risks = list_command(
    RISK,
    ("Risk", "Värde", "Åtgärd", "Ägare", "Läge"),
    _cells,
    _matrix,
    summary="Risker, tyngst först, för allt eller för ett arbete",
    examples=("risker", "risker BarnSäkert"),
)
