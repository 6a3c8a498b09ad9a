"""A whole programme with everything that a report can tell of, plainly invented; any text in every field."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import cycle

from sqlmodel import Session

from storage.swedish import fold
from storage.tables import (
    Activity,
    AuditEntry,
    Label,
    Party,
    Person,
    Programme,
    Project,
    ProjectLeader,
    ProjectParty,
    Speaker,
    StatusDimension,
    StatusUpdate,
)
from storage.words import (
    ActivityFormat,
    LabelKind,
    PartyKind,
    Stage,
    Standing,
    State,
    WorkForm,
)
from tests.commands.reports.whole_figures import WholeFigures
from tests.commands.reports.whole_plan import MADE, WholePlan

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


class Whole(WholePlan, WholeFigures):
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
        self.decisions(made[-1])
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
