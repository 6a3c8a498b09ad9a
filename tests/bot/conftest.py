r"""The command line as tests use it, and one small programme in a SQLite file that is copied, not made anew.

    ran = laget("say", "status BarnSäkert", "--json")     # in this process, on `database_file`
    ran.code, ran.out, ran.err, ran.replies
    laget("say", "-", stdin="hjälp\nportfölj\n")

The people and works are those of tests/commands/conftest.py.
"""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlmodel import select

from bot.answer import Context
from bot.logs import set_up
from bot.settings import Settings
from storage import people
from storage.database import Database
from storage.tables import Receipt, StatusUpdate
from tests.commands.conftest import STOCKHOLM, Known, _make, book, context, programme, say

__all__ = ["Known", "book", "context", "programme", "say"]  # fixtures, found here by name

AT = "2026-11-19T10:00"
"""The moment of the `clock` fixture, as --at takes it."""
LEADER = ("--as", "leader@exempel.se")


@dataclass(frozen=True)
class Ran:
    """How a run of the command ended."""

    code: int
    out: str
    err: str

    @property
    def replies(self) -> list[dict[str, Any]]:
        """The replies of `say --json`, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error_line(self) -> str:
        """The one line on standard error; fails when there are more, or a traceback."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


Laget = Callable[..., Ran]


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of Läget in the environment, whatever machine this is."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def filled_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the small programme: to be copied."""
    path = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("filled") / "laget.db"))
    database = Database(f"sqlite:///{path}")
    with database.write(actor="test", source="test") as session:
        _make(session, datetime.fromisoformat(AT).replace(tzinfo=STOCKHOLM))
    whole = path.with_name("whole.db")
    database.backup(whole)
    database.close()
    return whole


@pytest.fixture
def database_file(filled_file: Path, tmp_path: Path) -> Path:
    """The small programme in a file of this test's own, `laget.db` in its folder."""
    return copied(filled_file, tmp_path)


def copied(file: Path, folder: Path) -> Path:
    """The same file as `laget.db`, where the default settings look for it."""
    return Path(shutil.copy(file, folder / "laget.db"))


@pytest.fixture
def laget(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    bare_environment: None,
    own_logging: None,
) -> Laget:
    """Run the command line in this process, in the test's own folder; only warnings are logged."""
    from bot.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOG_LEVEL", "WARNING")

    def run(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["laget", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code
        shown = capsys.readouterr()
        assert isinstance(code, int)
        return Ran(code, shown.out, shown.err)

    return run


@pytest.fixture
def own_logging() -> Iterator[None]:
    """Let the test set up logging as a process does, and leave nothing of it to the next."""
    with logging_restored():
        yield


@pytest.fixture
def logged(own_logging: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Log as `laget` does, as much as it can, and ask for what has been logged since the last time."""
    stream = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        set_up("DEBUG", "json")

    def since_last() -> str:
        text = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        return text

    return since_last


@contextmanager
def logging_restored() -> Iterator[None]:
    """Put the root logger and structlog back as they were; our loggers forget what they were set up with."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    levels = {logger: logger.level for logger in (root, *map(logging.getLogger, ("bot", "commands", "storage")))}
    try:
        yield
    finally:
        root.handlers[:] = handlers
        for logger, level in levels.items():
            logger.setLevel(level)
        structlog.reset_defaults()
        for name, module in list(sys.modules.items()):
            if name.startswith("bot.") and hasattr(module, "log"):
                vars(module.log).pop("bind", None)  # what cache_logger_on_first_use keeps there


def environment(**settings: str) -> dict[str, str]:
    """The environment of a process: this machine's, without any setting of Läget but these."""
    ours = {name.upper() for name in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name not in ours} | settings


def kept(context: Context) -> list[str]:
    """What has been saved that people wrote."""
    with context.database.read() as session:
        entries = session.exec(select(StatusUpdate).order_by("id")).all()
        return [entry.done for entry in entries]


def receipts(context: Context) -> int:
    """How many delivery ids are remembered."""
    with context.database.read() as session:
        return len(session.exec(select(Receipt)).all())


def block(ran: Ran, kind: str) -> dict[str, Any]:
    """The first block of that kind in the only reply."""
    (reply,) = ran.replies
    found: dict[str, Any] = next(each for each in reply["blocks"] if each["kind"] == kind)
    return found


def open_file(path: Path) -> Database:
    return Database(f"sqlite:///{path}")


def entries(path: Path) -> list[StatusUpdate]:
    with open_file(path).read() as session:
        return list(session.exec(select(StatusUpdate).order_by("id")))


@pytest.fixture
def leader(context: Context, programme: Known) -> str:
    """The recipient that is the leader, who is known in Slack."""
    with context.database.write() as session:
        person = people.get(session, programme.people["leader"])
        assert person
        identity = people.link(session, person, "slack", "T1", "U1", context.clock.now())
        identity.conversation = "D1"
    return f"person:{person.id}"
