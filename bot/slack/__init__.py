"""Slack: what comes in (receive), what goes out (responder, send), how it looks (render, modal, home)."""

from __future__ import annotations

from pathlib import Path

import structlog

from bot.answer import Context
from bot.chat.links import FileLinks
from bot.platform import PlatformKind, Served
from bot.settings import Settings
from bot.worker_threads import WorkerThreads

log = structlog.get_logger()


def _missing(settings: Settings) -> list[str]:
    """OAuth brings the tokens; Socket Mode needs no signing secret."""
    brings_tokens = settings.slack_client_id and settings.slack_client_secret
    needed = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token or brings_tokens,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret or settings.slack_app_token,
    }
    return [name for name, given in needed.items() if not given]


def _make(settings: Settings, context: Context, threads: WorkerThreads, links: FileLinks) -> Served | None:
    from bot.slack.installation import TokenRefused  # noqa: PLC0415  # only those who use Slack pay for it
    from bot.slack.platform import Slack  # noqa: PLC0415

    slack = Slack(settings, context, threads, links)
    try:
        slack.check()
    except TokenRefused as refused:
        log.error("platform off", platform="slack", trouble=str(refused))  # noqa: TRY400
        return None
    return slack


def _manifest(url: str, out: Path | None, *, socket: bool, app_id: str) -> str:  # noqa: ARG001  # Teams' id
    from bot.slack.manifest import write  # noqa: PLC0415

    return write(url, out, socket=socket)


PLATFORM = PlatformKind(
    "slack", ("slack_bot_token", "slack_signing_secret", "slack_app_token"), _missing, _make, _manifest
)
