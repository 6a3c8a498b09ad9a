"""Compiling a half-year from the database: what counts, what is said of each work, what is never left out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from commands.message import Fact
from commands.reports.compiling.compile import compile_report
from commands.reports.compiling.kinds import HALF_YEAR
from commands.swedish.dates import parse_period, shown_span
from storage import statuses
from storage.words import State
from tests.commands.reports.portfolio import NOW, STOCKHOLM, Portfolio
from tests.commands.reports.reading import cells, changes, rows, said, works


def test_the_state_of_the_period_is_its_latest_entry_that_was_not_taken_back(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.tell(work, "2026-03-01", State.GREEN)
    portfolio.tell(work, "2026-06-01", State.YELLOW, State.RED, done="Klart.", next_steps="Mer.")
    taken_back = portfolio.tell(work, "2026-06-02", State.RED)
    statuses.withdraw(portfolio.session, taken_back, None, NOW)
    portfolio.tell(work, "2026-07-01", State.RED)
    (section,) = works(portfolio.report())
    assert (section.light.state, section.text("Genomfört"), section.text("Nästa steg")) == (
        "yellow",
        "Klart.",
        "Mer.",
    )
    assert [(rating.label, rating.light.name) for rating in section.ratings] == [
        ("Tid", "Röd"),
        ("Ekonomi", "Ej bedömt"),
    ]
    assert section.reported == "Rapporterat 1 juni 2026 av Anna Exempel"


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
    (section,) = works(portfolio.report())
    assert section.light.state == state


def test_who_did_not_report_is_there_with_when_they_last_did(portfolio: Portfolio) -> None:
    portfolio.tell(portfolio.work("Tyst"), "2024-05-03", State.YELLOW)
    portfolio.work("Aldrig hört")
    report = portfolio.report()
    never, silent = works(report)
    assert silent.reported == "Inget har rapporterats under perioden. Senast 3 maj 2024: ▲ Gul."
    assert never.reported == "Inget har rapporterats under perioden, och inte heller tidigare."
    assert silent.missing
    assert silent.light.name == "Ej rapporterat"
    assert [row[0] for row in rows(report, "lights")] == ["Aldrig hört", "Tyst"]
    assert said(report, "summary")[0].endswith("Aldrig hört och Tyst har inte rapporterat under perioden.")


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
    report = portfolio.report()
    assert rows(report, "counts") == (
        ("Grön – enligt plan", "3", "3", "0"),
        ("Gul – mindre avvikelse eller risk", "0", "0", "0"),
        ("Röd – större avvikelse", "1", "1", "0"),
        ("Ej rapporterat", "1", "1", "0"),
        ("Summa", "5", "5", "0"),
    )
    assert {row[0].text: row[1].note for row in cells(report, "lights")} == {
        "Bättre": "var röd",
        "Sämre": "var grön",
        "Lika": "",
        "Åter": "förra: ej rapporterat",
        "Tyst": "var grön",
    }
    assert changes(report) == (
        "Sämre är röd; var grön juli–december 2025.",
        "Tyst har inte rapporterat; var grön juli–december 2025.",
        "Åter är grön; hade inte rapporterat juli–december 2025.",
        "Bättre är grön; var röd juli–december 2025.",
    )
    assert {work.name: work.change for work in works(report)} == {
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
    assert [work.name for work in works(report)] == ["Gick ut nu", "Nytt"]
    assert rows(report, "counts")[-1] == ("Summa", "2", "2", "0")
    assert changes(report) == (
        "Nytt är nytt i portföljen.",
        "Gick ut ingår inte längre; det avslutades juli–december 2025.",
    )
    assert [work.name for work in works(report, "followed")] == ["Inkluderas sedan"]


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
    (section,) = works(report)
    assert section.text("Avvikelser") == "Piloten är försenad. Fyra månader."
    assert section.labelled("Avvikelser") == [Fact("Orsak", "Sjukdom."), Fact("Åtgärd", "Ersättare.")]
    assert section.text("Beslut som behövs") == "Ny tidplan."
    assert rows(report, "recommendations") == (("Ett\n■ Röd", "Ny tidplan.", "", ""),)
    assert said(report, "summary")[1] == "Ett: Piloten är försenad."
    assert said(report, "summary")[2].startswith("Beslut behövs för Ett;")


def test_what_was_reported_earlier_in_the_period_is_kept_unless_repeated(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.tell(work, "2026-01-15", State.YELLOW, done="A", deviation="D")
    portfolio.tell(work, "2026-02-15", State.GREEN, done="B")
    portfolio.tell(work, "2026-03-15", State.GREEN, done="C")
    portfolio.tell(work, "2026-04-15", State.GREEN, done="C")
    (section,) = works(portfolio.report())
    assert section.text("Genomfört") == "C"
    assert [(each.date, each.light.name, each.text) for each in section.earlier] == [
        ("15 februari", "Grön", "B"),
        ("15 januari", "Gul", "A\n\nAvvikelse: D"),
    ]


def test_the_trend_is_the_last_six_entries_oldest_first(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    for month in range(5, 13):
        portfolio.tell(work, f"2025-{month:02}-10", State.GREEN)
    portfolio.tell(work, "2026-06-10", State.RED)
    (section,) = works(portfolio.report())
    assert [entry.label.replace("\u00a0", " ") for entry in section.trend] == [
        *("10 aug 25", "10 sep 25", "10 okt 25", "10 nov 25", "10 dec 25", "10 juni 26")
    ]
    assert section.trend[-1].light.name == "Röd"


def test_the_second_half_is_compared_with_the_first(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.tell(work, "2026-06-30", State.RED)
    portfolio.tell(work, "2026-12-31", State.GREEN)
    second = parse_period("2026-2", NOW.date())
    report = compile_report(portfolio.session, HALF_YEAR, second, now=NOW, zone=STOCKHOLM)
    assert works(report)[0].change == "Förbättrat: var röd"
    assert changes(report) == ("Ett är grön; var röd januari–juni 2026.",)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2022", "2026", "2022–2026"),
        ("2022", "", "från 2022"),
        ("", "2026", "till 2026"),
        ("", "2026-06-30", "till 30 juni 2026"),
        ("fr.o.m. HT 2023", "", "fr.o.m. HT 2023"),
        ("löpande", "", "löpande"),
        ("HT 2023", "2026", "HT 2023 – 2026"),
    ],
)
def test_a_single_end_says_which_end_it_is(start: str, end: str, shown: str) -> None:
    assert shown_span(start, end) == shown


def test_a_work_that_only_ends_says_so(portfolio: Portfolio) -> None:
    portfolio.work("Ett", end_text="2026")
    (section,) = works(portfolio.report())
    assert Fact("Start–slut", "till 2026") in section.facts
