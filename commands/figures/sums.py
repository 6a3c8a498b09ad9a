"""What a year's budget and resources come to: sums are computed, never typed (rule 8 of the domain).

A part ("varav") is shown under its parent and not added again; where a parent has no amount of its own, that of
its parts is its. A sum that a source states itself is never counted, only compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from storage.swedish import fold, sort_key
from storage.tables import BudgetLine, Resource

COLUMNS = ("budget", "outcome", "forecast")
"""The amounts of a budget row."""

_STATED = re.compile(
    r"(?:total)?summa|(?:summa|totalt?)(?: (?:summa|totalt?|avrunda[dt]|budget|och|utfall|resurser|kr|kkr|tkr))*"
)


def is_stated_sum(name: str) -> bool:
    """Whether a row called so is a sum that the source gives itself: "Summa", "Totalt", "Summa 2026"."""
    return _STATED.fullmatch(re.sub(r" \d{4}$", "", fold(name))) is not None


@dataclass(frozen=True, slots=True)
class Amounts:
    """Kronor; None where nobody has given any."""

    budget: Decimal | None = None
    outcome: Decimal | None = None
    forecast: Decimal | None = None

    @property
    def remaining(self) -> Decimal | None:
        """What is left of the budget, below zero when more was spent; None without both."""
        return None if self.budget is None or self.outcome is None else self.budget - self.outcome


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A row as it is shown: how deep under another it is (0 for one that is counted), what it comes to."""

    line: BudgetLine
    depth: int
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Differing:
    """A sum in a source, or a parent, that is not what its rows come to. `column` is one of COLUMNS."""

    line: BudgetLine
    column: str
    said: Decimal
    computed: Decimal


@dataclass(frozen=True, slots=True)
class Budget:
    """A year's budget: rows with their parts right after them, the computed sum, who pays what of it.

    `by_payer` is the budget by payer, "" for what nobody is named for; empty when no row names a payer.
    `stated` are the source's own sums. `without_forecast` counts the counted rows that have no forecast.
    """

    rows: Sequence[BudgetRow]
    total: Amounts
    by_payer: Mapping[str, Decimal]
    stated: Sequence[BudgetLine]
    without_forecast: int

    def differing(self) -> list[Differing]:
        """Stated sums that are not the computed ones, and parents whose parts come to more than themselves."""
        wrong: list[Differing] = []
        for line in self.stated:
            wrong += _compared(line, self.total, lambda said, computed: said != computed)
        for index, row in enumerate(self.rows):
            parts = _summed(each.amounts for each in _parts(self.rows, index))
            wrong += _compared(row.line, parts, lambda said, computed: computed > said)
        return wrong


def build_budget(lines: Sequence[BudgetLine]) -> Budget:
    """Order a year's rows, sum them and share them out. A part whose parent is not there counts as a row itself."""
    parts = _by_parent([line for line in lines if not line.stated])
    shown = tuple(_rows(parts))
    return Budget(
        rows=shown,
        total=_summed(row.amounts for row in shown if row.depth == 0),
        by_payer=_by_payer(parts),
        stated=tuple(line for line in lines if line.stated),
        without_forecast=sum(row.depth == 0 and row.amounts.forecast is None for row in shown),
    )


Parts = Mapping[int | None, Sequence[BudgetLine]]
"""The rows that are parts of each row, by its id; under None those that are counted."""


def _by_parent(counted: Sequence[BudgetLine]) -> Parts:
    known = {line.id for line in counted}
    parts: dict[int | None, list[BudgetLine]] = defaultdict(list)
    for line in counted:
        parts[line.parent_id if line.parent_id in known else None].append(line)
    return parts


def _rows(parts: Parts, parent: int | None = None, depth: int = 0) -> Iterable[BudgetRow]:
    """Each row with its parts right after it."""
    for line in parts.get(parent, ()):
        yield BudgetRow(line, depth, _amounts(line, parts))
        yield from _rows(parts, line.id, depth + 1)


def _amounts(line: BudgetLine, parts: Parts) -> Amounts:
    """A row's own amounts; where it has none, what its parts come to."""
    below = _summed(_amounts(part, parts) for part in parts.get(line.id, ()))
    given = {name: getattr(line, name) for name in COLUMNS}
    return Amounts(**{name: getattr(below, name) if each is None else each for name, each in given.items()})


def _by_payer(parts: Parts) -> Mapping[str, Decimal]:
    """Who pays what of the budget, in the order of their names; {} when no row names a payer."""
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for line in parts.get(None, ()):
        for payer, share in _shares(line, parts):
            shares[payer] += share
    named = sorted((payer for payer in shares if payer), key=sort_key)
    paid = {payer: shares[payer] for payer in (*named, "") if payer or shares[""]}
    return paid if named else {}


def _shares(line: BudgetLine, parts: Parts) -> Iterable[tuple[str, Decimal]]:
    """A row's own payer pays it, or those of its parts theirs and nobody the rest."""
    whole, below = _amounts(line, parts).budget or Decimal(), parts.get(line.id, ())
    if line.payer or not below:
        yield line.payer, whole
        return
    yield "", whole - sum((_amounts(part, parts).budget or Decimal() for part in below), Decimal())
    for part in below:
        yield from _shares(part, parts)


def _summed(amounts: Iterable[Amounts]) -> Amounts:
    """The sum of each column; None where no row has any."""
    sums: dict[str, Decimal] = {}
    for each in amounts:
        for name in COLUMNS:
            value: Decimal | None = getattr(each, name)
            if value is not None:
                sums[name] = sums.get(name, Decimal()) + value
    return Amounts(**sums)


def _parts(rows: Sequence[BudgetRow], index: int) -> Iterable[BudgetRow]:
    """The rows one step below the row with this index."""
    for row in rows[index + 1 :]:
        if row.depth <= rows[index].depth:
            return
        if row.depth == rows[index].depth + 1:
            yield row


def _compared(
    line: BudgetLine, computed: Amounts, is_wrong: Callable[[Decimal, Decimal], bool]
) -> Iterable[Differing]:
    for name in COLUMNS:
        said, sum_ = getattr(line, name), getattr(computed, name)
        if said is not None and sum_ is not None and is_wrong(said, sum_):
            yield Differing(line, name, said, sum_)


@dataclass(frozen=True, slots=True)
class Staff:
    """A year's resources: the roles, and what they come to. None where no role says how many."""

    roles: Sequence[Resource]
    stated: Sequence[Resource]
    percent: Decimal | None
    count: int | None
    vacancies: int | None

    def differing(self) -> list[tuple[Resource, Decimal, Decimal]]:
        """The source's own sums of percent that are not the computed one: (row, said, computed)."""
        return [
            (each, each.percent, self.percent)
            for each in self.stated
            if each.percent is not None and self.percent is not None and each.percent != self.percent
        ]


def staffed(rows: Sequence[Resource]) -> Staff:
    """Sum a year's resources."""
    roles = [row for row in rows if not row.stated]
    percents = [row.percent for row in roles if row.percent is not None]
    return Staff(
        roles=roles,
        stated=[row for row in rows if row.stated],
        percent=sum(percents, Decimal()) if percents else None,
        count=_total(row.count for row in roles),
        vacancies=_total(row.vacancies for row in roles),
    )


def _total(numbers: Iterable[int | None]) -> int | None:
    known = [each for each in numbers if each is not None]
    return sum(known) if known else None
