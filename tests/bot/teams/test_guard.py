"""Who is let in: what Teams has signed for this bot, from tenants that are allowed. Every forgery has a test here."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import jwt

from commands.clock import FrozenClock
from tests.bot.teams.conftest import LEADER, SAID, App, told
from tests.bot.teams.deliveries import activity, message
from tests.bot.teams.gate import SERVICE, Gate, KeyServer
from tests.bot.teams.signing import APP_ID, public, token
from tests.bot.teams.standin import OTHER_TENANT, TENANT, StandIn


def test_what_teams_has_signed_is_let_in(gate: Gate, good: str) -> None:
    assert gate.status(SAID, good) == 200


def test_without_a_token(gate: Gate) -> None:
    assert gate.status(SAID, headers={}) == 401
    for header in ("", "Bearer", "Bearer ", "Basic YTpi", "Bearer x.y.z", "Bearer åäö"):
        assert gate.status(SAID, headers={"authorization": header.encode().decode("latin-1")}) == 401


def test_forged_signature(gate: Gate, clock: FrozenClock) -> None:
    assert gate.status(SAID, token(SERVICE, clock.now(), signer="forger", kid="first")) == 401


def test_changed_after_it_was_signed(gate: Gate, good: str) -> None:
    head, body, signature = good.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    changed = base64.urlsafe_b64encode(json.dumps({**claims, "exp": 9999999999}).encode()).decode().rstrip("=")
    assert gate.status(SAID, f"{head}.{changed}.{signature}") == 401


def test_expired(gate: Gate, clock: FrozenClock, good: str) -> None:
    clock.advance(timedelta(hours=1, seconds=59))
    assert gate.status(SAID, good) == 200, "clocks differ a little"
    clock.advance(timedelta(seconds=2))
    assert gate.status(SAID, good) == 401


def test_not_valid_yet_or_never_ending(gate: Gate, clock: FrozenClock) -> None:
    later = int((clock.now() + timedelta(minutes=2)).timestamp())
    assert gate.status(SAID, token(SERVICE, clock.now(), nbf=later)) == 401
    assert gate.status(SAID, token(SERVICE, clock.now(), exp=None)) == 401
    assert gate.status(SAID, token(SERVICE, clock.now(), exp=10**30)) == 401


def test_wrong_audience(gate: Gate, clock: FrozenClock) -> None:
    for audience in ("99999999-0000-0000-0000-000000000000", "", None, [APP_ID, "another"]):
        assert gate.status(SAID, token(SERVICE, clock.now(), aud=audience)) == 401


def test_wrong_issuer(gate: Gate, clock: FrozenClock) -> None:
    for issuer in (f"https://sts.windows.net/{TENANT}/", "https://api.botframework.com.example", None):
        assert gate.status(SAID, token(SERVICE, clock.now(), iss=issuer)) == 401


def test_wrong_tenant(gate: Gate, good: str) -> None:
    elsewhere = {**SAID["conversation"], "tenantId": OTHER_TENANT}
    assert gate.status({**SAID, "conversation": elsewhere}, good) == 403
    assert gate.status({**SAID, "channelData": {"tenant": {"id": OTHER_TENANT}}}, good) == 403
    assert gate.status({**SAID, "conversation": {"id": "a:1"}, "channelData": None}, good) == 403


def test_several_tenants_may_be_allowed(clock: FrozenClock, server: KeyServer, good: str) -> None:
    gate = Gate(clock, server, teams_allowed_tenants=f"{TENANT}, {OTHER_TENANT.upper()}")
    elsewhere = {"conversation": {"id": "a:1", "tenantId": OTHER_TENANT}, "channelData": {}}
    assert gate.status({**SAID, **elsewhere}, good) == 200
    assert gate.status(SAID, good) == 200


def test_another_channel(gate: Gate, good: str) -> None:
    assert gate.status({**SAID, "channelId": "webchat"}, good) == 403


def test_service_url_mismatch(gate: Gate, clock: FrozenClock) -> None:
    for claimed in ("https://smba.trafficmanager.net/amer/", "", None):
        assert gate.status(SAID, token(SERVICE, clock.now(), serviceurl=claimed)) == 403
    assert gate.status({**SAID, "serviceUrl": None}, token(SERVICE, clock.now())) == 403


def test_signed_but_not_a_service_of_teams(gate: Gate, clock: FrozenClock) -> None:
    """A key that is let in elsewhere, or a mistake at Microsoft: our token stays here all the same."""
    for url in (
        "https://evil.example/",
        "http://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@evil.example/",
    ):
        assert gate.status({**SAID, "serviceUrl": url}, token(url, clock.now())) == 403


def test_alg_none(gate: Gate, good: str) -> None:
    claims = jwt.decode(good, options={"verify_signature": False})
    for algorithm in ("none", "None"):
        header = (
            base64.urlsafe_b64encode(json.dumps({"alg": algorithm, "kid": "first"}).encode()).decode().rstrip("=")
        )
        body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        assert gate.status(SAID, f"{header}.{body}.") == 401


def test_hs256_with_the_public_key(gate: Gate, good: str) -> None:
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "first"}).encode()).decode().rstrip("=")
    signed = f"{head}.{good.split('.')[1]}"
    digest = hmac.new(public("first").encode(), signed.encode(), hashlib.sha256).digest()
    assert gate.status(SAID, f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}") == 401


def test_what_is_no_activity(gate: Gate, good: str) -> None:
    for raw in (b"", b"[]", b"{", b"7", b"\xff", b"[" * 100_000):
        assert gate.status(raw, good) in (400, 403)
    assert gate.status(b" " * 1_000_001, good) == 413


def test_while_developing_only_this_machine_may_speak(clock: FrozenClock, server: KeyServer) -> None:
    gate = Gate(
        clock, server, teams_app_id="", teams_app_secret="", teams_tenant_id="", teams_dev_unauthenticated=True
    )
    local = {"host": "127.0.0.1:3978", "content-type": "application/json"}
    said = {**SAID, "serviceUrl": "http://127.0.0.1:56150"}
    assert gate.status(said, headers=local) == 200
    assert gate.status(said, headers={**local, "host": "laget.example"}) == 403, "a name that points here"
    assert gate.status(said, headers={**local, "content-type": "text/plain"}) == 403, "a page of somebody's"
    assert gate.status({**said, "serviceUrl": "http://192.168.0.7:56150"}, headers=local) == 403
    assert server.asked == 0


def test_the_route_refuses_and_says_nothing_of_why(app: App, teams: StandIn) -> None:
    said = message(teams.url, "status BarnSäkert", LEADER)
    bare = app.client.post("/teams/messages", json=said)
    forged = app.post(said, signer="forger", kid="first")
    foreign = app.post(
        activity(teams.url, "message", LEADER, text="hej", conversation={"id": "a:1", "tenantId": OTHER_TENANT})
    )
    assert [each.status_code for each in (bare, forged, foreign)] == [401, 401, 403]
    assert not any(each.text for each in (bare, forged, foreign))
    assert not teams.called("post")
    huge = app.client.post("/teams/messages", content=b"x" * 1_000_001)
    assert huge.status_code == 413
    assert "Barnsäkert" in told(app.say("status BarnSäkert"))
