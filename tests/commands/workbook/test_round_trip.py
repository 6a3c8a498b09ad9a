"""What was exported imports again to the same data: into an empty database, and into its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from sqlmodel import Session, select

from bot.exchange import export_workbook
from commands.clock import FrozenClock
from commands.workbook.write import build_workbook
from storage import activities, people, project_changes, statuses
from storage.database import Database
from storage.swedish import fold
from storage.tables import Activity, Person, Project, ProjectLeader, StatusUpdate
from storage.words import Role, Stage, Standing, State, WorkForm
from tests.commands.workbook.conftest import SMALL, Book, Read, Transfer, cells


def test_a_programme_of_the_real_shape_survives(
    database: Database, book: Book, read: Read, round_trip: Transfer
) -> None:
    done = read(book(YEAR_2024))
    assert not done.refused, done.text
    sheets = round_trip()
    assert [row[0] for row in sheets["Arbeten"][1:]] == [
        "Barn och Unga i Ånge",
        "Barn som lever med föräldrar som dör",
        "Barnsäkert - en god och nära vård för barn 0-6 år",
        "Landsbygdsprojektet fas 2",
        "Organisationsöverskridande multidisciplinärt demensarbete",
        "Samverkan för påverkbar slutenvård",
    ]
    assert len(sheets["Seminarier"]) == 1 + 9
    assert len(sheets["Aktiviteter"]) == 1 + 13
    demens = dict(zip(sheets["Arbeten"][0], sheets["Arbeten"][5], strict=True))
    assert (demens["Start"], demens["Slut"], demens["Inkluderat"]) == ("HT 2023", "2025", "2024")
    assert demens["Parter"] == "Region Västernorrland; Örnsköldsviks kommun"
    assert demens["Inkluderat av"] == "Ledningsgrupp HälSam"
    forum = next(row for row in sheets["Aktiviteter"] if row[0] == "Nationellt forum nära vård")
    assert forum[2] == "jan-dec 2024", "the year is that of the other rows, and written so that it lasts"
    conference = next(row for row in sheets["Aktiviteter"] if row[0] == "Temakonferens Nära vård")
    assert (conference[2], conference[5]) == (datetime(2024, 10, 24), 275)  # noqa: DTZ001  # Excel has no zones


def test_what_was_told_in_chat_survives(
    database: Database, clock: FrozenClock, book: Book, read: Read, round_trip: Transfer
) -> None:
    """Times without a year, moments, speakers who are no persons, anonymised persons, an idea in dialogue."""
    read(book(SMALL))
    with database.write() as session:
        by_chat(session, clock.now())
    sheets = round_trip()
    assert [row[2] for row in sheets["Aktiviteter"][1:]] == [
        "april–nov 2026",
        datetime(2026, 12, 11),  # noqa: DTZ001
        "varannan vecka",
    ]
    assert [(row[1], row[-1]) for row in sheets["Status"][1:]] == [
        (datetime(2025, 10, 26, 2, 30), None),  # noqa: DTZ001
        ("2025-10-26T02:30:00+01:00", None),
        (datetime(2026, 11, 19, 10, 0), "Anna Exempel, RNS"),  # noqa: DTZ001
    ]
    assert [row[0] for row in sheets["Seminarier"][1:]] == ["Så gör vi"]
    assert "Glömd" not in str(sheets)
    assert "Tagen tillbaka" not in str(sheets)


def by_chat(session: Session, now: datetime) -> None:
    work = session.exec(select(Project).where(Project.name == "Nya samtal")).one()
    anna = session.exec(select(Person)).one()
    gone = people.add(session, "Glömd", now=now)
    gone.anonymised_at = now
    session.add(ProjectLeader(project_id=work.id, person_id=gone.id, position=-1))
    fold_hour = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    for at, by in ((now, anna.id), (fold_hour, gone.id), (fold_hour + timedelta(hours=1), None)):
        statuses.record(session, _update(work, at, by), {})
    back = statuses.record(session, _update(work, now - timedelta(days=9), None, "Tagen tillbaka"), {})
    statuses.withdraw(session, back, None, now)
    spring, day = (date(2026, 4, 1), date(2026, 11, 30)), (date(2026, 12, 11), date(2026, 12, 11))
    _activity(session, "Forum", "april–nov", spring)
    _activity(session, "Möte", "om tre veckor", day)
    _activity(session, "Nät", "varannan vecka", (None, None))
    _activity(session, "Inställt", "x", day, is_seminar=True).cancelled_at = now
    seminar = _activity(session, "Så gör vi", "x", day, is_seminar=True)
    activities.set_speakers(session, seminar.id, [("Tove Exempel", "Umeå universitet"), ("Bo Exempel", "")])
    idea = Project(
        name="Idé i dialog",
        key="",
        form=WorkForm.PROJECT,
        stage=Stage.DIALOGUE,
        standing=Standing.IDEA,
        created_at=now,
    )
    project_changes.add(session, idea, project_changes.Ties())


def _activity(
    session: Session, title: str, when: str, days: tuple[date | None, date | None], *, is_seminar: bool = False
) -> Activity:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    activity = Activity(
        is_seminar=is_seminar, title=title, key=fold(title), when_text=when, starts_on=days[0], ends_on=days[1], created_at=now
    )  # fmt: skip
    session.add(activity)
    session.flush()
    return activity


def _update(work: Project, at: datetime, by: int | None, done: str = "Klart") -> StatusUpdate:
    return StatusUpdate(project_id=work.id, at=at, state=State.GREEN, done=done, reported_by_id=by, created_at=at)


def test_namesakes_are_told_apart_by_address(
    database: Database, clock: FrozenClock, book: Book, read: Read, round_trip: Transfer
) -> None:
    with database.write() as session:
        for address in ("bo1@exempel.se", "bo2@exempel.se"):
            people.add(session, "Bo Exempel", now=clock.now(), email=address, organisation="RNS")
        people.add(session, "Bo Exempel", now=clock.now(), organisation="RNS", roles=[Role.LEADERSHIP])
    done = read(book({"Arbeten": [["Namn", "Projektledare"], ["Nytt", "bo2@exempel.se"]]}))
    assert not done.refused, done.text
    sheets = round_trip()
    assert sheets["Arbeten"][1][8] == "bo2@exempel.se"
    assert len(sheets["Personer"]) == 1 + 3


def test_text_is_never_a_formula_and_dates_are_dates(
    database: Database, clock: FrozenClock, tmp_path: Path, book: Book, read: Read
) -> None:
    read(book(SMALL))
    with database.write() as session:
        work = session.exec(select(Project).where(Project.name == "Nya samtal")).one()
        work.description = '=HYPERLINK("http://exempel.se")\x0b#N/A' + "å" * 40_000
        statuses.record(session, _update(work, datetime(2026, 5, 3, 22, tzinfo=UTC), None, "=1+1"), {})
    file = tmp_path / "ut.xlsx"
    export_workbook(database, file)
    book_ = load_workbook(file)
    described = next(cell for cell in book_["Arbeten"]["D"] if cell.value and cell.value.startswith("=HYPER"))
    assert described.data_type == "s"
    assert described.quotePrefix
    assert len(described.value) == 32_767
    assert "\x0b" not in described.value
    status = book_["Status"]
    assert (status["J2"].value, status["J2"].data_type) == ("=1+1", "s")
    assert (status["B2"].value, status["B2"].number_format) == (datetime(2026, 5, 4), "yyyy-mm-dd")  # noqa: DTZ001
    assert status.freeze_panes == "A2"
    assert status.auto_filter.ref == "A1:P2"
    assert status["A1"].font.bold


def test_who_may_not_see_addresses_gets_none(database: Database, book: Book, read: Read, tmp_path: Path) -> None:
    read(book({**SMALL, "Personer": [["Namn", "E-post"], ["Bo Exempel", "bo@exempel.se"]]}))
    with database.read() as session:
        content = build_workbook(session, with_emails=False)
    file = tmp_path / "utan.xlsx"
    file.write_bytes(content)
    assert cells(file)["Personer"][0] == ["Namn", "Part", "Roll"]
    assert "@" not in str(cells(file))
    assert "Inga ändringar." in read(file).text, "an address that does not stand there is not taken away"


def exempel(*names: str) -> str:
    return "; ".join(f"{name} Exempel, RVN" for name in names)


_WORK = ["Namn", "Kortnamn", "Alias", "Beskrivning", "Fas", "Parter", "Omfattning", "Projektledare", "Beställare", "Start", "Slut",
         "Inkluderat", "Målgrupp"]  # fmt: skip
YEAR_2024: dict[str, list[list[Any]]] = {
    "Program": [
        ["Namn", "Kortnamn", "Beställare", "Strategiskt mål", "Effektmål", "Start", "Slut"],
        ["God och nära vård", "Nära vård", "Länsledning HälSam", "En vård att lita på.", "Bättre samordning.", date(2021, 7, 1), date(2024, 12, 6)],
    ],
    "Parter": [
        ["Namn", "Kortnamn", "Typ", "Alias"],
        ["Region Västernorrland", "RVN", "region", "Regionen"],
        ["Härnösands kommun", "Härnösand", "kommun", ""],
        ["Kramfors kommun", "Kramfors", "kommun", ""],
        ["Sollefteå kommun", "Sollefteå", "kommun", ""],
        ["Sundsvalls kommun", "Sundsvall", "kommun", "Svall"],
        ["Timrå kommun", "Timrå", "kommun", ""],
        ["Ånge kommun", "Ånge", "kommun", ""],
        ["Örnsköldsviks kommun", "Örnsköldsvik", "kommun", "Övik; Ö-vik"],
        ["Kommunförbundet Västernorrland", "KFVN", "övrig", ""],
    ],
    "Etiketter": [
        ["Typ", "Nummer", "Text"],
        *(["delmål", number, text] for number, text in enumerate(("tillgänglig", "kontinuitet", "delaktig", "förebyggande"), 1)),
        *(["nyttoobjekt", "", f"Nytta {letter}"] for letter in "abcdef"),
    ],
    "Arbeten": [
        _WORK,
        ["Barnsäkert - en god och nära vård för barn 0-6 år", "BarnSäkert", "BarnSäkert 0-6 år; BarnSäkert 0 - 6", "Tidigt stöd.", "införande",
         "Sundsvall; RVN", "Hela länet", exempel("Anna"), "", "2022", "2025", "2024", "barn och unga"],
        ["Samverkan för påverkbar slutenvård", "", "", "Fortsättning på kartläggning VT 2023.", "", "Sundsvall; RVN", "", exempel("Åsa"), "", "",
         2025, 2024, ""],
        ["Barn som lever med föräldrar som dör", "", "", "", "", "Sundsvall; RVN", "", f"Kaj Exempel, Sundsvall; {exempel('Siv')}", "", "", "",
         2024, "barn och unga"],
        ["Organisationsöverskridande multidisciplinärt demensarbete", "", "Multidisciplinärt demensteam; Multidisciplinärt Demensarbete", "", "",
         "RVN; Övik", "RVN/Hela länet", exempel("Ann-Mari"), "Ledningsgrupp HälSam", "HT 2023", "2025", 2024, "äldre"],
        ["Barn och Unga i Ånge", "", "", "", "", "Ånge; RVN", "", "Jenny Exempel, Ånge kommun", "", "2022", "", "2023", "barn och unga"],
        ["Landsbygdsprojektet fas 2", "", "", "Fas 1 åren 2019-2022.", "", "RVN; Sollefteå; Kramfors", "", exempel("Sara"), "", "", "2026", 2024, ""],
    ],
    "Seminarier": [
        ["Titel", "Datum", "Format", "Föreläsare"],
        ["GFO, gemensamt", date(2024, 2, 2), "digitalt", "Elsa Exempel, KFVN; Kris Exempel, KFVN"],
        ["Tre piloter", date(2024, 3, 22), "digitalt", "Sara Exempel, RVN; Dag Exempel, Governo AB"],
        ["BarnSäkert 0-6 år", date(2024, 4, 11), "digitalt", exempel("Anna", "Maja", "Moa")],
        ["Multidisciplinärt Demensarbete", date(2024, 5, 3), "digitalt", f"{exempel('Ann-Mari')}; Li Exempel, Örnsköldsviks kommun"],
        ["Samverkan för påverkbar slutenvård", date(2024, 5, 31), "digitalt", exempel("Åsa", "Emma")],
        ["Äldres hälsa", "2024-09-06", "digitalt", "Erik Exempel, Umeå universitet"],
        ["Hänt och händer", "30/9 2024", "digitalt", "Ida Exempel, KFVN"],
        ["Rehabiliterande samverkan", "8 november 2024", "digitalt", "Emil Exempel, Samordningsförbundet Sundsvall"],
        ["Beroendeplanen", date(2024, 12, 6), "digitalt", ""],
    ],
    "Aktiviteter": [
        ["Titel", "När", "Format", "Målgrupp", "Deltagare", "Kommentar"],
        ["Metodstöd - inkluderade", "löpande", "digitalt/fysiskt", "kommun/region", "", "6 arbeten"],
        ["Metodstöd - idéer", "löpande", "digitalt/fysiskt", "kommun/region", "", ""],
        ["Nationellt forum nära vård", "jan-dec", "digitalt", "nationellt", "", ""],
        ["WS Tjänstedesign", date(2024, 2, 13), "fysiskt", "kommun/region", "", ""],
        ["GAP-analys", "april-nov", "digitalt", "kommun/region", "", ""],
        ["Workshop Färdplan", date(2024, 10, 23), "fysiskt", "kommun/region", "", ""],
        ["Temakonferens Nära vård", date(2024, 10, 24), "fysiskt", "kommun/region", 275, ""],
        ["Call In", date(2024, 11, 13), "fysiskt", "kommun/region", 40, ""],
        ["Myndigheten", date(2024, 11, 25), "fysiskt", "kommun/region", "", ""],
        ["Departementet", date(2024, 12, 5), "fysiskt", "region/kommun", "", ""],
        ["HälSam/länsledning HälSam", "löpande", "digitalt", "HälSam", "", ""],
        ["Kommunikatörsnätverk", "1 ggr/mån", "digitalt", "kommunikatörer i länet", "", ""],
        ["Länsträffar nära vård", "1 ggr/mån", "digitalt", "samordnare", "", ""],
    ],
}  # fmt: skip
"""The shape and size of a real year: the names of the works are real, the people are not."""
