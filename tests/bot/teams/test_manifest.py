"""The package that an administrator uploads: valid by Microsoft's schema, the fewest rights, icons of the right size."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from bot.app import write_manifest
from bot.teams import extension
from bot.teams.manifest import COMMANDS, RIGHTS, SEARCH, manifest, package
from commands.command import discover
from commands.message import UserError
from tests.bot.conftest import Laget
from tests.npm import NoNpm, installed

URL, APP = "https://laget.example", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
PACKAGE = "@microsoft/app-manifest@1.1.2"
SCHEMA = "node_modules/@microsoft/app-manifest/build/json-schemas/teams/v1.30/MicrosoftTeams.schema.json"


@pytest.fixture(scope="module")
def packed() -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(io.BytesIO(package(URL, APP))) as archive:
        yield archive


@pytest.fixture(scope="module")
def made(packed: zipfile.ZipFile) -> Any:
    return json.loads(packed.read("manifest.json"))


@pytest.mark.xdist_group("npm")
def test_the_manifest_is_valid_by_the_schema_that_microsoft_publishes(made: Any) -> None:
    try:
        folder = installed("teams-manifest", PACKAGE)
    except NoNpm as why:
        pytest.skip(str(why))
    schema = json.loads((folder / SCHEMA).read_text(encoding="utf-8"))
    faults = jsonschema.Draft4Validator(schema).iter_errors(made)
    assert [f"{list(each.path)}: {each.message}" for each in faults] == []


def test_the_package_holds_what_the_manifest_names_and_nothing_else(packed: zipfile.ZipFile, made: Any) -> None:
    assert sorted(packed.namelist()) == sorted(["manifest.json", *made["icons"].values()])
    assert packed.testzip() is None
    assert package(URL, APP) == package(URL, APP)


def test_the_colour_icon_fills_its_square(packed: zipfile.ZipFile) -> None:
    drawn = Image.open(io.BytesIO(packed.read("color.png"))).convert("RGBA")
    assert drawn.size == (192, 192)
    corners = {drawn.getpixel(at) for at in ((0, 0), (191, 0), (0, 191), (191, 191))}
    assert corners == {(14, 90, 96, 255)}
    assert len(set(drawn.crop((40, 40, 152, 152)).get_flattened_data())) > 5


def test_the_outline_icon_is_white_on_nothing(packed: zipfile.ZipFile) -> None:
    drawn = Image.open(io.BytesIO(packed.read("outline.png"))).convert("RGBA")
    assert drawn.size == (32, 32)
    pixels = [each for each in drawn.get_flattened_data() if isinstance(each, tuple)]
    assert {each[:3] for each in pixels if each[3]} == {(255, 255, 255)}
    assert 100 < sum(each[3] > 0 for each in pixels) < 500


@pytest.mark.parametrize("scope", COMMANDS)
def test_every_command_that_teams_offers_is_one_of_ours(scope: str) -> None:
    book = discover()
    for line, told in COMMANDS[scope]:
        assert any(
            pattern.literal.startswith(plain(line)) for each in book.commands for pattern in each.patterns
        ), line
        assert told[0].isupper()
        assert len(told) <= 100


def plain(line: str) -> str:
    from storage.swedish import fold

    return fold(line)


def test_there_is_a_list_of_commands_for_each_place(made: Any) -> None:
    (bot,) = made["bots"]
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert [each["scopes"] for each in bot["commandLists"]] == [["personal"], ["team"], ["groupChat"]]
    assert all(0 < len(each["commands"]) <= 12 for each in bot["commandLists"])
    assert bot["botId"] == made["id"] == APP


def test_the_message_extension_asks_for_what_is_answered(made: Any) -> None:
    (extended,) = made["composeExtensions"]
    search, report = extended["commands"]
    assert (search["id"], search["type"]) == (SEARCH, "query")
    assert SEARCH == extension.STATUS
    assert (report["type"], report["fetchTask"], report["context"]) == ("action", True, ["message", "compose"])


def test_the_rights_are_those_that_a_feature_needs(made: Any) -> None:
    assert made["permissions"] == list(RIGHTS)
    assert all(why.strip() for why in RIGHTS.values())
    # Reading what people say to each other is no feature of Läget.
    assert not {"authorization", "webApplicationInfo", "devicePermissions"} & set(made)
    assert made["validDomains"] == ["laget.example"]


@pytest.mark.parametrize("url", ["", "http://laget.example", "laget.example", "https://", "https://a b"])
def test_teams_calls_https_addresses_only(url: str) -> None:
    with pytest.raises(ValueError, match="no https address"):
        manifest(url, APP)


def test_an_app_id_is_a_guid() -> None:
    with pytest.raises(ValueError, match="no GUID"):
        manifest(URL, "laget")


def test_it_is_written_by_the_command_line(
    laget: Laget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: zipfile.ZipFile
) -> None:
    monkeypatch.setenv("TEAMS_APP_ID", APP)
    ran = laget("manifest", "teams", "--url", URL, "--out", "laget-teams.zip")
    assert (ran.code, ran.out) == (0, "Manifestet finns i laget-teams.zip.\n")
    assert (tmp_path / "laget-teams.zip").read_bytes() == package(URL, APP)


@pytest.mark.parametrize(("url", "app", "out", "sentence"), [
    (URL, "", True, "Sätt TEAMS_APP_ID"),
    ("", APP, True, "Ange Lägets adress"),
    (URL, APP, False, "Ange filen"),
    ("http://laget.example", APP, True, "börjar med https://"),
])  # fmt: skip
def test_what_cannot_be_written_is_said_in_swedish(
    url: str, app: str, out: bool, sentence: str, tmp_path: Path
) -> None:
    where = tmp_path / "laget-teams.zip" if out else None
    with pytest.raises(UserError, match=sentence):
        write_manifest("teams", url, where, app_id=app)
    assert not list(tmp_path.iterdir())
