"""What the papers say is there: files, links, names, commands, and the example of a new command works."""

from __future__ import annotations

import importlib
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader

from bot.answer import Context, answer
from commands import sentences
from commands.clock import FrozenClock
from commands.command import discover
from commands.message import Address, Identity, Reply, Request
from storage.database import Database
from tests.commands.conftest import STOCKHOLM
from tests.papers import ROOT, is_command, papers, said_commands

PAPERS = papers()
NEW_FILE = re.compile(r"```(?:python|jinja)\n(?:# |\{# )(\S+)(?: #\})?\n(.*?)```", re.DOTALL)
"""A file in an example: its path, and what is in it."""
EXAMPLE = dict(NEW_FILE.findall(PAPERS["CONTRIBUTING.md"]))
OURS = re.compile(
    r"(?<![\w./-])(?:(?:bot|commands|storage|tests|docs|\.ci)/[\w./-]*[\w/]|[\w.]+\.(?:toml|txt|yaml))"
)
"""A path of ours, wherever it is written."""


@pytest.mark.parametrize("paper", PAPERS)
def test_every_path_that_is_named_exists(paper: str) -> None:
    named = set(OURS.findall(PAPERS[paper])) - set(EXAMPLE)
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_link_leads_somewhere(paper: str) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", PAPERS[paper])
    beside = (ROOT / paper).parent
    assert [link for link in links if "://" not in link and not (beside / link).exists()] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_command_line_and_module_that_is_named_exists(paper: str) -> None:
    assert [words for words in said_commands(PAPERS[paper]) if not is_command(words)] == []
    modules = re.findall(r"python -m ([\w.]+\w)", PAPERS[paper])
    assert [module for module in modules if find_spec(module) is None] == []


def test_the_glossary_speaks_of_classes_that_there_are() -> None:
    glossary = PAPERS["docs/architecture.md"].partition("## Glossary")[2]
    named = set(re.findall(r"`(\w+)`", "".join(line.rpartition(" | ")[2] for line in glossary.splitlines())))
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("storage/**/*.py"))
    assert len(named) > 20
    assert named <= set(re.findall(r"^class (\w+)", code, re.MULTILINE))


def test_the_architecture_says_what_to_write_for_everything_that_grows() -> None:
    table = PAPERS["docs/architecture.md"].partition("## To add something")[2].partition("\n## ")[0]
    assert re.findall(r"^\| an? ([\w ]+) \|", table, re.MULTILINE) == [
        "command",
        "field of an entry",
        "kind of entry",
        "kind of block",
        "platform",
        "chapter of a report",
        "kind of report",
        "sheet of the workbook",
        "table",
        "setting",
    ]


@pytest.mark.parametrize("paper", [name for name in PAPERS if "/decisions/" in name])
def test_a_decision_says_why_what_and_what_follows_on_half_a_page(paper: str) -> None:
    text = PAPERS[paper]
    places = [text.index(f"**{part}.**") for part in ("Context", "Decision", "Consequences")]
    assert places == sorted(places)
    assert len(text.split()) < 300


def test_the_example_of_a_new_command_works(
    example_file: Path, clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The three files of CONTRIBUTING, laid beside ours, are a command whose test passes."""
    command, words, test = EXAMPLE
    topic = importlib.import_module(command.rpartition("/")[0].replace("/", "."))
    (tmp_path / Path(command).name).write_text(EXAMPLE[command], encoding="utf-8")
    monkeypatch.setattr(topic, "__path__", [*topic.__path__, str(tmp_path)])
    templates = sentences._environment()
    ours = templates.loader
    assert ours
    monkeypatch.setattr(templates, "loader", ChoiceLoader([ours, DictLoader({Path(words).name: EXAMPLE[words]})]))
    context = Context(Database(f"sqlite:///{example_file}", now=clock.now), discover(), clock, STOCKHOLM)

    def say(text: str) -> Reply:
        sender = Identity("local", email="lasare@exempel.se")
        return answer(context, Request(text, sender, Address("local", "here")))

    told: dict[str, object] = {}
    exec(compile(EXAMPLE[test], test, "exec"), told)  # noqa: S102  # our own example
    try:
        tests = [each for name, each in told.items() if name.startswith("test_") and callable(each)]
        assert len(tests) == 1
        tests[0](say)
    finally:
        context.database.close()
        sys.modules.pop(command.removesuffix(".py").replace("/", "."))
