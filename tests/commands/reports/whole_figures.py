"""The figures of the whole programme: budget, resources, trend, measures and their values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from storage.tables import (
    BudgetLine,
    Measure,
    Observation,
    Project,
    Resource,
    Trend,
)
from storage.words import (
    Perspective,
)
from tests.commands.reports.whole_plan import MADE, Rows


class WholeFigures(Rows):
    def figures(self, works: list[Project]) -> None:
        t = self.text
        usual: dict[str, Any] = {"created_at": MADE, "year": 2026}
        lines = (
            ("Programresurser", 4480000, 3620000, 4100000), ("Utvecklingsmedel", 1000000, 681000, 900000),
            ("Temakonferens", 300000, 390000, 390000), ("Resor", 20000, 9000, None),
        )  # fmt: skip
        rows = [
            BudgetLine(
                name=t(name), budget=Decimal(budget), outcome=Decimal(outcome),
                forecast=None if forecast is None else Decimal(forecast), comment=t("Enligt beslut."),
                payer=t("Regionen"), position=n, **usual,
            )
            for n, (name, budget, outcome, forecast) in enumerate(lines)
        ]  # fmt: skip
        self.save(*rows)
        self.save(
            BudgetLine(name=t("Reportage"), parent_id=rows[1].id, budget=Decimal(250000), outcome=Decimal(200000),
                       comment=t("Två i månaden."), position=9, **usual),
            Resource(role=t("Programledare"), count=1, percent=Decimal(100), vacancies=0, **usual),
            Resource(role=t("Förändringsledare"), count=4, percent=Decimal("187.5"), vacancies=1,
                     comment=t("Rekrytering pågår."), position=1, **usual),
            Trend(period="2026-1", starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), created_at=MADE,
                  text=t("Fler arbeten går från pilot till införande.")),
        )  # fmt: skip
        measure = Measure(
            perspective=Perspective.RESIDENTS, name=t("Förtroendet för vården"), key="trust", unit=t("procent"),
            baseline=Decimal(61), target=Decimal(70), owner=t("Eva Exempel"), created_at=MADE,
        )  # fmt: skip
        own = Measure(
            project_id=works[0].id, name=t("Oplanerade inskrivningar"), key="own", unit=t("antal"),
            baseline=Decimal("14.2"), target=Decimal(10), created_at=MADE,
        )  # fmt: skip
        self.save(measure, own)
        self.save(
            Observation(measure_id=measure.id, when_text="VT 2026", on=date(2026, 6, 30), value=Decimal(64),
                        created_at=MADE),
            Observation(measure_id=own.id, when_text="2026-05-01", on=date(2026, 5, 1), value=Decimal("11.5"),
                        created_at=MADE),
        )  # fmt: skip
