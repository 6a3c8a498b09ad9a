"""The laws of the house that no other tool keeps: folders, sizes, words, examples, templates."""

from __future__ import annotations

import ast
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answer import Context, answer
from commands.clock import FrozenClock
from commands.command import Book, Call, Command, command, discover
from commands.help.help import TOPICS
from commands.message import Address, Identity, Reply, Request
from storage import people
from storage.database import Database
from storage.words import Role
from tests.commands.conftest import text_of

ROOT = Path(__file__).parents[1]
CODE = {"bot", "commands", "storage", "tests"}
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
OF_NO_FLOOR = {"walks", "browser", "bench", "pictures"}
"""Folders of tests that pass through the whole house."""
STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=STOCKHOLM)
PEOPLE = ("koordinator", "projektledare", "ledning", "admin", "lasare")
Step = tuple[str, str, Mapping[str, str] | None]
COMPILED: Step = ("koordinator", "rapport halvår", None)
IN_REVIEW: Step = ("koordinator", "rapport granskning 1", None)
SETTLED: Step = ("koordinator", "rapport fastställ 1", {"sure": "ja"})
LISTED: Step = ("koordinator", "mottagare ny Länsledningen, beställare, registrator@exempel.se", None)
BEFORE: Mapping[str, Sequence[Step]] = {
    "ångra": [("projektledare", "rapportera BarnSäkert gul Pilot försenad", None)],
    "avanmäl 8": [("lasare", "anmäl 8", None)],
    "mottagare bort 1": [LISTED],
    "rapport rätta 1": [COMPILED, SETTLED],
    "rapport leverera 1": [COMPILED, SETTLED, LISTED],
    "rapport tillbaka 1": [COMPILED, IN_REVIEW],
}
"""What has to have happened for an example to make sense: who sends what."""

BOOK = discover()
EXAMPLES = [(each, example) for each in BOOK.commands for example in each.examples]


