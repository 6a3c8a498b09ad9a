"""What an import makes of the sheets of seminars and activities."""

from __future__ import annotations

from datetime import date, time

from sqlmodel import col, select

from storage.database import Database
from storage.tables import Activity, Speaker
from storage.words import ActivityFormat
from tests.commands.workbook.conftest import SMALL, Book, Read, Rows


def test_seminars_and_activities(database: Database, book: Book, read: Read) -> None:
    seminars: Rows = [
        ["Titel", "Datum", "Tid", "Format", "Föreläsare", "Platser", "Deltagare", "Arbete"],
        ["Så gör vi", date(2026, 12, 1), "13.00–14.30", "digitalt/fysiskt", "Anna Exempel, RNS; Bo Exempel, Umeå universitet", 40, None, "samtal"],
    ]  # fmt: skip
    activities = [
        ["Titel", "Typ", "När", "Deltagare"],
        ["Konferens", "konferens", "23–24 oktober", 275],
        ["Möte", None, "löpande", None],
    ]
    done = read(book({**SMALL, "Seminarier": seminars, "Aktiviteter": activities}))
    assert not done.refused, done.text
    with database.read() as session:
        seminar = session.exec(select(Activity).where(col(Activity.is_seminar))).one()
        assert (seminar.starts_on, seminar.ends_on) == (date(2026, 12, 1), date(2026, 12, 1))
        assert (seminar.starts_at, seminar.ends_at) == (time(13), time(14, 30))
        assert (seminar.format, seminar.seats, seminar.attended) == (ActivityFormat.HYBRID, 40, None)
        assert seminar.project_id is not None
        speakers = session.exec(select(Speaker).order_by(col(Speaker.position))).all()
        assert [(each.name, each.organisation) for each in speakers] == [
            ("Anna Exempel", "RNS"), ("Bo Exempel", "Umeå universitet"),
        ]  # fmt: skip
        assert all(each.person_id for each in speakers)
        others = session.exec(select(Activity).where(~col(Activity.is_seminar)).order_by(col(Activity.id))).all()
        assert [(each.when_text, each.starts_on, each.ends_on) for each in others] == [
            ("23–24 oktober", date(2026, 10, 23), date(2026, 10, 24)), ("löpande", None, None),
        ]  # fmt: skip
    heading, row = seminars
    done = read(book({"Seminarier": [heading, [*row[:6], 38, row[7]]]}))
    assert "Seminarier: 1 ändrad" in done.text


def test_a_time_without_a_year_is_of_the_year_of_the_sheet(database: Database, book: Book, read: Read) -> None:
    rows = [
        ["Titel", "När"],
        ["Konferens", date(2024, 10, 24)],
        ["Forum", "jan-dec"],
        ["Analys", "april-nov"],
        ["Möte", "löpande"],
    ]
    read(book({"Aktiviteter": rows}))
    with database.read() as session:
        found = session.exec(select(Activity).order_by(col(Activity.id))).all()
    assert [each.starts_on for each in found] == [date(2024, 10, 24), date(2024, 1, 1), date(2024, 4, 1), None]


def test_two_of_the_same_title_and_day_both_survive(database: Database, book: Book, read: Read) -> None:
    rows = [["Titel", "Datum", "Tid"], ["Kurs", date(2026, 12, 1), "9–10"], ["Kurs", date(2026, 12, 1), "13–14"]]
    assert "Seminarier: 2 nya" in read(book({"Seminarier": rows})).text
    assert "Inga ändringar." in read(book({"Seminarier": rows[::1]})).text
    assert "Inga ändringar." in read(book({"Seminarier": [rows[0], rows[2], rows[1]]})).text
