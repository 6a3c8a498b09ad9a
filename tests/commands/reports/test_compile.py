"""Compiling a half-year from the database: what counts, what is said, what is never left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event
from sqlmodel import Session

from commands._dates import parse_period
from commands._message import UserError
from commands.reports import FORMATS
from commands.reports.compile import compile_halfyear
from commands.reports.context import ReportContext, from_json, to_json
from storage import people, statuses
from storage.database import Database
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
from storage.words import (
    ActivityFormat,
    LabelKind,
    PartyKind,
    ReportState,
    Stage,
    Standing,
    State,
    WorkForm,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=STOCKHOLM)
PERIOD = parse_period("2026-1", date(2026, 7, 1))


class Portfolio:
    """A small programme, told to the database in few words."""

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
        return compile_halfyear(self.session, PERIOD, now=NOW, zone=STOCKHOLM, **options)


@pytest.fixture
def portfolio(database: Database) -> Iterator[Portfolio]:
    with database.write(actor="test", source="test") as session:
        yield Portfolio(session)


def test_the_state_of_the_period_is_its_latest_entry_that_was_not_taken_back(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.tell(work, "2026-03-01", State.GREEN)
    portfolio.tell(work, "2026-06-01", State.YELLOW, State.RED, done="Klart.", next_steps="Mer.")
    taken_back = portfolio.tell(work, "2026-06-02", State.RED)
    statuses.withdraw(portfolio.session, taken_back, None, NOW)
    portfolio.tell(work, "2026-07-01", State.RED)
    (told,) = portfolio.report().works
    assert (told.light.state, told.done, told.next, told.missing) == ("yellow", "Klart.", "Mer.", False)
    assert [(rating.dimension, rating.light.name) for rating in told.ratings] == [
        ("Tid", "Röd"),
        ("Ekonomi", "Ej bedömt"),
    ]
    assert told.reported == "Rapporterat 1 juni 2026 av Anna Exempel, för 4 veckor sedan"


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2025-12-31T22:59:59+00:00", "unreported"),
        ("2025-12-31T23:00:00+00:00", "green"),  # midnight in Stockholm
        ("2026-06-30T21:59:59+00:00", "green"),
        ("2026-06-30T22:00:00+00:00", "unreported"),
    ],
)
def test_the_period_begins_and_ends_at_midnight_where_the_programme_is(
    portfolio: Portfolio, moment: str, state: str
) -> None:
    portfolio.tell(portfolio.work("Ett"), moment, State.GREEN)
    (told,) = portfolio.report().works
    assert told.light.state == state


def test_who_did_not_report_stands_there_with_when_they_last_did(portfolio: Portfolio) -> None:
    portfolio.tell(portfolio.work("Tyst"), "2024-05-03", State.YELLOW)
    portfolio.work("Aldrig hört")
    report = portfolio.report()
    never, silent = report.works
    assert silent.reported == "Inget har rapporterats under perioden. Senast 3 maj 2024: ▲ Gul."
    assert never.reported == "Inget har rapporterats under perioden, och inte heller tidigare."
    assert silent.missing
    assert silent.light.name == "Ej rapporterat"
    assert [row.name for row in report.glance.rows] == ["Aldrig hört", "Tyst"]
    assert report.summary[0].endswith("Aldrig hört och Tyst har inte rapporterat under perioden.")


def test_counts_and_changes_are_computed_against_the_period_before(portfolio: Portfolio) -> None:
    for name, before, now in (
        ("Bättre", State.RED, State.GREEN),
        ("Sämre", State.GREEN, State.RED),
        ("Lika", State.GREEN, State.GREEN),
        ("Åter", None, State.GREEN),
        ("Tyst", State.GREEN, None),
    ):
        work = portfolio.work(name)
        for day, state in (("2025-10-01", before), ("2026-05-01", now)):
            if state:
                portfolio.tell(work, day, state)
    glance = portfolio.report().glance
    assert [(count.label, count.now, count.before, count.change) for count in (*glance.counts, glance.total)] == [
        ("Grön", "3", "3", "0"),
        ("Gul", "0", "0", "0"),
        ("Röd", "1", "1", "0"),
        ("Ej rapporterat", "1", "1", "0"),
        ("Summa", "5", "5", "0"),
    ]
    assert {row.name: row.change for row in glance.rows} == {
        "Bättre": "var röd",
        "Sämre": "var grön",
        "Lika": "",
        "Åter": "förra: ej rapporterat",
        "Tyst": "var grön",
    }
    assert glance.changes == (
        "Bättre är grön; var röd juli–december 2025.",
        "Sämre är röd; var grön juli–december 2025.",
        "Tyst har inte rapporterat; var grön juli–december 2025.",
        "Åter är grön; hade inte rapporterat juli–december 2025.",
    )
    changes = {work.name: work.change for work in portfolio.report().works}
    assert changes == {
        "Bättre": "Förbättrat: var röd",
        "Sämre": "Försämrat: var grön",
        "Lika": "Oförändrat",
        "Åter": "Förra: ej rapporterat",
        "Tyst": "Var grön",
    }


def test_sums_follow_when_works_come_and_go(portfolio: Portfolio) -> None:
    portfolio.work("Nytt", included_on=date(2026, 2, 1))
    portfolio.work("Gick ut", closed_at=datetime(2025, 11, 1, tzinfo=UTC))
    portfolio.work("Gick ut nu", closed_at=datetime(2026, 3, 1, tzinfo=UTC), included_on=date(2024, 1, 1))
    portfolio.work("Längesedan", closed_at=datetime(2024, 3, 1, tzinfo=UTC))
    portfolio.work("Inkluderas sedan", included_on=date(2026, 7, 1))
    report = portfolio.report()
    assert [work.name for work in report.works] == ["Gick ut nu", "Nytt"]
    assert (report.glance.total.now, report.glance.total.before, report.glance.total.change) == ("2", "2", "0")
    assert report.glance.changes == (
        "Nytt är nytt i portföljen.",
        "Gick ut ingår inte längre; det avslutades juli–december 2025.",
    )
    assert [brief.name for brief in report.followed] == ["Inkluderas sedan"]


def test_followed_works_and_ideas_stand_apart_and_shorter(portfolio: Portfolio) -> None:
    followed = portfolio.work("Följs", Standing.FOLLOWED, description="Om detta.")
    portfolio.work("Idén", Standing.IDEA)
    portfolio.tell(followed, "2026-04-01", State.GREEN)
    report = portfolio.report()
    assert report.works == ()
    (brief,) = report.followed
    assert (brief.name, brief.description) == ("Följs", "Om detta.")
    assert ("Senaste läge", "● Grön, 1 april 2026") in [(fact.label, fact.value) for fact in brief.facts]
    assert [idea.name for idea in report.ideas] == ["Idén"]
    assert report.glance.total.now == "0"


def test_works_stand_in_swedish_order_everywhere(portfolio: Portfolio) -> None:
    for name in ("Örn", "Zebra", "Ängel", "Ål", "ärla", "Apa"):
        portfolio.work(name)
    report = portfolio.report()
    expected = ["Apa", "Zebra", "Ål", "Ängel", "ärla", "Örn"]
    assert [work.name for work in report.works] == expected
    assert [row.name for row in report.glance.rows] == expected
    assert [row[0] for row in report.portfolio.rows] == expected
    assert [row.name for row in report.history.rows] == expected


def test_deviations_come_with_cause_and_action_and_decisions_become_recommendations(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.tell(
        work,
        "2026-05-01",
        State.RED,
        deviation="Piloten är försenad. Fyra månader.",
        cause="Sjukdom.",
        measure="Ersättare.",
        decision_needed="Ny tidplan.",
    )
    report = portfolio.report()
    (deviation,) = report.works[0].deviations
    assert (deviation.what, deviation.cause, deviation.action) == (
        "Piloten är försenad. Fyra månader.",
        "Sjukdom.",
        "Ersättare.",
    )
    assert report.works[0].decisions == ("Ny tidplan.",)
    assert report.recommendations.rows == (("Ett", "Ny tidplan.", "■ Röd"),)
    assert report.summary[1] == "Ett: Piloten är försenad."
    assert report.summary[2].startswith("Beslut behövs för Ett;")


def test_what_was_told_earlier_in_the_period_is_kept_unless_repeated(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.tell(work, "2026-01-15", State.YELLOW, done="A", deviation="D")
    portfolio.tell(work, "2026-02-15", State.GREEN, done="B")
    portfolio.tell(work, "2026-03-15", State.GREEN, done="C")
    portfolio.tell(work, "2026-04-15", State.GREEN, done="C")
    (told,) = portfolio.report().works
    assert told.done == "C"
    assert [(each.date, each.light.name, each.text) for each in told.earlier] == [
        ("15 februari", "Grön", "B"),
        ("15 januari", "Gul", "A\n\nAvvikelse: D"),
    ]


def test_the_trend_is_the_last_six_entries_oldest_first(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    for month in range(5, 13):
        portfolio.tell(work, f"2025-{month:02}-10", State.GREEN)
    portfolio.tell(work, "2026-06-10", State.RED)
    (told,) = portfolio.report().works
    assert [entry.date.replace("\u00a0", " ") for entry in told.trend] == [
        *("10 aug 25", "10 sep 25", "10 okt 25", "10 nov 25", "10 dec 25", "10 juni 26")
    ]
    assert told.trend[-1].light.name == "Röd"


def test_the_history_shows_the_last_entry_of_each_of_twelve_months(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.tell(work, "2025-07-01", State.RED)
    portfolio.tell(work, "2026-06-01", State.GREEN)
    portfolio.tell(work, "2026-06-30", State.YELLOW)
    history = portfolio.report().history
    assert (history.months[0], history.months[5], history.months[-1]) == ("jul 2025", "dec 2025", "jun 2026")
    assert [light.state for light in history.rows[0].lights] == ["red", *["unreported"] * 10, "yellow"]
    assert "juli 2025–juni 2026" in history.alt
    assert "I juni 2026: grön 0, gul 1, röd 0 och ej rapporterat 0." in history.alt


def test_seminars_and_activities_of_the_period(portfolio: Portfolio) -> None:
    portfolio.activity("För sent", "2026-07-01")
    portfolio.activity(
        "Tre piloter",
        "2026-03-22",
        format=ActivityFormat.DIGITAL,
        audience="Kommun och region",
        attended=1043,
        speakers=("Anna Exempel", "Bo Exempel"),
    )
    portfolio.activity("Konferens", "2026-04-24", seminar=False, format=ActivityFormat.ON_SITE, attended=275)
    portfolio.activity("Inställd", "2026-02-02", cancelled_at=NOW, attended=9)
    portfolio.activity("Länsträffar", None, seminar=False, when_text="1 ggr/mån")
    portfolio.activity("Forum", "2026-01-01", seminar=False, when_text="jan-dec", ends_on=date(2026, 12, 31))
    report = portfolio.report()
    assert report.seminars.rows == (
        ("Jan-dec", "Forum", "", "", "", ""),
        ("2\u00a0februari", "Inställd (inställt)", "", "", "", ""),
        (
            "22\u00a0mars",
            "Tre piloter",
            "Digitalt",
            "Kommun och region",
            "Anna Exempel, RE\nBo Exempel, RE",
            "1\u00a0043",
        ),
        ("24\u00a0april", "Konferens", "Fysiskt", "", "", "275"),
        ("1 ggr/mån", "Länsträffar", "", "", "", ""),
    )
    assert report.summary[-1] == (
        "Programmet ordnade ett lärseminarium och 2 andra aktiviteter. "
        "För 2 av 3 är antalet deltagare angivet, sammanlagt 1\u00a0318."
    )


def test_the_portfolio_table_says_what_it_always_has(portfolio: Portfolio) -> None:
    portfolio.work("Ett", description="Om detta.", start_text="HT 2023", end_text="2025-12-31")
    assert portfolio.report().portfolio.rows == (
        ("Ett", "Om detta. Start HT 2023. Avslut 31 december 2025.", "RE", "Anna Exempel, Region Exempel"),
    )


def test_the_front_page(portfolio: Portfolio) -> None:
    front = portfolio.report(version=3).front
    assert (front.programme, front.title, front.status) == (
        "Programmet Exempel",
        "Halvårsrapport januari–juni\u00a02026",
        "Utkast",
    )
    assert [(fact.label, fact.value) for fact in front.facts] == [
        ("Beställare", "Länsledning Exempel"),
        ("Period", "1 januari–30 juni 2026"),
        ("Version", "3"),
        ("Sammanställd", "1 juli 2026 kl. 09.00"),
        ("Diarienummer", "Sätts när rapporten fastställs"),
    ]
    final = portfolio.report(state=ReportState.FINAL, registry_number="EX 2026/1").front
    assert (final.status, final.facts[-1].value) == ("Fastställd", "EX 2026/1")


def test_each_source_names_the_entry_that_a_state_comes_from(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    update = portfolio.tell(work, "2026-05-01", State.GREEN)
    portfolio.work("Två")
    rows = {row[0]: row[1] for row in portfolio.report().sources.rows}
    assert rows["Ett"] == f"Statusuppdatering {update.id}, 1 maj 2026 av Anna Exempel."
    assert rows["Två"] == "Ingen statusuppdatering under perioden."
    assert "Perioden har en statusuppdatering." in rows["Läge, dimensioner och texter"]


def test_an_empty_database_gives_a_report_all_the_same(database: Database) -> None:
    with database.read() as session:
        report = compile_halfyear(session, PERIOD, now=NOW, zone=STOCKHOLM)
    assert report.summary == ("Inga arbeten ingick i portföljen under perioden.",)
    for each in FORMATS.values():
        assert each.render(report)


def test_the_same_database_and_moment_give_the_same_report(portfolio: Portfolio) -> None:
    portfolio.tell(portfolio.work("Ett"), "2026-05-01", State.GREEN, State.GREEN, done="A & B <c> {{ d }}")
    report = portfolio.report()
    assert to_json(report) == to_json(portfolio.report())
    assert from_json(to_json(report)) == report
    for each in FORMATS.values():
        assert each.render(report) == each.render(from_json(to_json(report)))


@pytest.mark.parametrize("period", ["2026", "2021-2024"])
def test_only_a_half_year_has_a_half_yearly_report(portfolio: Portfolio, period: str) -> None:
    with pytest.raises(UserError, match="halvår"):
        compile_halfyear(portfolio.session, parse_period(period, NOW.date()), now=NOW, zone=STOCKHOLM)


def test_the_second_half_is_compared_with_the_first(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.tell(work, "2026-06-30", State.RED)
    portfolio.tell(work, "2026-12-31", State.GREEN)
    second = parse_period("2026-2", NOW.date())
    report = compile_halfyear(portfolio.session, second, now=NOW, zone=STOCKHOLM)
    assert report.works[0].change == "Förbättrat: var röd"
    assert report.glance.changes == ("Ett är grön; var röd januari–juni 2026.",)


def test_the_number_of_queries_does_not_grow_with_the_works(portfolio: Portfolio) -> None:
    asked: list[str] = []
    event.listen(portfolio.session.connection(), "before_cursor_execute", lambda *args: asked.append(args[2]))
    numbers = []
    for size in (1, 5):
        for number in range(size):
            work = portfolio.work(f"Arbete {size} {number}")
            portfolio.tell(work, "2026-05-01", State.GREEN, State.GREEN)
            portfolio.activity(f"Seminarium {size} {number}", "2026-05-01", speakers=("Bo Exempel",))
        portfolio.session.flush()
        portfolio.session.expire_all()
        asked.clear()
        portfolio.report()
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
