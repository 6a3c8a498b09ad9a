"""`laget doctor`: what is wrong, what to do about it, and what it mends."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session, select

from storage import statuses
from storage.tables import Project
from storage.words import State
from tests.bot.conftest import AT, Laget, open_file


def test_doctor_finds_a_wrong_copy_and_mends_it(
    laget: Laget, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAGET_SECRET", "en hemlighet för prov")
    monkeypatch.setenv("LAGET_URL", "https://laget.example")
    laget("say", "rapportera BarnSäkert gul Pilot försenad", "--as", "leader@exempel.se", "--at", AT)
    assert laget("doctor").code == 0
    database = open_file(database_file)
    with database.write() as session:
        _work(session).latest_state = State.GREEN
        _work(session).latest_id = None
    ill = laget("doctor")
    assert ill.code == 1
    assert "FEL  Kopior: ett arbete har fel senaste läge: kör laget doctor --repair" in ill.out.splitlines()
    assert laget("doctor", "--repair").code == 0
    with database.read() as session:
        assert _work(session).latest_state is State.YELLOW
        assert statuses.wrong_copies(session) == []


def test_doctor_mends_a_copy_of_the_right_entry_with_the_wrong_state(laget: Laget, database_file: Path) -> None:
    laget("say", "rapportera BarnSäkert gul Pilot försenad", "--as", "leader@exempel.se", "--at", AT)
    database = open_file(database_file)
    with database.write() as session:
        _work(session).latest_state = State.GREEN
    assert "FEL  Kopior" in laget("doctor").out
    laget("doctor", "--repair")
    with database.read() as session:
        assert _work(session).latest_state is State.YELLOW


def _work(session: Session) -> Project:
    return session.exec(select(Project).where(Project.short_name == "BarnSäkert")).one()


def test_doctor_says_what_to_do_about_each_thing(
    laget: Laget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = laget("doctor")
    assert missing.code == 1
    assert missing.err == ""
    assert "laget migrate" in missing.out
    assert "LAGET_SECRET" in missing.out
    assert list(tmp_path.iterdir()) == []
    laget("migrate")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-prov")
    half = laget("doctor").out
    assert "FEL  Slack: saknar SLACK_SIGNING_SECRET" in half
    assert "av   Teams: saknar" in half
    assert "laget example" in half
    assert "xoxb" not in half
