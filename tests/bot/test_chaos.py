"""The chaos run in short: workers that are killed, an API that fails. `python -m tests.bench.chaos` is the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.chaos import run
from tests.bench.chaos_worker import ASKED, UNASKED, Pressure

QUICK = Pressure(timeout=0.4, lease=1.8, settle=0.7, retry=0.2, margin=0.7)


def test_nothing_is_lost_or_doubled_when_workers_are_killed(empty_url: str) -> None:
    results, _ = run(empty_url, count=120, kills=3, pressure=QUICK, most_seconds=60)
    asked, unasked = results[ASKED], results[UNASKED]
    assert (asked.notices, asked.sent, asked.lost, asked.doubled, asked.silent) == (60, 60, 0, 0, 0)
    assert (unasked.notices, unasked.lost, unasked.doubled, unasked.silent) == (60, 0, 0, 0)
    assert unasked.sent + unasked.shown == 60


def test_the_run_would_tell(tmp_path: Path) -> None:
    """Where nobody is there to deliver, it does not come to an end: silence is no success."""
    with pytest.raises(TimeoutError):
        run(f"sqlite:///{tmp_path / 'chaos.db'}", count=2, kills=0, pressure=QUICK, workers=0, most_seconds=0.1)
