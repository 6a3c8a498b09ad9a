"""The risks, heaviest first, and the matrix of how likely and how grave they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from commands.reports.chapters.wording import belongs_to, reported_on
from commands.reports.facts.blocks import Cell, Section, Table, table
from commands.reports.facts.gather import Facts
from commands.reports.facts.lights import StateKey
from commands.swedish.text import number
from storage.tables import Risk

SCALE = (1, 2, 3, 4, 5)
GRAVE, MIDDLING = 15, 8
"""From these weights a risk is grave, or to be watched: as a colour in the matrix, and in words beside it."""
MOST_NUMBERS = 4  # in a cell of the matrix


def open_risks(facts: Facts) -> list[Risk]:
    """The risks that were open when the period ended, heaviest first."""
    return _heaviest(facts, reported_on(facts, facts.entries.every(Risk)))


def work_risks(facts: Facts, project_id: int) -> list[Risk]:
    """Those of one work."""
    return _heaviest(facts, facts.entries.of(Risk, project_id))


def _heaviest(facts: Facts, risks: Iterable[Risk]) -> list[Risk]:
    still_open = [each for each in risks if each.closed_on is None or each.closed_on > facts.period.end]
    return sorted(still_open, key=lambda each: (-weight(each), -each.consequence, each.id))


def weight(risk: Risk) -> int:
    """Probability times consequence, 1–25."""
    return risk.probability * risk.consequence


def in_a_phrase(risk: Risk) -> str:
    """What the risk is, how heavy, what is done."""
    action = f" Åtgärd: {risk.action}" if risk.action else ""
    return f"{risk.what} (sannolikhet {risk.probability}, konsekvens {risk.consequence}).{action}"


def _tint(heavy: int) -> StateKey:
    return "red" if heavy >= GRAVE else "yellow" if heavy >= MIDDLING else "green"


def risks(facts: Facts) -> Section:
    """The matrix, and all risks with what is done about them."""
    found = open_risks(facts)
    listed = table(
        "risks",
        "Risker, de tyngsta först",
        {"Nr": 11, "Gäller": 31, "Risk": 46, "Tyngd": 22, "Åtgärd och ägare": 50},
        (_row(facts, place, risk) for place, risk in enumerate(found, 1)),
        "Inga öppna risker är registrerade.",
    )
    return Section("risks", "Risker", (_matrix(found), listed) if found else (listed,))


def _row(facts: Facts, place: int, risk: Risk) -> tuple[str | Cell, ...]:
    heavy = weight(risk)
    return (
        f"R{place}",
        belongs_to(facts, risk.project_id),
        risk.what,
        Cell(f"{heavy} av 25", note=f"{risk.probability} × {risk.consequence}", wash=_tint(heavy)),
        "\n".join(filter(None, (risk.action, f"Ägare: {risk.owner}" if risk.owner else ""))),
    )


def _matrix(found: Sequence[Risk]) -> Table:
    def cell(probability: int, consequence: int) -> Cell:
        here = [
            f"R{place}"
            for place, each in enumerate(found, 1)
            if (each.probability, each.consequence) == (probability, consequence)
        ]
        shown = f"{number(len(here))} risker" if len(here) > MOST_NUMBERS else ", ".join(here)
        return Cell(shown or "–", wash=_tint(probability * consequence))

    return table(
        "matrix",
        "Riskmatris; R1 är risk 1 i nästa tabell",
        {"Sannolikhet": 35, **{f"Konsekvens {n}": 25 for n in SCALE}},
        ((f"Sannolikhet {each}", *(cell(each, n) for n in SCALE)) for each in reversed(SCALE)),
    )
