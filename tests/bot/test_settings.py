"""Settings: documented, and named all at once when they cannot be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.app import file_links, lacking
from bot.settings import Settings, SettingsError, addresses, read_settings
from commands.clock import FrozenClock
from tests.bot.conftest import Laget

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("bare_environment")


NAMES = {name.upper() for name in Settings.model_fields}


def test_every_setting_is_in_the_table_and_no_other() -> None:
    manual = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    table = manual.partition("## Settings")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(first_cells))) == sorted(NAMES)


def test_the_example_environment_names_every_setting_with_its_default() -> None:
    """Every line is commented out: copied as it is, it changes nothing, and it holds no secret."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("#") for line in lines if line)
    named = {found[1]: found[2] for line in lines if (found := re.fullmatch(r"# (\w+)=(.*)", line))}
    assert named.pop("POSTGRES_PASSWORD") == ""  # compose.yaml's own
    assert named == {name.upper(): _written(field.default) for name, field in Settings.model_fields.items()}


def _written(default: str | bool | int) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_without_any_setting_everything_has_a_default() -> None:
    settings = read_settings()
    assert settings.database_url == "sqlite:///laget.db"
    assert settings.laget_timezone == "Europe/Stockholm"
    assert settings.port == 3978
    assert settings.slack_api_url.endswith("/api/")
    assert not settings.teams_dev_unauthenticated


def test_whatever_is_wrong_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "PORT": "99999",
        "LAGET_TIMEZONE": "Europa/Härnösand",
        "LOG_LEVEL": "pratig",
        "LOG_FORMAT": "xml",
        "TEAMS_DEV_UNAUTHENTICATED": "kanske",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert all(name in str(caught.value) for name in wrong)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc/localtime", "", "Europe", "Europe/Stockholm\0"])
def test_a_time_zone_is_a_name_and_no_path(zone: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        Settings(laget_timezone=zone)


def test_a_secret_that_is_wrong_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "hemligt-av-misstag")
    monkeypatch.setenv("LAGET_SECRET", "xyzzy-hemlig")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert "hemlig" not in str(caught.value)


def test_the_command_says_it_in_one_line(laget: Laget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "hej")
    monkeypatch.setenv("LOG_FORMAT", "xml")
    for arguments in (("migrate",), ("web",), ("say", "hjälp"), ("doctor",)):
        ran = laget(*arguments)
        assert ran.code == 3
        assert "PORT" in ran.error_line
        assert "LOG_FORMAT" in ran.error_line


def test_small_letters_do_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("log_level", "debug")
    assert read_settings().log_level == "DEBUG"


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_settings().port = 1


def test_a_platform_lacks_what_is_not_set() -> None:
    assert lacking(Settings()) == {
        "slack": ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"],
        "teams": ["TEAMS_APP_ID", "TEAMS_APP_SECRET", "TEAMS_TENANT_ID"],
    }


def test_socket_mode_needs_no_signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "b")
    assert lacking(read_settings())["slack"] == ["SLACK_BOT_TOKEN"]
    monkeypatch.setenv("SLACK_BOT_TOKEN", "a")
    assert lacking(read_settings())["slack"] == []


def test_addresses_are_read_as_people_list_them() -> None:
    assert addresses(" Anna@Exempel.se,,bo@exempel.se , ") == ["anna@exempel.se", "bo@exempel.se"]
    assert addresses("") == []


def test_links_need_a_secret_and_use_the_public_address(
    clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link() -> str:
        return file_links(read_settings(), clock).url("report/1.pdf", 1) or ""

    assert link() == ""
    monkeypatch.setenv("LAGET_SECRET", "en hemlighet för prov")
    monkeypatch.setenv("PORT", "1234")
    assert link().startswith("http://127.0.0.1:1234/files/")
    monkeypatch.setenv("LAGET_URL", "https://laget.example/")
    assert link().startswith("https://laget.example/files/")
