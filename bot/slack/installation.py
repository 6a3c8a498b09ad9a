"""Which workspaces we serve, and with which token: one from settings, or several that installed the app."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import structlog
from cryptography.fernet import Fernet, InvalidToken
from itsdangerous import BadData, URLSafeTimedSerializer
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.client import WebClient

from bot.answer import Context
from bot.pages import notice
from bot.settings import Settings
from bot.slack.client import BAD_TOKEN, NETWORK, QUIET, error_of
from bot.slack.manifest import SCOPES
from bot.worker_threads import WorkerThreads
from storage import installations
from storage.tables import SlackInstallation

STATE_SECONDS = 600

log = structlog.get_logger()


class NotAllowed(BoltError):
    """A workspace that is not in SLACK_ALLOWED_TEAMS; bolt then shows that nothing was installed."""


class TokenRefused(Exception):
    """Slack does not accept SLACK_BOT_TOKEN; the text says so to the person who runs the process."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace we serve (`team` is "" for a whole organisation): our token there, and who we are there."""

    token: str
    team: str
    enterprise: str = ""
    bot_user: str = ""
    bot_id: str = ""
    is_home: bool = False
    """Whether it is the one of SLACK_BOT_TOKEN, whose channels need no prefix."""

    def address(self, channel: str) -> str:
        """A channel as messages are sent there: what Workspaces.of understands."""
        return channel if self.is_home or not channel else f"{self.team}:{channel}"


