"""Word files that a coordinator sends along with a line: fetched from Slack, from nobody else, for nobody else."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from sqlmodel import col, select

from bot.answer import Context, answer
from bot.chat.attached import NOT_FETCHED
from commands.message import LARGEST_FILE, Address, Identity, Request
from storage.tables import ReportText
from tests.bot.slack.conftest import COORDINATOR, LEADER, App, told
from tests.bot.slack.deliveries import mention, message
from tests.bot.slack.rules import Fault
from tests.bot.slack.standin import BOT_TOKEN, CHANNEL, StandIn

# The same code on both databases; what differs between them is tried in the files beside this one.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

TEMPLATE, NO_WORD_FILE = "rapport mall halvår", "ingen Word-fil"


def word(heading: str, text: str) -> bytes:
    document, file = Document(), BytesIO()
    document.add_heading(heading, 1)
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def texts(context: Context) -> list[str]:
    with context.database.read() as session:
        return list(session.exec(select(ReportText.text).order_by(col(ReportText.id))))


def shared(app: App, slack: StandIn, text: str, content: bytes = b"xx", user: str = COORDINATOR) -> str:
    """A direct message with a file; returns what was answered."""
    file = slack.sent.send("våra ord.docx", content)
    assert app.post(message(text, user, subtype="file_share", files=[file])).status_code == 200
    app.settled()
    return told(slack.messages[f"D0{user}"][-1])


def test_a_word_file_gives_the_texts_of_a_report(app: App, slack: StandIn, context: Context) -> None:
    coordinator = Identity("local", email="coordinator@exempel.se")
    assert not answer(context, Request("rapport halvår 2026-2", coordinator, Address("local"))).error
    assert "Sparat för" in shared(app, slack, "rapport skriv 1", word("Trender", "Fler vill vara med."))
    assert texts(context) == ["Fler vill vara med."]
    assert slack.sent.asked == [BOT_TOKEN]


def test_a_mention_may_bring_a_file(app: App, slack: StandIn) -> None:
    file = slack.sent.send("mall.docx", b"xx")
    app.post(mention(TEMPLATE, COORDINATOR, files=[file, {"id": "F2"}], thread_ts="1600000000.000100"))
    (refused,) = slack.called("chat.postEphemeral")
    assert NO_WORD_FILE in told(refused)
    assert not slack.messages[CHANNEL]


@pytest.mark.parametrize(("text", "user"), [(TEMPLATE, LEADER), ("status BarnSäkert", COORDINATOR)])
def test_no_other_file_is_fetched(app: App, slack: StandIn, text: str, user: str) -> None:
    assert NOT_FETCHED not in shared(app, slack, text, user=user)
    assert not slack.sent.asked


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=404),
        Fault(status=500),
        Fault(status=302, headers={"Location": "/files-pri/0/a"}),
        Fault(cut="before"),
    ],
    ids=["gone", "broken", "elsewhere", "cut"],
)
def test_a_file_that_cannot_be_had_is_told_of(app: App, slack: StandIn, fault: Fault) -> None:
    slack.sent.fault = fault
    assert NOT_FETCHED in shared(app, slack, TEMPLATE)
    assert len(slack.sent.asked) == 1 or fault.cut, "only a connection that was cut is tried anew"


def test_a_file_that_is_too_large_is_refused(app: App, slack: StandIn) -> None:
    assert "högst 20 MB" in shared(app, slack, TEMPLATE, bytes(LARGEST_FILE + 5))


def test_without_the_right_to_read_files_the_page_to_log_in_is_no_file(app: App, slack: StandIn) -> None:
    slack.scopes.remove("files:read")
    assert NOT_FETCHED in shared(app, slack, TEMPLATE)


@pytest.mark.parametrize("url", [None, "", "https://evil.example/mall.docx"])
def test_a_file_without_an_address_with_slack_is_told_of(app: App, slack: StandIn, url: str | None) -> None:
    file = {**slack.sent.send("mall.docx", b"xx"), "url_private_download": url}
    app.post(message(TEMPLATE, COORDINATOR, subtype="file_share", files=[file]))
    assert NOT_FETCHED in told(slack.messages[f"D0{COORDINATOR}"][-1])
