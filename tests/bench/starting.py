"""A whole process: `laget --help` beside a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.timing import alternating, show


def show_start(runs: int) -> None:
    """Print what both take, from start to exit."""
    laget = [str(Path(sys.executable).with_name("laget")), "--help"]
    nothing = [sys.executable, "-c", "pass"]
    floor, taken = alternating(runs, lambda _: _run(nothing), lambda _: _run(laget))
    ratio = f"{taken.p50 / floor.p50:.1f}"
    row = ("laget --help", f"{taken.p50:.0f}", f"{taken.p99:.0f}", f"{floor.p50:.0f}", ratio)
    show("A whole process", ("what", "p50 ms", "p99 ms", "python -c pass, p50 ms", "times the floor"), [row])


def _run(arguments: list[str]) -> None:
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