class Workspaces:
    """Finds the workspace that something came from or goes to. Its methods are plain: call them in a thread."""

    def __init__(
        self,
        context: Context,
        client: WebClient,
        *,
        token: str,
        secret: str,
        allowed: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        self._database = context.database
        self._now = context.clock.now
        self._client = client
        self._token = token
        self._cipher = cipher(secret) if secret else None
        self._allowed = allowed
        self.home: Workspace | None = None

    def check(self) -> None:
        """Ask once who we are (auth.test). Raises TokenRefused; a Slack that is not reached is asked again."""
        if not self._token or self.home is not None:
            return
        try:
            answer = self._client.auth_test(token=self._token)
        except SlackApiError as error:
            if error_of(error) in BAD_TOKEN:
                raise TokenRefused(
                    f"Slack godtar inte SLACK_BOT_TOKEN ({error_of(error)}). Hämta en ny under OAuth & Permissions "
                    "på api.slack.com/apps, sätt SLACK_BOT_TOKEN och starta om."
                ) from error
            log.warning("slack not asked who we are", error=error_of(error))
            return
        except NETWORK as error:
            log.warning("slack not reached", error=type(error).__name__)
            return
        self.home = Workspace(
            self._token,
            str(answer.get("team_id") or ""),
            str(answer.get("enterprise_id") or ""),
            str(answer.get("user_id") or ""),
            str(answer.get("bot_id") or ""),
            is_home=True,
        )

    def is_home(self, team: str, enterprise: str) -> bool:
        """Whether this is the workspace of SLACK_BOT_TOKEN, which needs no question to the database."""
        home = self.home
        same_organisation = home is not None and bool(home.enterprise) and enterprise == home.enterprise
        return home is not None and (team in ("", home.team) or same_organisation)

    def find(self, team: str, enterprise: str = "") -> Workspace | None:
        """The workspace with this id, None when the app is not installed there."""
        self.check()
        if self.is_home(team, enterprise):
            return self.home
        if self._cipher is None or not self._is_allowed(team, enterprise):
            return None
        with self._database.read() as session:
            row = installations.find(session, enterprise, team)
        return self._opened(row) if row else None

    def of(self, conversation: str) -> tuple[Workspace | None, str]:
        """The workspace and the channel of an address ("C012", or "T1:C012" where there are several)."""
        team, colon, channel = conversation.partition(":")
        if colon:
            return self.find(team), channel
        self.check()
        return self.home, conversation

    def vouches_for(self, workspace: Workspace, email: str) -> bool:
        """Whether an account there with this address is the person who has it: only where the domain is its own.

        Whoever opens a workspace decides which addresses its accounts have. Ours is trusted with all of them.
        """
        domain = email.rpartition("@")[2].lower()
        owned = (self._allowed.get(each, frozenset()) for each in (workspace.team, workspace.enterprise) if each)
        return workspace.is_home or any(domain in each for each in owned)

    def _is_allowed(self, team: str, enterprise: str) -> bool:
        return bool(self._allowed.keys() & {team, enterprise} - {""})

    def save(self, installed: Installation) -> None:
        """Remember an installation, its token encrypted. NotAllowed for a workspace that nobody has let in."""
        if not self._is_allowed(installed.team_id or "", installed.enterprise_id or ""):
            raise NotAllowed("the workspace is not in SLACK_ALLOWED_TEAMS")
        if self._cipher is None or not installed.bot_token:
            raise TokenRefused("an installation without a bot token, or no LAGET_SECRET to keep it with")
        with self._database.write(actor="slack", source="slack") as session:
            installations.save(
                session,
                installed.enterprise_id or "",
                "" if installed.is_enterprise_install else installed.team_id or "",
                token=self._cipher.encrypt(installed.bot_token.encode()).decode(),
                bot_user_id=installed.bot_user_id or "",
                bot_id=installed.bot_id or "",
                now=self._now(),
            )

    def forget(self, team: str, enterprise: str) -> None:
        """The app was removed, or its token revoked there."""
        with self._database.write(actor="slack", source="slack") as session:
            installations.forget(session, enterprise, team)

    def _opened(self, row: SlackInstallation) -> Workspace | None:
        try:
            token = self._cipher.decrypt(row.token.encode()).decode() if self._cipher else ""
        except InvalidToken:
            log.error("slack token unreadable: LAGET_SECRET was changed; install the app again")  # noqa: TRY400
            return None
        return Workspace(token, row.team_id, row.enterprise_id, row.bot_user_id, row.bot_id)


def cipher(secret: str) -> Fernet:
    """Encrypts tokens with a key of its own, made of LAGET_SECRET."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"laget slack tokens " + secret.encode()).digest()))


class _Store(AsyncInstallationStore):
    """What bolt's OAuth flow saves to. bolt never reads from it: we find workspaces ourselves."""

    def __init__(self, workspaces: Workspaces, threads: WorkerThreads) -> None:
        self._workspaces = workspaces
        self._threads = threads

    @property
    def logger(self) -> logging.Logger:
        return QUIET

    async def async_save(self, installation: Installation) -> None:
        await self._threads.run(lambda: self._workspaces.save(installation))


class _States(AsyncOAuthStateStore):
    """The state of an installation under way: signed, ten minutes; bolt ties it to the browser with a cookie."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt="slack install")

    @property
    def logger(self) -> logging.Logger:
        return QUIET

    async def async_issue(self, *_: Any, **__: Any) -> str:
        return str(self._serializer.dumps("install"))

    async def async_consume(self, state: str) -> bool:
        try:
            self._serializer.loads(state, max_age=STATE_SECONDS)
        except BadData:
            return False
        return True


def oauth_flow(
    settings: Settings, workspaces: Workspaces, threads: WorkerThreads, client: AsyncWebClient
) -> AsyncOAuthFlow | None:
    """`/slack/install` and `/slack/oauth_redirect`; None without a client id and a secret to keep tokens with.

    None too when no workspace is allowed: nobody brings one of their own.
    """
    needed = settings.slack_client_id, settings.slack_client_secret, settings.laget_secret
    if not (all(needed) and settings.slack_allowed_teams):
        return None
    address = f"{settings.laget_url.rstrip('/')}/slack/oauth_redirect" if settings.laget_url else None
    return AsyncOAuthFlow(
        client=client,
        logger=QUIET,
        settings=AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret,
            scopes=list(SCOPES),
            user_scopes=[],
            redirect_uri=address,
            install_page_rendering_enabled=False,
            installation_store=_Store(workspaces, threads),
            state_store=_States(settings.laget_secret),
            callback_options=AsyncCallbackOptions(_installed, _not_installed),
            logger=QUIET,
        ),
    )


async def _installed(_: AsyncSuccessArgs) -> BoltResponse:
    return _page(
        200, "Läget är installerat", "Öppna Slack och skriv /laget hjälp i en kanal, eller till Läget direkt."
    )


async def _not_installed(failed: AsyncFailureArgs) -> BoltResponse:
    log.warning("slack not installed", reason=failed.reason)
    return _page(
        failed.suggested_status_code,
        "Läget blev inte installerat",
        "Börja om på /slack/install i samma webbläsare. Länken därifrån gäller i tio minuter.",
    )


def _page(status: int, title: str, text: str) -> BoltResponse:
    return BoltResponse(
        status=status, body=str(notice(title, text)), headers={"Content-Type": "text/html; charset=utf-8"}
    )
