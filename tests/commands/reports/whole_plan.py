"""What the works of the whole programme consist of: milestones, risks, decisions and the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from storage.tables import (
    Benefit,
    Crossing,
    Decision,
    Dependency,
    Deviation,
    Label,
    Milestone,
    Party,
    Project,
    Risk,
)
from storage.words import (
    DecisionState,
)

MADE = datetime(2025, 12, 1, 9, tzinfo=UTC)


class Rows:
    """Rows of the programme, saved as they are made. `text` may replace every word."""

    def __init__(self, session: Session, text: Callable[[str], str]) -> None:
        self.session, self.text = session, text

    def save(self, *rows: object) -> None:
        self.session.add_all(rows)
        self.session.flush()


class WholePlan(Rows):
    def plan(self, works: list[Project], parties: tuple[Party, ...], label: Label) -> None:
        t, first, last = self.text, works[0], works[-1]
        usual: dict[str, Any] = {"created_at": MADE}
        programme = (("Programplanen godkänns", "oktober 2026", date(2026, 10, 31), None),
                     ("Lägesrapport till politiken", "2026-05-20", date(2026, 5, 20), date(2026, 5, 18)))  # fmt: skip
        self.save(
            *(
                Milestone(
                    what=t(what), who=t("Programledaren"), when_text=when, ends_on=ends, done_on=done, **usual
                )
                for what, when, ends, done in programme
            )
        )
        for n, work in enumerate(works):
            self.save(
                Milestone(
                    project_id=work.id, what=t("Nollmätningen är klar"), who=t("Bo Exempel"), when_text="VT 2026",
                    ends_on=date(2026, 6, 30), done_on=date(2026, 5, 5) if n % 2 else None, **usual,
                ),
                Milestone(
                    project_id=work.id, what=t("Beslut om breddinförande"), who=t("Styrgruppen"),
                    when_text="2027-03-31", ends_on=date(2027, 3, 31), **usual,
                ),
                Risk(
                    project_id=work.id, what=t("Verksamheten hinner inte delta."), probability=1 + n % 5,
                    consequence=5 - n % 3, action=t("Tid avsätts i planeringen."), owner=t("Anna Exempel"), **usual,
                ),
            )  # fmt: skip
        self.save(
            Risk(what=t("Vakanser ersätts inte."), probability=4, consequence=4, action=t("Frågan lyfts."),
                 owner=t("Programledaren"), **usual),
            Deviation(project_id=first.id, happened_on=date(2026, 4, 2), what=t("Ett avtal dröjer."),
                      cause=t("Upphandlingen överklagades."), action=t("Ny tidplan."), **usual),
            Dependency(project_id=first.id, other_id=last.id, how=t("Samma mottagningar berörs."), **usual),
            Dependency(project_id=last.id, outside=t("Ett nationellt uppdrag"), how=t("Delar kunskapsunderlag."),
                       **usual),
            Crossing(project_id=first.id, what=t("Gemensam samordnare"), from_party_id=parties[0].id,
                     to_party_id=parties[1].id, cost=Decimal(450000), **usual),
            Crossing(project_id=last.id, what=t("Hembesök i team"), from_party_id=parties[1].id,
                     to_party_id=parties[0].id, cost=None, **usual),
            Benefit(project_id=first.id, label_id=label.id, effect=t("Färre akuta besök"), responsible=t("Eva Exempel"),
                    follow_up_text="HT 2027", follow_up_on=date(2027, 12, 31), outcome=t("Mäts första gången nästa år."),
                    **usual),
        )  # fmt: skip

    def decisions(self, work: Project) -> None:
        t = self.text
        decisions = (
            (None, "Beslut om ny budget", DecisionState.MADE, "2026-02-13", date(2026, 2, 13), "Budgeten gäller året."),
            (None, "Beslut om införande av programmet", DecisionState.MADE, "juni 2023", date(2023, 6, 30), "Start."),
            (None, "Beslut om en egen webbplats", DecisionState.DECLINED, "2026-03-02", date(2026, 3, 2), "Ingen webb."),
            (None, "Beslut att ersätta vakanser", DecisionState.REQUESTED, "", None, "Färre får stöd."),
            (work.id, "Beslut om gemensam organisation för primärvården", DecisionState.REQUESTED, "HT 2026",
             date(2026, 12, 31), "Införandet stannar av."),
        )  # fmt: skip
        self.save(
            *(
                Decision(
                    project_id=id_, title=t(title), state=state, body=t("Länsledning Exempel"), when_text=when,
                    starts_on=day, ends_on=day, consequence=t(result),
                    settled_on=None if state is DecisionState.REQUESTED else day, created_at=MADE,
                )
                for id_, title, state, when, day, result in decisions
            )
        )  # fmt: skip
