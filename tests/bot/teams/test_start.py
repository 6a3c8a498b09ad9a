"""`laget web`, `laget worker` and `laget doctor` with Teams on, off, and tried out."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import make_context, senders
from bot.doctor import examine
from bot.settings import Settings, SettingsError, must_be_safe
from bot.teams.platform import Teams
from commands.message import Address, Reply, Text
from storage import conversations
from storage.database import Database
from storage.tables import TeamsConversation
from tests.bot.conftest import Laget, bare_environment, copied, filled_file, laget
from tests.bot.processes import Forked
from tests.bot.teams.conftest import LEADER, given, people, told
from tests.bot.teams.deliveries import message
from tests.bot.teams.signing import APP_ID, token
from tests.bot.teams.standin import CHANNEL, SECRET, TENANT, StandIn

__all__ = ["bare_environment", "filled_file", "laget"]  # fixtures, found here by name


@pytest.fixture
def folder(filled_file: Path, tmp_path: Path) -> Path:
    return copied(filled_file, tmp_path).parent


def environment(teams: StandIn, authority: tuple[Path, Path], **more: str) -> dict[str, str]:
    own = {name.upper(): str(value) for name, value in given(teams).items()}
    here = {"HOST": "127.0.0.1", "PORT": "0", "LAGET_SECRET": "hemligt"}
    trust = {"SSL_CERT_FILE": str(authority[0]), "SSL_CERT_DIR": "", "REQUESTS_CA_BUNDLE": str(authority[0])}
    return own | here | trust | more


def test_web_answers_what_teams_has_signed(teams: StandIn, folder: Path, authority: tuple[Path, Path]) -> None:
    process = Forked("web", folder=folder, **environment(teams, authority))
    try:
        address = f"http://127.0.0.1:{process.port()}/teams/messages"
        assert not teams.calls, "nobody is asked anything before somebody writes"
        said, now = message(teams.url, "status BarnSäkert", LEADER), datetime.now(UTC)
        headers = {"Authorization": f"Bearer {token(teams.url, now)}"}
        assert httpx.post(address, json=said, headers=headers, trust_env=False).status_code == 200
        assert httpx.post(address, json=said, trust_env=False).status_code == 401
        teams.wait_for("post")
    finally:
        code = process.end()
    assert code == 0
    assert "Barns" in told(teams.posted(f"a:{LEADER}"))
    assert "Traceback" not in process.said
    assert not any(secret in process.said for secret in (SECRET, "Anna", "leader@", *teams.tokens))


def test_the_worker_sends_through_teams(teams: StandIn, folder: Path) -> None:
    settings = Settings(**given(teams), database_url=f"sqlite:///{folder / 'laget.db'}")
    context = make_context(settings)
    with context.database.write(actor="test") as session:
        now = context.clock.now()
        known = TeamsConversation(
            conversation=CHANNEL, tenant=TENANT, kind="channel", service_url=teams.url, seen_at=now
        )
        conversations.keep(session, known)
    (platform,) = senders(settings, context).values()
    assert isinstance(platform, Teams)
    assert platform.send(Address("teams", CHANNEL), Reply((Text("Det är dags."),)), 1)
    assert len(teams.posted(CHANNEL)) == 1
    platform.close()
    context.database.close()


def test_while_developing_it_listens_to_this_machine_only(folder: Path) -> None:
    with StandIn(None) as teams:
        people(teams)
        process = Forked("web", folder=folder, HOST="0.0.0.0", PORT="0", TEAMS_DEV_UNAUTHENTICATED="1")  # noqa: S104
        try:
            port = process.port()
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.2", port), timeout=5)
            address = f"http://127.0.0.1:{port}/teams/messages"
            said = message(teams.url, "status BarnSäkert", LEADER)
            assert httpx.post(address, json=said, trust_env=False).status_code == 200
            teams.wait_for("post")
        finally:
            assert process.end() == 0
        assert "Barns" in told(teams.posted(f"a:{LEADER}"))
        assert teams.called("post")[0].token == ""


def test_while_developing_it_refuses_to_start_beside_credentials(
    laget: Laget, filled_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(filled_file, tmp_path)
    monkeypatch.setenv("TEAMS_DEV_UNAUTHENTICATED", "1")
    for name, value in (("TEAMS_APP_SECRET", SECRET), ("TEAMS_APP_ID", APP_ID)):
        monkeypatch.setenv(name, value)
        for command in ("web", "worker"):
            ran = laget(command)
            assert ran.code == 3
            assert "TEAMS_DEV_UNAUTHENTICATED" in ran.error_line
            assert SECRET not in ran.error_line
        monkeypatch.delenv(name)


def test_a_tenant_alone_is_no_credential() -> None:
    must_be_safe(Settings(teams_dev_unauthenticated=True, teams_tenant_id=TENANT))
    with pytest.raises(SettingsError):
        must_be_safe(Settings(teams_dev_unauthenticated=True, teams_app_id=APP_ID))


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({}, "av   Teams: saknar TEAMS_APP_ID, TEAMS_APP_SECRET och TEAMS_TENANT_ID"),
        ({"teams_app_id": APP_ID, "teams_tenant_id": TENANT}, "FEL  Teams: saknar TEAMS_APP_SECRET"),
        ({"teams_app_id": APP_ID, "teams_tenant_id": TENANT, "teams_app_secret": "x"}, "bra  Teams: inställd"),
        ({"teams_dev_unauthenticated": True}, "bra  Teams: tar emot allt från den egna datorn"),
        ({"teams_dev_unauthenticated": True, "teams_app_secret": "x"}, "FEL  Teams: TEAMS_DEV_UNAUTHENTICATED är"),
    ],
)
@pytest.mark.usefixtures("bare_environment")
def test_doctor_says_what_teams_lacks(settings: dict[str, Any], line: str, tmp_path: Path) -> None:
    found = examine(Settings(**settings), Database(f"sqlite:///{tmp_path / 'none.db'}"))
    told_ = [str(each) for each in found if each.what == "Teams"]
    assert len(told_) == 1
    assert told_[0].startswith(line)
