"""Which branches of the product the tests take, as one figure: `uv run pytest -p tests.coverage`.

SlipCover takes its probes out once they have been passed: it costs a tenth of the suite's time where coverage.py's
tracer cost two thirds (Python 3.11), and counts the same branches. Counted is what runs in the tests' own
processes; what they start with `laget …` is not, nor are migrations.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

SOURCES = [str(Path(__file__).parents[1] / floor) for floor in ("bot", "commands", "storage")]
OMITTED = ["*/migrations/*"]
_MEASURED = "coverage"
_OF_WORKERS = pytest.StashKey[list[dict[str, Any]]]()


def _begin() -> Any:
    """Put probes into every module of ours that is imported from now on."""
    from slipcover import FileMatcher, ImportManager, Slipcover

    probes = Slipcover(branch=True, source=SOURCES, omit=OMITTED)
    ImportManager(probes, FileMatcher(sources=SOURCES, omit=OMITTED)).__enter__()
    return probes


_PROBES = _begin() if "PYTEST_XDIST_WORKER" in os.environ else None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand a worker's findings to the process that started it."""
    if _PROBES is not None:
        session.config.workeroutput[_MEASURED] = json.dumps(_PROBES.get_coverage())  # type: ignore[attr-defined]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Keep what a worker found."""
    if found := getattr(node, "workeroutput", {}).get(_MEASURED):
        node.config.stash.setdefault(_OF_WORKERS, []).append(json.loads(found))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what all workers passed together."""
    if first_and_others := config.stash.get(_OF_WORKERS, []):
        terminalreporter.write_line(_figure(*first_and_others))


def _figure(whole: dict[str, Any], *others: dict[str, Any]) -> str:
    from slipcover import merge_coverage

    for other in others:
        merge_coverage(whole, other)
    taken, lines = whole["summary"]["covered_branches"], whole["summary"]["covered_lines"]
    branches = taken + whole["summary"]["missing_branches"]
    of_lines = lines / (lines + whole["summary"]["missing_lines"])
    return f"branch coverage: {taken / branches:.1%} ({taken} of {branches} branches; {of_lines:.1%} of the lines)"
