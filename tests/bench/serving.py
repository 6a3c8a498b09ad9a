"""What the benchmarks over HTTP share: a server in a process of its own, and what came of asking it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Figures:
    """What a server did: milliseconds of each answer, how many were not what they should be, seconds in all."""

    taken: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0


@contextmanager
def started(module: str, name: str, settings: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """The server `name` of a benchmark's module, in a process of its own: its port and process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, "--serve", name],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout
        yield int(process.stdout.readline()), process.pid
    finally:
        process.terminate()
        process.wait(30)


def megabytes(pid: int) -> float:
    """The memory that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))
