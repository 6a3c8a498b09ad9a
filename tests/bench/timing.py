"""Taking times and showing them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WARM_UP = 10


@dataclass(frozen=True, slots=True)
class Times:
    """What a number of runs took, in milliseconds, in order."""

    sorted_ms: Sequence[float]

    @property
    def p50(self) -> float:
        """Half of the runs took no longer."""
        return self._at(0.50)

    @property
    def p99(self) -> float:
        """One run of a hundred took longer; with fewer runs than that, the longest."""
        return self._at(0.99)

    def _at(self, share: float) -> float:
        return self.sorted_ms[min(int(len(self.sorted_ms) * share), len(self.sorted_ms) - 1)]


def times(taken_ms: Sequence[float]) -> Times:
    """Times in any order."""
    return Times(sorted(taken_ms))


def alternating(count: int, *what: Callable[[int], object]) -> list[Times]:
    """Run each `count` times by turns, so that whatever else the machine does disturbs all of them alike.

    Each is called with the number of the turn.
    """
    taken: list[list[float]] = [[] for _ in what]
    for turn in range(-WARM_UP, count):
        for each, into in zip(what, taken, strict=True):
            ms = taken_by(each, turn)
            if turn >= 0:
                into.append(ms)
    return [times(each) for each in taken]


def taken_by(what: Callable[[int], object], turn: int) -> float:
    """Milliseconds of one run."""
    began = time.perf_counter()
    what(turn)
    return (time.perf_counter() - began) * 1000


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table as Markdown: words to the left, numbers to the right."""
    widths = [max(len(row[at]) for row in (columns, *rows)) for at in range(len(columns))]
    print(f"\n{title}\n")  # noqa: T201
    for row in (columns, ["-" * width for width in widths], *rows):
        cells = [
            cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ]
        print(f"| {' | '.join(cells)} |", flush=True)  # noqa: T201
