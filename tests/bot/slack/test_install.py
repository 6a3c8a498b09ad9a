"""Several workspaces: each installs the app for itself, and its token is kept encrypted."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select

from bot.answer import Context
from bot.slack.installation import cipher
from storage.tables import AuditEntry, SlackInstallation
from tests.bot.slack.conftest import LEADER, SECRET, App, Start, told
from tests.bot.slack.deliveries import event, message
from tests.bot.slack.standin import BOT_ID, BOT_USER, StandIn

# slack_sdk uses a class of aiohttp that will go away; that is theirs to mend.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth:DeprecationWarning")

OTHER, TOKEN = "T2ANNAN", "xoxb-annan"
CLIENT = {
    "slack_client_id": "1.2",
    "slack_client_secret": "hemligt",
    "slack_allowed_teams": "T2ANNAN=exempel.se, E1=exempel.se",
}


@pytest.fixture
def app(start: Start, slack: StandIn) -> App:
    slack.tokens[TOKEN] = OTHER
    slack.oauth["kod"] = {
        "access_token": TOKEN,
        "token_type": "bot",
        "scope": "commands",
        "bot_user_id": BOT_USER,
        "app_id": "A0LAGET",
        "team": {"id": OTHER, "name": "Annan"},
        "enterprise": None,
        "authed_user": {"id": "U9"},
        "is_enterprise_install": False,
    }
    return start(slack_bot_token="", **CLIENT)


def install(app: App) -> int:
    """Go through the installation as a browser does; returns the last page's status."""
    page = app.client.get("/slack/install")
    assert page.status_code == 302
    asked = parse_qs(urlsplit(page.headers["location"]).query)
    assert asked["client_id"] == ["1.2"]
    assert "commands" in asked["scope"][0]
    state = asked["state"][0]
    cookie = page.headers["set-cookie"].partition(";")[0]
    return app.client.get(
        "/slack/oauth_redirect", params={"code": "kod", "state": state}, headers={"Cookie": cookie}
    ).status_code


def test_a_workspace_that_installed_the_app_is_served_with_its_own_token(
    app: App, slack: StandIn, context: Context
) -> None:
    assert "inte installerat" in told(app.say("hjälp", team_id=OTHER))
    assert install(app) == 200
    slack.users[LEADER]["team_id"] = OTHER
    assert "Barnsäkert" in told(app.say("status BarnSäkert", team_id=OTHER))
    said = message("status BarnSäkert", LEADER, team=OTHER)
    said |= {"team_id": OTHER, "authorizations": [{"team_id": OTHER, "enterprise_id": None}]}
    assert app.post(said).status_code == 200
    assert [call.token for call in slack.calls if call.method == "chat.postMessage"] == [TOKEN]


def test_the_token_is_encrypted_and_stands_in_no_record(app: App, context: Context) -> None:
    install(app)
    with context.database.read() as session:
        (row,) = session.exec(select(SlackInstallation)).all()
        assert TOKEN not in row.token
        assert cipher(SECRET).decrypt(row.token.encode()).decode() == TOKEN
        assert (row.team_id, row.bot_user_id, row.bot_id) == (OTHER, BOT_USER, BOT_ID)
        kept = session.exec(select(AuditEntry.changes).where(AuditEntry.table_name == "slack_installation")).all()
        assert kept
        assert all(row.token not in each for each in kept)


def test_another_secret_makes_the_token_unreadable_and_says_so(
    app: App, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    install(app)
    other = start(slack_bot_token="", laget_secret="en annan hemlighet", **CLIENT)  # noqa: S106
    assert "inte installerat" in told(other.say("hjälp", team_id=OTHER))
    assert "LAGET_SECRET was changed" in caplog.text


def test_a_whole_organisation_is_served_by_one_installation(app: App, slack: StandIn) -> None:
    organisation = {"enterprise": {"id": "E1", "name": "Org"}, "team": None, "is_enterprise_install": True}
    slack.oauth["kod"] |= organisation
    install(app)
    slack.users[LEADER] |= {"team_id": "T7", "enterprise_user": {"enterprise_id": "E1"}}
    assert "Barnsäkert" in told(app.say("status BarnSäkert", team_id="T8", enterprise_id="E1"))


def test_a_removed_app_is_forgotten(app: App, context: Context) -> None:
    install(app)
    gone = event({"type": "app_uninstalled"}, team_id=OTHER, authorizations=[{"team_id": OTHER}])
    assert app.post(gone).status_code == 200
    assert "inte installerat" in told(app.say("hjälp", team_id=OTHER))


@pytest.mark.parametrize("query", [{"code": "kod"}, {"code": "kod", "state": "falskt"}, {"error": "access_denied"}])
def test_an_installation_that_we_did_not_begin_is_refused(
    app: App, context: Context, query: dict[str, str]
) -> None:
    page = app.client.get("/slack/oauth_redirect", params=query)
    assert "blev inte installerat" in page.text
    with context.database.read() as session:
        assert not session.exec(select(SlackInstallation)).all()


def test_without_a_client_id_nothing_can_be_installed(start: Start) -> None:
    assert start().client.get("/slack/install").status_code == 404


def test_without_an_allowed_workspace_nothing_can_be_installed(start: Start) -> None:
    app = start(slack_bot_token="", **(CLIENT | {"slack_allowed_teams": ""}))
    assert app.client.get("/slack/install").status_code == 404


def test_a_workspace_that_nobody_allowed_is_nowhere(app: App, slack: StandIn, context: Context) -> None:
    slack.tokens[TOKEN] = "T9FRAMMANDE"
    slack.oauth["kod"] |= {"team": {"id": "T9FRAMMANDE", "name": "Främmande"}}
    assert install(app) != 200
    with context.database.read() as session:
        assert not session.exec(select(SlackInstallation)).all()


@pytest.mark.parametrize(
    ("domains", "address", "is_linked"),
    [
        ("exempel.se", "leader@exempel.se", True),
        ("annan.se;Exempel.SE", "leader@exempel.se", True),
        ("annan.se", "leader@exempel.se", False),
        ("", "leader@exempel.se", False),
        ("exempel.se", "leader@exempel.se.annan.se", False),
    ],
)
def test_an_address_says_who_it_is_only_where_its_domain_is_the_workspaces_own(
    start: Start, slack: StandIn, app: App, domains: str, address: str, is_linked: bool
) -> None:
    install(app)
    other = start(slack_bot_token="", **(CLIENT | {"slack_allowed_teams": f"{OTHER}={domains}"}))
    slack.users[LEADER] |= {"team_id": OTHER}
    slack.users[LEADER]["profile"]["email"] = address
    answer = told(other.say("status BarnSäkert", team_id=OTHER))
    assert ("Barnsäkert" in answer) is is_linked
    assert ("koppla dig" in answer) is not is_linked
