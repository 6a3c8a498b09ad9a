"""What is measured, from which side, and the benefits that works are to give."""

from __future__ import annotations

from decimal import Decimal

from commands.reports.chapters.wording import belongs_to, shown_ids, when_shown
from commands.reports.facts.blocks import Cell, Column, Section, Table, row
from commands.reports.facts.gather import Facts
from commands.swedish.dates import long_date
from commands.swedish.text import MINUS, NO_BREAK, number
from commands.swedish.words import PERSPECTIVES
from storage.tables import Benefit, Measure, Observation


def measures(facts: Facts) -> Section | None:
    """Every measure with its baseline, its latest value, its target, and how far it has moved."""
    known = shown_ids(facts)
    found = [each for each in facts.entries.measures if each.project_id in known]
    order = [None, *PERSPECTIVES]
    found.sort(key=lambda each: (each.project_id is not None, order.index(each.perspective), each.id))
    table = Table(
        "measures",
        "Mått",
        (
            Column("Mått", 42),
            Column("Gäller", 34),
            Column("Nollmätning", 23, numeric=True),
            Column("Senaste", 25, numeric=True),
            Column("Förändring", 21, numeric=True),
            Column("Mål", 15, numeric=True),
        ),
        tuple(_measure(facts, each, _latest(facts, each)) for each in found),
    )
    return Section("measures", "Mått", (table,)) if found else None


def _latest(facts: Facts, measure: Measure) -> Observation | None:
    seen = [each for each in facts.entries.observations.get(measure.id, ()) if each.on <= facts.period.end]
    return seen[-1] if seen else None


def _measure(facts: Facts, measure: Measure, latest: Observation | None) -> tuple[Cell, ...]:
    side = f"perspektiv {PERSPECTIVES[measure.perspective]}" if measure.perspective else ""
    return row(
        Cell(
            measure.name,
            note="; ".join(filter(None, (measure.unit, f"ägare {measure.owner}" * bool(measure.owner)))),
        ),
        Cell(belongs_to(facts, measure.project_id), note=side),
        _value(measure.baseline, measure.unit),
        Cell(_value(latest.value, measure.unit), note=latest.when_text or long_date(latest.on)) if latest else "",
        _change(measure.baseline, latest.value if latest else None),
        _value(measure.target, measure.unit),
    )


def _value(value: Decimal | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{number(value)}{NO_BREAK}%" if unit.strip() in ("%", "procent") else number(value)


def _change(baseline: Decimal | None, value: Decimal | None) -> str:
    if baseline is None or value is None:
        return ""
    sign = "+" if value > baseline else MINUS if value < baseline else ""
    return f"{sign}{number(abs(value - baseline))}"


def benefits(facts: Facts) -> Section | None:
    """The effects that works are to have, who takes them home, and how it went."""
    known = shown_ids(facts)
    found = [each for each in facts.entries.benefits if each.project_id in known]
    table = Table(
        "benefits",
        "Nyttor",
        (
            Column("Gäller", 34),
            Column("Effekt", 50),
            Column("Ansvarig och uppföljning", 36),
            Column("Utfall", 40),
        ),
        tuple(_benefit(facts, each) for each in found),
    )
    return Section("benefits", "Nyttor", (table,)) if found else None


def _benefit(facts: Facts, each: Benefit) -> tuple[Cell, ...]:
    follow_up = when_shown(each.follow_up_text, each.follow_up_on, each.follow_up_on)
    realised = f"Hemtagen {long_date(each.realised_on)}." if each.realised_on else ""
    label = facts.entries.labels.get(each.label_id or 0)
    return row(
        belongs_to(facts, each.project_id),
        Cell(each.effect, note=label.text if label else ""),
        "\n".join(filter(None, (each.responsible, f"Följs upp {follow_up}" if follow_up else ""))),
        " ".join(filter(None, (each.outcome, realised))),
    )
