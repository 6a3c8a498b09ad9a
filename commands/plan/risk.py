"""Risks: probability times consequence, what is done about them and by whom; the heaviest first, and a matrix."""

from __future__ import annotations

import re
from collections.abc import Mapping

from commands.command import LEADERS, Call, command
from commands.editing import as_text
from commands.entries.commands import commands_for_one
from commands.entries.kind import LONGEST, LONGEST_LINE, EntryKind, as_when
from commands.entries.listing import ListQuery, brief, listing
from commands.entries.writing import add
from commands.form import Submission
from commands.message import Block, Fact, Field, FieldType, Option, Reply, Table
from commands.sentences import sentence
from commands.swedish.text import NO_BREAK
from storage import plan
from storage.tables import Risk

GRADES = range(1, 6)
"""Probability and consequence are each one of these."""
_PROBABILITIES = ("mycket osannolik", "osannolik", "möjlig", "trolig", "nästan säker")
_CONSEQUENCES = ("försumbar", "liten", "kännbar", "stor", "mycket stor")
_PARTS = range(3, 6)
"""So many parts has a risk with semicolons between them."""
_GRADES_FIRST = re.compile(r"(\d{1,2}) ?[x×*] ?(\d{1,2})[\s,:;]+", re.IGNORECASE)
_GRADED = re.compile(r"[\s,;(]*(?<!\d)(\d{1,2})(?: ?[x×*] ?|\s+)(\d{1,2})\)?$", re.IGNORECASE)


def _options(words: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(f"{grade} – {word}", str(grade)) for grade, word in zip(GRADES, words, strict=True))


def _fields(_: Call) -> tuple[Field, ...]:
    likely, heavy = _options(_PROBABILITIES), _options(_CONSEQUENCES)
    return (
        Field("what", "Risk", FieldType.LONG_TEXT, required=True, max_length=LONGEST),
        Field("probability", "Sannolikhet", FieldType.CHOICE, required=True, options=likely),
        Field("consequence", "Konsekvens", FieldType.CHOICE, required=True, options=heavy),
        Field("action", "Åtgärd", FieldType.LONG_TEXT, hint=sentence("risk", "action"), max_length=LONGEST),
        Field("owner", "Ägare", hint=sentence("risk", "owner"), max_length=LONGEST_LINE),
    )


def _written(_: Call, row: Risk) -> dict[str, str]:
    graded = {"probability": str(row.probability), "consequence": str(row.consequence)}
    return {"what": row.what, **graded, "action": row.action, "owner": row.owner}


def _columns(_: Call, submission: Submission, __: Risk | None) -> dict[str, object]:
    graded = {name: int(submission.text(name)) for name in ("probability", "consequence")}
    return {**{name: submission.text(name) for name in ("what", "action", "owner")}, **graded}


def _unlabelled(_: Call, main: str) -> Mapping[str, str]:
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
    many="risker",
    the="Risken",
    fields=_fields,
    written=_written,
    columns=_columns,
    title=lambda _, row: row.what,
    unlabelled=_unlabelled,
    changes=("ändra risk 1 åtgärd: Två delar på uppgiften",),
    labels={
        "sannolikhet": "probability",
        "konsekvens": "consequence",
        "atgard:": "action",
        "agare:": "owner",
        "risk:": "what",
    },
    numeric=frozenset({"probability", "consequence"}),
    told=lambda _: {
        "what": ("Risk", as_text),
        "probability": ("Sannolikhet", as_text),
        "consequence": ("Konsekvens", as_text),
        "action": ("Åtgärd", as_text),
        "owner": ("Ägare", as_text),
        "closed_on": ("Stängd", as_when),
    },
    closed="Stängd",
    closed_many="stängda",
    besides=lambda _, row: (Fact("Riskvärde", weight(row)),),
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
