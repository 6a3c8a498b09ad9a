"""A small programme to compile reports from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from commands.reports.compiling.compile import compile_report
from commands.reports.compiling.kinds import HALF_YEAR
from commands.reports.facts.context import ReportContext
from commands.swedish.dates import parse_period
from storage import people, statuses
from storage.swedish import fold
from storage.tables import (
    Activity,
    Label,
    Party,
    Programme,
    Project,
    ProjectLeader,
    ProjectParty,
    Speaker,
    StatusUpdate,
)
from storage.words import LabelKind, PartyKind, Stage, Standing, State, WorkForm

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=STOCKHOLM)
PERIOD = parse_period("2026-1", date(2026, 7, 1))


class Portfolio:
    """A small programme, entered in few words."""

    def __init__(self, session: Session) -> None:
        self.session = session
        programme = Programme(name="Programmet Exempel", commissioner="Länsledning Exempel")
        self.dimensions = [
            Label(kind=LabelKind.DIMENSION, number=number, text=word, key=word)
            for number, word in enumerate(("tid", "ekonomi"), 1)
        ]
        self.region = Party(name="Region Exempel", short_name="RE", kind=PartyKind.REGION, key="region exempel")
        self.anna = people.add(session, "Anna Exempel", now=NOW, organisation="Region Exempel")
        self._save(programme, self.region, *self.dimensions)

    def _save(self, *rows: Any) -> None:
        self.session.add_all(rows)
        self.session.flush()

    def work(self, name: str, standing: Standing = Standing.INCLUDED, **columns: Any) -> Project:
        usual: dict[str, Any] = {"form": WorkForm.PILOT, "stage": Stage.EXECUTION, "created_at": NOW}
        work = Project(name=name, key=fold(name), standing=standing, **(usual | columns))
        self._save(work)
        self._save(
            ProjectLeader(project_id=work.id, person_id=self.anna.id),
            ProjectParty(project_id=work.id, party_id=self.region.id),
        )
        return work

    def tell(self, work: Project, day: str, state: State, *judged: State, **words: Any) -> StatusUpdate:
        at = datetime.fromisoformat(day)
        at = (at if at.tzinfo else at.replace(hour=12, tzinfo=STOCKHOLM)).astimezone(UTC)
        update = StatusUpdate(
            project_id=work.id, at=at, state=state, created_at=at, reported_by_id=self.anna.id, **words
        )
        return statuses.record(
            self.session, update, {label.id: each for label, each in zip(self.dimensions, judged, strict=False)}
        )

    def activity(self, title: str, day: str | None = None, *, seminar: bool = True, **columns: Any) -> None:
        starts_on = date.fromisoformat(day) if day else None
        speaks = columns.pop("speakers", ())
        row = Activity(
            is_seminar=seminar, title=title, key=fold(title), starts_on=starts_on, created_at=NOW, **columns
        )
        self._save(row)
        self._save(
            *(
                Speaker(activity_id=row.id, position=n, name=name, organisation="RE")
                for n, name in enumerate(speaks)
            )
        )

    def report(self, **options: Any) -> ReportContext:
        self.session.flush()
        return compile_report(self.session, HALF_YEAR, PERIOD, now=NOW, zone=STOCKHOLM, **options)
