"""The risks, heaviest first, and the matrix of how likely and how grave they are."""

from __future__ import annotations

from collections.abc import Sequence

from commands.reports.chapters.wording import belongs_to, shown_ids
from commands.reports.facts.blocks import Cell, Column, Section, Table, row
from commands.reports.facts.gather import Facts
from commands.reports.facts.lights import StateKey
from commands.swedish.text import number
from storage.tables import Risk

SCALE = (1, 2, 3, 4, 5)
GRAVE, MIDDLING = 15, 8
"""From these weights a risk is grave, or to be watched: as a colour in the matrix, and in words beside it."""
MOST_NUMBERS = 4  # in a cell of the matrix


def open_risks(facts: Facts) -> list[Risk]:
    """The risks that were open at some time in the period, heaviest first."""
    known = shown_ids(facts)
    return _heaviest([each for each in facts.entries.risks if each.project_id in known and _is_open(facts, each)])


def work_risks(facts: Facts, project_id: int) -> list[Risk]:
    """Those of one work."""
    return _heaviest([each for each in facts.entries.of(Risk, project_id) if _is_open(facts, each)])


def _is_open(facts: Facts, risk: Risk) -> bool:
    return risk.closed_on is None or risk.closed_on > facts.period.end


def weight(risk: Risk) -> int:
    """Probability times consequence, 1–25."""
    return risk.probability * risk.consequence


def _heaviest(risks: Sequence[Risk]) -> list[Risk]:
    return sorted(risks, key=lambda each: (-weight(each), -each.consequence, each.id))


def told(risk: Risk) -> str:
    """A risk in a phrase: what, how heavy, what is done."""
    action = f" Åtgärd: {risk.action}" if risk.action else ""
    return f"{risk.what} (sannolikhet {risk.probability}, konsekvens {risk.consequence}).{action}"


def _tint(heavy: int) -> StateKey:
    return "red" if heavy >= GRAVE else "yellow" if heavy >= MIDDLING else "green"


def risks(facts: Facts) -> Section:
    """The matrix, and all risks with what is done about them."""
    found = open_risks(facts)
    numbers = {risk.id: n for n, risk in enumerate(found, 1)}
    return Section("risks", "Risker", (*((_matrix(found, numbers),) if found else ()), _listed(facts, found)))


def _matrix(found: Sequence[Risk], numbers: dict[int, int]) -> Table:
    def cell(probability: int, consequence: int) -> Cell:
        here = [
            f"R{numbers[each.id]}"
            for each in found
            if (each.probability, each.consequence) == (probability, consequence)
        ]
        shown = f"{number(len(here))} risker" if len(here) > MOST_NUMBERS else ", ".join(here)
        return Cell(shown or "–", wash=_tint(probability * consequence))

    return Table(
        "matrix",
        "Riskmatris; R1 är risk 1 i nästa tabell",
        (Column("Sannolikhet", 35), *(Column(f"Konsekvens {n}", 25) for n in SCALE)),
        tuple(row(f"Sannolikhet {each}", *(cell(each, n) for n in SCALE)) for each in reversed(SCALE)),
    )


def _listed(facts: Facts, found: Sequence[Risk]) -> Table:
    return Table(
        "risks",
        "Risker, de tyngsta först",
        (
            Column("Nr", 11),
            Column("Gäller", 31),
            Column("Risk", 46),
            Column("Tyngd", 22),
            Column("Åtgärd och ägare", 50),
        ),
        tuple(
            row(
                f"R{place}",
                belongs_to(facts, risk.project_id),
                risk.what,
                Cell(
                    f"{weight(risk)} av 25",
                    note=f"{risk.probability} × {risk.consequence}",
                    wash=_tint(weight(risk)),
                ),
                "\n".join(filter(None, (risk.action, f"Ägare: {risk.owner}" if risk.owner else ""))),
            )
            for place, risk in enumerate(found, 1)
        ),
        "Inga öppna risker är registrerade.",
    )
