"""Compiling a half-year from the database: the report as a whole, and its tables."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import event

from commands.reports.compiling.compile import compile_report
from commands.reports.compiling.front import as_final
from commands.reports.compiling.kinds import HALF_YEAR
from commands.reports.facts.blocks import Picture
from commands.reports.facts.charts import History
from commands.reports.facts.context import from_json, to_json
from storage.database import Database
from storage.words import ActivityFormat, State
from tests.commands.reports.portfolio import NOW, PERIOD, STOCKHOLM, Portfolio
from tests.commands.reports.reading import rows, said, works


def test_works_stand_worst_first_and_then_in_swedish_order_everywhere(portfolio: Portfolio) -> None:
    for name in ("Örn", "Zebra", "Ängel", "Ål", "ärla", "Apa"):
        portfolio.work(name)
    for name, state in (("Grön", State.GREEN), ("Gul", State.YELLOW), ("Röd", State.RED)):
        portfolio.tell(portfolio.work(name), "2026-05-01", state)
    report = portfolio.report()
    expected = ["Röd", "Gul", "Apa", "Zebra", "Ål", "Ängel", "ärla", "Örn", "Grön"]
    assert [work.name for work in works(report)] == expected
    for key in ("lights", "portfolio", "history", "timeline"):
        assert [row[0] for row in rows(report, key)] == expected


def test_the_history_shows_the_last_entry_of_each_of_twelve_months(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.tell(work, "2025-07-01", State.RED)
    portfolio.tell(work, "2026-06-01", State.GREEN)
    portfolio.tell(work, "2026-06-30", State.YELLOW)
    report = portfolio.report()
    picture = next(block for block in report.blocks() if isinstance(block, Picture))
    assert isinstance(picture.data, History)
    months = picture.data.months
    assert (months[0], months[5], months[-1]) == ("jul 2025", "dec 2025", "jun 2026")
    assert [light.state for light in picture.data.rows[0].lights] == ["red", *["unreported"] * 10, "yellow"]
    assert rows(report, "history") == (("Ett", "röd", *["–"] * 10, "gul"),)
    assert "juli 2025–juni 2026" in picture.alt
    assert "I juni 2026: grön 0, gul 1, röd 0 och ej rapporterat 0." in picture.alt


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
    portfolio.activity(
        "Konferens", "2026-04-24", seminar=False, when_text="24–25 april", ends_on=date(2026, 4, 25), attended=275
    )
    portfolio.activity("Inställd", "2026-02-02", cancelled_at=NOW, attended=9)
    portfolio.activity("Länsträffar", None, seminar=False, when_text="1 ggr/mån")
    portfolio.activity("Forum", "2026-01-01", seminar=False, when_text="jan-dec", ends_on=date(2026, 12, 31))
    report = portfolio.report()
    assert rows(report, "activities") == (
        ("2\u00a0februari", "Inställd (inställt)", "", "", "", ""),
        (
            "22\u00a0mars",
            "Tre piloter",
            "Digitalt",
            "Kommun och region",
            "Anna Exempel, RE\nBo Exempel, RE",
            "1\u00a0043",
        ),
        ("Jan-dec", "Forum", "", "", "", ""),
        ("24–25 april", "Konferens", "", "", "", "275"),
        ("1 ggr/mån", "Länsträffar", "", "", "", ""),
    )
    assert said(report, "summary")[-1] == (
        "Under perioden hölls ett lärseminarium och en annan aktivitet med sammanlagt 1\u00a0318 deltagare; "
        "därtill pågick 2 återkommande eller löpande aktiviteter."
    )


def test_the_portfolio_table_says_what_it_always_has(portfolio: Portfolio) -> None:
    portfolio.work("Ett", description="Om detta.", start_text="HT 2023", end_text="2025-12-31")
    assert rows(portfolio.report(), "portfolio") == (
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
    final = as_final(portfolio.report(), "EX 2026/1", "2 juli 2026").front
    assert (final.status, final.facts[-1].value) == ("Fastställd", "EX 2026/1")


def test_each_source_names_the_entry_that_a_state_comes_from(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    update = portfolio.tell(work, "2026-05-01", State.GREEN)
    portfolio.work("Två")
    found = {row[0]: row[1] for row in rows(portfolio.report(), "sources")}
    assert found["Ett"] == f"Statusuppdatering {update.id}, 1 maj 2026 av Anna Exempel."
    assert found["Två"] == "Ingen statusuppdatering under perioden."
    assert "Perioden har en statusuppdatering." in found["Läge, dimensioner och texter"]


def test_an_empty_database_gives_a_report_all_the_same(database: Database) -> None:
    with database.read() as session:
        report = compile_report(session, HALF_YEAR, PERIOD, now=NOW, zone=STOCKHOLM)
    assert said(report, "summary") == ["Inga arbeten ingick i portföljen under perioden."]


def test_the_same_database_and_moment_give_the_same_report(portfolio: Portfolio) -> None:
    portfolio.tell(portfolio.work("Ett"), "2026-05-01", State.GREEN, State.GREEN, done="A & B <c> {{ d }}")
    report = portfolio.report()
    assert to_json(report) == to_json(portfolio.report())
    assert from_json(to_json(report)) == report


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


def test_only_what_is_over_was_held(portfolio: Portfolio) -> None:
    portfolio.activity("Hölls", "2026-05-05", attended=20)
    portfolio.activity("Också", "2026-05-06")
    portfolio.activity("Kommer", "2026-06-20")
    portfolio.activity("Månadsmöten", seminar=False, when_text="1 ggr/mån")
    may = datetime(2026, 5, 20, tzinfo=STOCKHOLM)
    report = compile_report(portfolio.session, HALF_YEAR, PERIOD, now=may, zone=STOCKHOLM)
    assert said(report, "summary")[-1] == (
        "Under perioden hölls 2 lärseminarier; därtill pågick en återkommande eller löpande aktivitet. "
        "För 1 av de 2 som hölls är antalet deltagare angivet, sammanlagt 20."
    )
    assert len(rows(report, "activities")) == 4


def test_what_only_goes_on_was_not_held(portfolio: Portfolio) -> None:
    portfolio.activity("Forum", "2026-01-01", seminar=False, when_text="jan-dec", ends_on=date(2026, 12, 31))
    assert (
        said(portfolio.report(), "summary")[-1] == "Under perioden pågick en återkommande eller löpande aktivitet."
    )
