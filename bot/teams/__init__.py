"""Microsoft Teams: what comes in (receive, invokes), what goes out (responder, send), how it looks (render)."""

from __future__ import annotations

from pathlib import Path

from bot.answer import Context
from bot.chat.links import FileLinks
from bot.platform import PlatformKind, Served
from bot.settings import Settings, must_be_safe
from bot.worker_threads import WorkerThreads

_CREDENTIALS = ("teams_app_id", "teams_app_secret", "teams_tenant_id")


def _missing(settings: Settings) -> list[str]:
    """Tried out on one's own machine it needs no credentials, and must have none."""
    must_be_safe(settings)
    if settings.teams_dev_unauthenticated:
        return []
    return [name.upper() for name in _CREDENTIALS if not getattr(settings, name)]


def _make(settings: Settings, context: Context, threads: WorkerThreads, links: FileLinks) -> Served:
    from bot.teams.platform import Teams  # noqa: PLC0415  # only those who use Teams pay for it

    return Teams(settings, context, threads, links)


def _manifest(url: str, out: Path | None, *, socket: bool, app_id: str) -> str:  # noqa: ARG001  # Slack's variant
    from bot.teams.manifest import write  # noqa: PLC0415  # it draws icons: only for those who want it

    return write(url, out, app_id)


def _state(settings: Settings) -> str:
    if settings.teams_dev_unauthenticated:
        return "tar emot allt från den egna datorn utan att fråga vem det är (TEAMS_DEV_UNAUTHENTICATED)"
    return "inställd"


PLATFORM = PlatformKind(
    "teams",
    _CREDENTIALS,
    _missing,
    _make,
    _manifest,
    state=_state,
    trusts_anyone=lambda settings: settings.teams_dev_unauthenticated,
)