@cache
def ours() -> tuple[Path, ...]:
    """The files that are kept in the repository, or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def texts() -> Iterator[tuple[str, str]]:
    """The name and contents of each file that is text."""
    for path in ours():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_code_lives_on_three_floors_and_in_the_tests() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in ours() if path.suffix == ".py"}
    assert folders == CODE


def test_a_file_with_an_underscore_is_used_in_its_own_folder_only() -> None:
    """`commands/works/_form.py` is for the commands about works: what others need has no underscore."""
    found = []
    for path in ours():
        name = path.relative_to(ROOT)
        if path.suffix == ".py" and name.parts[0] != "tests":
            for module in _imported(path):
                *folder, last = module.split(".")
                is_kept = last.startswith("_") and (ROOT.joinpath(*folder) / f"{last}.py").is_file()
                if is_kept and name.parts[: len(folder)] != tuple(folder):
                    found.append(f"{name}: {module}")
    assert found == []


def _imported(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, whole names; `from a import b` may mean the module a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _code() -> Iterator[Path]:
    """Every Python file but the migrations, which keep the shape that they were run in."""
    return (path for path in ours() if path.suffix == ".py" and path.parent.name != "versions")


def test_no_file_has_grown_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _code()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > MOST_LINES
    }
    assert long == {}


def test_no_function_of_the_product_has_grown_too_long() -> None:
    long = {
        f"{path.relative_to(ROOT)}: {node.name}": lines
        for path in _code()
        if not path.is_relative_to(ROOT / "tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_the_tests_mirror_the_house() -> None:
    """What is tested in tests/commands/works/ is in commands/works/."""
    rooms = {path.parent.relative_to(ROOT / "tests") for path in _code() if path.name.startswith("test_")}
    lost = [str(room) for room in rooms if not {*room.parts[:1]} & OF_NO_FLOOR and not (ROOT / room).is_dir()]
    assert lost == []


def test_nothing_names_a_machine_s_folders_or_where_packages_come_from() -> None:
    folders = "|".join(("work", "root", "home", "Users"))
    places = (
        rf"(?<![\w.:/}})\"'-])/(?:{folders})/\w",
        "pypi" + r"\.org", "python" + "hosted", "npm" + "js", "art" + "ifactory", "index" + "-url",
    )  # fmt: skip
    forbidden = re.compile("|".join(places))
    found = [f"{name}: {hit[0]}" for name, text in texts() for hit in forbidden.finditer(text)]
    assert found == []


def test_every_command_has_its_words_and_its_place_in_the_help() -> None:
    for each in BOOK.commands:
        assert each.patterns, each.name
        assert each.examples, each.name
        assert each.summary[:1].isupper(), each.name
        assert each.topic in TOPICS, each.name
        assert each.roles, each.name


@pytest.mark.parametrize(("each", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_an_example_means_its_own_command(each: Command, example: str) -> None:
    found = BOOK.match(example.rstrip("?"))
    assert found
    assert found.command is each


@pytest.fixture(scope="module")
def programme(
    example_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Context, Callable[[], None]]]:
    """The example programme, and what puts it back as it was.

    One database for all: with a new one for each example, every query would be compiled anew.
    """
    file = Path(shutil.copy(example_file, tmp_path_factory.mktemp("house") / "laget.db"))
    clock = FrozenClock(NOW)
    database = Database(f"sqlite:///{file}", now=clock.now)
    with closing(sqlite3.connect(example_file)) as whole, closing(sqlite3.connect(file)) as own:
        yield Context(database, BOOK, clock, STOCKHOLM), lambda: whole.backup(own)
    database.close()


@pytest.fixture
def context(programme: tuple[Context, Callable[[], None]]) -> Iterator[Context]:
    """The example programme, which this test may change."""
    context, put_back = programme
    yield context
    put_back()


@pytest.fixture
def unchanged(programme: tuple[Context, Callable[[], None]]) -> Context:
    """The example programme for those who may not change it."""
    return programme[0]


@pytest.fixture(scope="module")
def roles(programme: tuple[Context, Callable[[], None]]) -> Mapping[str, frozenset[Role]]:
    """What each of the people may."""
    with programme[0].database.read() as session:
        known = {who: people.by_email(session, f"{who}@exempel.se") for who in PEOPLE}
        return {who: frozenset(people.roles_of(session, person.id)) for who, person in known.items() if person}


def send(context: Context, who: str, text: str, fields: Mapping[str, str] | None = None) -> Reply:
    sender = Identity("local", email=f"{who}@exempel.se")
    return answer(context, Request(text, sender, Address("local", who), fields))


@pytest.mark.parametrize(("each", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_an_example_works_in_the_example_programme(
    context: Context, roles: Mapping[str, frozenset[Role]], each: Command, example: str
) -> None:
    reported = [COMPILED] if re.match(r"rapport .*1\b", example) else []
    for step in BEFORE.get(example, reported):
        assert send(context, *step).error is None
    replies = {who: send(context, who, example) for who in PEOPLE if roles[who] & each.roles}
    assert any(reply.error is None for reply in replies.values()), {
        who: text_of(reply) for who, reply in replies.items()
    }
    assert all(reply.error is None or reply.error.reference is None for reply in replies.values())


@pytest.mark.parametrize(("each", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_an_example_is_refused_those_who_may_not(
    unchanged: Context, roles: Mapping[str, frozenset[Role]], each: Command, example: str
) -> None:
    for who in PEOPLE:
        if not roles[who] & each.roles:
            reply = send(unchanged, who, example)
            assert reply.error
            assert "det kan inte du göra" in reply.error.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("läget {work}", "läget {work}"),
        ("läget {work}", "LAGET   {work}"),
        ("läget {work}", "laget {text} "),
        ("historik {work}", "historik {words}"),
    ],
)
def test_two_commands_never_answer_to_the_same_words(one: str, other: str) -> None:
    def declared(pattern: str) -> Command:
        @command(pattern, summary="Prov", examples=("prov",))
        def tried(call: Call) -> Reply:
            return Reply()

        return tried

    Book(iter((declared(one), declared("något annat"))))
    with pytest.raises(ValueError, match="both answer to"):
        Book(iter((declared(one), declared(other))))


def _used_in_code() -> tuple[set[tuple[str, str]], list[tuple[str, re.Pattern[str]]]]:
    """Every (template, sentence) that a call of `sentence` names, and the shapes of those put together there."""
    named, shaped = set(), []
    for path in ours():
        if path.suffix != ".py" or path.is_relative_to(ROOT / "tests"):
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match call:
                case ast.Call(ast.Name("sentence"), [ast.Constant(str(template)), ast.Constant(str(part)), *_]):
                    named.add((template, part))
                case ast.Call(ast.Name("sentence"), [ast.Constant(str(template)), ast.JoinedStr(pieces), *_]):
                    shape = "".join(
                        re.escape(str(each.value)) if isinstance(each, ast.Constant) else r"\w+" for each in pieces
                    )
                    shaped.append((template, re.compile(shape)))
    return named, shaped


def test_every_sentence_is_used_and_every_sentence_that_is_used_exists() -> None:
    folder = ROOT / "commands" / "templates"
    written = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    exist = {(name, macro) for name, text in written.items() for macro in re.findall(r"macro (\w+)", text)}
    named, shaped = _used_in_code()
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "commands").rglob("*.py"))
    unused = [
        f"{name}: {macro}"
        for name, macro in sorted(exist - named)
        # Chosen by a variable, put together, or called by another sentence.
        if f'"{macro}"' not in code
        and not any(template == name and shape.fullmatch(macro) for template, shape in shaped)
        and len(re.findall(rf"\b{macro}\(", written[name])) < 2
    ]
    assert unused == []
    assert sorted(pair for pair in named - exist if pair[0] in written) == []
