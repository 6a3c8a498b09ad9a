"""The bot's own token: fetched when needed, kept, exchanged, and shown to nobody but Teams."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.answer import Context
from bot.platform import NotSent
from bot.settings import Settings
from bot.teams.calls import Caller, post_activity
from bot.teams.hosts import Hosts
from bot.teams.token import Tokens
from bot.tls import tls
from commands.clock import FrozenClock
from commands.message import Address, Reply, Text
from storage import conversations
from storage.tables import TeamsConversation
from tests.bot.conftest import logged
from tests.bot.teams.conftest import LEADER, App, given
from tests.bot.teams.standin import SECRET, TENANT, Fault, StandIn

__all__ = ["logged"]  # a fixture, found here by name

HELLO = {"type": "message", "text": "hej"}


@pytest.fixture
def tokens(teams: StandIn, clock: FrozenClock) -> Tokens:
    return Tokens(Settings(**given(teams)), clock)


def test_nothing_is_asked_before_it_must(tokens: Tokens, teams: StandIn) -> None:
    assert tokens.held is None
    assert not teams.calls


def test_it_is_fetched_once_and_exchanged_before_it_ends(
    tokens: Tokens, teams: StandIn, clock: FrozenClock
) -> None:
    teams.expires_in = 600  # msal itself keeps what lasts longer
    first = tokens.get()
    assert tokens.get() == first == tokens.held
    clock.advance(timedelta(seconds=301))
    assert tokens.held is None
    tokens.forget(first)
    assert tokens.get() != first
    assert len(teams.called("token")) == 2


def test_wrong_credentials_are_told_without_showing_them(
    teams: StandIn, clock: FrozenClock, logged: Callable[[], str]
) -> None:
    tokens = Tokens(Settings(**given(teams) | {"teams_app_secret": "fel-hemlighet"}), clock)
    with pytest.raises(NotSent, match="token refused") as caught:
        tokens.get()
    assert not caught.value.terminal
    said = logged()
    assert "invalid_client" in said
    assert "fel-hemlighet" not in said


def test_a_login_that_does_not_answer(tokens: Tokens, teams: StandIn) -> None:
    teams.fail("discovery", Fault(status=500))
    with pytest.raises(NotSent, match="no token"):
        tokens.get()
    assert tokens.get() == teams.tokens[-1]


def test_who_is_not_trusted_gets_no_secret(
    teams: StandIn, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    tls.cache_clear()
    with pytest.raises(NotSent, match="no token"):
        Tokens(Settings(**given(teams)), clock).get()
    assert not teams.calls


def test_requests_ca_bundle_is_honoured(
    teams: StandIn, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, authority: tuple[str, str]
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority[0]))
    tls.cache_clear()
    assert Tokens(Settings(**given(teams)), clock).get() == teams.tokens[-1]


def test_the_token_never_goes_to_a_host_that_is_not_allowed(teams: StandIn, clock: FrozenClock) -> None:
    settings = Settings(**given(teams) | {"teams_service_hosts": ""})
    caller = Caller(Hosts(settings), Tokens(settings, clock))
    for url in (
        teams.url,
        "https://evil.example",
        "https://smba.trafficmanager.net.evil.example",
        "http://smba.trafficmanager.net",
        "ftp://x",
        "",
    ):
        with pytest.raises(NotSent, match="not a service of Teams") as caught:
            caller.call(post_activity(url, "a:1", HELLO))
        assert caught.value.terminal
    caller.close()
    assert not teams.calls, "the token is not even fetched"


@pytest.mark.parametrize(
    ("url", "is_service"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://SMBA.trafficmanager.net:443", True),
        ("https://europe.botframework.com", True),
        ("https://smba.infra.gov.teams.microsoft.us/", True),
        ("https://botframework.com.evil.example", False),
        ("https://evilbotframework.com", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://user@smba.trafficmanager.net/", False),
        ("https://evil.example/smba.trafficmanager.net", False),
        ("https://evil.example\\@smba.trafficmanager.net", False),
        ("http://127.0.0.1:56150", False),
        ("https://127.0.0.1:56150", False),
        ("//smba.trafficmanager.net", False),
        ("https://", False),
        ("\x00", False),
    ],
)
def test_hosts(url: str, is_service: bool) -> None:
    hosts = Hosts(Settings(teams_service_hosts="smba.infra.gov.teams.microsoft.us"))
    assert hosts.is_service(url) is is_service


def test_plain_http_on_this_machine_only_while_developing() -> None:
    dev = Hosts(Settings(teams_dev_unauthenticated=True))
    assert dev.is_service("http://127.0.0.1:56150")
    assert dev.is_service("http://localhost:56150/")
    assert dev.is_service("http://[::1]:56150/")
    assert not dev.is_service("http://192.168.0.7:56150")
    assert not dev.is_service("http://smba.trafficmanager.net")


def test_files_go_to_sharepoint_only() -> None:
    hosts = Hosts(Settings())
    assert hosts.is_upload("https://exempel-my.sharepoint.com/personal/x")
    assert not hosts.is_upload("http://exempel-my.sharepoint.com/personal/x")
    assert not hosts.is_upload("https://sharepoint.com.evil.example/")
    assert not hosts.is_upload("http://127.0.0.1/")


def test_a_redirect_is_not_followed(app: App, teams: StandIn) -> None:
    teams.fail("post", Fault(headers={"Location": f"{teams.root}/upload/elsewhere"}))
    app.post({**_said(teams)})
    assert not teams.called("upload")


def test_a_token_that_teams_no_longer_takes_is_exchanged(app: App, teams: StandIn) -> None:
    app.say("hjälp")
    teams.tokens = []
    assert app.say("status BarnSäkert")
    assert [each.token for each in teams.called("post")][-1] == teams.tokens[-1]


def test_a_place_in_the_database_gets_no_token_either(app: App, context: Context) -> None:
    with context.database.write(actor="test") as session:
        conversations.keep(
            session,
            TeamsConversation(
                conversation="19:x",
                tenant=TENANT,
                kind="channel",
                service_url="https://evil.example",
                seen_at=context.clock.now(),
            ),
        )
    with pytest.raises(NotSent, match="not a service of Teams"):
        app.platform.send(Address("teams", "19:x"), Reply((Text("hej"),)), 1)


def test_neither_token_nor_words_nor_names_are_logged(app: App, teams: StandIn, logged: Callable[[], str]) -> None:
    app.say("rapportera BarnSäkert gul Hemliga ord")
    app.settled()
    said = logged()
    assert '"event": "answer"' in said
    for secret in (*teams.tokens, SECRET, "Hemliga", "Anna", "leader@", LEADER, "Bearer"):
        assert secret not in said


def _said(teams: StandIn) -> dict[str, object]:
    from tests.bot.teams.deliveries import message

    return message(teams.url, "hjälp", LEADER)
