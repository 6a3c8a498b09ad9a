"""Compiling a half-year: works that are only followed keep their words, and stay out of the portfolio."""

from __future__ import annotations

from commands.reports.context import Deviation
from storage.words import Standing, State
from tests.commands.reports.portfolio import Portfolio

WORDS = {
    "done": "Gjort.",
    "next_steps": "Sedan.",
    "deviation": "Sent.",
    "cause": "Sjukdom.",
    "measure": "Ersättare.",
    "decision_needed": "Besluta.",
}


def test_a_followed_work_keeps_its_words_outside_the_portfolio(portfolio: Portfolio) -> None:
    portfolio.tell(portfolio.work("Ingår"), "2026-04-01", State.GREEN)
    followed = portfolio.work("Följs", Standing.FOLLOWED, description="Om detta.")
    portfolio.work("Tyst", Standing.FOLLOWED)
    portfolio.work("Idén", Standing.IDEA)
    portfolio.tell(followed, "2025-10-01", State.GREEN)
    portfolio.tell(followed, "2026-04-01", State.RED, **WORDS)
    report = portfolio.report()
    told, silent = report.followed
    assert (told.name, told.description, told.light.name, told.change) == (
        *("Följs", "Om detta.", "Röd", "Försämrat: var grön"),
    )
    assert (told.done, told.next, told.decisions) == ("Gjort.", "Sedan.", ("Besluta.",))
    assert told.deviations == (Deviation("Sent.", "Sjukdom.", "Ersättare."),)
    assert (silent.light.name, silent.missing) == ("Ej rapporterat", True)
    assert [idea.name for idea in report.ideas] == ["Idén"]
    assert [row.name for row in report.glance.rows] == [row.name for row in report.history.rows] == ["Ingår"]
    assert [row[0] for row in report.portfolio.rows] == ["Ingår"]
    assert report.recommendations.rows == ()
    assert report.glance.total.now == "1"
    assert report.summary == (
        "Portföljen omfattar ett utvecklingsarbete. Därutöver följs 2 arbeten. "
        "Läget i portföljen: 1 går enligt plan.",
    )
    assert "Följs" in [row[0] for row in report.sources.rows]


def test_without_a_portfolio_the_tables_show_what_is_followed_and_say_so(portfolio: Portfolio) -> None:
    followed = portfolio.work("Följs", Standing.FOLLOWED)
    portfolio.tell(followed, "2025-10-01", State.GREEN)
    portfolio.tell(followed, "2026-04-01", State.RED, **WORDS)
    report = portfolio.report()
    assert report.works == ()
    assert report.glance.text.endswith(
        "Inget arbete ingår i portföljen; tabellerna visar i stället de arbeten som följs."
    )
    assert [(row.name, row.light.name, row.change) for row in report.glance.rows] == [("Följs", "Röd", "var grön")]
    assert (report.glance.total.now, report.glance.total.before) == ("1", "1")
    assert [row.name for row in report.history.rows] == ["Följs"]
    assert report.portfolio.title == "Arbeten som följs 30 juni 2026"
    assert [row[0] for row in report.portfolio.rows] == ["Följs"]
    assert report.recommendations.rows == (("Följs", "Besluta.", "■ Röd"),)
    assert report.summary[0] == (
        "Inga arbeten ingick i portföljen under perioden, men ett arbete följs. 1 har en större avvikelse."
    )
