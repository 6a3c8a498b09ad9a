"""What an import refuses, and how it says so: every faulty cell at once, and nothing is read in."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from commands.clock import FrozenClock
from storage import people
from storage.database import Database
from storage.tables import Party, Project
from tests.commands.workbook.conftest import PARTIES, SMALL, WORKS, Book, Read, fault, faults

STATUS = ["Arbete", "Datum", "Läge", "Genomfört"]
A_NUMBER = "811228-9874"  # Skatteverket's own example, that nobody has


def test_every_faulty_cell_is_named_at_once_and_nothing_is_kept(database: Database, book: Book, read: Read) -> None:
    works = [WORKS[0], *WORKS[1:], ["Fel", None, None, "Paris", "?, RNS", "snart", "X"]]
    status = [
        STATUS,
        ["Nya samtl", "31 februari 2026", "lila", None],
        [None, None, None, "Utan allt"],
        ["Fel", date(2026, 5, 4), "grön", ""],
    ]
    done = read(book({"Parter": PARTIES, "Arbeten": works, "Status": status}))
    assert done.refused
    shown = done.text
    assert shown.splitlines()[0] == "Inget är inläst. 9 saker behöver rättas:"
    assert "Arbeten, rad 4, kolumn D (Parter): Det finns ingen part som heter ”Paris”." in shown
    assert "Arbeten, rad 4, kolumn E (Projektledare): ”?, RNS” är inget namn." in shown
    assert "Arbeten, rad 4, kolumn F (Inkluderat): Jag förstår inte tiden ”snart”." in shown
    assert (
        "Status, rad 2, kolumn A (Arbete): Det finns inget arbete som heter ”Nya samtl”. Menar du Nya samtal?"
        in shown
    )
    assert "Status, rad 2, kolumn B (Datum): 31 februari 2026 finns inte" in shown
    assert "Status, rad 2, kolumn C (Läge): ”lila” går inte att välja. Välj bland grön, gul, röd." in shown
    assert "Status, rad 3, kolumn A (Arbete): Arbete saknas. Skriv arbetets namn, kortnamn eller alias" in shown
    assert "Status, rad 3, kolumn C (Läge): Läge saknas. Skriv grön, gul eller röd." in shown
    assert "Status, rad 4" not in shown, "the row is right: the work that it names stands on a faulty row"
    with database.read() as session:
        assert session.exec(select(Party)).all() == []


@pytest.mark.parametrize("parties", ["RNS", "Ånge; Örnköping", ""])
def test_included_needs_the_region_and_a_municipality(book: Book, read: Read, parties: str) -> None:
    works = [["Namn", "Parter", "Inkluderat", "Inkluderat av"], ["Nytt", parties, "2024", "Länet"]]
    shown = fault(read, book({"Parter": PARTIES, "Arbeten": works}))
    assert shown.startswith(
        "Arbeten, rad 2, kolumn C (Inkluderat): Ett arbete kan bara vara inkluderat när både regionen"
    )


def test_included_needs_somebody_who_decided(book: Book, read: Read) -> None:
    works = [["Namn", "Parter", "Inkluderat"], ["Nytt", "RNS; Ånge", "2024"]]
    assert "Det saknas vem som beslutade." in fault(read, book({"Parter": PARTIES, "Arbeten": works}))


def test_a_work_that_loses_its_municipality_cannot_stay_included(
    database: Database, book: Book, read: Read
) -> None:
    read(book(SMALL))
    works = [["Namn", "Parter", "Inkluderat"], ["Nya samtal", "RNS", "2024-02-13"]]
    assert "kolumn C (Inkluderat)" in fault(read, book({"Arbeten": works}))


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Arbeten", [["Namn", "Beskrivning"], ["Nytt", f"Gäller {A_NUMBER}"]]),
        ("Arbeten", [["Namn"], [A_NUMBER]]),
        ("Arbeten", [["Namn"], [198112289874]]),
        ("Arbeten", [["Namn", f"Rubrik {A_NUMBER}"], ["Nytt"]]),
        ("Personer", [["Namn", "E-post"], ["Bo Exempel", f"{A_NUMBER}@exempel.se"]]),
        ("Seminarier", [["Titel", "Datum", "Föreläsare"], ["Hej", "2026-12-01", f"Bo {A_NUMBER}, RNS"]]),
    ],
)
def test_a_personal_number_is_refused_and_never_repeated(
    book: Book, read: Read, sheet: str, row: list[list[str]]
) -> None:
    shown = fault(read, book({sheet: row}))
    assert "personnummer" in shown
    assert "9874" not in shown


def test_a_name_that_fits_two_people_is_a_fault_that_names_them(
    database: Database, book: Book, read: Read, clock: FrozenClock
) -> None:
    with database.write() as session:
        people.add(session, "Bo Exempel", now=clock.now(), organisation="RNS", email="bo@exempel.se")
        people.add(session, "Bo Exempel", now=clock.now(), organisation="Ånge")
    shown = fault(read, book({"Arbeten": [["Namn", "Projektledare"], ["Nytt", "bo exempel"]]}))
    assert "”bo exempel” kan vara Bo Exempel, RNS (bo@exempel.se) eller Bo Exempel, Ånge." in shown
    assert not read(
        book({"Arbeten": [["Namn", "Projektledare"], ["Nytt", "bo@exempel.se"], ["Annat", "Bo Exempel, ange"]]})
    ).refused
    assert "ingen person med adressen" in fault(
        read, book({"Arbeten": [["Namn", "Projektledare"], ["Nytt", "x@exempel.se"]]})
    )


def test_the_same_thing_twice_with_other_contents_is_a_fault(book: Book, read: Read) -> None:
    rows = [["Namn", "Fas"], ["Nytt", "idé"], ["NYTT", "dialog"]]
    assert "Namnet NYTT står redan på rad 2, med annat innehåll." in fault(read, book({"Arbeten": rows}))
    assert not read(book({"Arbeten": [rows[0], rows[1], rows[1]]})).refused


@pytest.mark.parametrize("column", ["Namn", "Kortnamn", "Alias"])
def test_a_name_that_another_work_bears_is_refused(book: Book, read: Read, column: str) -> None:
    read(book(SMALL))
    row = {"Namn": "Helt nytt"} | {column: "SAMTALEN"}
    shown = fault(read, book({"Arbeten": [list(row), list(row.values())]}))
    assert f"({column}): ”SAMTALEN” är redan ett namn på Nya samtal." in shown


VALUES: list[tuple[str, str, object, str]] = [
    ("Personer", "E-post", "bo(at)exempel", "är ingen e-postadress"),
    ("Personer", "Roll", "kung", "Välj bland läsare, projektledare"),
    ("Arbeten", "Fas", "snart klart", "Välj bland idé, dialog"),
    ("Arbeten", "Delmål", "7", "finns inte bland programmets delmål"),
    ("Arbeten", "Beskrivning", "x" * 3001, "här får högst"),
    ("Arbeten", "Start", date(1850, 1, 1), "Årtalet går inte"),
    ("Seminarier", "Tid", "25.00", "Klockan kan inte vara 25.00"),
    ("Seminarier", "Platser", "många", "Jag förstår inte talet"),
    ("Seminarier", "Deltagare", -3, "är inget helt antal"),
    ("Seminarier", "Deltagare", 100_001, "högst 100\N{NO-BREAK SPACE}000."),
    ("Seminarier", "Platser", 10**10, "högst 100\N{NO-BREAK SPACE}000."),
    ("Seminarier", "Platser", True, "Här ska det stå ett antal, till exempel 40."),
    ("Aktiviteter", "Deltagare", 10**6, "högst 100\N{NO-BREAK SPACE}000."),
    ("Seminarier", "Arbete", "Finns inte", "Det finns inget arbete"),
    ("Aktiviteter", "Format", "telepati", "Välj bland digitalt, fysiskt, hybrid"),
    ("Etiketter", "Nummer", "ett", "Jag förstår inte talet"),
]  # fmt: skip


def test_a_value_that_does_not_work_says_what_does(book: Book, read: Read) -> None:
    """Each case stands on a row of its own, and nothing but that cell of the row is named."""
    sheets: dict[str, list[list[object]]] = {}
    expected = []
    for n, (sheet, heading, value, expected_text) in enumerate(VALUES):
        needed = {
            "Personer": {"Namn": f"Bo {n} Exempel"},
            "Arbeten": {"Namn": f"Nytt {n}"},
            "Seminarier": {"Titel": f"Hej {n}", "Datum": "2026-12-01"},
            "Aktiviteter": {"Titel": f"Hej {n}"},
            "Etiketter": {"Typ": "delmål", "Text": f"nära {n}"},
        }[sheet]
        headings = [*needed, *dict.fromkeys(other for each, other, _, _ in VALUES if each == sheet)]
        row = needed | {heading: value}
        rows = sheets.setdefault(sheet, [list(headings)])
        rows.append([row.get(each) for each in headings])
        expected.append((f"{sheet}, rad {len(rows)}, ", f"({heading}): ", expected_text))
    shown = faults(read, book(sheets))
    assert len(shown) == len(VALUES)
    for where, cell, expected_text in expected:
        [line] = [line for line in shown if line.startswith(where)]
        assert cell in line
        assert expected_text in line


def test_a_blank_cell_that_is_needed_says_what_is_allowed(book: Book, read: Read) -> None:
    shown = faults(
        read,
        book(
            {
                "Personer": [["Namn", "Part"], [None, "x"]],
                "Arbeten": [["Namn", "Kortnamn"], [None, "x"]],
                "Program": [["Namn", "Kortnamn"], [None, "x"]],
                "Aktiviteter": [["Titel", "Typ"], [None, "x"]],
            }
        ),
    )
    for line, start in zip(
        shown,
        [
            "Personer, rad 2, kolumn A (Namn): Namn saknas. Skriv för- och efternamn, högst 200 tecken, till exempel Anna Exempel.",
            "Arbeten, rad 2, kolumn A (Namn): Namn saknas. Skriv arbetets hela namn, högst 200 tecken, till exempel Trygg hemgång.",
            "Program, rad 2, kolumn A (Namn): Namn saknas. Skriv programmets hela namn, högst 200 tecken, till exempel",
            "Aktiviteter, rad 2, kolumn A (Titel): Titel saknas. Skriv vad det heter, högst 200 tecken, till exempel",
        ],
        strict=True,
    ):  # fmt: skip
        assert line.startswith(start)


def test_a_report_from_the_future_is_refused(book: Book, read: Read) -> None:
    days = [date(2026, 11, 20), "2027-01-01", "2026-11-20 00:00", "i morgon"]
    rows = [["Samtal", day, "grön", ""] for day in days]
    assert faults(read, book({**SMALL, "Status": [STATUS, *rows]})) == [
        f"Status, rad {number}, kolumn B (Datum): Datumet ligger i framtiden. Skriv dagens datum, 2026-11-19, som "
        "senast."
        for number in range(2, 2 + len(days))
    ]


@pytest.mark.parametrize("sheet", ["Program", "Arbeten"])
def test_an_end_before_the_start_is_named_beside_other_faults(book: Book, read: Read, sheet: str) -> None:
    heading = ["Namn", "Start", "Slut", "Kortnamn"]
    wrong = "kolumn C (Slut): Slut, 31 december 2021, är före Start, 1 januari 2022."
    assert wrong in fault(read, book({sheet: [heading, ["Nytt", 2022, 2021, None]]}))
    both = faults(read, book({sheet: [heading, ["Nytt", 2022, 2021, "x" * 501]]}))
    assert wrong in both[0]
    assert "(Kortnamn)" in both[1]
    assert not read(book({sheet: [heading, ["Nytt", "HT 2022", 2022, None]]})).refused
    stored = fault(read, book({sheet: [["Namn", "Slut"], ["Nytt", 2021]]}))
    assert "(Slut): Slut, 31 december 2021, är före Start, 1 juli 2022." in stored


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        (["Namn", "Beställare", "Start"], ["P", "Länet", "snart"]),
        (["Namn", "Beställare"], ["P", f"Länet {A_NUMBER}"]),
        (["Beställare"], ["Länet"]),
    ],
)
def test_a_fault_in_the_programme_makes_none_in_the_works(
    book: Book, read: Read, heading: list[str], row: list[str]
) -> None:
    works = [["Namn", "Parter", "Inkluderat"], ["Nytt", "RNS; Ånge", "2024"]]
    shown = fault(read, book({"Program": [heading, row], "Parter": PARTIES, "Arbeten": works}))
    assert shown.startswith("Program")


def test_an_address_that_stands_twice_is_named_and_a_personal_number_never(book: Book, read: Read) -> None:
    rows = [["Namn", "E-post"], ["Kim Exempel", "kim@exempel.se"], ["Bo Exempel", "KIM@exempel.se"]]
    assert fault(read, book({"Personer": rows})) == (
        "Personer, rad 3, kolumn B (E-post): Adressen KIM@exempel.se står redan på rad 2, med annat innehåll. "
        "Ta bort en av raderna."
    )
    numbers = faults(read, book({"Arbeten": [["Namn", "Fas"], [A_NUMBER, "idé"], [A_NUMBER, "dialog"]]}))
    assert len(numbers) == 2
    assert not [each for each in numbers if "9874" in each or "redan" in each]


def test_two_rows_without_a_name_are_not_said_to_be_the_same(book: Book, read: Read) -> None:
    shown = faults(read, book({"Arbeten": [["Namn", "Fas"], [None, "idé"], [None, "dialog"]]}))
    assert len(shown) == 2
    assert all("(Namn): Namn saknas." in each for each in shown)


def test_a_dimension_that_the_programme_does_not_judge_is_refused(book: Book, read: Read) -> None:
    labels = [["Typ", "Text"], ["dimension", "kvalitet"]]
    status = [["Arbete", "Datum", "Läge", "Tid"], ["Samtal", date(2026, 5, 4), "grön", "grön"]]
    shown = fault(read, book({**SMALL, "Etiketter": labels, "Status": status}))
    assert "Status, rad 2, kolumn D (Tid): Programmet bedömer inte tid." in shown


def test_two_programmes_are_one_too_many(database: Database, book: Book, read: Read) -> None:
    assert "bara ett program" in fault(read, book({"Program": [["Namn"], ["Ett"], ["Två"]]}))
    with database.read() as session:
        assert session.exec(select(Project)).all() == []
