"""The command line: what it promises to those who run it, whatever is wrong with what they typed or have."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from commands.reports import FORMATS
from storage import notices, people
from storage.tables import AuditEntry, Notice, Project
from storage.words import NoticeState, Role
from tests.bot.conftest import AT, Laget, environment, open_file

HEAVY = {
    "alembic", "apscheduler", "babel", "docx", "docxtpl", "jinja2", "lxml", "openpyxl", "psycopg", "pydantic",
    "rapidfuzz", "rich", "slack_bolt", "sqlalchemy", "sqlmodel", "starlette", "structlog", "typst", "uvicorn",
}  # fmt: skip
NEEDS_DATABASE = (
    ("say", "hjälp"),
    ("say", "hjälp", "--as", "coordinator@exempel.se"),
    ("say", "-"),
    ("report", "halvår", "2026-2"),
    ("due",),
    ("worker", "--once"),
    ("export", "ut.xlsx"),
    ("person", "list"),
    ("person", "add", "Bo Exempel"),
    ("person", "link", "coordinator@exempel.se", "slack", "U1"),
)


def test_help_loads_nothing_heavy() -> None:
    asked = "import sys; from bot.cli import main\ntry: main()\nexcept SystemExit: pass\nprint(*sys.modules)"
    # What a subcommand takes, typer itself looks at with pydantic.
    for arguments, allowed in ((["--help"], set()), (["say", "--help"], {"pydantic"})):
        done = subprocess.run(
            [sys.executable, "-c", asked, *arguments], capture_output=True, text=True, check=True, env=environment()
        )
        *_, modules = done.stdout.splitlines()
        assert HEAVY & {name.partition(".")[0] for name in modules.split()} <= allowed


@pytest.mark.parametrize("arguments", NEEDS_DATABASE, ids=" ".join)
def test_a_missing_database_is_said_and_not_made(laget: Laget, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = laget(*arguments)
    assert ran.code == 3
    assert "laget migrate" in ran.error_line
    assert ran.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", NEEDS_DATABASE, ids=" ".join)
def test_an_old_schema_is_said(laget: Laget, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(tmp_path / "laget.db")) as old:
        old.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    ran = laget(*arguments)
    assert ran.code == 3
    assert "Kör laget migrate" in ran.error_line
    assert ran.out == ""


def test_migrate_makes_the_file_once(laget: Laget, tmp_path: Path) -> None:
    assert laget("migrate").out == "Databasen är uppdaterad.\n"
    assert laget("migrate").out == "Databasen har redan den nyaste formen.\n"
    assert laget("person", "list").code == 0
    assert (tmp_path / "laget.db").is_file()


@pytest.mark.parametrize("url", ["mysql://root@localhost/x", "inte en adress", "sqlite:///:memory:"])
def test_an_address_that_cannot_be_used_is_explained(
    laget: Laget, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    for arguments in (("migrate",), ("say", "hjälp"), ("doctor",), ("backup", "kopia.db")):
        ran = laget(*arguments)
        assert ran.code == 3
        assert "DATABASE_URL" in ran.error_line


def test_a_server_that_is_away_is_explained(laget: Laget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@/none?host={tmp_path}&connect_timeout=2")
    for arguments in (("migrate",), ("say", "hjälp"), ("backup", "kopia.db")):
        ran = laget(*arguments)
        assert ran.code == 3
        assert ran.error_line.startswith("Databasen svarar inte")


@pytest.mark.parametrize("arguments", [("nej",), ("say",), ("say", "hjälp", "--at", "banan"), ("say", "a", "--x")])
def test_what_the_command_line_cannot_read_exits_2_without_a_traceback(
    laget: Laget, database_file: Path, arguments: tuple[str, ...]
) -> None:
    ran = laget(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert ran.err


def test_person_add_list_and_link(laget: Laget, database_file: Path) -> None:
    added = laget(
        "person",
        "add",
        "Bo Exempel",
        "--email",
        "Bo@Exempel.se",
        "--organisation",
        "Ånge",
        "--role",
        "projektledare",
    )
    assert added.out == "Bo Exempel är tillagd som läsare och projektledare.\n"
    again = laget("person", "add", "Bo Exempel", "--email", "bo@exempel.se", "--role", "Koordinator")
    assert again.out == "Bo Exempel fanns redan och är nu läsare, projektledare och koordinator.\n"
    lines = [line for line in laget("person", "list").out.splitlines() if line.startswith("Bo Exempel")]
    assert lines == ["Bo Exempel  bo@exempel.se  Ånge  läsare, projektledare och koordinator"]
    assert laget("person", "link", "bo@exempel.se", "slack", "U1", "--tenant", "T1").out.startswith("Bo Exempel")
    with open_file(database_file).read() as session:
        found = people.identity(session, "slack", "T1", "U1")
        assert found
        person = people.get(session, found.person_id)
        assert person
        assert person.party_id is not None
        entry = session.exec(select(AuditEntry).where(AuditEntry.table_name == "chat_identity")).one()
        assert (entry.actor, entry.source) == ("operator", "terminal")


def test_people_are_listed_in_swedish_order(laget: Laget, database_file: Path) -> None:
    for name in ("Östen Exempel", "Åke Exempel", "Ärla Exempel", "Zoe Exempel"):
        laget("person", "add", name)
    listed = [line.split()[0] for line in laget("person", "list").out.splitlines()]
    assert listed[-4:] == ["Zoe", "Åke", "Ärla", "Östen"]


def test_a_role_or_an_address_that_does_not_exist_is_a_mistake(laget: Laget, database_file: Path) -> None:
    wrong = laget("person", "add", "Bo Exempel", "--role", "kung")
    assert wrong.code == 2
    assert "kung" in wrong.error_line
    assert "koordinator" in wrong.error_line
    nobody = laget("person", "link", "ingen@exempel.se", "slack", "U1")
    assert nobody.code == 2
    assert "ingen@exempel.se" in nobody.error_line
    with open_file(database_file).read() as session:
        assert len(people.everyone(session)) == 6


def test_backup_is_a_whole_database_and_refuses_the_one_in_use(laget: Laget, database_file: Path) -> None:
    copy = database_file.with_name("kopia.db")
    assert laget("backup", "kopia.db").code == 0
    with open_file(copy).read() as session:
        assert len(people.everyone(session)) == 6
    refused = laget("backup", str(database_file))
    assert refused.code == 3
    assert "går inte att säkerhetskopiera dit" in refused.error_line
    nowhere = laget("backup", "finns/inte/kopia.db")
    assert nowhere.code == 3
    assert nowhere.error_line


def test_backup_of_a_missing_database_makes_neither_file(laget: Laget, tmp_path: Path) -> None:
    ran = laget("backup", "kopia.db")
    assert ran.code == 3
    assert "laget migrate" in ran.error_line
    assert list(tmp_path.iterdir()) == []


def test_due_shows_what_is_planned_and_sends_nothing(laget: Laget, database_file: Path) -> None:
    database = open_file(database_file)
    with database.write() as session:
        person = people.by_email(session, "leader@exempel.se")
        assert person
        due = datetime.fromisoformat("2026-11-19T08:30:00+01:00")
        notices.plan(
            session, kind="reminder", subject="project:1", recipient=f"person:{person.id}", due=due, body="{}"
        )
    assert laget("due", "--at", "2026-11-19T08:29").out.strip() == ""
    shown = laget("due", "--at", "2026-11-19T08:30").out
    assert "2026-11-19 08.30" in shown
    assert "reminder" in shown
    assert laget("due", "--at", "2026-11-19T07:30:00Z").out == shown
    with database.read() as session:
        assert session.exec(select(Notice.state)).one() is NoticeState.PLANNED


def test_worker_once_ends_well(laget: Laget, database_file: Path) -> None:
    ran = laget("worker", "--once", "--at", AT)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_report_writes_one_file_a_format(laget: Laget, database_file: Path, tmp_path: Path) -> None:
    ran = laget("report", "halvår", "2026-2", "--out", "ut", "--at", AT)
    assert ran.err == ""
    assert ran.code == 0
    written = sorted((tmp_path / "ut").iterdir())
    assert [path.suffix for path in written] == [".docx", ".pdf"]
    assert written[1].read_bytes().startswith(b"%PDF-")
    assert written[0].read_bytes().startswith(b"PK")
    assert sorted(ran.out.split()) == [str(path.relative_to(tmp_path)) for path in written]


def test_report_says_what_is_wrong(laget: Laget, database_file: Path, tmp_path: Path) -> None:
    for arguments, wrong in (
        (("kvartal", "2026-2"), "kvartal"),
        (("halvår", "banan"), "banan"),
        (("halvår", "2026-2", "--format", "odt"), "odt"),
        (("halvår", "2026-2", "--format", "pdf,odt"), "odt"),
        (("halvår", "2026-2", "--format", ","), "pdf"),
    ):
        ran = laget("report", *arguments, "--out", "ut", "--at", AT)
        assert (ran.code, ran.out) == (2, "")
        assert wrong in ran.error_line
    assert not (tmp_path / "ut").exists()
    assert set(FORMATS) >= {"pdf", "docx"}


def test_report_into_something_that_is_no_folder_is_explained(
    laget: Laget, database_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "upptagen").write_text("en fil")
    ran = laget("report", "halvår", "2026-2", "--format", "docx", "--out", "upptagen", "--at", AT)
    assert ran.code == 3
    assert ran.error_line


def test_demo_fresh_throws_away_nothing_but_the_example(laget: Laget, database_file: Path) -> None:
    ran = laget("demo", "--fresh", "--port", "0")
    assert ran.code == 2
    assert "God och nära vård i Norrstrand, inte exemplet" in ran.error_line
    with open_file(database_file).read() as session:
        assert session.exec(select(Project.id).where(col(Project.short_name) == "BarnSäkert")).all()


def test_demo_fresh_throws_away_no_other_program_s_file(laget: Laget, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "laget.db")) as foreign:
        foreign.execute("CREATE TABLE viktigt (a)")
    before = (tmp_path / "laget.db").read_bytes()
    ran = laget("demo", "--fresh", "--port", "0")
    assert ran.code == 2
    assert "ingen databas från Läget" in ran.error_line
    with closing(sqlite3.connect(tmp_path / "laget.db")) as foreign:
        assert foreign.execute("SELECT name FROM sqlite_master").fetchall() == [("viktigt",)]
    assert len(before) == (tmp_path / "laget.db").stat().st_size


def test_demo_fresh_throws_away_nobody(laget: Laget, tmp_path: Path) -> None:
    laget("migrate")
    laget("person", "add", "Bo Exempel")
    assert laget("demo", "--fresh", "--port", "0").code == 2
    assert "Bo Exempel" in laget("person", "list").out


def test_demo_refuses_anything_but_sqlite(laget: Laget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    ran = laget("demo", "--port", "0")
    assert ran.code == 2
    assert "laget demo använder SQLite" in ran.error_line


def test_first_people_are_those_in_the_settings(
    laget: Laget, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.app import first_people, make_context
    from bot.settings import read_settings

    monkeypatch.setenv("LAGET_COORDINATORS", " ny@exempel.se, LEADER@exempel.se ,")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database_file}")
    settings = read_settings()
    context = make_context(settings)
    for _ in range(2):
        first_people(context, settings)
    with context.database.read() as session:
        for email in ("ny@exempel.se", "leader@exempel.se"):
            person = people.by_email(session, email)
            assert person
            assert Role.COORDINATOR in people.roles_of(session, person.id)
        assert len(people.everyone(session)) == 7
    context.database.close()
