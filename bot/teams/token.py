"""The bot's own token: from Entra by msal, made when it is first needed, kept until shortly before it ends."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import structlog

from bot.platform import NotSent
from bot.settings import Settings
from bot.tls import tls
from commands.clock import Clock

SCOPE = "https://api.botframework.com/.default"
MICROSOFT = "https://login.microsoftonline.com"
EARLY_SECONDS = 300
"""How long before its end a token is exchanged."""
TIMEOUT_SECONDS = 10.0

log = structlog.get_logger()


class Tokens:
    """One bot's token. Without credentials (while developing) it is "": nothing is asked, nothing is sent along."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._app: Any = None
        self._token, self._ends = "", 0.0

    @property
    def held(self) -> str | None:
        """The token if none need be asked for; None when get() would ask."""
        if not self._settings.teams_app_secret:
            return ""
        return self._token if self._clock.now().timestamp() < self._ends - EARLY_SECONDS else None

    def get(self) -> str:
        """The token; asks Entra when it must, so call it in a thread. Raises NotSent."""
        with self._lock:
            held = self.held
            if held is not None:
                return held
            answer = self._asked()
            if "access_token" not in answer:
                log.error("teams token refused", reason=str(answer.get("error")))
                raise NotSent("token refused")
            now = self._clock.now().timestamp()
            self._token, self._ends = str(answer["access_token"]), now + float(answer.get("expires_in") or 0)
            return self._token

    def forget(self, token: str) -> None:
        """Teams does not take this token: ask for another."""
        with self._lock:
            if token == self._token:
                self._ends, self._app = 0.0, None  # msal would give the same again

    def _asked(self) -> dict[str, Any]:
        from msal.exceptions import MsalError  # noqa: PLC0415  # it takes a while, and most commands never need it

        try:
            if self._app is None:
                self._app = self._made()
            answer: dict[str, Any] = self._app.acquire_token_for_client([SCOPE])
        except (httpx.HTTPError, OSError, ValueError, RuntimeError, KeyError, MsalError) as error:
            log.error("teams token not fetched", error=type(error).__name__)  # noqa: TRY400
            raise NotSent("no token") from error
        return answer

    def _made(self) -> Any:
        """The constructor asks Entra where tokens are given."""
        import msal  # noqa: PLC0415

        given, login = self._settings, self._settings.teams_login_url.rstrip("/")
        return msal.ConfidentialClientApplication(
            given.teams_app_id,
            client_credential=given.teams_app_secret,
            authority=f"{login}/{given.teams_tenant_id}",
            instance_discovery=None if login == MICROSOFT else False,
            http_client=httpx.Client(
                verify=tls(), timeout=TIMEOUT_SECONDS, mounts=dict(DIRECT), limits=_ONCE_AN_HOUR
            ),
        )


_ONCE_AN_HOUR = httpx.Limits(max_keepalive_connections=0)
DIRECT = {f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")}
"""This machine is asked directly, whatever proxy the environment names."""
