"""Word files that a coordinator sends along with a line: fetched from SharePoint, without our token."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from bot.answer import Context, answer
from bot.chat.attached import NOT_FETCHED
from bot.settings import Settings
from bot.teams.hosts import Hosts
from commands.message import Address, Identity, Request
from storage.tables import ReportText
from tests.bot.slack.test_sent import NO_WORD_FILE, TEMPLATE, word
from tests.bot.teams.conftest import COORDINATOR, LEADER, ON_SQLITE, App, told
from tests.bot.teams.deliveries import message
from tests.bot.teams.standin import Fault, StandIn

TYPED = {"contentType": "text/html", "content": "<p>rapport skriv 1</p>"}


def shared(app: App, teams: StandIn, text: str, person: str = COORDINATOR, **content: Any) -> str:
    """A line in the personal chat with a file; returns what was answered."""
    info = {"downloadUrl": f"{teams.root}/upload/1", "uniqueId": "1150D938", "fileType": "docx", **content}
    kind = "application/vnd.microsoft.teams.file.download.info"
    file = {
        "contentType": kind,
        "contentUrl": "https://x.sharepoint.com/ord.docx",
        "name": "ord.docx",
        "content": info,
    }
    assert app.post(message(teams.url, text, person, attachments=[TYPED, file])).status_code == 200
    app.settled()
    return told(teams.posted(f"a:{person}")[-1])


@ON_SQLITE
def test_a_word_file_gives_the_texts_of_a_report(app: App, teams: StandIn, context: Context) -> None:
    coordinator = Identity("local", email="coordinator@exempel.se")
    assert not answer(context, Request("rapport halvår 2026-2", coordinator, Address("local"))).error
    teams.uploads["1"] = word("Trender", "Fler vill vara med.")
    assert "Sparat för" in shared(app, teams, "rapport skriv 1")
    with context.database.read() as session:
        kept = session.exec(select(ReportText.text).order_by(col(ReportText.id))).all()
    assert kept == ["Fler vill vara med."]
    (fetched,) = teams.called("download")
    assert fetched.token == "", "the address is the right to have it"


@ON_SQLITE
@pytest.mark.parametrize(("text", "person"), [(TEMPLATE, LEADER), ("status BarnSäkert", COORDINATOR)])
def test_no_other_file_is_fetched(app: App, teams: StandIn, text: str, person: str) -> None:
    assert NOT_FETCHED not in shared(app, teams, text, person)
    assert not teams.called("download")


@ON_SQLITE
@pytest.mark.parametrize(
    "fault", [Fault(status=404), Fault(headers={"Location": "/upload/1"}), Fault(cut="before")], ids=str
)
def test_a_file_that_cannot_be_had_is_told_of(app: App, teams: StandIn, fault: Fault) -> None:
    teams.uploads["1"] = b"xx"
    teams.fail("download", fault)
    assert NOT_FETCHED in shared(app, teams, TEMPLATE)
    assert NO_WORD_FILE in shared(app, teams, TEMPLATE)


@ON_SQLITE
@pytest.mark.parametrize("url", ["https://evil.example/ord.docx", "http://127.0.0.1:1/ord.docx", "", None])
def test_a_file_that_lies_elsewhere_is_not_fetched(app: App, teams: StandIn, url: str | None) -> None:
    assert NOT_FETCHED in shared(app, teams, TEMPLATE, downloadUrl=url)


def test_files_are_fetched_from_microsofts_places_for_files_only() -> None:
    hosts, dev = Hosts(Settings()), Hosts(Settings(teams_dev_unauthenticated=True))
    assert hosts.is_download("https://exempel-my.sharepoint.com/personal/x/_layouts/15/download.aspx?tempauth=x")
    assert hosts.is_download("https://northeurope1-mediap.svc.ms/x")
    assert dev.is_download("http://127.0.0.1:56150/x")
    for url in ("http://exempel-my.sharepoint.com/", "https://svc.ms.evil.example/", "https://127.0.0.1/"):
        assert not hosts.is_download(url)
