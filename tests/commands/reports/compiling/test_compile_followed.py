"""Compiling a half-year: works that are only followed keep their words, and stay out of the portfolio."""

from __future__ import annotations

from commands.message import Fact
from storage.words import Standing, State
from tests.commands.reports.portfolio import Portfolio
from tests.commands.reports.reading import cells, rows, said, table_of, texts, works

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
    section, silent = works(report, "followed")
    assert (section.name, section.text(), section.light.name, section.change) == (
        *("Följs", "Om detta.", "Röd", "Försämrat: var grön"),
    )
    assert (section.text("Genomfört"), section.text("Nästa steg")) == ("Gjort.", "Sedan.")
    assert section.text("Beslut som behövs") == "Besluta."
    assert section.text("Avvikelser") == "Sent."
    assert section.labelled("Avvikelser") == [Fact("Orsak", "Sjukdom."), Fact("Åtgärd", "Ersättare.")]
    assert (silent.light.name, silent.missing) == ("Ej rapporterat", True)
    ideas = report.chapter("ideas")
    assert ideas
    assert [idea.title for idea in ideas.sections] == ["Idén"]
    for key in ("lights", "history", "portfolio"):
        assert [row[0] for row in rows(report, key)] == ["Ingår"]
    assert rows(report, "recommendations") == ()
    assert rows(report, "counts")[-1][1] == "1"
    assert said(report, "summary") == [
        "Portföljen omfattar ett utvecklingsarbete. Därutöver följs 2 arbeten. "
        "Läget i portföljen: 1 går enligt plan.",
    ]
    assert "Följs" in [row[0] for row in rows(report, "sources")]


def test_without_a_portfolio_the_tables_show_what_is_followed_and_say_so(portfolio: Portfolio) -> None:
    followed = portfolio.work("Följs", Standing.FOLLOWED)
    portfolio.tell(followed, "2025-10-01", State.GREEN)
    portfolio.tell(followed, "2026-04-01", State.RED, **WORDS)
    report = portfolio.report()
    assert works(report) == []
    assert said(report, "glance")[0].endswith(
        "Inget arbete ingår i portföljen; tabellerna visar i stället de arbeten som följs."
    )
    ((name, state),) = [row[:2] for row in cells(report, "lights")]
    assert (name.text, state.light and state.light.name, state.note) == ("Följs", "Röd", "var grön")
    assert rows(report, "counts")[-1][1:3] == ("1", "1")
    assert [row[0] for row in rows(report, "history")] == ["Följs"]
    table = table_of(report, "portfolio")
    assert table
    assert table.title == "Arbeten som följs 30 juni 2026"
    assert [row[0] for row in texts(table)] == ["Följs"]
    assert rows(report, "recommendations") == (("Följs\n■ Röd", "Besluta.", "", ""),)
    assert said(report, "summary")[0] == (
        "Inga arbeten ingick i portföljen under perioden, men ett arbete följs. 1 har en större avvikelse."
    )
