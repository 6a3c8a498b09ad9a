"""What is measured, from which side, and the benefits that works are to give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from commands.reports.chapters.wording import belongs_to, reported_on, signed, when_shown
from commands.reports.facts.blocks import Cell, Section, table
from commands.reports.facts.gather import Facts
from commands.swedish.dates import long_date
from commands.swedish.text import number, percent
from commands.swedish.words import PERSPECTIVES
from storage.tables import Benefit, Measure, Observation


def measures(facts: Facts) -> Section | None:
    """Every measure with its baseline, its latest value, its target, and how far it has moved."""
    found = reported_on(facts, facts.entries.measures)
    order = [None, *PERSPECTIVES]
    found.sort(key=lambda each: (each.project_id is not None, order.index(each.perspective), each.id))
    listed = table(
        "measures",
        "Mått",
        {"Mått": 42, "Gäller": 34, "Nollmätning": 23, "Senaste": 25, "Förändring": 21, "Mål": 15},
        (_measure(facts, each, _latest(facts, each)) for each in found),
        numeric=("Nollmätning", "Senaste", "Förändring", "Mål"),
    )
    return Section("measures", "Mått", (listed,)) if found else None


def _latest(facts: Facts, measure: Measure) -> Observation | None:
    seen = [each for each in facts.entries.observations.get(measure.id, ()) if each.on <= facts.period.end]
    return seen[-1] if seen else None


def _measure(facts: Facts, measure: Measure, latest: Observation | None) -> Iterator[str | Cell]:
    owner = f"ägare {measure.owner}" if measure.owner else ""
    yield Cell(measure.name, note="; ".join(filter(None, (measure.unit, owner))))
    side = f"perspektiv {PERSPECTIVES[measure.perspective]}" if measure.perspective else ""
    yield Cell(belongs_to(facts, measure.project_id), note=side)
    yield _value(measure.baseline, measure.unit)
    if latest:
        yield Cell(_value(latest.value, measure.unit), note=latest.when_text or long_date(latest.on))
    else:
        yield ""
    yield signed(latest.value - measure.baseline) if latest and measure.baseline is not None else ""
    yield _value(measure.target, measure.unit)


def _value(value: Decimal | None, unit: str) -> str:
    if value is None:
        return ""
    return percent(value) if unit.strip() in ("%", "procent") else number(value)


def benefits(facts: Facts) -> Section | None:
    """The effects that works are to have, who takes them home, and how it went."""
    found = reported_on(facts, facts.entries.every(Benefit))
    widths = {"Gäller": 34, "Effekt": 50, "Ansvarig och uppföljning": 36, "Utfall": 40}
    listed = table("benefits", "Nyttor", widths, (_benefit(facts, each) for each in found))
    return Section("benefits", "Nyttor", (listed,)) if found else None


def _benefit(facts: Facts, each: Benefit) -> tuple[str | Cell, ...]:
    follow_up = when_shown(each.follow_up_text, each.follow_up_on, each.follow_up_on)
    realised = f"Hemtagen {long_date(each.realised_on)}." if each.realised_on else ""
    label = facts.entries.labels.get(each.label_id or 0)
    return (
        belongs_to(facts, each.project_id),
        Cell(each.effect, note=label.text if label else ""),
        "\n".join(filter(None, (each.responsible, f"Följs upp {follow_up}" if follow_up else ""))),
        " ".join(filter(None, (each.outcome, realised))),
    )
