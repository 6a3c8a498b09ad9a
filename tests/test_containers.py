"""Dockerfile, compose.yaml and justfile: read, and held to what they promise. Nothing is built: here is no Docker."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.papers import ROOT, is_command

SETTINGS = {name.upper() for name in Settings.model_fields}
OURS = ("migrate", "web", "worker")


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions and what follows each; comments left out, continued lines joined."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [line.split(maxsplit=1) for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    return [(name, rest.strip()) for name, rest in lines]


def last_stage() -> list[tuple[str, str]]:
    """What becomes the image."""
    backwards = list(takewhile(lambda each: each[0] != "FROM", reversed(instructions())))
    return backwards[::-1]


def of(name: str, among: list[tuple[str, str]]) -> list[str]:
    return [rest for each, rest in among if each == name]


def begun_by(command: list[str]) -> list[str]:
    """The words after `laget` in an exec form, or in the line that a shell gets."""
    words = (
        command[-1].split() if command[0] in ("CMD-SHELL", "sh") else [each for each in command if each != "CMD"]
    )
    assert words[0] == "laget"
    return words[1:]


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_the_dockerfile_has_instructions_that_docker_knows_and_two_stages() -> None:
    known = {"FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {name for name, _ in instructions()} <= known
    assert len(of("FROM", instructions())) == 2
    python = re.search(r"\d\.(\d+)", of("FROM", instructions())[-1])
    assert python
    assert int(python[1]) >= 11


def test_the_image_runs_a_command_of_ours_as_a_user_without_rights() -> None:
    (user,) = of("USER", last_stage())
    assert user.isdecimal()
    assert int(user) > 0
    assert f"--uid {user} " in " ".join(of("RUN", last_stage()))
    (command,) = of("CMD", last_stage())
    assert is_command(begun_by(json.loads(command)))


def test_its_health_is_asked_of_our_own_route() -> None:
    (check,) = of("HEALTHCHECK", last_stage())
    asked = json.loads(check.partition("CMD ")[2])
    assert asked[:2] == ["python", "-c"]
    compile(asked[2], "HEALTHCHECK", "exec")
    assert "/readyz" in asked[2]


def test_its_environment_is_made_of_settings() -> None:
    named = {pair.partition("=")[0] for line in of("ENV", last_stage()) for pair in line.split()}
    assert {name for name in named if not name.startswith(("PATH", "PYTHON"))} <= SETTINGS


def test_what_is_copied_exists_and_is_let_through() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = [line[1:] for line in ignored if line.startswith("!")]
    copied = [word for line in of("COPY", instructions()) if "--from" not in line for word in line.split()[:-1]]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert sorted(copied) == sorted(let_through)
    assert any(fnmatch(".env", line) for line in ignored)


def test_compose_runs_commands_of_ours(compose: Any) -> None:
    assert set(compose["services"]) == {"database", *OURS}
    for name in OURS:
        service = compose["services"][name]
        assert service["build"] == "."
        assert begun_by(service["command"])[0] == name
        assert is_command(begun_by(service["command"]))
        test = service.get("healthcheck", {}).get("test")
        assert test is None or is_command(begun_by(test))


def test_compose_gives_ours_settings_and_nothing_else(compose: Any) -> None:
    for name in OURS:
        assert set(compose["services"][name]["environment"]) <= SETTINGS


def test_no_service_of_compose_may_more_than_it_needs(compose: Any) -> None:
    for name, service in compose["services"].items():
        assert service["user"] not in ("", "0", "root"), name
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["cap_drop"] == ["ALL"], name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name


def test_compose_waits_for_the_database_and_for_the_schema_and_keeps_the_data(compose: Any) -> None:
    services = compose["services"]
    assert services["database"]["healthcheck"]["test"][0] == "CMD"
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    for name in ("web", "worker"):
        assert services[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    (kept,) = services["database"]["volumes"]
    assert kept.partition(":")[0] in compose["volumes"]


def test_compose_asks_for_the_password_that_the_example_environment_names(compose: Any) -> None:
    asked = set(re.findall(r"\$\{(\w+)", json.dumps(compose)))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert asked == {"POSTGRES_PASSWORD"}
    assert "# POSTGRES_PASSWORD=\n" in example


def recipes() -> dict[str, Any]:
    """The justfile as just understands it."""
    just = shutil.which("just", path=Path(sys.executable).parent)
    assert just, "rust-just belongs to the group dev"
    dumped = subprocess.run(
        [just, "--justfile", ROOT / "justfile", "--dump", "--dump-format", "json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(dumped.stdout)["recipes"]
    return found


def _lines(body: list[list[Any]]) -> Iterator[str]:
    for line in body:
        yield "".join(part if isinstance(part, str) else "…" for part in line)


def test_just_lists_what_one_does_here_and_runs_what_there_is() -> None:
    found = recipes()
    assert {"demo", "test", "check", "bench", "pictures", "pin"} <= set(found)
    lines = [line for each in found.values() for line in _lines(each["body"])]
    assert all(each["doc"] for each in found.values())
    assert all(find_spec(module) for line in lines for module in re.findall(r"python -m ([\w.]+)", line))
    assert all((ROOT / script).is_file() for line in lines for script in re.findall(r"bash (\S+)", line))
    assert all(is_command(words.split()) for line in lines for words in re.findall(r"uv run laget (\w+)", line))
