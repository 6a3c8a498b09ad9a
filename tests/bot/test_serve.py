"""The processes, as they are run: `laget web`, `laget demo`, `laget worker`."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.bot.conftest import AT, Laget, copied
from tests.bot.processes import TOO_LONG_SECONDS, Forked, Process

SECRET = "en hemlighet som bara proven känner"  # noqa: S105
CLIENT = httpx.Client(  # one for all: each would read the authorities, which takes 20 ms
    verify=False,  # noqa: S501
    trust_env=False,
    limits=httpx.Limits(max_keepalive_connections=0),
)


@pytest.fixture(scope="module")
def folder(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(filled_file, tmp_path_factory.mktemp("web")).parent


@pytest.fixture(scope="module")
def web(folder: Path) -> Iterator[tuple[Process, str]]:
    """`laget web` without any platform, and its address."""
    process = Process("web", folder=folder, HOST="127.0.0.1", PORT="0", LAGET_SECRET=SECRET)
    yield process, f"http://127.0.0.1:{process.port()}"
    process.end()


def test_web_says_which_platforms_are_off_and_what_they_lack(web: tuple[Process, str]) -> None:
    lines = [json.loads(line) for line in web[0].said.splitlines()]
    off = {line["platform"]: line["lacks"] for line in lines if line["event"] == "platform off"}
    assert off == {
        "slack": ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"],
        "teams": ["TEAMS_APP_ID", "TEAMS_APP_SECRET", "TEAMS_TENANT_ID"],
    }


def test_web_without_platforms_answers_nothing_but_downloads_and_health(web: tuple[Process, str]) -> None:
    _, address = web
    for path in ("/", "/say", "/slack/events", "/slack/install", "/teams/messages", "/docs"):
        assert CLIENT.get(address + path).status_code == 404
        assert CLIENT.post(address + path).status_code == 404
    assert "server" not in CLIENT.get(address).headers


def test_web_is_alive_and_ready_until_its_schema_is_not_current(web: tuple[Process, str], folder: Path) -> None:
    _, address = web
    assert (CLIENT.get(f"{address}/healthz").text, CLIENT.get(f"{address}/readyz").text) == ("ok", "ok")
    with closing(sqlite3.connect(folder / "laget.db", isolation_level=None)) as database:
        (current,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        assert CLIENT.get(f"{address}/readyz").status_code == 503
        assert CLIENT.get(f"{address}/healthz").status_code == 200
        database.execute("UPDATE alembic_version SET version_num = ?", [current])
    assert CLIENT.get(f"{address}/readyz").status_code == 200


def test_web_is_not_ready_while_its_database_is_away(web: tuple[Process, str], folder: Path) -> None:
    _, address = web
    file, away = folder / "laget.db", folder / "borta.db"
    file.rename(away)
    try:
        assert CLIENT.get(f"{address}/readyz").status_code == 503
        assert CLIENT.get(f"{address}/healthz").status_code == 200
        assert not file.exists()
    finally:
        away.rename(file)
    assert CLIENT.get(f"{address}/readyz").status_code == 200


def test_a_signed_link_downloads_the_report_and_a_forged_one_does_not(
    web: tuple[Process, str], folder: Path, laget: Laget, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, address = web
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LAGET_SECRET", SECRET)
    monkeypatch.setenv("LAGET_URL", address)
    ran = laget("say", "rapport halvår", "--json", "--as", "coordinator@exempel.se")
    assert ran.code == 0
    urls = {each["name"]: each["url"] for each in ran.replies[0]["blocks"] if each["kind"] == "file"}
    pdf = next(url for name, url in urls.items() if name.endswith(".pdf"))
    assert pdf.startswith(f"{address}/files/")
    fetched = CLIENT.get(pdf)
    assert fetched.status_code == 200
    assert fetched.headers["content-type"] == "application/pdf"
    assert fetched.content.startswith(b"%PDF-")
    forged = [
        pdf[:-2] + "AA",
        pdf.replace("/files/", "/files/x"),
        f"{address}/files/x",
        f"{address}/files/..%2flaget.db",
    ]
    assert [CLIENT.get(url).status_code for url in forged] == [404] * 4
    monkeypatch.setenv("LAGET_SECRET", "en annan hemlighet")
    other = laget("say", "rapport halvår", "--json", "--as", "coordinator@exempel.se")
    urls = {each["name"]: each["url"] for each in other.replies[0]["blocks"] if each["kind"] == "file"}
    assert [CLIENT.get(url).status_code for url in urls.values()] == [404] * len(urls)


def test_web_logs_no_address_of_a_download(web: tuple[Process, str]) -> None:
    process, address = web
    CLIENT.get(f"{address}/files/hemlig")
    CLIENT.get(f"{address}/hemlig?token=hemlig")
    assert "hemlig" not in process.said


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_web_ends_well_when_it_is_asked_to(filled_file: Path, tmp_path: Path, by: signal.Signals) -> None:
    copied(filled_file, tmp_path)
    process = Forked("web", folder=tmp_path, HOST="127.0.0.1", PORT="0")
    port = process.port()
    assert CLIENT.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    assert process.end(by) == 0
    assert "Traceback" not in process.said
    assert "downloads off" in process.said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["laget.db"]  # nothing half written is left behind


@pytest.fixture
def ends_by_itself() -> Iterator[None]:
    """In this process, something that ought not to serve is stopped if it does; its signal handlers go with it."""

    def stop(*_: object) -> None:
        raise AssertionError("it does not end by itself")

    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)}
    signal.signal(signal.SIGALRM, stop)
    signal.alarm(TOO_LONG_SECONDS)
    yield
    signal.alarm(0)
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("command", ["web", "worker"])
def test_without_a_database_it_does_not_start(
    laget: Laget, ends_by_itself: None, tmp_path: Path, command: str
) -> None:
    ran = laget(command)
    assert ran.code == 3
    assert "laget migrate" in ran.error_line
    assert ran.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_said(
    laget: Laget, ends_by_itself: None, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOST", "127.0.0.1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("PORT", port)
        ran = laget("web")
    assert ran.code == 2
    assert f"Porten {port} är upptagen" in ran.err
    assert "Traceback" not in ran.err


def test_demo_shows_the_example_on_loopback_only(tmp_path: Path) -> None:
    process = Forked("demo", "--port", "0", folder=tmp_path, HOST="0.0.0.0", LAGET_URL="https://laget.example")  # noqa: S104
    port = process.port()
    page = CLIENT.get(f"http://127.0.0.1:{port}/")
    assert page.status_code == 200
    assert "<html" in page.text
    assert CLIENT.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    assert CLIENT.get(f"http://127.0.0.1:{port}/", headers={"Host": "laget.example"}).status_code == 400
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)
    assert process.end() == 0
    assert "Traceback" not in process.said
    assert "koordinator@exempel.se" in process.said
    assert (tmp_path / "laget.db").is_file()


def test_worker_once_does_what_is_due_and_ends(
    laget: Laget, ends_by_itself: None, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    ran = laget("worker", "--once", "--at", AT)
    assert ran.code == 0
    assert "worked once" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_worker_ends_well_when_it_is_asked_to(filled_file: Path, tmp_path: Path, by: signal.Signals) -> None:
    copied(filled_file, tmp_path)
    process = Forked("worker", folder=tmp_path)
    process.until("worker started")
    assert process.end(by) == 0
    assert "worker stopped" in process.said
    assert "Traceback" not in process.said
