"""What is refused before anything is read into it: unsigned, forged, old, for another bot, of another tenant."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
from jwt.exceptions import PyJWTError
from jwt.types import Options
from starlette.datastructures import Headers

from bot.chat.payload import Payload, string
from bot.settings import Settings, allowed, listed
from bot.teams.hosts import LOOPBACK, Hosts
from bot.teams.keys import Keys, KeysUnreachable, SigningKey
from commands.clock import Clock

ISSUER = "https://api.botframework.com"
JWKS_URL = "https://login.botframework.com/v1/.well-known/keys"
CHANNEL = "msteams"
ALGORITHM = "RS256"
LEEWAY = timedelta(minutes=1)
LONGEST_BODY = 1_000_000
"""Bytes. Teams' own bound for a message is a tenth of this."""
_LATER: Options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "require": ["exp", "iss", "aud"]}

_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class Refused(Exception):
    """Nothing from Teams (401), not for us (403), nothing that can be read (400, 413), or not now (503)."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Guard:
    """Lets through activities that Teams has signed for this bot, from a tenant that is allowed."""

    def __init__(self, settings: Settings, hosts: Hosts, clock: Clock, client: httpx.AsyncClient) -> None:
        self._app_id = settings.teams_app_id
        self._is_dev = settings.teams_dev_unauthenticated
        named = allowed(settings.teams_allowed_tenants) or listed(settings.teams_tenant_id)
        self._tenants = frozenset(each.lower() for each in named)
        self._hosts = hosts
        self._clock = clock
        self._keys = Keys(settings.teams_jwks_url or JWKS_URL, client)

    async def admit(self, headers: Headers, body: bytes) -> Payload:
        """The activity. Raises Refused."""
        if self._is_dev:
            _must_be_local(headers)
            activity = _read(body)
        else:
            claims, key = await self._verified(headers.get("authorization", ""))
            activity = _read(body)
            _must_be_for_teams(activity, key)
            _must_be_same(claims.get("serviceurl"), activity.get("serviceUrl"))
        if not self._hosts.is_service(str(activity.get("serviceUrl") or "")):
            raise Refused(403, "not a service of Teams")
        self._must_be_allowed(activity)
        return activity

    def allows(self, tenant: str) -> bool:
        """Whether people of this tenant may talk to us."""
        return tenant.lower() in self._tenants or (self._is_dev and not self._tenants)

    def _must_be_allowed(self, activity: Payload) -> None:
        """Every tenant that the activity names must be."""
        named = (string(activity, "conversation", "tenantId"), string(activity, "channelData", "tenant", "id"))
        tenants = [each for each in named if each]
        if not tenants and not (self._is_dev and not self._tenants):
            raise Refused(403, "no tenant")
        if not all(map(self.allows, tenants)):
            raise Refused(403, "another tenant")

    async def _verified(self, authorization: str) -> tuple[Mapping[str, Any], SigningKey]:
        """What the token says and the key that signed it. Only a token that could be right is worth a question."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refused(401, "no token")
        try:
            unverified = jwt.decode_complete(token, options={"verify_signature": False})
            header = unverified["header"]
            if header.get("alg") != ALGORITHM or not isinstance(header.get("kid"), str):
                raise Refused(401, "another algorithm")
            self._must_be_ours(unverified["payload"])
            key = await self._keys.find(header["kid"])
            if key is None:
                raise Refused(401, "unknown key")
            claims = jwt.decode(
                token, key.key, algorithms=[ALGORITHM], audience=self._app_id, issuer=ISSUER, options=_LATER
            )
        except KeysUnreachable as error:
            raise Refused(503, "the keys cannot be fetched") from error
        except (PyJWTError, ValueError, TypeError) as error:
            raise Refused(401, type(error).__name__) from error
        return claims, key

    def _must_be_ours(self, claims: Mapping[str, Any]) -> None:
        """Issuer, audience and times by our clock, before any key is asked for."""
        if claims.get("iss") != ISSUER or claims.get("aud") != self._app_id:
            raise Refused(401, "of another issuer, or for another bot")
        now = self._clock.now()
        if not (_moment(claims.get("nbf")) - LEEWAY <= now < _moment(claims.get("exp")) + LEEWAY):
            raise Refused(401, "not now")


def _moment(seconds: Any) -> datetime:
    """A NumericDate; what is not said was in 1970."""
    try:
        return datetime.fromtimestamp(float(seconds or 0), UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("no moment") from error


def _must_be_local(headers: Headers) -> None:
    """Without tokens only this machine may speak, and no web page that is open on it."""
    host = httpx.URL(f"http://{headers.get('host', '')}").host
    if host not in LOOPBACK or not headers.get("content-type", "").startswith("application/json"):
        raise Refused(403, "not from this machine")


def _must_be_for_teams(activity: Payload, key: SigningKey) -> None:
    if activity.get("channelId") not in (None, "", CHANNEL) or CHANNEL not in key.endorsements:
        raise Refused(403, "the key does not sign for Teams")


def _read(body: bytes) -> Payload:
    if len(body) > LONGEST_BODY:
        raise Refused(413, "too large")
    try:
        activity = json.loads(_whole(body))
    except (ValueError, RecursionError) as error:
        raise Refused(400, "no JSON") from error
    if not isinstance(activity, dict):
        raise Refused(400, "no activity")
    return activity


def _whole(body: bytes) -> str:
    """The text, with "?" for half characters: JSON may hold them, and no database does."""
    text = body.decode()
    if not _HALF.search(text):
        return text
    read = json.dumps(json.loads(text), ensure_ascii=False)
    return read.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _must_be_same(claimed: object, said: object) -> None:
    """Where answers go must be what Teams signed, or a token could be lured elsewhere."""
    well = isinstance(claimed, str) and isinstance(said, str) and claimed.rstrip("/") == said.rstrip("/")
    if not well:
        raise Refused(403, "the token is for another service")
