"""The sheets of what works consist of and of the programme's own figures: in, out, and what is wrong in them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.exchange import import_workbook
from commands.clock import FrozenClock
from storage import entries
from storage.database import Database
from storage.tables import (
    Benefit,
    BudgetLine,
    Decision,
    Dependency,
    Label,
    Measure,
    Milestone,
    Observation,
    Risk,
    Trend,
)
from storage.words import DecisionState, LabelKind
from tests.commands.workbook.conftest import SMALL, Book, Read, Transfer, save
from tests.rows import Rows

YEAR: dict[str, list[list[Any]]] = {
    "Etiketter": [
        ["Typ", "Nummer", "Text"],
        ["delmål", 1, "Nära"],
        ["nyttoobjekt", 1, "Fler får stöd"],
        ["nyttoobjekt", 2, "Kortare väntan"],
        ["nyttoobjekt", 2, "Bättre samverkan"],
        ["nyttoobjekt", None, "Trygghet"],
    ],
    "Hållpunkter": [
        ["Arbete", "Vad", "Vem", "När", "Klar"],
        ["Samtal", "Utvärdering", "Anna Exempel", "HT 2026", None],
        [None, "Avstämning", "Programledaren", "löpande", None],
        [None, "Plan godkänd", "RD", date(2026, 1, 25), date(2026, 1, 20)],
    ],
    "Risker": [
        ["Arbete", "Risk", "Sannolikhet", "Konsekvens", "Åtgärd", "Ägare"],
        ["nya samtal", "Bemanningen", 3, 4, "Låna", "Anna Exempel"],
        [None, "Bemanningen", "2", "5", None, None],
    ],
    "Avvikelser": [
        ["Arbete", "Datum", "Avvikelse", "Orsak", "Åtgärd", "Klar"],
        ["Samtal", date(2026, 5, 4), "Sen start", "Rekrytering", "Låna", None],
        ["Samtal", date(2026, 5, 4), "Sen start", "Sjukdom", None, date(2026, 6, 1)],
    ],
    "Beslut": [
        ["Beslut", "Status", "När", "Instans", "Arbete", "Konsekvens"],
        ["Införa programmet", "fattat", "juni 2021", "Länsledningen", None, "Startade 1 juli"],
        ["Inkludera arbeten", "fattat", "2021-2024", None, None, "11 arbeten"],
        ["Godkänna årsrapporter", "fattat", "årligen", None, None, None],
        ["Ersätta vakanser", "saknas", None, None, None, "Färre stödjer"],
        ["Egen lokal", "avslaget", date(2026, 3, 2), "Länsledningen", "Samtal", None],
    ],
    "Beroenden": [
        ["Arbete", "Beror på", "Hur"],
        ["Samtal", "trygg hemgang", "Samma team"],
        ["Samtal", "Nytt journalsystem", "Läsa; skriva"],
    ],
    "Gränsöverskridanden": [
        ["Arbete", "Vad", "Från part", "Till part", "Kostnad"],
        ["Samtal", "Sköterska i hemtjänsten", "RNS", "Öpping", "120 kkr"],
    ],
    "Budget": [
        ["År", "Rad", "Överordnad", "Budget", "Utfall", "Prognos", "Betalas av", "Kommentar"],
        [2024, "Reportage", "utvecklingsmedel", 250000, 200000, None, None, None],
        [2024, "Utvecklingsmedel", None, "1 000 kkr", "681 tkr", None, "RNS", "varav"],
        [2024, "Summa", None, 5800000, 4700000, None, None, None],
        [2025, "Utvecklingsmedel", None, "0,5 mnkr", None, 400000, None, None],
    ],
    "Resurser": [
        ["År", "Roll", "Antal", "Omfattning", "Vakanser", "Kommentar"],
        [2024, "Förändringsledare", 4, 200, 1, None],
        [2024, "Ekonom", None, 12.5, None, None],
        [2024, "Totalt", None, "470 %", None, None],
    ],
    "Mått": [
        ["Perspektiv", "Mått", "Arbete", "Enhet", "Nollmätning", "Mål", "Ägare"],
        ["invånare", "Väntetid", None, "dagar", 12.5, 5, "Anna Exempel"],
        [None, "Väntetid", "Samtal", "dagar", 40, None, None],
        ["ekonomi", "Andel", None, "%", None, "24,125", None],
    ],
    "Mätvärden": [
        ["Mått", "Datum", "Värde"],
        ["Väntetid (programmet)", date(2026, 6, 30), 11],
        ["väntetid (nya samtal)", "VT 2026", "38,5"],
        ["Andel", "2025", 19.5],
        ["Andel", "2025", "19,6"],
    ],
    "Trender": [
        ["Period", "Trend"],
        ["2025", "1+1 är två; \"ja\" 🙂"],
        ["VT 2026", "Fler arbeten blir vardag."],
        ["löpande", "Intresset är stort."],
    ],
    "Nyttor": [
        ["Arbete", "Effekt", "Ansvarig", "Nyttoobjekt", "Uppföljning", "Utfall", "Klar"],
        ["Trygg hemgång", "Färre fall", "Enheten; Bo", "bättre samverkan", date(2026, 9, 1), "Två av tre", "nej"],
        ["Samtal", "Fler får stöd tidigt", "Anna Exempel", 1, "HT 2028", None, None],
        [None, "Vi väntar kortare", None, "trygghet", "löpande", "Halverad väntan", date(2026, 10, 1)],
        [None, "Vi väntar kortare", "Anna Exempel", None, None, None, None],
    ],
}  # fmt: skip


@pytest.fixture
def year(rows: Rows, clock: FrozenClock, tmp_path: Path) -> str:
    """What an import of SMALL and YEAR reported; both are in the database."""

    def make(database: Database) -> str:
        file = save({**SMALL, **YEAR}, tmp_path / "år.xlsx")
        done = import_workbook(database, clock, file, dry_run=False)
        assert not done.refused, done.text
        return done.text

    return rows.filled(("a year of entries", clock.now()), make)


def test_every_sheet_comes_in_and_goes_out_and_in_again(year: str, round_trip: Transfer) -> None:
    for sheet, rows in YEAR.items():
        assert f"  {sheet}: {len(rows) - 1} ny" in year
    sheets = round_trip()
    assert {sheet: len(sheets[sheet]) for sheet in YEAR} == {sheet: len(rows) for sheet, rows in YEAR.items()}
    assert sheets["Budget"][1][:4] == [2024, "Reportage", "Utvecklingsmedel", 250000], "in the order of the file"
    assert [row[0] for row in sheets["Mätvärden"][1:]] == [
        "Andel",
        "Andel",
        "Väntetid (Nya samtal)",
        "Väntetid (programmet)",
    ]
    assert sheets["Trender"][1] == ["löpande", "Intresset är stort."]
    assert sheets["Beroenden"][1:] == [
        ["Nya samtal", "Trygg hemgång", "Samma team"],
        ["Nya samtal", "Nytt journalsystem", "Läsa; skriva"],
    ]
    home, followed_up = datetime(2026, 10, 1), datetime(2026, 9, 1)  # noqa: DTZ001  # Excel has no zones
    assert sheets["Nyttor"][1:] == [
        [None, "Vi väntar kortare", None, "Trygghet", "löpande", "Halverad väntan", home],
        [None, "Vi väntar kortare", "Anna Exempel", None, None, None, None],
        ["Nya samtal", "Fler får stöd tidigt", "Anna Exempel", "1", "HT 2028", None, None],
        ["Trygg hemgång", "Färre fall", "Enheten; Bo", "Bättre samverkan", followed_up, "Två av tre", None],
    ], "by work, and by label number where only one has it"


def test_the_same_file_twice_changes_nothing(year: str, book: Book, read: Read) -> None:
    assert "Inga ändringar." in read(book({**SMALL, **YEAR})).text


def test_what_the_cells_become(year: str, database: Database) -> None:
    with database.read() as session:
        lines = {(line.year, line.name): line for line in session.exec(select(BudgetLine))}
        assert lines[2024, "Reportage"].parent_id == lines[2024, "Utvecklingsmedel"].id
        assert lines[2024, "Summa"].stated
        assert lines[2025, "Utvecklingsmedel"].budget == Decimal(500_000)
        made, whole, _, missing, declined = session.exec(select(Decision).order_by(col(Decision.id))).all()
        assert (made.state, made.starts_on, made.settled_on) == (DecisionState.MADE, date(2021, 6, 1), None)
        assert (whole.ends_on, missing.state) == (date(2024, 12, 31), DecisionState.REQUESTED)
        assert declined.settled_on == date(2026, 3, 2)
        on_work, on_other = session.exec(select(Dependency).order_by(col(Dependency.id))).all()
        assert (on_work.outside, on_other.other_id) == ("", None)
        assert on_work.other_id is not None
        known = session.exec(select(Milestone).where(col(Milestone.person_id).is_not(None))).one()
        assert (known.who, known.starts_on, known.ends_on) == ("Anna Exempel", date(2026, 7, 1), date(2026, 12, 31))
        spring = session.exec(select(Observation).where(Observation.when_text == "VT 2026")).one()
        assert (spring.on, spring.value) == (date(2026, 6, 30), Decimal("38.5"))
        assert spring.project_id is not None
        always = session.exec(select(Trend).where(Trend.period == "löpande")).one()
        assert (always.starts_on.year, always.ends_on.year) == (1900, 2100)
        planned = session.exec(select(Benefit).where(Benefit.effect == "Fler får stöd tidigt")).one()
        label = session.get(Label, planned.label_id)
        assert label
        assert (label.kind, label.text) == (LabelKind.BENEFIT_OBJECT, "Fler får stöd")
        assert (planned.follow_up_text, planned.follow_up_on) == ("HT 2028", date(2028, 12, 31))


def test_a_row_that_says_something_new_changes_its_entry_and_the_others_stand(
    year: str, database: Database, book: Book, read: Read
) -> None:
    """A budget row is not counted twice because its outcome is known now; two deviations of one day both stand."""
    budget = [YEAR["Budget"][0], [2024, "reportage", "Utvecklingsmedel", 250000, 210000, None, None, None]]
    deviations = [YEAR["Avvikelser"][0], [*YEAR["Avvikelser"][1][:5], date(2026, 11, 1)]]
    benefits = [YEAR["Nyttor"][0], [*YEAR["Nyttor"][2][:5], "Hundra fler", date(2026, 11, 1)]]
    done = read(book({"Budget": budget, "Avvikelser": deviations, "Nyttor": benefits}))
    assert "Nyttor: 1 ändrad" in done.text
    assert "Budget: 1 ändrad" in done.text
    assert "Avvikelser: 1 ändrad" in done.text
    with database.read() as session:
        assert len(session.exec(select(BudgetLine)).all()) == 4
        outcomes = {line.outcome for line in session.exec(select(BudgetLine))}
        taken_home = session.exec(select(Benefit).where(Benefit.outcome == "Hundra fler")).one()
        assert (taken_home.effect, taken_home.realised_on) == ("Fler får stöd tidigt", date(2026, 11, 1))
    assert Decimal(210_000) in outcomes
    assert Decimal(200_000) not in outcomes


def test_what_was_taken_back_is_not_brought_back_and_closed_risks_stay_at_home(
    year: str, database: Database, clock: FrozenClock, book: Book, read: Read, round_trip: Transfer
) -> None:
    with database.write() as session:
        entries.withdraw(session, session.exec(select(Trend).order_by(col(Trend.id))).first(), None, clock.now())  # type: ignore[arg-type]
        entries.change(
            session, session.exec(select(Risk).order_by(col(Risk.id))).all()[0], {"closed_on": date(2026, 11, 1)}
        )
        withdrawn = session.exec(select(Measure).where(Measure.name == "Andel")).one()
        entries.withdraw(session, withdrawn, None, clock.now())
    assert "Inga ändringar." in read(book({name: YEAR[name] for name in ("Trender", "Risker")})).text
    sheets = round_trip()
    assert (len(sheets["Trender"]), len(sheets["Risker"]), len(sheets["Mätvärden"])) == (3, 2, 3)


FAULTY: list[tuple[str, list[list[Any]], str]] = [
        ("Hållpunkter", [["Vad", "Klar"], ["X", "2027-01-01"]], "rad 2, kolumn B (Klar): Datumet ligger i framtiden."),
        ("Hållpunkter", [["Vad", "När"], ["X", "snart"]], "kolumn B (När): Jag förstår inte tiden ”snart”."),
        ("Risker", [["Risk", "Sannolikhet", "Konsekvens"], ["X", 6, 1]], "B (Sannolikhet): Skriv ett tal från 1 till 5."),
        ("Risker", [["Risk", "Sannolikhet", "Konsekvens"], ["X", 1, None]], "C (Konsekvens): Konsekvens saknas."),
        ("Avvikelser", [["Datum", "Avvikelse"], ["2027-01-01", "X"]], "kolumn A (Datum): Datumet ligger i framtiden."),
        ("Beslut", [["Beslut", "Status"], ["X", "kanske"]], "Välj bland saknas, fattat, avslaget."),
        ("Beslut", [["Beslut", "Status", "När"], ["X", "fattat", "2027"]], "Ett beslut som är fattat har redan varit."),
        ("Beroenden", [["Arbete", "Beror på"], ["Samtal", "Nya samtal"]], "Ett arbete kan inte bero på sig självt."),
        ("Beroenden", [["Arbete", "Beror på"], [None, "Annat"]], "kolumn A (Arbete): Arbete saknas."),
        ("Gränsöverskridanden", [["Vad", "Från part", "Till part"], ["X", "RNS", "Regionen"]], "Skriv två olika parter."),
        ("Gränsöverskridanden", [["Vad", "Från part", "Till part"], ["X", "RNS", "Norge"]], "Det finns ingen part som heter ”Norge”."),
        ("Budget", [["År", "Rad", "Budget"], ["26", "X", 1]], "kolumn A (År): Skriv ett årtal mellan 1900 och 2100"),
        ("Budget", [["År", "Rad", "Budget"], [2026, "X", "mycket"]], "C (Budget): Jag förstår inte beloppet ”mycket”."),
        ("Budget", [["År", "Rad", "Överordnad"], [2026, "X", "Y"]], "Ingen rad 2026 heter ”Y”."),
        ("Budget", [["År", "Rad", "Överordnad"], [2026, "X", "X"]], "Raden skulle bli en del av sig själv."),
        ("Budget", [["År", "Rad", "Överordnad"], [2026, "A", "B"], [2026, "B", "A"]], "rad 3, kolumn C (Överordnad): Raden skulle bli"),
        ("Budget", [["År", "Rad", "Överordnad"], [2026, "A", None], [2026, "Summa", "A"]], "En summa kan inte vara en del"),
        ("Resurser", [["År", "Roll", "Omfattning"], [2026, "X", -1]], "kolumn C (Omfattning): Skriv omfattningen"),
        ("Mått", [["Mått", "Perspektiv"], ["X", "känsla"]], "Välj bland invånare, process, medarbetare, ekonomi."),
        ("Mått", [["Mått", "Enhet"], ["X", "%"], ["x", "st"]], "Måttet x står redan på rad 2, med annat innehåll."),
        ("Mätvärden", [["Mått", "Datum", "Värde"], ["Väntetid", "2026", 1]], "kan betyda Väntetid (Nya samtal) eller Väntetid (programmet)."),
        ("Mätvärden", [["Mått", "Datum", "Värde"], ["Andel", "löpande", 1]], "”löpande” är ingen dag eller period."),
        ("Mätvärden", [["Mått", "Datum", "Värde"], ["Andel", "2027", 1]], "Tiden ligger i framtiden."),
        ("Mätvärden", [["Mått", "Datum", "Värde"], ["Andelen", "2026", 1]], "Det finns inget mått som heter ”Andelen”."),
        ("Trender", [["Period", "Trend"], ["xyzzy", "T"]], "kolumn A (Period): Jag förstår inte tiden ”xyzzy”."),
        ("Nyttor", [["Effekt", "Arbete"], [None, "Samtal"]], "kolumn A (Effekt): Effekt saknas."),
        ("Nyttor", [["Effekt", "Nyttoobjekt"], ["X", 9]], "B (Nyttoobjekt): ”9” finns inte bland programmets nyttoobjekt."),
        ("Nyttor", [["Effekt", "Nyttoobjekt"], ["X", 2]], "Nummer 2 kan betyda Kortare väntan eller Bättre samverkan."),
        ("Nyttor", [["Effekt", "Uppföljning"], ["X", "snart"]], "kolumn B (Uppföljning): Jag förstår inte tiden ”snart”."),
        ("Nyttor", [["Effekt", "Klar"], ["X", "2027-01-01"]], "kolumn B (Klar): Datumet ligger i framtiden."),
]  # fmt: skip


def test_each_faulty_cell_is_named_with_what_is_allowed(
    year: str, database: Database, book: Book, read: Read
) -> None:
    """One faulty case of each sheet goes into the same workbook, as long as there are any."""
    of_sheet: dict[str, list[tuple[list[list[Any]], str]]] = defaultdict(list)
    for sheet, rows, expected in FAULTY:
        of_sheet[sheet].append((rows, expected))
    while any(of_sheet.values()):
        cases = {sheet: left.pop() for sheet, left in of_sheet.items() if left}
        done = read(book({sheet: rows for sheet, (rows, _) in cases.items()}))
        assert done.refused
        for sheet, (_, expected) in cases.items():
            named = [line for line in done.text.splitlines() if line.startswith(f"  {sheet}, rad ")]
            assert any(expected in line for line in named), (expected, done.text)
    assert "Inga ändringar." in read(book({**SMALL, **YEAR})).text, "nothing of it was kept"
