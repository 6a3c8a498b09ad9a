"""Environment → frozen Settings. Whatever is missing or wrong is named at once, in one message."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """The environment cannot be used as it is; the text lists every fault."""


class Settings(BaseSettings):
    """What the environment says. Every name here is in docs/running.md and in .env.example."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str = "sqlite:///laget.db"
    host: str = "0.0.0.0"  # noqa: S104  # a server behind a platform's router; the demo binds to loopback
    port: int = Field(default=3978, ge=0, le=65535)
    laget_url: str = ""
    laget_secret: str = ""
    laget_timezone: str = "Europe/Stockholm"
    laget_coordinators: str = ""
    laget_admins: str = ""
    log_level: str = "INFO"
    log_format: str = "json"

    slack_bot_token: str = ""
    slack_signing_secret: str = ""
    slack_app_token: str = ""
    slack_api_url: str = "https://slack.com/api/"
    slack_client_id: str = ""
    slack_client_secret: str = ""
    slack_allowed_teams: str = ""
    slack_allow_guests: bool = False

    teams_app_id: str = ""
    teams_app_secret: str = ""
    teams_tenant_id: str = ""
    teams_allowed_tenants: str = ""
    teams_service_hosts: str = ""
    teams_login_url: str = "https://login.microsoftonline.com"
    teams_jwks_url: str = ""
    teams_allow_guests: bool = False
    teams_dev_unauthenticated: bool = False

    @field_validator("laget_timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {name}") from error
        return name

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, name: str) -> str:
        if name.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
            raise ValueError("one of DEBUG, INFO, WARNING, ERROR, CRITICAL")
        return name.upper()

    @field_validator("log_format")
    @classmethod
    def _known_format(cls, name: str) -> str:
        if name not in ("json", "console"):
            raise ValueError("json or console")
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of everything a person reads."""
        return ZoneInfo(self.laget_timezone)


def read_settings() -> Settings:
    """The settings of this process. SettingsError names every setting that cannot be used, in one message."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors()]
        raise SettingsError("; ".join(faults)) from error


def must_be_safe(settings: Settings) -> None:
    """SettingsError where anyone on this machine could speak with the rights of a real Teams bot."""
    if settings.teams_dev_unauthenticated and (settings.teams_app_id or settings.teams_app_secret):
        raise SettingsError(
            "TEAMS_DEV_UNAUTHENTICATED är för prov på den egna datorn och går inte ihop med TEAMS_APP_ID "
            "eller TEAMS_APP_SECRET. Ta bort det ena."
        )


def listed(setting: str) -> list[str]:
    """What a comma-separated setting lists."""
    return [each.strip() for each in setting.split(",") if each.strip()]


def allowed(setting: str) -> dict[str, frozenset[str]]:
    """Whom a setting lets in, with the e-mail domains that each owns, in lower case: "ID" or "ID=domain;domain"."""
    named = (each.partition("=") for each in listed(setting))
    return {
        id_.strip(): frozenset(part.strip().lower() for part in domains.split(";") if part.strip())
        for id_, _, domains in named
    }


def addresses(setting: str) -> list[str]:
    """The e-mail addresses of a comma-separated setting, in lower case."""
    return [each.lower() for each in listed(setting)]
