"""Files: offered with Teams' own card in a chat of two, as signed links elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answer import Context
from tests.bot.teams.conftest import COORDINATOR, ON_SQLITE, READER, App, told
from tests.bot.teams.deliveries import invoke, mention
from tests.bot.teams.standin import CHANNEL, Fault, StandIn

pytestmark = ON_SQLITE

CONSENT, INFO = (f"application/vnd.microsoft.teams.card.file.{kind}" for kind in ("consent", "info"))


def offers(teams: StandIn, person: str = COORDINATOR) -> list[dict[str, Any]]:
    """The files that are offered."""
    return [each for each in teams.posted(f"a:{person}") if CONSENT in told(each)]


def decided(teams: StandIn, offer: dict[str, Any], action: str, person: str, **upload: Any) -> dict[str, Any]:
    """What Teams delivers when somebody presses the card."""
    content = offer["attachments"][0]["content"]
    value = {"type": "fileUpload", "action": action, "context": content[f"{action}Context"]}
    if action == "accept":
        name = offer["attachments"][0]["name"]
        value["uploadInfo"] = {
            "contentUrl": f"https://exempel-my.sharepoint.com/{name}",
            "name": name,
            "uploadUrl": f"{teams.root}/upload/1",
            "uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C9D",
            "fileType": name.rpartition(".")[2],
            **upload,
        }
    return invoke(teams.url, "fileConsent/invoke", value, person, replyToId=offer["id"])


@pytest.fixture
def offer(app: App, teams: StandIn) -> dict[str, Any]:
    """The workbook, offered to the coordinator."""
    app.say("export", COORDINATOR)
    (offer,) = offers(teams)
    return offer


def test_a_file_is_offered_and_handed_over(app: App, teams: StandIn, offer: dict[str, Any]) -> None:
    assert offer["attachments"][0]["name"].endswith(".xlsx")
    said = decided(teams, offer, "accept", COORDINATOR)
    assert [app.post(said).status_code, app.post({**said, "id": "again"}).status_code] == [200, 200]
    app.settled()
    (uploaded,) = teams.called("upload")
    assert uploaded.token == "", "the address is the right to put it there"
    assert teams.uploads["1"].startswith(b"PK")
    said_size = offer["attachments"][0]["content"]["sizeInBytes"]
    assert abs(said_size - len(teams.uploads["1"])) < 100, "made anew, with another moment in it"
    standing = teams.messages[f"a:{COORDINATOR}"][offer["id"]]
    assert standing["attachments"][0]["contentType"] == INFO
    assert standing["attachments"][0]["content"]["fileType"] == "xlsx"


def test_a_file_that_is_not_wanted_is_left(app: App, teams: StandIn, offer: dict[str, Any]) -> None:
    assert app.post(decided(teams, offer, "decline", COORDINATOR)).status_code == 200
    app.settled()
    assert not teams.called("upload")
    assert "skickade inte filen" in told(teams.messages[f"a:{COORDINATOR}"][offer["id"]])


@pytest.mark.parametrize("url", ["https://evil.example/upload", "http://127.0.0.1:1/x", "", None])
def test_a_file_goes_nowhere_else(app: App, teams: StandIn, offer: dict[str, Any], url: str | None) -> None:
    app.post(decided(teams, offer, "accept", COORDINATOR, uploadUrl=url))
    app.settled()
    assert not teams.uploads
    assert "gick inte" in told(teams.messages[f"a:{COORDINATOR}"][offer["id"]])


def test_what_somebody_may_have_is_looked_up_again(app: App, teams: StandIn, offer: dict[str, Any]) -> None:
    """The card's context comes from the client: another reference is no key to another file."""
    said = decided(teams, offer, "accept", READER)
    said["value"]["context"] = {**said["value"]["context"], "reference": "report/99.pdf"}
    app.post(said)
    app.settled()
    assert not teams.uploads


def test_an_upload_that_fails_is_told(app: App, teams: StandIn, offer: dict[str, Any]) -> None:
    teams.fail("upload", Fault(status=507))
    app.post(decided(teams, offer, "accept", COORDINATOR))
    app.settled()
    assert "gick inte" in told(teams.messages[f"a:{COORDINATOR}"][offer["id"]])


def test_in_a_channel_a_file_is_a_signed_link(app: App, teams: StandIn, context: Context) -> None:
    app.post(mention(teams.url, "rapport halvår", COORDINATOR))
    (answer,) = teams.posted(f"{CHANNEL};messageid=1700")
    assert "https://laget.exempel.se/files/" in told(answer)
    assert CONSENT not in told(answer)
