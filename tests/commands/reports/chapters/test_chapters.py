"""What each chapter says of a whole programme: sums, what is not counted twice, what is missing, what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from commands.reports.facts.blocks import Picture
from commands.reports.facts.charts import Bars, Timeline
from commands.reports.facts.context import ReportContext
from storage.tables import (
    BudgetLine,
    Decision,
    Dependency,
    Deviation,
    Measure,
    Milestone,
    Observation,
    Risk,
    Trend,
)
from storage.words import DecisionState, ReportKind, State
from tests.commands.reports.portfolio import NOW, Portfolio
from tests.commands.reports.reading import cells, rows, said, works

Sample = Callable[..., ReportContext]


@pytest.fixture(scope="module")
def report(sample: Sample) -> ReportContext:
    return sample(ReportKind.HALF_YEAR)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_budget_sums_are_computed_and_parts_are_not_counted_twice(report: ReportContext) -> None:
    found = [tuple(map(plain, each)) for each in rows(report, "budget-2026")]
    assert found[0][:5] == ("Programresurser", "4 480 000", "3 620 000", "4 100 000", "860 000")
    assert found[2][:5] == ("varav Reportage", "250 000", "200 000", "", "50 000")
    assert found[-1][:5] == ("Summa", "5 800 000", "4 700 000", "5 390 000", "1 100 000")
    assert [each[0].part for each in cells(report, "budget-2026")] == [False, False, True, False, False, False]
    (bars,) = [each.data for each in report.blocks() if isinstance(each, Picture) and isinstance(each.data, Bars)]
    assert [bar.name for bar in bars.rows] == ["Programresurser", "Utvecklingsmedel", "Temakonferens", "Resor"]


def test_resources_are_summed_in_percent_of_one_post(report: ReportContext) -> None:
    assert [tuple(map(plain, each[:4])) for each in rows(report, "resources")] == [
        ("Programledare", "1", "100 %", "0"),
        ("Förändringsledare", "4", "187,5 %", "1"),
        ("Summa", "5", "287,5 %", "1"),
    ]


def test_a_sum_that_the_source_states_is_not_counted(portfolio: Portfolio) -> None:
    for name, amount, stated in (("Ett", 10, False), ("Två", 20, False), ("Summa", 99, True)):
        line = BudgetLine(year=2026, name=name, budget=Decimal(amount), stated=stated, created_at=NOW)
        portfolio.session.add(line)
    assert rows(portfolio.report(), "budget-2026") == (("Ett", "10"), ("Två", "20"), ("Summa", "30"))


def test_decisions_made_and_missing_with_what_they_cause(report: ReportContext) -> None:
    """Rule 7."""
    assert [each[0] for each in rows(report, "made")] == ["Beslut om ny budget"]
    assert [(each[0], each[1], each[3]) for each in rows(report, "missing")] == [
        ("Beslut att ersätta vakanser", "Programmet", "Färre får stöd."),
        (
            *("Beslut om gemensam organisation för primärvården", "Landsbygdsprojektet fas 2"),
            "Införandet stannar av.",
        ),
    ]
    assert [each[0] for each in rows(report, "declined")] == ["Beslut om en egen webbplats"]


def test_an_annual_report_has_every_decision_so_far(sample: Sample) -> None:
    made = [each[0] for each in rows(sample(ReportKind.YEAR), "made")]
    assert made == ["Beslut om införande av programmet", "Beslut om ny budget"]


def test_recommendations_gather_requests_and_statuses_and_say_nothing_twice(report: ReportContext) -> None:
    assert [(each[0].split("\n")[0], each[1]) for each in rows(report, "recommendations")] == [
        ("Programmet", "Beslut att ersätta vakanser"),
        ("Organisationsöverskridande multidisciplinärt demensarbete", "Ny tidplan för piloten."),
        ("Landsbygdsprojektet fas 2", "Beslut om gemensam organisation för primärvården"),
    ]


def test_what_was_decided_after_the_period_was_missing_in_it(portfolio: Portfolio) -> None:
    for title, day in (("Sent", date(2026, 7, 2)), ("I tid", date(2026, 6, 30)), ("Före", date(2025, 12, 31))):
        portfolio.session.add(Decision(title=title, state=DecisionState.MADE, settled_on=day, created_at=NOW))
    gone = Decision(title="Bort", state=DecisionState.REQUESTED, created_at=NOW, withdrawn_at=NOW)
    portfolio.session.add(gone)
    report = portfolio.report()
    assert [each[0] for each in rows(report, "missing")] == ["Sent"]
    assert [each[0] for each in rows(report, "made")] == ["I tid"]


def test_risks_stand_heaviest_first_and_in_the_matrix(report: ReportContext) -> None:
    found = rows(report, "risks")
    assert found[0][3] == "20 av 25"
    weights = [int(each[3].split()[0]) for each in found]
    assert weights == sorted(weights, reverse=True)
    matrix = cells(report, "matrix")
    assert [each[0].text for each in matrix] == [f"Sannolikhet {n}" for n in (5, 4, 3, 2, 1)]
    assert (matrix[0][5].wash, matrix[4][1].wash) == ("red", "green")
    placed = [cell.text for each in matrix for cell in each[1:] if cell.text != "–"]
    assert sorted(", ".join(placed).split(", ")) == [f"R{n}" for n in range(1, 8)]


def test_a_closed_risk_is_left_out(portfolio: Portfolio) -> None:
    usual: dict[str, Any] = {"probability": 5, "consequence": 5, "created_at": NOW}
    portfolio.session.add(Risk(what="Stängd", closed_on=date(2026, 6, 1), **usual))
    portfolio.session.add(Risk(what="Stängs sedan", closed_on=date(2026, 7, 1), **usual))
    assert [each[2] for each in rows(portfolio.report(), "risks")] == ["Stängs sedan"]


def test_measures_say_baseline_latest_change_and_target(report: ReportContext) -> None:
    assert [tuple(map(plain, each)) for each in rows(report, "measures")] == [
        ("Förtroendet för vården", "Programmet", "61 %", "64 %", "+3", "70 %"),
        ("Oplanerade inskrivningar", "BarnSäkert", "14,2", "11,5", "−2,7", "10"),
    ]
    assert cells(report, "measures")[0][1].note == "perspektiv invånare"


def test_a_value_after_the_period_is_not_the_latest(portfolio: Portfolio) -> None:
    measure = Measure(name="M", key="m", created_at=NOW)
    portfolio.session.add(measure)
    portfolio.session.flush()
    for day, value in ((date(2026, 5, 1), 2), (date(2026, 3, 1), 1), (date(2026, 7, 1), 3)):
        portfolio.session.add(
            Observation(measure_id=measure.id, when_text="", on=day, value=Decimal(value), created_at=NOW)
        )
    ((_, _, _, latest, change, _),) = rows(portfolio.report(), "measures")
    assert (latest, change) == ("2", "")


def test_crossings_are_costed_and_summed(report: ReportContext) -> None:
    """Rule 4."""
    found = [tuple(map(plain, each)) for each in rows(report, "crossings")]
    assert found[0] == ("BarnSäkert", "Gemensam samordnare", "RE → Exempelby", "450 000 kr")
    assert found[-1] == ("Summa (kostnaden är okänd för 1)", "", "", "450 000 kr")


def test_dependencies_stand_in_a_table_and_in_the_work(report: ReportContext) -> None:
    """Rule 5."""
    assert rows(report, "dependencies") == (
        ("BarnSäkert", "Landsbygdsprojektet fas 2", "Samma mottagningar berörs."),
        ("Landsbygdsprojektet fas 2", "Ett nationellt uppdrag", "Delar kunskapsunderlag."),
    )
    (section,) = [each for each in works(report) if each.name == "BarnSäkert"]
    assert section.points("Beroenden") == ["Landsbygdsprojektet fas 2: Samma mottagningar berörs."]


def test_a_dependency_that_was_taken_back_is_gone(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.session.add(Dependency(project_id=work.id, outside="X", created_at=NOW, withdrawn_at=NOW))
    assert rows(portfolio.report(), "dependencies") == ()


def test_checkpoints_say_what_who_when_and_how_it_went(report: ReportContext) -> None:
    """Rule 6."""
    assert rows(report, "milestones") == (
        ("Lägesrapport till politiken", "Programledaren", "20 maj 2026", "Klar 18 maj 2026"),
        ("Programplanen godkänns", "Programledaren", "oktober 2026", ""),
    )
    section = {each.name: each.labelled("Hållpunkter") for each in works(report)}[
        "Samverkan för påverkbar slutenvård"
    ]
    assert [(fact.label, fact.value) for fact in section] == [
        ("VT 2026", "Nollmätningen är klar (Bo Exempel) – klar 5 maj 2026"),
        ("31 mars 2027", "Beslut om breddinförande (Styrgruppen)"),
    ]


def test_a_checkpoint_that_has_passed_is_late(portfolio: Portfolio) -> None:
    work = portfolio.work("Ett")
    portfolio.session.add(Milestone(project_id=work.id, what="Klart", ends_on=date(2026, 4, 30), created_at=NOW))
    (section,) = works(portfolio.report())
    assert [fact.value for fact in section.labelled("Hållpunkter")] == ["Klart – försenad"]


def test_deviations_of_the_period_stand_beside_those_of_the_status(portfolio: Portfolio) -> None:
    """Rule 3: what was reported at once is in the report too."""
    work = portfolio.work("Ett")
    portfolio.tell(work, "2026-05-01", State.RED, deviation="Piloten dröjer.")
    for what, day, closed in (
        ("Piloten dröjer", date(2026, 5, 1), None),
        ("Avtalet dröjer.", date(2026, 3, 1), date(2026, 4, 1)),
        ("Öppen sedan förr.", date(2025, 3, 1), None),
        ("Avklarad förr.", date(2025, 3, 1), date(2025, 4, 1)),
    ):
        portfolio.session.add(
            Deviation(project_id=work.id, happened_on=day, what=what, closed_on=closed, created_at=NOW)
        )
    (section,) = works(portfolio.report())
    assert section.text("Avvikelser").split("\n\n") == ["Piloten dröjer.", "Avtalet dröjer.", "Öppen sedan förr."]
    assert [fact.value for fact in section.labelled("Avvikelser")] == [
        "1 mars 2026, avklarad 1 april",
        "1 mars 2025",
    ]


def test_what_changed_in_the_plan_is_put_in_words(report: ReportContext) -> None:
    """Rule 11."""
    assert rows(report, "plan-changes") == (
        ("2 mars", "BarnSäkert", "Slut: 2026 → december 2027."),
        ("2 mars", "BarnSäkert", "Fas: planering → genomförande."),
    )


def test_several_changes_of_the_same_are_one_and_what_came_back_is_none(portfolio: Portfolio) -> None:
    clock = {"at": datetime(2026, 2, 1, 9, tzinfo=UTC)}
    session = portfolio.session
    work = portfolio.work("Ett", end_text="2026", scope="A")
    milestone = Milestone(project_id=work.id, what="Start", when_text="maj 2026", created_at=NOW)
    session.add(milestone)
    session.flush()
    author = session.info["author"]

    def on(month: int) -> None:
        session.info["author"] = type(author)(None, "test", "slack", clock["at"].replace(month=month))

    on(2)
    work.end_text, work.scope = "2027", "B"
    session.flush()
    on(3)
    work.end_text, work.scope, milestone.when_text = "2028", "A", "juni 2026"
    session.flush()
    on(4)
    milestone.done_on = date(2026, 4, 3)
    session.flush()
    on(8)
    work.end_text = "2030"
    session.flush()
    found = [each for each in rows(portfolio.report(), "plan-changes") if each[1] == "Ett"]
    assert found == [
        ("1 mars", "Ett", "Slut: 2026 → 2028."),
        ("1 mars", "Ett", "Hållpunkten ”Start”, när: maj 2026 → juni 2026."),
        ("1 april", "Ett", "Hållpunkten ”Start” är klar 3 april 2026."),
    ]


def test_trends_of_the_period_follow_the_coordinators_words(portfolio: Portfolio, report: ReportContext) -> None:
    assert said(report, "trends") == ["Samverkan tar steg framåt.", "Fler arbeten går från pilot till införande."]
    for period, start, end in (
        ("2025-2", date(2025, 7, 1), date(2025, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ):
        portfolio.session.add(Trend(period=period, starts_on=start, ends_on=end, text=period, created_at=NOW))
    assert said(portfolio.report(), "trends") == ["2026"]


def test_the_timeline_is_a_picture_and_a_table(report: ReportContext) -> None:
    (picture,) = [each for each in report.blocks() if isinstance(each, Picture) and isinstance(each.data, Timeline)]
    assert isinstance(picture.data, Timeline)
    assert [tick.label for tick in picture.data.ticks] == ["2025", "2026", "2027"]
    first = picture.data.rows[0]
    assert (first.open_start, first.open_end, len(first.checkpoints)) == (True, False, 2)
    found = {each[0]: each for each in rows(report, "timeline")}
    assert found["Landsbygdsprojektet fas 2"][1:3] == ("HT 2025", "inte angivet")


def test_every_picture_is_put_in_words_and_its_data_is_a_table(report: ReportContext) -> None:
    pictures = [each for each in report.blocks() if isinstance(each, Picture)]
    assert [each.data.chart for each in pictures] == ["history", "bars", "timeline"]
    assert all("tabell" in each.alt for each in pictures)
    assert rows(report, "history")
    assert rows(report, "budget-2026")
