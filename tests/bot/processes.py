"""`laget …` as a process of its own, which does not outlive its test.

process = Process("web", folder=folder, PORT="0")      started as others start it: 2 s of reading modules
process = Forked("worker", folder=folder)              the same from a process that has read them already: 0.1 s
process.port(), process.until("worker started"), process.said
code = process.end()                                   by SIGTERM
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO

from tests.bot.conftest import environment

TOO_LONG_SECONDS = 30
READ_ALREADY = [
    "bot.cli",
    "bot.serve",
    "bot.clock",
    "bot.slack.platform",
    "bot.teams.platform",
    "tests.bench.chaos_worker",
    "tests.bot.processes",
]
"""What the one server of this run that forks has read when it forks: for all who fork, whoever is the first."""


class Running:
    """What is running, and what it has said on standard error."""

    def __init__(self, pid: int, stderr: IO[str]) -> None:
        self._pid, self._stderr = pid, stderr
        self._guard = threading.Timer(TOO_LONG_SECONDS, os.kill, [pid, signal.SIGKILL])
        self._guard.start()
        self.said = ""

    def until(self, pattern: str) -> re.Match[str]:
        """Read standard error until a line says that; fails when the process ends before."""
        for line in self._stderr:
            self.said += line
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"never said {pattern}:\n{self.said}")

    def port(self) -> int:
        """The port that it listens at, once it does."""
        return int(self.until(r'"host": "127\.0\.0\.1", "port": (\d+), "event": "listening"')[1])

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end and wait for its exit code."""
        os.kill(self._pid, by)
        return self.ended()

    def ended(self) -> int:
        """Wait until it has ended by itself, for its exit code."""
        with self._stderr:
            self.said += self._stderr.read()
        code = self._code()
        self._guard.cancel()
        return code

    def _code(self) -> int:
        raise NotImplementedError


class Process(Running):
    """`laget …` in a folder of its own."""

    def __init__(self, *arguments: str, folder: Path, **settings: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env=environment(**settings),
        )
        assert self._process.stderr
        super().__init__(self._process.pid, self._process.stderr)

    def _code(self) -> int:
        return self._process.wait()


class Forked(Running):
    """The same in all but its start."""

    def __init__(self, *arguments: str, folder: Path, **settings: str) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(READ_ALREADY)
        reading, writing = context.Pipe(duplex=False)
        self._process = context.Process(target=_laget, args=[arguments, folder, environment(**settings), writing])
        self._process.start()
        writing.close()
        assert self._process.pid
        super().__init__(self._process.pid, os.fdopen(os.dup(reading.fileno()), encoding="utf-8"))
        reading.close()

    def _code(self) -> int:
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode


def _laget(arguments: tuple[str, ...], folder: Path, settings: dict[str, str], stderr: Connection) -> None:
    """Be `laget …`."""
    from bot.cli import main

    os.dup2(stderr.fileno(), 2)
    stderr.close()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(settings)
    sys.argv = ["laget", *arguments]
    main()
