"""What an import makes of a workbook."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from commands.clock import FrozenClock
from storage import labels, people, plan, programme, projects, statuses
from storage.database import Database
from storage.tables import Label, Person, Project, StatusDimension, StatusUpdate
from storage.words import LabelKind, Stage, Standing, State, WorkForm
from tests.commands.workbook.conftest import PARTIES, SMALL, Book, Read, changes

STATUS = ["Arbete", "Datum", "Läge", "Tid", "Genomfört", "Rapporterat av"]


def work(database: Database, name: str) -> Project:
    with database.read() as session:
        return session.exec(select(Project).where(Project.name == name)).one()


def test_a_work_comes_in_with_all_that_it_is_tied_to(database: Database, book: Book, read: Read) -> None:
    done = read(book(SMALL))
    assert not done.refused
    assert done.text == (
        "Inläst:\n  Parter: 3 nya\n  Personer: 1 ny\n  Arbeten: 2 nya\n"
        "Ett arbete saknar Inkluderat och står därför som följt: Trygg hemgång."
    )
    samtal = work(database, "Nya samtal")
    assert (samtal.standing, samtal.included_on, samtal.included_by) == (
        Standing.INCLUDED, date(2024, 2, 13), "Länsledningen",
    )  # fmt: skip
    assert (samtal.form, samtal.stage) == (WorkForm.PROJECT, Stage.EXECUTION)
    assert work(database, "Trygg hemgång").standing is Standing.FOLLOWED
    with database.read() as session:
        assert [each.name for each in projects.parties(session, [samtal.id])[samtal.id]] == [
            "Region Norrstrand", "Ånge kommun",
        ]  # fmt: skip
        leader = projects.leaders(session, [samtal.id])[samtal.id][0]
        assert (leader.name, leader.organisation, leader.email) == ("Anna Exempel", "RNS", None)
        assert leader.party_id is not None
        assert projects.ids_by_name(session, "samtalen") == [samtal.id]


def test_the_same_file_twice_changes_nothing(database: Database, book: Book, read: Read) -> None:
    sheets = {
        **SMALL,
        "Program": [["Namn", "Start"], ["God vård", "juli 2021"]],
        "Personer": [["Namn", "E-post", "Part", "Roll"], ["Anna Exempel", "Anna@exempel.se", "RNS", "koordinator; läsare"]],
        "Etiketter": [["Typ", "Nummer", "Text"], ["delmål", 1, "nära"], ["målgrupp", None, "äldre"]],
        "Status": [STATUS, ["samtalen", date(2026, 5, 4), "Gul", "röd", "Vi har börjat", "Anna Exempel, regionen"]],
        "Seminarier": [["Titel", "Datum", "Tid", "Föreläsare"], ["Hej", "2026-12-01", "13–14.30", "Bo Exempel, Umeå"]],
        "Aktiviteter": [["Titel", "När"], ["Nätverk", "1 ggr/mån"], ["Forum", "april–nov"]],
    }  # fmt: skip
    first = read(book(sheets))
    assert not first.refused, first.text
    before = changes(database)
    again = read(book(sheets))
    assert again.text.splitlines()[0] == "Inga ändringar."
    assert "Arbeten: 2 oförändrade" in again.text
    assert changes(database) == before


def test_a_year_later_the_same_file_still_changes_nothing(
    database: Database, book: Book, read: Read, clock: FrozenClock
) -> None:
    sheets = {"Aktiviteter": [["Titel", "När"], ["Forum", "april–nov"], ["Möte", "11 december"]]}
    read(book(sheets))
    before = changes(database)
    clock.advance(timedelta(days=300))
    assert "Inga ändringar." in read(book(sheets)).text
    assert changes(database) == before


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(database: Database, book: Book, read: Read) -> None:
    done = read(book(SMALL), dry_run=True)
    assert not done.refused
    assert "bara en kontroll" in done.text
    assert "Arbeten: 2 nya" in done.text
    with database.read() as session:
        assert session.exec(select(Project)).all() == []
    assert changes(database) == 0


def test_a_row_with_a_known_name_changes_what_stands_and_says_so(
    database: Database, book: Book, read: Read
) -> None:
    read(book(SMALL))
    version = work(database, "Nya samtal").version
    done = read(
        book({"Arbeten": [["Namn", "Fas", "Beskrivning"], ["NYA SAMTAL", "införande", "Mer"], ["Ny", None, None]]})
    )
    assert "Arbeten: 1 ny, 1 ändrad" in done.text
    changed = work(database, "NYA SAMTAL")
    assert (changed.stage, changed.description, changed.version) == (Stage.INTRODUCTION, "Mer", version + 1)
    assert changed.short_name == "Samtal", "a column that the file lacks says nothing"
    assert changed.standing is Standing.INCLUDED
    with database.read() as session:
        assert len(projects.leaders(session, [changed.id])[changed.id]) == 1


def test_a_file_with_only_status_works_on_what_is_there(database: Database, book: Book, read: Read) -> None:
    read(book(SMALL))
    rows = [
        STATUS,
        ["Nya samtal", date(2026, 5, 4), "grön", "grön", "Första", None],
        ["NYA SAMTAL", date(2026, 5, 4), "röd", None, "Andra samma dag", None],
        ["Samtal", datetime(2026, 6, 8, 14, 5), "gul", None, "Med klockslag", "Bo Exempel"],  # noqa: DTZ001
        ["Samtal", "11 april", "gul", None, "Som man skriver", None],
    ]
    done = read(book({"Status": rows}))
    assert not done.refused, done.text
    assert "Status: 4 nya" in done.text
    with database.read() as session:
        found = session.exec(select(StatusUpdate).order_by(col(StatusUpdate.at), col(StatusUpdate.id))).all()
        assert [each.at for each in found] == [
            datetime(2026, 4, 10, 22, 0, tzinfo=UTC),
            datetime(2026, 5, 3, 22, 0, tzinfo=UTC),
            datetime(2026, 5, 3, 22, 0, tzinfo=UTC),
            datetime(2026, 6, 8, 12, 5, tzinfo=UTC),
        ]
        assert {each.source for each in found} == {statuses.IMPORTED}
        assert statuses.wrong_copies(session) == []
        assert [each.id for each in plan.search(session, ["samma"], 9)] == [found[2].id]
        judged = session.exec(select(StatusDimension)).one()
        assert (judged.update_id, judged.state) == (found[1].id, State.GREEN)
        assert [each.text for each in labels.of_kinds(session, LabelKind.DIMENSION)] == [
            "tid", "ekonomi", "resurser", "omfattning", "risk", "nytta",
        ]  # fmt: skip
    assert work(database, "Nya samtal").latest_state is State.YELLOW


def test_a_report_that_was_taken_back_does_not_come_again(
    database: Database, book: Book, read: Read, clock: FrozenClock
) -> None:
    read(book(SMALL))
    status = {"Status": [STATUS, ["Samtal", date(2026, 5, 4), "grön", None, "Fel", None]]}
    read(book(status))
    with database.write() as session:
        statuses.withdraw(session, session.exec(select(StatusUpdate)).one(), None, clock.now())
    assert "Inga ändringar." in read(book(status)).text
    assert work(database, "Nya samtal").latest_id is None


def test_the_programmes_own_dimensions_are_columns(database: Database, book: Book, read: Read) -> None:
    labels = [["Typ", "Nummer", "Text"], ["dimension", 1, "tid"], ["dimension", 2, "kvalitet"]]
    status = [
        ["Arbete", "Datum", "Läge", "Tid", "Kvalitet", "Nytta"],
        ["Samtal", date(2026, 5, 4), "grön", "gul", "röd", None],
    ]
    done = read(book({**SMALL, "Etiketter": labels, "Status": status}))
    assert not done.refused, done.text
    with database.read() as session:
        judged = session.exec(select(Label.text, StatusDimension.state).join(StatusDimension))
        assert sorted(judged) == [("kvalitet", State.RED), ("tid", State.YELLOW)]


def test_numbers_and_dates_that_excel_made_are_read_as_they_were_meant(
    database: Database, book: Book, read: Read
) -> None:
    rows = [
        ["Namn", "Start", "Slut", "Beskrivning", "Form", "Fas"],
        [2024.0, 2023, "HT 2025", 3.5, "pilot", "avslutat"],
        ["Dag", date(2022, 3, 1), "löpande", date(2024, 1, 2), None, "idé"],
    ]
    done = read(book({"Arbeten": rows}))
    assert not done.refused, done.text
    numbered, dated = work(database, "2024"), work(database, "Dag")
    assert (numbered.start_text, numbered.start_on) == ("2023", date(2023, 1, 1))
    assert (numbered.end_text, numbered.end_on) == ("HT 2025", date(2025, 12, 31))
    assert (numbered.description, numbered.form) == ("3,5", WorkForm.PILOT)
    assert numbered.closed_at == datetime(2025, 12, 30, 23, 0, tzinfo=UTC)
    assert (dated.start_text, dated.start_on, dated.end_text, dated.end_on) == (
        "2022-03-01",
        date(2022, 3, 1),
        "löpande",
        None,
    )
    assert (dated.description, dated.standing) == ("2024-01-02", Standing.IDEA)


@pytest.mark.parametrize(
    ("own", "commissioner", "programmes", "included_by"),
    [
        ("Styrgruppen", "Chefen", "Länet", "Styrgruppen"),
        ("", "Chefen", "Länet", "Chefen"),
        ("", "", "Länet", "Länet"),
    ],
)
def test_who_included_a_work_is_the_commissioner_unless_somebody_is_named(
    database: Database, book: Book, read: Read, own: str, commissioner: str, programmes: str, included_by: str
) -> None:
    works = [
        ["Namn", "Parter", "Inkluderat", "Inkluderat av", "Beställare"],
        ["Nytt", "RNS; Ånge", "2023", own, commissioner],
    ]
    done = read(book({"Program": [["Namn", "Beställare"], ["P", programmes]], "Parter": PARTIES, "Arbeten": works}))
    assert not done.refused, done.text
    assert work(database, "Nytt").included_by == included_by


def test_labels_are_named_by_number_or_text_and_a_new_target_group_is_added(
    database: Database, book: Book, read: Read
) -> None:
    labels = [
        ["Typ", "Nummer", "Text"],
        ["delmål", 1, "nära; trygg"],
        ["Delmål", 2, "hel"],
        ["nyttoobjekt", 1, "bättre"],
    ]
    works = [["Namn", "Målgrupp", "Delmål", "Nyttoobjekt"], ["Nytt", "äldre", "2; NÄRA\\; TRYGG", 1]]
    done = read(book({"Etiketter": labels, "Arbeten": works}))
    assert not done.refused, done.text
    assert "Etiketter: 4 nya" in done.text
    with database.read() as session:
        id_ = work(database, "Nytt").id
        found = projects.labels(session, [id_])[id_]
    assert sorted((each.kind, each.text) for each in found) == [
        (LabelKind.BENEFIT_OBJECT, "bättre"),
        (LabelKind.GOAL, "hel"),
        (LabelKind.GOAL, "nära; trygg"),
        (LabelKind.TARGET_GROUP, "äldre"),
    ]


def test_somebody_known_by_name_gets_the_address_that_stands_with_it(
    database: Database, book: Book, read: Read
) -> None:
    read(book(SMALL))
    people_sheet = [
        ["Namn", "E-post", "Part", "Roll"],
        ["anna exempel", "anna@exempel.se", "Regionen", "koordinator"],
    ]
    assert "Personer: 1 ändrad" in read(book({"Personer": people_sheet})).text
    assert "Inga ändringar." in read(book({"Personer": [["Namn", "Part"], ["anna exempel", "Regionen"]]})).text
    with database.read() as session:
        assert session.exec(select(Person.email)).all() == ["anna@exempel.se"]


def test_a_role_that_no_longer_stands_there_is_taken_back(database: Database, book: Book, read: Read) -> None:
    heading = ["Namn", "E-post", "Roll"]
    read(book({"Personer": [heading, ["Bo Exempel", "bo@exempel.se", "koordinator; ledning"]]}))
    read(book({"Personer": [heading, ["Bo Exempel", "bo@exempel.se", "ledning"]]}))
    with database.read() as session:
        person = people.by_email(session, "bo@exempel.se")
        assert person
        assert sorted(people.roles_of(session, person.id)) == ["leadership", "reader"]


def test_a_new_programme_judges_the_usual_six(database: Database, book: Book, read: Read) -> None:
    done = read(book({"Program": [["Namn", "Strategiskt mål", "Slut"], ["God vård", "Nära", "2027"]]}))
    assert done.text == "Inläst:\n  Program: 1 ny\n  Etiketter: 6 nya"
    assert "Program: 1 ändrad" in read(book({"Program": [["Namn", "Kortnamn"], ["God vård", "GV"]]})).text
    with database.read() as session:
        held = programme.get(session)
        assert held
        assert (held.short_name, held.strategic_goal, held.end_on) == ("GV", "Nära", date(2027, 12, 31))


def test_new_works_that_are_only_followed_are_named(book: Book, read: Read) -> None:
    rows = [["Namn", "Fas"], *([f"Arbete {letter}", None] for letter in "ABC"), ["Tanke", "idé"]]
    note = "3 arbeten saknar Inkluderat och står därför som följda: Arbete A, Arbete B och Arbete C."
    for dry_run in (True, False):
        assert read(book({"Arbeten": rows}), dry_run=dry_run).text.splitlines()[-1] == note
    assert "saknar Inkluderat" not in read(book({"Arbeten": rows})).text, "they are no longer new"
    many = [["Namn"], *([f"Nytt {letter}"] for letter in "ABCDEF")]
    assert read(book({"Arbeten": many})).text.splitlines()[-1] == (
        "6 arbeten saknar Inkluderat och står därför som följda: Nytt A, Nytt B, Nytt C, Nytt D, Nytt E med flera."
    )


def test_a_report_of_today_is_read_in(book: Book, read: Read, clock: FrozenClock) -> None:
    today = clock.now().date()
    rows = [["Arbete", "Datum", "Läge"], ["Samtal", today, "grön"], ["Samtal", f"{today} 23:59", "gul"]]
    assert "Status: 2 nya" in read(book({**SMALL, "Status": rows})).text


def test_blank_rows_and_empty_sheets_are_passed_over(book: Book, read: Read) -> None:
    sheets = {
        "Blad1": [],
        "Läs mig": [["Vad som helst", "åttio"]],
        "Risker": [["Arbete", "Risk", "Sannolikhet", "Konsekvens"]],
        "Parter": [*PARTIES, [], [None, " "]],
    }
    done = read(book(sheets))
    assert not done.refused, done.text
    assert "Parter: 3 nya" in done.text
