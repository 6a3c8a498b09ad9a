"""The kinds: which periods they cover, which chapters they have, whose words are in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from commands.message import UserError
from commands.reports.compiling.kinds import KINDS, kind_of
from commands.reports.facts.context import ReportContext
from storage.words import ReportKind, ReportPart, Standing
from tests.commands.reports.portfolio import NOW, STOCKHOLM, Portfolio
from tests.commands.reports.reading import rows, said

Sample = Callable[..., ReportContext]
TODAY = date(2026, 11, 22)


def titles(report: ReportContext) -> list[str]:
    return [chapter.title for chapter in report.chapters]


def test_every_kind_is_declared() -> None:
    assert set(KINDS) == set(ReportKind)
    assert [kind_of(word).report for word in ("halvar", "ÅR", "lage", "utvardering")] == list(ReportKind)
    with pytest.raises(UserError, match="halvår, år, läge, utvärdering"):
        kind_of("veckobrev")


@pytest.mark.parametrize(
    ("kind", "text", "label"),
    [
        (ReportKind.HALF_YEAR, "", "2026-2"),
        (ReportKind.HALF_YEAR, "VT 2026", "2026-1"),
        (ReportKind.YEAR, "", "2026"),
        (ReportKind.YEAR, "2024", "2024"),
        (ReportKind.STATE, "", "2026-11"),
        (ReportKind.STATE, "2026-1", "2026-01"),
        (ReportKind.STATE, "februari 2024", "2024-02"),
        (ReportKind.EVALUATION, "", "2023-2026"),
        (ReportKind.EVALUATION, "2021-2024", "2021-2024"),
    ],
)
def test_a_kind_reads_its_own_periods(kind: ReportKind, text: str, label: str) -> None:
    assert KINDS[kind].period(text, TODAY).label == label


@pytest.mark.parametrize(
    ("kind", "text", "works"),
    [
        (ReportKind.HALF_YEAR, "2026", "rapport halvår 2026-1"),
        (ReportKind.HALF_YEAR, "2021-2024", "rapport halvår 2024-2"),
        (ReportKind.YEAR, "2026-1", "rapport år 2026"),
        (ReportKind.EVALUATION, "2026", "rapport utvärdering 2023-2026"),
    ],
)
def test_another_period_is_refused_with_what_works(kind: ReportKind, text: str, works: str) -> None:
    with pytest.raises(UserError) as refused:
        KINDS[kind].period(text, TODAY)
    assert works in refused.value.message
    assert works in [action.command for action in refused.value.actions]


@pytest.mark.parametrize("text", ["2026", "2026-13", "kanelbulle", "vecka 4"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"2026-11|2026"):
        KINDS[ReportKind.STATE].period(text, TODAY)


def test_a_month_is_named_and_follows_the_month_before() -> None:
    january = KINDS[ReportKind.STATE].period("2026-01", TODAY)
    assert (january.title(), january.previous().label, january.previous().previous().label) == (
        *("januari 2026", "2025-12", "2025-11"),
    )


def test_a_half_year_has_every_chapter(sample: Sample) -> None:
    assert titles(sample(ReportKind.HALF_YEAR)) == [
        *("Sammanfattning", "Portföljen i korthet", "Utvecklingsarbeten i portföljen", "Tidiga idéer"),
        *("Seminarier och aktiviteter", "Utvecklingsportföljen", "Resurser", "Budget och utfall", "Trender"),
        *("Fattade och saknade beslut", "Rekommendationer om kompletterande beslut", "Risker", "Mått", "Nyttor"),
        *("Beroenden och gränsöverskridanden", "Planen framåt", "Vad som har ändrats i planen", "Slutord"),
        "Bilaga: var uppgifterna kommer från",
    ]


def test_an_annual_report_has_the_shape_of_the_one_of_2024(sample: Sample) -> None:
    """Rule 2."""
    report = sample(ReportKind.YEAR)
    assert titles(report) == [
        *("Sammanfattning", "Inledning", "Programmet", "Verksamhetsberättelse", "Portföljen i korthet"),
        *("Utvecklingsarbeten i portföljen", "Tidiga idéer", "Resultat och utvärdering", "Planen framåt"),
        *("Slutsatser", "Bilaga: var uppgifterna kommer från"),
    ]
    account = report.chapter("account")
    assert account
    assert [section.title for section in account.sections] == [
        *("Seminarier och aktiviteter", "Utvecklingsportföljen", "Resurser", "Budget och utfall", "Trender"),
    ]


def test_a_monthly_report_is_short_and_remembers_half_a_year(portfolio: Portfolio, sample: Sample) -> None:
    report = sample(ReportKind.STATE)
    assert titles(report) == ["Läget", "Beslut som behövs", "Närmast i planen", "Största riskerna", "Slutord"]
    states = {each[0]: each[1] for each in rows(report, "works")}
    assert states["Barn och Unga i Ånge"] == "Grön"  # reported in February: in June it is not silent yet


def test_an_evaluation_counts_year_by_year(sample: Sample) -> None:
    report = sample(ReportKind.EVALUATION)
    assert said(report, "summary")[0].startswith("6 utvecklingsarbeten har fått fördjupat stöd av")
    assert [each[:5] for each in rows(report, "by-year")] == [
        ("2023", "0", "0", "0", "0"),
        ("2024", "3", "0", "0", "0"),
        ("2025", "6", "0", "0", "0"),
        ("2026", "6", "2", "1", "1\u00a0404"),
    ]
    assert [each[0] for each in rows(report, "economy")] == ["2026", "Summa"]


def test_works_that_were_closed_are_counted_while_they_had_support(portfolio: Portfolio) -> None:
    from commands.reports.compiling.compile import compile_report

    portfolio.work("Kort", included_on=date(2023, 5, 1), closed_at=NOW.replace(year=2024))
    portfolio.work("Långt", included_on=date(2024, 1, 1))
    portfolio.work("Okänt")
    portfolio.work("Följs", Standing.FOLLOWED)
    period = KINDS[ReportKind.EVALUATION].period("2022-2025", TODAY)
    report = compile_report(portfolio.session, KINDS[ReportKind.EVALUATION], period, now=NOW, zone=STOCKHOLM)
    assert [each[:2] for each in rows(report, "by-year")] == [
        ("2022", "0"),
        ("2023", "1"),
        ("2024", "2"),
        ("2025", "1"),
    ]
    assert said(report, "by-year") == [
        "Ett arbete saknar uppgift om när stödet började, och är inte räknade till något enskilt år."
    ]


def test_the_coordinators_words_replace_what_is_proposed(portfolio: Portfolio) -> None:
    own = {part: f"Mina ord om {part.value}.\n\nOch <mer>." for part in ReportPart}
    proposed, written = portfolio.report(), portfolio.report(texts=own)
    assert said(proposed, "summary") == ["Inga arbeten ingick i portföljen under perioden."]
    for part in (ReportPart.SUMMARY, ReportPart.TRENDS, ReportPart.CLOSING):
        assert said(written, part.value) == [own[part]]
    assert proposed.chapter("closing") is None


def test_the_file_of_a_kind_is_called_what_it_always_was() -> None:
    assert {kind.report: kind.file_name("2026-1", 2, ".pdf") for kind in KINDS.values()} == {
        ReportKind.HALF_YEAR: "halvårsrapport-2026-1-v2.pdf",
        ReportKind.YEAR: "årsrapport-2026-1-v2.pdf",
        ReportKind.STATE: "lägesrapport-2026-1-v2.pdf",
        ReportKind.EVALUATION: "utvärdering-2026-1-v2.pdf",
    }
