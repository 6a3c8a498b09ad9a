"""A whole programme with everything that a report can tell of, plainly invented; any text in every field."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import cycle
from typing import Any

from sqlmodel import Session

from storage.swedish import fold
from storage.tables import (
    Activity,
    AuditEntry,
    Benefit,
    BudgetLine,
    Crossing,
    Decision,
    Dependency,
    Deviation,
    Label,
    Measure,
    Milestone,
    Observation,
    Party,
    Person,
    Programme,
    Project,
    ProjectLeader,
    ProjectParty,
    Resource,
    Risk,
    Speaker,
    StatusDimension,
    StatusUpdate,
    Trend,
)
from storage.words import (
    ActivityFormat,
    DecisionState,
    LabelKind,
    PartyKind,
    Perspective,
    Stage,
    Standing,
    State,
    WorkForm,
)

MADE = datetime(2025, 12, 1, 9, tzinfo=UTC)
NAMES = (
    "BarnSäkert",
    "Samverkan för påverkbar slutenvård",
    "Barn som lever med föräldrar som dör",
    "Organisationsöverskridande multidisciplinärt demensarbete",
    "Barn och Unga i Ånge",
    "Landsbygdsprojektet fas 2",
)
DIMENSIONS = ("tid", "ekonomi", "resurser", "omfattning", "risk", "nytta")
DONE = (
    "Två av tre piloter är igång och det gemensamma arbetssättet är beskrivet.\n\n"
    "Utbildning är hållen för 48 medarbetare i tre kommuner."
)
WORKS = (
    # before, now, what differs, decision needed
    (State.GREEN, State.GREEN, "", ""),
    (State.GREEN, State.YELLOW, "Rekryteringen av en samordnare drar ut på tiden.", ""),
    (State.YELLOW, State.GREEN, "", ""),
    (
        State.YELLOW,
        State.RED,
        "Den tredje piloten startar fyra månader senare än planerat.",
        "Ny tidplan för piloten.",
    ),
    (State.GREEN, None, "", ""),
    (None, State.GREEN, "", "Beslut om gemensam organisation för primärvården"),
)


def fill(session: Session, text: Callable[[str], str] = str, works: int = 6) -> None:
    """Enter the programme. `text` may replace every word that was typed."""
    Whole(session, text).fill(works)


class Whole:
    def __init__(self, session: Session, text: Callable[[str], str]) -> None:
        self.session, self.text = session, text

    def save(self, *rows: object) -> None:
        self.session.add_all(rows)
        self.session.flush()

    def fill(self, works: int) -> None:
        t = self.text
        region = Party(name=t("Region Exempel"), short_name=t("RE"), kind=PartyKind.REGION, key="region")
        town = Party(name=t("Exempelby kommun"), short_name=t("Exempelby"), kind=PartyKind.MUNICIPALITY, key="town")
        anna = Person(name=t("Anna Exempel"), key="anna", organisation=t("Region Exempel"), created_at=MADE)
        self.dimensions = [
            Label(kind=LabelKind.DIMENSION, number=n, text=t(word), key=word)
            for n, word in enumerate(DIMENSIONS, 1)
        ]
        goal = Label(kind=LabelKind.GOAL, number=1, text=t("Jag får vård när jag behöver den"), key="goal")
        benefit = Label(kind=LabelKind.BENEFIT_OBJECT, number=1, text=t("Ökad samverkan"), key="benefit")
        self.save(region, town, anna, *self.dimensions, goal, benefit)
        self.save(
            Programme(
                name=t("Programmet Exempel i Västernorrland"),
                commissioner=t("Länsledning Exempel"),
                strategic_goal=t("En vård som är nära, jämlik och lätt att lita på."),
                effect_goal=t("Vården och omsorgen samordnar sig bättre."),
                start_text="2023-07-01",
                end_text="2028",
            )
        )
        made = [self.work(n, anna, (region, town)) for n in range(works)]
        idea = Project(
            name=t("En tidig idé"), key="idea", description=t("Ett påhittat uppslag."), form=WorkForm.PRESTUDY,
            stage=Stage.IDEA, standing=Standing.IDEA, created_at=MADE,
        )  # fmt: skip
        self.save(idea)
        self.plan(made, (region, town), benefit)
        self.figures(made)
        self.activities()
        self.changed(made[0])

    def changed(self, work: Project) -> None:
        changes = {"end_text": [self.text("2026"), self.text("december 2027")], "stage": ["planning", "execution"]}
        at = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.save(
            AuditEntry(
                at=at, table_name="project", row_id=str(work.id), action="update", source="slack",
                changes=json.dumps(changes),
            )
        )  # fmt: skip

    def work(self, number: int, leader: Person, parties: tuple[Party, ...]) -> Project:
        t, name = self.text, NAMES[number] if number < len(NAMES) else f"Exempelarbete {number + 1}"
        before, now, deviation, decision = WORKS[number % len(WORKS)]
        work = Project(
            name=t(name),
            key=fold(name),
            description=t(
                "Ett påhittat arbete som prövar ett nytt arbetssätt i samverkan mellan region och kommun."
            ),
            form=WorkForm.PROJECT if number % 2 else WorkForm.PILOT,
            stage=(Stage.EXECUTION, Stage.INTRODUCTION, Stage.PLANNING)[number % 3],
            standing=Standing.INCLUDED,
            scope=t("Hela länet"),
            start_text=f"HT {2023 + number % 3}",
            start_on=date(2023 + number % 3, 7, 1),
            end_text=str(2026 + number % 3) if number % 5 else "",
            end_on=date(2026 + number % 3, 12, 31) if number % 5 else None,
            included_text=f"{2024 + number % 2}-02-13",
            included_on=date(2024 + number % 2, 2, 13),
            included_by=t("Länsledning Exempel"),
            created_at=MADE,
        )
        self.save(work)
        self.save(ProjectLeader(project_id=work.id, person_id=leader.id))
        self.save(
            *(ProjectParty(project_id=work.id, party_id=each.id, position=n) for n, each in enumerate(parties))
        )
        states = cycle((State.GREEN, State.GREEN, State.YELLOW, State.GREEN, State.RED, State.YELLOW))
        reported = (
            [(datetime(2025, month, 10, 9, tzinfo=UTC), next(states)) for month in (7, 8, 9, 10)] if before else []
        )
        if before:
            reported.append((datetime(2025, 12, 10, 9, tzinfo=UTC), before))
        if now:
            reported += [(datetime(2026, 2, 9, 9, tzinfo=UTC), before or State.GREEN)]
            reported += [(datetime(2026, 6, 12, 9, tzinfo=UTC), now)]
        for at, state in reported:
            latest = at.year == 2026 and at.month == 6
            self.status(work, at, state, leader, deviation if latest else "", decision if latest else "")
        return work

    def status(self, work: Project, at: datetime, state: State, by: Person, deviation: str, decision: str) -> None:
        t, latest = self.text, at.month == 6
        update = StatusUpdate(
            project_id=work.id, at=at, created_at=at, state=state, reported_by_id=by.id,
            done=t(DONE if latest else "Styrgruppen är utsedd och den första piloten är igång."),
            next_steps=t("Den tredje piloten startar i september. Nollmätningen följs upp i oktober."),
            deviation=t(deviation), cause=t("Nyckelpersoner har bytt uppdrag." if deviation else ""),
            measure=t("Ersättare är utsedda och introduceras i augusti." if deviation else ""),
            decision_needed=t(decision),
        )  # fmt: skip
        self.save(update)
        judged = cycle((State.GREEN, state, State.GREEN, State.YELLOW))
        self.save(
            *(
                StatusDimension(update_id=update.id, label_id=label.id, state=next(judged))
                for label in self.dimensions
            )
        )

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
        decisions = (
            (None, "Beslut om ny budget", DecisionState.MADE, "2026-02-13", date(2026, 2, 13), "Budgeten gäller året."),
            (None, "Beslut om införande av programmet", DecisionState.MADE, "juni 2023", date(2023, 6, 30), "Start."),
            (None, "Beslut om en egen webbplats", DecisionState.DECLINED, "2026-03-02", date(2026, 3, 2), "Ingen webb."),
            (None, "Beslut att ersätta vakanser", DecisionState.REQUESTED, "", None, "Färre får stöd."),
            (last.id, "Beslut om gemensam organisation för primärvården", DecisionState.REQUESTED, "HT 2026",
             date(2026, 12, 31), "Införandet stannar av."),
        )  # fmt: skip
        self.save(
            *(
                Decision(
                    project_id=id_, title=t(title), state=state, body=t("Länsledning Exempel"), when_text=when,
                    starts_on=day, ends_on=day, consequence=t(result),
                    settled_on=None if state is DecisionState.REQUESTED else day, **usual,
                )
                for id_, title, state, when, day, result in decisions
            )
        )  # fmt: skip

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

    def activities(self) -> None:
        t = self.text
        arranged = (
            (True, "Gemensam familjehemsorganisation", date(2026, 2, 2), ActivityFormat.DIGITAL, 86),
            (True, "Tre påhittade piloter", date(2026, 3, 22), ActivityFormat.DIGITAL, 43),
            (False, "Temakonferens Exempel", date(2026, 4, 24), ActivityFormat.ON_SITE, 1275),
            (False, "Metod- och kunskapsstöd", None, ActivityFormat.HYBRID, None),
        )
        for is_seminar, title, day, how, attended in arranged:
            row = Activity(
                is_seminar=is_seminar, title=t(title), key=fold(title), kind="" if is_seminar else t("metodstöd"),
                starts_on=day, ends_on=day, when_text="" if day else "löpande", format=how, attended=attended,
                audience=t("Kommun, region och privata vårdgivare"), created_at=MADE,
                comment="" if is_seminar else t("Efter behov."),
            )  # fmt: skip
            self.save(row)
            if is_seminar:
                self.save(
                    Speaker(activity_id=row.id, name=t("Cecilia Exempel"), organisation=t("Exempelförbundet")),
                    Speaker(activity_id=row.id, position=1, name=t("David Exempel"), organisation=t("RE")),
                )
